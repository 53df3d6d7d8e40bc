r"""Plasma averages that the processes need, as logarithms that are smooth functions of ln(rho Y_e) and ln(T).

Sixteen decades of losses become nearly straight lines when their steep factors are taken out: exp(-omega_p/T) of plasmons, exp(-2 m/T) of pairs, and
the power of the number n of electrons and positrons of a dilute gas that each grows with,

.. math:: n = \sqrt{n_e^2 + 4 n_p^2}, \qquad n_p = \frac{m^2 T}{\pi^2} K_2(m/T) \approx \frac{m^3}{\pi^2} \sqrt{\frac{\pi}{2x^3}}\, e^{-x}
          \sqrt{1 + \frac{15}{4x} + \frac{165}{32x^2} + \frac{8}{\pi x^3}}, \quad x = \frac mT ,

so that nothing is left of the steep rise where pairs appear; n need not be exact for that. Photoneutrinos are those of photons as in vacuum, also where T < omega_p.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuem.astro.emission import pair_annihilation, photoneutrinos, plasmon_axial
from nuem.astro.emission.phase_space import POWERS, mass_moments
from nuem.astro.plasma import Plasma
from nuem.constants import AVOGADRO, ELECTRON_MASS, HBAR_C_EXACT

Real = NDArray[np.float64]

_GROWTH: Final = np.array([1, 2, 3, 2, 3, 4, 0.5, 3, 0, 0, 0, 0, 1, 1, 1])
"""Powers of n: J_T, J_L, omega_p, the axial part of plasmon decay, four of pairs, three of photoneutrinos."""


class Strengths(NamedTuple):
    """What multiplies the couplings, for each process; arguments of its function that assembles an `EnergyLoss`."""

    plasmons: Real
    """As `nuem.astro.emission.phase_space.mass_moments`."""
    plasma_frequency: Real
    """[MeV]"""
    axial: Real
    """As `nuem.astro.emission.plasmon_axial.strength`."""
    pairs: Real
    """As `nuem.astro.emission.pair_annihilation.by_power`, powers then the axial part, for the plasma as it is."""
    photons: Real
    """As `nuem.astro.emission.photoneutrinos.by_kind`."""


def logarithms(density: Real, temperature: Real, treatment: str) -> Real:
    """The smooth columns, along one more axis.

    Parameters
    ----------
    density, temperature : numpy.ndarray
        rho Y_e [g/cm^3] and T [MeV], one-dimensional.
    treatment : {"braaten-segel", "one-loop"}
        As `Plasma.polarisation`.
    """
    plasma = Plasma(density, 1.0, temperature)
    plasmons = mass_moments(plasma, treatment=treatment, without_cold_factor=True).reshape(2 * len(POWERS), -1)
    axial = plasmon_axial.strength(plasma, treatment, without_cold_factor=True)
    powers, through_axial = pair_annihilation.by_power(plasma)
    less = (plasma.chemical_potential - ELECTRON_MASS) / temperature  # (mu + m)/T - 2 m/T
    pairs = np.log(np.concatenate([powers, through_axial[None]])) - less
    photons = np.log(photoneutrinos.by_kind(plasma))
    head = np.log(np.concatenate([plasmons, plasma.plasma_frequency[None], axial[None]]))
    return np.concatenate([head, pairs, photons]).T - _dilute(density, temperature)


def strengths(smooth: Real, density: Real, temperature: Real) -> Strengths:
    """What the columns stand for."""
    logarithms = grown(smooth, density, temperature).T
    plasma_frequency = np.exp(logarithms[6])
    cold = plasma_frequency / temperature
    logarithms[:6] -= cold
    logarithms[7] -= cold
    logarithms[8:12] -= 2 * ELECTRON_MASS / temperature
    values = np.exp(logarithms)
    plasmons = values[:6].reshape(2, len(POWERS), -1)
    return Strengths(plasmons, plasma_frequency, values[7], values[8:12], values[12:])


def grown(smooth: Real, density: Real, temperature: Real) -> Real:
    """The columns with the growth with n, but without the exponentials."""
    return smooth + _dilute(density, temperature)


def _dilute(density: Real, temperature: Real) -> Real:
    """The growth with n, one more axis."""
    x = ELECTRON_MASS / temperature
    series = 1 + (15 / 4 + (165 / 32 + 8 / np.pi / x) / x) / x
    pairs = ELECTRON_MASS**3 / np.pi**2 * np.sqrt(np.pi / 2 * series / x**3) * np.exp(-x)
    net = density * AVOGADRO * HBAR_C_EXACT**3
    return np.asarray(np.log(np.hypot(net, 2 * pairs))[..., None] * _GROWTH)
