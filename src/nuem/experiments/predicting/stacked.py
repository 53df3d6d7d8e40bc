"""Several responses to the same recoils as one, so that what is common to them is folded once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.detectors import DetectorResponse
from nuem.detectors.numbered_bins import NumberedBins

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Stacked(NumberedBins):
    """The bins of all responses, side by side."""

    responses: tuple[DetectorResponse, ...]

    @property
    def bins(self) -> int:
        """Number of bins of all."""
        return sum(response.bins for response in self.responses)

    @property
    def recoil_range(self) -> tuple[float, float]:
        """Lowest and highest recoil that can reach a bin of any [MeV]."""
        ranges = [response.recoil_range for response in self.responses]
        return min(low for low, _ in ranges), max(high for _, high in ranges)

    @property
    def variations(self) -> Mapping[str, tuple["Stacked", "Stacked"]]:
        """None: variations are stacked themselves."""
        return {}

    def knots(self) -> Array:
        """Recoils at which any of them is not smooth [MeV]."""
        return np.unique(np.concatenate([response.knots() for response in self.responses]))

    def scale(self, recoil: ArrayLike) -> Array:
        """Largest step in recoil over which all are low polynomials [MeV]."""
        return np.asarray(np.min([response.scale(recoil) for response in self.responses], axis=0))

    def matrix(self, recoil: ArrayLike) -> Array:
        """Probability that a recoil is counted in each bin, (bins, recoils)."""
        return np.concatenate([response.matrix(recoil) for response in self.responses])
