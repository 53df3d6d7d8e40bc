"""What a rate needs of a detector: the probability P_b(T) that a recoil T is counted in the bin b."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, Self

from nuem.typing import ArrayLike, FloatArray


class DetectorResponse(Protocol):
    """Everything that a detector does to the recoil of one kind of particle: quenching, smearing, efficiency, bins."""

    @property
    def edges(self) -> FloatArray:
        """Edges of the bins on the axis that is measured."""

    @property
    def axis(self) -> str:
        """What the edges count, and their unit once they are divided by `unit`, such as "energy [keV]"."""

    @property
    def unit(self) -> float:
        """The unit of `axis` in base units."""

    @property
    def bins(self) -> int:
        """Number of bins."""

    @property
    def recoil_range(self) -> tuple[float, float]:
        """Lowest and highest recoil that can reach a bin [MeV]; zero if recoils down to zero can, infinite if there is no end."""

    @property
    def variations(self) -> Mapping[str, tuple[Self, Self]]:
        """Name of each nuisance to the responses at -1 and +1 standard deviation."""

    def knots(self) -> FloatArray:
        """Recoils at which `matrix` is not smooth [MeV]."""

    def scale(self, recoil: ArrayLike) -> FloatArray:
        """Largest step in recoil over which `matrix` is a low polynomial [MeV]."""

    def matrix(self, recoil: ArrayLike) -> FloatArray:
        """P_b(T) at true recoils of the particle that was hit, one-dimensional [MeV]: (bins, recoils)."""
