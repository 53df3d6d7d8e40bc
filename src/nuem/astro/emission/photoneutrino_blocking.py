r"""Pauli blocking of photoneutrinos: the final electron needs an empty state, 1 - f(E').

`nuem.astro.emission.photoneutrinos` lets the electron keep its energy, 1 - f(E). The ratio of the two,

.. math:: B = \frac{\int f(E)\,[1 - f(E + \omega - q_0)]\, q_0\, d\sigma}{\int f(E)\,[1 - f(E)]\, q_0\, d\sigma} ,

over electrons, positrons and photons, depends on (mu - m)/T and T alone; it is 1 for dilute and for cold electrons. `compute` is an integral over all six
variables of the collision by a low-discrepancy sequence; what it gives is shipped as ``photoneutrino_blocking.csv``, which `factor` interpolates.
"""

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from nuem.astro.emission.virtual_compton import KINDS, squared_amplitude
from nuem.constants import ELECTRON_MASS
from nuem.numerics.table import read_table, shipped
from nuem.units import kelvin

if TYPE_CHECKING:
    from scipy.interpolate import RectBivariateSpline

Real = NDArray[np.float64]

DEGENERACIES: Final = np.arange(-6.0, 20.5, 1.0)
"""(mu - m)/T of the table; at and below the first one B is near 1."""
TEMPERATURES: Final = np.geomspace(1e6, 1e12, 19)
"""[K]"""


def factor(degeneracy: Real, temperature: Real) -> Real:
    """B by kind (as `nuem.astro.emission.virtual_compton.KINDS`) from the table.

    Parameters
    ----------
    degeneracy : numpy.ndarray
        (mu - m)/T; beyond the table its edges hold.
    temperature : numpy.ndarray
        [MeV]
    """
    eta = np.clip(degeneracy, DEGENERACIES[0], DEGENERACIES[-1])
    logarithm = np.log(np.clip(temperature / kelvin, TEMPERATURES[0], TEMPERATURES[-1]))
    return np.array([np.exp(spline.ev(eta, logarithm)) for spline in _splines()])


def compute(degeneracy: float, temperature: float, *, doublings: int = 16) -> Real:
    """B by kind, by quadrature with 2^doublings points for electrons and as many for positrons.

    Parameters
    ----------
    degeneracy : float
        (mu - m)/T; where it makes mu negative, mu is zero.
    temperature : float
        [MeV]
    doublings : int, optional
    """
    T, m = temperature, ELECTRON_MASS
    mu = max(degeneracy * T + m, 0.0)
    losses = _losses(mu, T, doublings) + _losses(-mu, T, doublings)
    return np.asarray(losses[0] / losses[1])


def _losses(mu: float, T: float, doublings: int) -> Real:
    """Energy lost on one kind of particles, with 1 - f(E') and with 1 - f(E), by kind; the same unknown scale."""
    from scipy.stats import qmc

    m = ELECTRON_MASS
    u = qmc.Sobol(6, scramble=False).random_base2(doublings).T + 0.5 ** (doublings + 1)

    def free(E: Real) -> Real:
        return np.asarray(1 / (1 + np.exp(np.clip((mu - E) / T, -700, 700))))

    end = max(mu - m, 0.0) + 45 * T
    kinetic = end * np.linspace(0, 1, 100_001) ** 2
    # Electrons from near the Fermi edge, where photons can lift them above it.
    depth = np.maximum((mu - m - kinetic) / T, 0) / 5
    states = np.sqrt(kinetic * (kinetic + 2 * m)) * (kinetic + m) * (1 - free(kinetic + m))
    E = m + _sampled(u[0], kinetic, states / (1 + depth**4))
    fraction = 1 + (np.maximum((mu - E) / T, 0) / 5) ** 4
    number = np.trapezoid(states / (1 + depth**4), kinetic)
    x = np.linspace(1e-6, 45, 20_001)
    reduced_energy = _sampled(u[1], x, x**6 / np.expm1(x))
    omega = T * reduced_energy
    p = np.sqrt((E - m) * (E + m))
    cosine = 2 * u[2] - 1
    slant = 1 - p / E * cosine
    # In units of the electron's mass and where the total momentum vanishes: gamma* against the photon.
    a = 2 * E * omega * slant / m**2
    root = np.sqrt(1 + a)
    largest = a / (1 + root)
    mass = largest * (1 - u[3] ** 2)
    momentum = np.sqrt(largest * u[3] ** 2 * (largest + mass) * (root + 1 - mass) * (root + 1 + mass)) / (2 * root)
    rapidity = np.arcsinh(momentum)
    size = a / root * np.exp(rapidity * (2 * u[4] - 1))  # -b
    measure = mass * largest * u[3] * size * rapidity / a**2 * slant * reduced_energy**-4 * fraction * number
    along = np.clip((np.hypot(momentum, 1) - size * root / a) / np.maximum(momentum, 1e-300), -1, 1)  # of the electron
    energy = _energy_of_pair(
        (E, p, omega, cosine), root, (np.hypot(momentum, mass), momentum), -along, 2 * np.pi * u[5]
    )
    energy_weight = measure * energy
    result = np.empty((2, len(KINDS)))
    for n, kind in enumerate(KINDS):
        current = "axial" if kind == "axial" else "vector"
        weight = (
            energy_weight * squared_amplitude(a, -size, mass**2, current=current) * (1 if kind == "moment" else mass**2)
        )
        result[:, n] = np.mean(weight * free(E + omega - energy)), np.mean(weight * free(E))
    return result


def _energy_of_pair(
    initial: tuple[Real, Real, Real, Real], root: Real, final: tuple[Real, Real], along: Real, azimuth: Real
) -> Real:
    """q_0 of gamma* in the plasma, from its energy, momentum and angles to the photon where the total momentum vanishes."""
    E, p, omega, cosine = initial
    energy, momentum = final
    total = E + omega
    flow = np.sqrt((p + omega * cosine) ** 2 + omega**2 * (1 - cosine**2)) / total
    boost = total / (root * ELECTRON_MASS)
    # The photon's own energy there fixes its angle to the flow.
    photon = (root - 1 / root) / 2 * ELECTRON_MASS
    to_flow = np.clip((omega / (boost * photon) - 1) / np.maximum(flow, 1e-300), -1, 1)
    angle = along * to_flow + np.sqrt((1 - along**2) * (1 - to_flow**2)) * np.cos(azimuth)
    return np.asarray(boost * ELECTRON_MASS * (energy + flow * momentum * angle))


def _sampled(uniform: Real, at: Real, density: Real) -> Real:
    """Places distributed with a density."""
    steps = (density[1:] + density[:-1]) / 2 * np.diff(at)
    sums = np.concatenate([[0.0], np.cumsum(steps)])
    return np.asarray(np.interp(uniform * sums[-1], sums, at))


@cache
def _splines() -> "list[RectBivariateSpline]":
    from scipy.interpolate import RectBivariateSpline

    table = read_table(shipped("nuem.astro.emission", "photoneutrino_blocking.csv"), dict.fromkeys(KINDS, ""))
    shape = (len(DEGENERACIES), len(TEMPERATURES))
    return [
        RectBivariateSpline(DEGENERACIES, np.log(TEMPERATURES), np.log(table[kind].reshape(shape))) for kind in KINDS
    ]
