"""What a target particle contributes to a rate, before the source is known: plain arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
