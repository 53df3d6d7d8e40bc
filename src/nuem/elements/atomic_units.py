"""Atomic units (m_e = e = hbar = 1) in the base units of the library; atoms are computed in atomic units."""

from typing import Final

from nuem.constants import ALPHA, ELECTRON_MASS, HBAR_C

HARTREE: Final = ALPHA**2 * ELECTRON_MASS
"""Atomic unit of energy [MeV]."""

BOHR: Final = HBAR_C / (ALPHA * ELECTRON_MASS)
"""Atomic unit of length [cm]."""

LIGHT: Final = 1 / ALPHA
"""Speed of light in atomic units."""
