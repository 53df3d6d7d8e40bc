"""Physical constants in the base units of the library: MeV = cm = s = g = gauss = mu_B = e = 1.

CODATA 2018 [Tiesinga:2021myr] unless a line says otherwise; masses and couplings from the Review of Particle Physics
[ParticleDataGroup:2022pth]. hbar and c are not one: `HBAR_C` turns MeV^-2 into cm^2 where a formula needs it.
"""

from math import pi, sqrt
from typing import Final

ALPHA: Final = 7.2973525693e-3
"""Fine-structure constant at zero momentum transfer, e^2/4pi (Heaviside-Lorentz)."""

ELECTRON_MASS: Final = 0.51099895
"""Electron mass [MeV]."""

MUON_MASS: Final = 105.6583755
"""Muon mass [MeV]."""

TAU_MASS: Final = 1776.86
"""Tau mass [MeV]."""

W_MASS: Final = 80.379e3
"""W boson mass [MeV]."""

FERMI: Final = 1.1663787e-11
"""Fermi constant G_F [MeV^-2]."""

SIN2_THETA_W: Final = 0.23857
"""Weak mixing angle at zero momentum transfer, MS-bar: the default wherever it enters."""

HBAR: Final = 6.582119569e-22
"""Reduced Planck constant [MeV s]."""

HBAR_C: Final = 197.3269804e-13
"""hbar c [MeV cm], to the ten digits that CODATA prints."""

HBAR_C_EXACT: Final = 197.32698045930246e-13
"""hbar c [MeV cm], exact in the SI of 2019: for phases, of which many radians can pile up."""

SPEED_OF_LIGHT: Final = 2.99792458e10
"""Speed of light [cm/s]."""

BOHR_MAGNETON: Final = 5.7883818060e-15
"""Bohr magneton as an energy per field [MeV/gauss]: mu B = mu[mu_B] * BOHR_MAGNETON * B[gauss]."""

BOHR_MAGNETON_SQUARED: Final = pi * ALPHA / ELECTRON_MASS**2
"""mu_B^2 = (e/2m_e)^2 in natural Heaviside-Lorentz units [MeV^-2]."""

ELEMENTARY_CHARGE: Final = 1.602176634e-19
"""Elementary charge [C], exact in the SI of 2019."""

AVOGADRO: Final = 6.02214076e23
"""Avogadro constant [1/mol]."""

BOLTZMANN: Final = 8.617333262e-11
"""Boltzmann constant [MeV/K]."""

ATOMIC_MASS_UNIT: Final = 931.49410242
"""Atomic mass unit [MeV]."""

CLASSICAL_RADIUS_SQUARED: Final = (ALPHA * HBAR_C / ELECTRON_MASS) ** 2
"""Square of the classical electron radius, alpha^2/m_e^2 [cm^2]."""

WEAK_SCALE: Final = 2 * FERMI**2 * ELECTRON_MASS * HBAR_C**2 / pi
"""2 G_F^2 m_e/pi, the scale of neutrino-electron scattering [cm^2/MeV]."""

RADIUS_SHIFT: Final = sqrt(2) * pi * ALPHA / (3 * FERMI) / HBAR_C**2
"""Shift of the vector coupling g_V of the electron per charge radius, sqrt2 pi alpha/(3 G_F) [cm^-2]."""

CHARGE_SHIFT: Final = sqrt(2) * pi * ALPHA / (FERMI * ELECTRON_MASS)
"""Minus the shift of g_V of the electron per millicharge, times recoil: sqrt2 pi alpha/(G_F m_e) [MeV]."""
