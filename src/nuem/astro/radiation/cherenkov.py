r"""Cherenkov light of a neutrino's magnetic moment in a transparent medium, nu_L -> nu_R gamma.

.. math:: \frac{d\Gamma}{d\omega} = \frac{\mu^2}{4\pi} \frac{(n^2 - 1)^2}{n^2}\, \omega^2
          \Big[1 - \frac{\omega}{E} - \frac{(n^2 - 1)\,\omega^2}{4E^2}\Big], \qquad
          \cos\theta = \frac1n \Big[1 + (n^2 - 1) \frac{\omega}{2E}\Big]

for massless neutrinos and a real index n(omega), the result of Grimus and Neufeld as reviewed in [Giunti:2014ixa]. The photon's norm is that of a field
in the medium, 1/(2 n omega d(n omega)/d omega) with dispersion, whose derivative cancels against that of the phase space: the formula holds for any n(omega).
Only frequencies with n > 1 shine, up to omega = 2E/(n + 1). In a plasma n < 1, and there is no light: the function returns zero.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import BOHR_MAGNETON_SQUARED, HBAR
from nuem.numerics import checks
from nuem.typing import FloatArray

Index = float | Callable[[NDArray[np.float64]], ArrayLike]


def spectrum(photon: ArrayLike, energy: ArrayLike, *, index: Index, moment: float) -> FloatArray:
    """Cherenkov photons of a neutrino per time and photon energy.

    Parameters
    ----------
    photon : array_like
        Photon energy omega [MeV].
    energy : array_like
        Neutrino energy E [MeV]; they broadcast.
    index : float or callable
        Refractive index, one number or a function of omega [MeV].
    moment : float
        mu_nu [mu_B]: the root of sum_f |lambda_fi|^2 of the incoming neutrino.

    Returns
    -------
    float or numpy.ndarray
        [1/s/MeV]; zero where n <= 1 and beyond omega = 2E/(n + 1).

    Raises
    ------
    ValueError
        For energies that are not positive or an index that is no positive number.
    """
    omega, E = checks.not_negative("photon", photon, "MeV"), checks.positive("energy", energy, "MeV")
    n = _index(index, omega)
    mu2 = BOHR_MAGNETON_SQUARED * checks.number("moment", moment, "mu_B") ** 2
    excess = n**2 - 1
    bracket = 1 - omega / E - excess * omega**2 / (4 * E**2)
    shines = (n > 1) & (omega * (n + 1) <= 2 * E)
    density = mu2 / (4 * np.pi) * excess**2 / n**2 * omega**2 * bracket / HBAR
    return np.where(shines, np.maximum(density, 0.0), 0.0)[()]


def rate(energy: float, *, index: Index, window: tuple[float, float], moment: float) -> float:
    """Cherenkov photons of a neutrino per time, in a window of photon energies.

    Parameters
    ----------
    energy : float
        Neutrino energy [MeV].
    index : float or callable
        As `spectrum`.
    window : tuple of float
        Photon energies [MeV] between which the medium is transparent and the index holds.
    moment : float
        [mu_B]

    Returns
    -------
    float
        [1/s]

    Raises
    ------
    ValueError
        As `spectrum`, and for a window that does not ascend.

    Examples
    --------
    >>> from nuem.units import MeV, eV
    >>> f"{rate(1 * MeV, index=1.33, window=(0, 5 * eV), moment=1e-11):.4e} / s"
    '1.4782e-20 / s'
    """
    from scipy.integrate import quad

    E = float(checks.positive("energy", checks.number("energy", energy, "MeV"), "MeV"))
    mu = checks.number("moment", moment, "mu_B")
    edges = checks.not_negative("window", window, "MeV")
    if edges.shape != (2,):
        raise ValueError(f"window must be two photon energies [MeV], got an array of shape {edges.shape}")
    low, high = float(edges[0]), float(edges[1])
    if high <= low:
        raise ValueError(f"window = ({low:g}, {high:g}) must ascend")
    top = min(high, 2 * E / (1 + float(_index(index, np.asarray(high))))) if not callable(index) else min(high, E)
    if top <= low:
        return 0.0
    scale = float(BOHR_MAGNETON_SQUARED * mu**2 / HBAR) * top**3 or 1.0

    def fraction(x: float) -> float:
        return float(spectrum(low + x * (top - low), E, index=index, moment=mu)) * (top - low) / scale

    return float(quad(fraction, 0, 1, epsabs=1e-14, epsrel=1e-10, limit=400)[0]) * scale


def emission_angle(photon: ArrayLike, energy: ArrayLike, *, index: Index) -> FloatArray:
    r"""Cosine of the angle between a Cherenkov photon and its neutrino.

    .. math:: \cos\theta = \frac1n \Big[1 + (n^2 - 1) \frac{\omega}{2E}\Big]

    from energy and momentum, for massless neutrinos [Giunti:2014ixa]; photons of low energy leave at the classical angle, cos theta = 1/n.

    Parameters
    ----------
    photon : array_like
        Photon energy omega [MeV].
    energy : array_like
        Neutrino energy E [MeV]; broadcasts against `photon`.
    index : float or callable
        Refractive index n, one number or a function of omega [MeV].

    Returns
    -------
    float or numpy.ndarray
        Dimensionless; NaN where no photon is emitted: n <= 1, or omega above 2E/(n + 1).

    Raises
    ------
    ValueError
        For a photon energy that is negative, a neutrino energy that is not positive, or an index that is not a positive number.

    Examples
    --------
    >>> from nuem.units import MeV, eV
    >>> print(emission_angle([0, 3 * eV], 1 * MeV, index=1.33).round(6))
    [0.75188  0.751881]
    """
    omega, E = checks.not_negative("photon", photon, "MeV"), checks.positive("energy", energy, "MeV")
    n = _index(index, omega)
    cosine = (1 + (n**2 - 1) * omega / (2 * E)) / n
    return np.where((n > 1) & (cosine <= 1), cosine, np.nan)[()]


def _index(index: Index, omega: NDArray[np.float64]) -> NDArray[np.float64]:
    return checks.positive("index", index(omega) if callable(index) else index)
