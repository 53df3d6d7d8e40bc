"""Bins of a response that are known by their number alone."""

import numpy as np

from nuem.typing import FloatArray


class NumberedBins:
    """Edges at 0, 1, 2 ... for responses that have a number of bins."""

    __slots__ = ()

    @property
    def bins(self) -> int:
        """Number of bins."""
        raise NotImplementedError

    @property
    def edges(self) -> FloatArray:
        """The bins have numbers, no edges of their own."""
        return np.arange(self.bins + 1, dtype=np.float64)

    @property
    def axis(self) -> str:
        """What the edges count."""
        return "bin"

    @property
    def unit(self) -> float:
        """Of `axis`."""
        return 1.0
