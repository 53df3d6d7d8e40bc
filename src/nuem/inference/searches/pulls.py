"""Pull terms of the nuisances, and the range of every parameter."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array


@dataclass(frozen=True, slots=True, eq=False)
class Pulls:
    """Terms eta^2 of the nuisances, and the range of every parameter."""

    weights: Array
    """One for a parameter with a pull, zero for a free one."""
    centres: Array
    """Where the pulls were measured, (parameters) or (pseudo-data, parameters)."""
    low: Array
    """(parameters), or (batch, parameters) where each problem has bounds of its own."""
    high: Array

    def take(self, index: NDArray[np.intp]) -> "Pulls":
        """Some of a batch."""
        centres, low, high = (
            array if array.ndim == 1 else array[index] for array in (self.centres, self.low, self.high)
        )
        return Pulls(self.weights, centres, low, high)

    def value(self, parameters: Array) -> Array:
        """Sum of the pulls."""
        return np.asarray((parameters - self.centres) ** 2 @ self.weights)

    def slope(self, parameters: Array) -> Array:
        """Its derivative."""
        return np.asarray(2 * self.weights * (parameters - self.centres))
