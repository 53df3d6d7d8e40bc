"""What a target particle contributes to a rate, before the source is known: plain arrays."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuem.constants import CLASSICAL_RADIUS_SQUARED, ELECTRON_MASS, FERMI, HBAR_C


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    r"""One kind of target particle at given recoils.

    The neutrino energy enters a cross section through 1, 1/E and 1/E^2 only, so a rate needs the moments of flux times state

    .. math:: F_n(E_\mathrm{min}) = \int_{E_\mathrm{min}}^\infty dE\, \Phi(E)\, \rho(E)\, E^{-n}, \qquad n = 0, 1, 2,

    each with a coefficient for every kernel of the process.
    """

    minimum_energy: NDArray[np.float64]
    """E_min of each recoil [MeV]."""
    coefficients: NDArray[np.float64]
    """Per atom or formula unit, (kernels, 3, recoils)."""
    logarithmic: NDArray[np.float64] | None = None
    """The same for the moments weighted with ln(E/MeV), where a cross section grows with it."""


class ChargedTarget(NamedTuple):
    """One kind of target particle as a dipole sees it."""

    mass: float
    """[MeV]"""
    squared_charge: NDArray[np.float64]
    """At each recoil, times how many there are per atom or formula unit."""
    half_spin: bool
    """Whether the spin is 1/2; the others are computed as of spin 0."""


def coherent_kernels(
    recoil: NDArray[np.float64], mass: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """What a target without spin that recoils as a whole has for 1, 1/E and 1/E^2, per unit of weak charge and of charge squared.

    Parameters
    ----------
    recoil : numpy.ndarray
        T [MeV].
    mass : float
        M of the target [MeV].

    Returns
    -------
    vector, once, dipole : numpy.ndarray
        Of the vector current, (3, recoils) [cm^2/MeV]; the factor m_e/(M T) of a charge; of the dipole, (3, recoils) [cm^2/MeV].
    """
    unit = np.ones_like(recoil)
    vector = np.stack([unit, -recoil, -mass * recoil / 2]) * (FERMI**2 * mass / np.pi * HBAR_C**2)
    dipole = np.pi * CLASSICAL_RADIUS_SQUARED * np.stack([1 / recoil, -unit, recoil / 4])
    return vector, ELECTRON_MASS / (mass * recoil), dipole
