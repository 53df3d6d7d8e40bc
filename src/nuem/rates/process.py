"""What a rate needs of a scattering process: plain numbers at each recoil, and how they meet a vertex."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nuem.flavour import Mixing
from nuem.scattering.term import Term


class Process(Protocol):
    """Scattering on one target; `nuem.scattering.Electrons` and `nuem.scattering.Nuclei` are two.

    A process knows neither source nor detector. It gives, for every kernel of its cross section and every kind of target particle, the
    coefficients of three moments of the beam, and it turns kernels that were integrated over recoils into a rate that is bilinear in the vertex.
    """

    @property
    def name(self) -> str:
        """Such as "electrons" or "nuclei"."""

    @property
    def material(self) -> str:
        """Formula of the target."""

    @property
    def units_per_gram(self) -> float:
        """Atoms (formula units) per gram [1/g]."""

    @property
    def knots(self) -> NDArray[np.float64]:
        """Recoils between which the coefficients are smooth, ascending [MeV]."""

    @property
    def lowest(self) -> float:
        """Recoil below which nothing scatters [MeV]; zero where the rate goes on, and may diverge."""

    @property
    def valid_from(self) -> float:
        """Recoil below which the cross section is uncertain by more than some per cent [MeV]."""

    def complaint(self, lowest: float) -> str:
        """What to say of recoils down to `lowest`, below `valid_from` [MeV]."""

    def end_points(self, energy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Largest recoils at neutrino energies, of all kinds of target particles [MeV]."""

    def terms(self, recoil: NDArray[np.float64], *, antineutrino: bool) -> tuple[Term, ...]:
        """The kinds of target particles at recoils [MeV], ascending."""

    def rate_numbers(self, weights: NDArray[np.complex128], mixing: Mixing) -> NDArray[np.float64]:
        """Kernels (..., kernels, n, n) as a function of the vertex, (..., 1 + 6 n^2); see `nuem.scattering.bilinear`."""
