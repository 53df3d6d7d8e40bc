"""Energy that right-handed neutrinos, produced by a magnetic moment, carry out of a supernova core."""

from typing import Final

import numpy as np

from nuem.astro.emission.helicity_flip import flip_rates
from nuem.astro.plasma import Plasma
from nuem.constants import ALPHA, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.numerics.quadrature import panels

_ENERGIES: Final = np.array([1e-3, 0.5, 2, 4, 8, 16, 30])  # in temperatures, the last one above the Fermi energy


def supernova_luminosities(
    *,
    density: float,
    electron_fraction: float,
    temperature: float,
    neutrino_potential: float,
    volume: float,
    moment: float = 1e-12,
    screening: str = "thermal",
) -> tuple[float, float]:
    """Energy that neutrinos with flipped helicity carry out of a supernova core, if they escape freely [MeV/s].

    Parameters
    ----------
    density, electron_fraction, temperature : float
        Of the core, as for `Plasma`; protons are as many as electrons, and a classical gas.
    neutrino_potential : float
        Chemical potential of nu_e [MeV].
    volume : float
        [cm^3]
    moment : float, optional
        [mu_B]
    screening : {"thermal", "static"}, optional
        As `nuem.astro.emission.helicity_flip.flip_rates`.

    Returns
    -------
    electron, other : float
        From nu_e and its antineutrino; from nu_mu and its antineutrino, which have no chemical potential.
    """
    T, mu = temperature, float(checks.not_negative("neutrino_potential", neutrino_potential, "MeV"))
    checks.positive("volume", volume, "cm^3")
    plasma = Plasma(density, electron_fraction, T)
    protons = float(np.sqrt(4 * np.pi * ALPHA * plasma.electron_density * HBAR_C_EXACT**3 / T))
    edges = _ENERGIES * T
    edges[-1] += mu
    energy, weight = (a.ravel() for a in panels(edges, 8))
    power = flip_rates(
        energy, T, electron_screening=float(plasma.debye_wavenumber), proton_screening=protons, moment=moment, screening=screening
    ).energy_rate  # fmt: skip

    def luminosity(potential: float) -> float:
        occupied = sum(1 / (np.exp(np.minimum((energy - sign * potential) / T, 700)) + 1) for sign in (1, -1))
        return float(volume * np.sum(weight * energy**2 * occupied * power) / (2 * np.pi**2) / HBAR_C_EXACT**3)

    return luminosity(mu), luminosity(0.0)
