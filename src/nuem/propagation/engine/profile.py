"""Functions of the distance as Chebyshev series on pieces, fine enough for a stated accuracy: what the engine works on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from nuem.propagation.engine.series import MIDDLES, NODES, series_values
from nuem.typing import BoolArray, FloatArray, IntArray

EPSILON: Final = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Profile:
    """K functions of the distance: series[piece, function, term] between edges[piece] and edges[piece + 1]."""

    edges: FloatArray
    series: FloatArray
    breakpoints: FloatArray
    """0, the breaks, and the length: no panel reaches over one of them."""
    first: IntArray
    """Piece [first, last) before each mark but the first."""
    last: IntArray
    constant: BoolArray
    """Whether all functions are constant before each mark but the first."""
    error: FloatArray
    """Estimated difference between each function and its series beyond rounding, error[piece, function]."""
    largest: FloatArray
    """Largest absolute value of each function."""

    def __call__(self, x: FloatArray) -> FloatArray:
        """The functions at x, shape (len(x), K); at a break those behind it."""
        piece = np.clip(np.searchsorted(self.edges, x, side="right") - 1, 0, len(self.edges) - 2)
        left, right = self.edges[piece], self.edges[piece + 1]
        u = np.clip((2 * x - left - right) / (right - left), -1, 1)
        return np.asarray(np.einsum("xkm,xm->xk", self.series[piece], np.polynomial.chebyshev.chebvander(u, NODES - 1)))

    def integrals(self, of: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Integrals over the path of positive functions of the values, by the midpoints of quarters of the pieces."""
        width = np.repeat(np.diff(self.edges) / len(MIDDLES), len(MIDDLES))
        return np.asarray(of(self._samples) @ width)

    @cached_property
    def _samples(self) -> FloatArray:
        return series_values(self.series, MIDDLES).reshape(-1, self.series.shape[1])
