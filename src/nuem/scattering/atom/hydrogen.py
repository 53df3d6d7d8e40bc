r"""The 1s electron of hydrogen in closed form: what any computed atom must reproduce.

With :math:`k^2 = 2T - 1`, in atomic units and without relativity, Bethe's generalised oscillator strength gives

.. math:: S(T, q) = \frac{256\,q^2\,[q^2 + (1 + k^2)/3]\;e^{-(2/k)\arg(q^2 - k^2 + 1 + 2ik)}}
                         {(1 - e^{-2\pi/k})\,\{[(q + k)^2 + 1][(q - k)^2 + 1]\}^3} .

At the threshold N_mu = 1 - (7/3) exp(-4): binding takes 4 % of the magnetic scattering away, it does not enhance it
[Voloshin:2010vm; Kouzakov:2011vx].
"""

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.elements.atomic_units import HARTREE, LIGHT
from nuem.numerics import checks


def structure_factor(transfer: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """S(T, q) of hydrogen.

    Parameters
    ----------
    transfer : array_like
        Energy transfer T [hartree]; broadcasts against `q`.
    q : array_like
        Momentum transfer [1/Bohr].

    Returns
    -------
    numpy.ndarray
        [1/hartree]; zero up to the threshold of one half.
    """
    T, q = np.broadcast_arrays(checks.not_negative("transfer", transfer), checks.not_negative("q", q))
    k = np.sqrt(np.maximum(2 * T - 1, 1e-24))
    phase = np.angle(q**2 - k**2 + 1 + 2j * k)
    ridge = ((q + k) ** 2 + 1) * ((q - k) ** 2 + 1)
    S = 256 * q**2 * (q**2 + (1 + k**2) / 3) * np.exp(-2 * phase / k) / (-np.expm1(-2 * np.pi / k) * ridge**3)
    return np.where(T > 0.5, S, 0.0)


def effective_electrons(transfer: float) -> tuple[float, float, float]:
    """N_w, N_mu and N_q of hydrogen by quadrature of the closed form; N_w by the non-relativistic free electron.

    Parameters
    ----------
    transfer : float
        Energy transfer T [MeV].

    Returns
    -------
    tuple of float
        Zeros up to the threshold.

    Examples
    --------
    >>> [round(number, 4) for number in effective_electrons(0.6 * HARTREE)]
    [0.9681, 0.9681, 6.9098]
    """
    from scipy.integrate import quad

    T = checks.number("transfer", checks.not_negative("transfer", transfer, "MeV")) / HARTREE
    if T <= 0.5:
        return 0.0, 0.0, 0.0
    ridge = np.sqrt(2 * T)

    def moment(power: int) -> float:
        """Integral of q^(2 power) S dq^2, over ln q."""

        def integrand(x: float) -> float:
            return float(2 * np.exp((2 * power + 2) * x) * structure_factor(T, np.exp(x)))

        ends = np.log([T / LIGHT, 0.3, max(ridge - 3, 0.4), ridge + 3, 60 * ridge + 60])
        pieces = [
            quad(integrand, low, high, epsabs=0, epsrel=1e-9, limit=200)[0]
            for low, high in pairwise(ends)
            if high > low
        ]
        return float(sum(pieces))

    return moment(0) / 2, T * moment(-1), 2 * T**2 * moment(-2)
