r"""Compton scattering into a massive photon, e gamma -> e gamma* that turns into a pair of neutrinos.

With a = s - m^2, b = u - m^2 and the mass M of the photon in the final state, averaged over spins before and summed over spins after,

.. math:: \overline{|\mathcal M|^2} = 2 e^4 \Big\{-\frac ba - \frac ab + 4m^2\Big(\frac1a + \frac1b\Big) + 4m^4\Big(\frac1a + \frac1b\Big)^2
          + 2M^2\Big(\frac1a + \frac1b\Big) - \frac{2M^4}{ab} + 2M^2m^2\Big(\frac1{a^2} + \frac1{b^2}\Big)\Big\} ,

the Klein-Nishina formula for M = 0. A pair of neutrinos that couples to an axial current of the electrons sees instead of the braces

.. math:: -\frac ba - \frac ab - 8m^2\Big(\frac1a + \frac1b\Big) - 8m^4\Big(\frac1a + \frac1b\Big)^2 + 2M^2\Big(\frac1a + \frac1b\Big)
          - \frac{2M^4}{ab} + 12\frac{M^2m^2}{ab} + 2M^2m^2\Big(\frac1{a^2} + \frac1{b^2}\Big) - \frac{2m^2}{M^2}\frac{(a + b)^2}{ab} .

Both were found by traces of explicit Dirac matrices, with which the tests compare them. Then, with M Gamma = sum_n c_n M^(2n) for the decay of gamma*,

.. math:: \sigma(e\gamma \to e\nu\bar\nu) = \sum_n c_n \int \frac{dM^2}{\pi} (M^2)^{n-2}\, \sigma(e\gamma \to e\gamma^*) ,

finite for moments (n = 2) and radii or weak interaction (n = 3); for charges (n = 1) it diverges at small M, where the photon is on its
mass shell in a plasma and its decay is plasmon decay.
"""

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from nuem.constants import ALPHA
from nuem.numerics import checks
from nuem.numerics.quadrature import panels

if TYPE_CHECKING:
    from scipy.interpolate import CubicSpline

Real = NDArray[np.float64]

KINDS: Final = ("moment", "vector", "axial")
"""A moment (n = 2), and vector and axial currents that fall with M (n = 3)."""

_RANGE: Final = (1e-7, 1e10)  # of w; below it the powers of the limit of slow electrons hold
_POWERS: Final = np.array([[3.0, 3.0], [5.0, 5.0], [5.0, 5.0]])  # of w in that limit
_POINTS_PER_DECADE: Final = 12
_NODES: Final = 48


def squared_amplitude(a: Real, b: Real, mass_squared: Real, *, current: str = "vector") -> Real:
    """The braces in the formula of this module, all in units of the electron's mass.

    Parameters
    ----------
    a, b : numpy.ndarray
        s - 1, positive, and u - 1, negative.
    mass_squared : numpy.ndarray
        M^2.
    current : {"vector", "axial"}, optional
    """
    checks.choice("current", current, ("vector", "axial"))
    return _braces(a, b, mass_squared, (a + b) / (a * b), current)


def energy_moments(w: Real) -> Real:
    r"""Cross section times the neutrinos' momentum q, in the mean over final states, along the photon and along the electron.

    .. math:: S_k = \int \frac{dM^2}{\pi} (M^2)^{n-2} \int d\sigma\, \frac{q\cdot k}{p\cdot k}, \qquad
              S_p = \int \frac{dM^2}{\pi} (M^2)^{n-2} \int d\sigma\, \frac{q\cdot p}{m^2}

    The mean q is alpha p + beta k, so that with w = p.k/m^2 the energy lost times the cross section is
    c_n [S_k (E - omega/w) + S_p omega/w] in the frame of E and omega.

    Parameters
    ----------
    w : numpy.ndarray
        p.k/m^2 = (s - m^2)/2m^2, up to 1e10.

    Returns
    -------
    numpy.ndarray
        By kind (as `KINDS`), S_k or S_p, then the shape of w [m^(2n-4)].
    """
    inside = np.clip(w, *_RANGE)
    logarithms = _table()(np.log(inside))
    powers = _POWERS.reshape(*_POWERS.shape, *(1 for _ in np.shape(w)))
    values = np.moveaxis(logarithms, -1, 0).reshape(*_POWERS.shape, *np.shape(w))
    return np.asarray(np.exp(values) * w**powers)


def integrate(w: Real) -> Real:
    """The same by quadrature over M and over u."""
    w = np.asarray(w, dtype=np.float64)
    a = 2 * w[..., None, None]
    root = np.sqrt(1 + a)
    largest = a / (1 + root)  # sqrt(s) - m
    unit, unit_weight = (x[0] for x in panels(np.array([0.0, 1.0]), _NODES))
    short = unit[:, None] ** 4  # the photon is slow at short = 0, and nodes crowd where it is fast
    mass = largest * (1 - short)
    M2 = mass**2
    measure = 2 * mass * largest * 4 * unit[:, None] ** 3 * unit_weight[:, None] / np.pi  # dM^2/pi
    momentum = np.sqrt(largest * short * (largest + mass) * (root + 1 - mass) * (root + 1 + mass)) / (2 * root)
    rapidity = np.arcsinh(momentum)  # of the electron, where the total momentum vanishes
    along = rapidity * (2 * unit - 1)
    incoming = a / (2 * root)
    size = 2 * incoming * np.exp(along)  # -b = 2 p'.k
    step = size * rapidity * 2 * unit_weight
    twice_product = 2 * incoming * (largest - np.expm1(along))  # a + b = 2 q.k, exact for slow electrons too
    scale = 2 * (4 * np.pi * ALPHA) ** 2 / (16 * np.pi * a**2) * measure * step
    moments = np.empty((len(KINDS), 2, *w.shape))
    for row, (kind, n) in enumerate(zip(KINDS, (2, 3, 3), strict=True)):
        current = "axial" if kind == "axial" else "vector"
        weight = scale * M2 ** (n - 2) * _braces(a, -size, M2, -twice_product / (a * size), current)
        for column, fraction in enumerate((twice_product / a, (M2 + size) / 2)):
            moments[row, column] = np.sum(weight * fraction, axis=(-2, -1))
    return moments


def _braces(a: Real, b: Real, M2: Real, total: Real, current: str) -> Real:
    """`squared_amplitude` with 1/a + 1/b, of which little is left for slow electrons."""
    common = -(b / a) - a / b + 2 * M2 * total - 2 * M2**2 / (a * b) + 2 * M2 * (1 / a**2 + 1 / b**2)
    if current == "axial":
        return np.asarray(common - 8 * total - 8 * total**2 + 12 * M2 / (a * b) - 2 / M2 * a * b * total**2)
    return np.asarray(common + 4 * total + 4 * total**2)


@cache
def _table() -> "CubicSpline":
    """ln of `energy_moments` over its power of w, against ln w."""
    from scipy.interpolate import CubicSpline

    low, high = np.log(_RANGE)
    grid = np.linspace(low, high, round((high - low) / np.log(10) * _POINTS_PER_DECADE) + 1)
    values = integrate(np.exp(grid)).reshape(_POWERS.size, -1).T
    return CubicSpline(grid, np.log(values) - _POWERS.ravel() * grid[:, None])
