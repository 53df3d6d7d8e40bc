r"""Plasmon decay through a dipole into a light neutrino and a heavy partner, gamma* -> N nubar and Nbar nu together.

.. math:: \Gamma = \frac{\mu^2}{24\pi} \frac{K^4}{\omega}\, Z\, \Big(1 - \frac{m_4^2}{K^2}\Big)^2 \Big(1 + \frac{2 m_4^2}{K^2}\Big),
          \qquad K^2 = \omega^2 - k^2 > m_4^2 ,

which for m_4 = 0 is the decay through an ordinary moment. Transverse K^2 lies between omega_p^2 and 1.5 omega_p^2, longitudinal K^2 below omega_p^2,
so that nothing is left for masses much above the plasma frequency. Photons on electrons, e gamma -> e N nubar, which reach higher masses at the price of
exp(-m_4/T), are left out. Derived here; the tests sum over spins and polarisations numerically.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.emission.loss import CHANNELS, PER_VOLUME_AND_TIME, POLARISATIONS, EnergyLoss
from nuem.astro.emission.phase_space import ThermalPhotons
from nuem.astro.plasma import TREATMENTS, Plasma
from nuem.constants import BOHR_MAGNETON_SQUARED
from nuem.numerics import checks

Real = NDArray[np.float64]

_CHUNK = 256  # points at once


def plasmon_factor(mass: ArrayLike, plasmon_mass: ArrayLike) -> Real:
    """The rate of the decay relative to that with a massless partner.

    Parameters
    ----------
    mass : array_like
        m_4 [MeV].
    plasmon_mass : array_like
        K, the root of omega^2 - k^2 [MeV]; they broadcast.

    Returns
    -------
    numpy.ndarray
        (1 - r)^2 (1 + 2r) with r = m_4^2/K^2; zero below the threshold.

    Examples
    --------
    >>> print(f"{plasmon_factor(10, 18):.3f}")
    0.773
    """
    m, K = checks.not_negative("mass", mass, "MeV"), checks.positive("plasmon_mass", plasmon_mass, "MeV")
    ratio = np.minimum((m / K) ** 2, 1.0)
    return np.asarray((1 - ratio) ** 2 * (1 + 2 * ratio))[()]


def emissivity(plasma: Plasma, *, mass: float, moment: float, treatment: str = "braaten-segel") -> EnergyLoss:
    """Energy loss of a plasma by the decay of its photons and plasmons into N nubar and Nbar nu.

    Parameters
    ----------
    plasma : Plasma
    mass : float
        m_4 [MeV].
    moment : float
        Transition moment [mu_B], the root of the sum of squares over light flavours.
    treatment : {"braaten-segel", "one-loop"}, optional
        As `Plasma.polarisation`.

    Returns
    -------
    EnergyLoss
        By polarisation, all in the magnetic channel.

    Raises
    ------
    ValueError
        For a negative mass, a moment that is no number, or an unknown treatment.

    Examples
    --------
    >>> from nuem.units import keV, kelvin
    >>> core = Plasma(2e5, 0.5, 1e8 * kelvin)
    >>> print([f"{emissivity(core, mass=m * keV, moment=1e-12).erg_per_g_s:.3f}" for m in (0, 5, 12)])
    ['1.276', '0.948', '0.000']
    """
    m2 = float(checks.not_negative("mass", checks.number("mass", mass, "MeV"), "MeV")) ** 2
    squared = BOHR_MAGNETON_SQUARED * checks.number("moment", moment, "mu_B") ** 2 / (24 * np.pi)
    checks.choice("treatment", treatment, TREATMENTS)
    checks.known("plasma", plasma, checks.PLASMA)
    flat = plasma.ravel()
    parts = np.zeros((len(POLARISATIONS), len(CHANNELS), flat.density.size))
    magnetic = CHANNELS.index("magnetic")
    for start in range(0, flat.density.size, _CHUNK):
        photons = ThermalPhotons(flat[start : start + _CHUNK], treatment)
        for row, (_, mass2, weight) in enumerate((photons.transverse(m2), photons.longitudinal(m2))):
            spectral_loss = np.sum(weight * mass2**2 * plasmon_factor(np.sqrt(m2), np.sqrt(mass2)), axis=0)
            parts[row, magnetic, start : start + _CHUNK] = squared * spectral_loss * PER_VOLUME_AND_TIME
    return EnergyLoss(parts.reshape(*parts.shape[:2], *plasma.shape), plasma.density)
