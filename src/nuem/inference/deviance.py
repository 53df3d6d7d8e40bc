"""-2 ln L of Poisson counts against the saturated model."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

TINY: Final = 1e-100
"""In the place of an expectation that is not positive: any event there is all but impossible."""


def saturated(observed: NDArray[np.float64]) -> float:
    """2 sum [n ln n - n]: what -2 ln L is measured against."""
    return float(2 * np.sum(observed * np.log(np.where(observed > 0, observed, 1.0)) - observed))


def deviance(observed: NDArray[np.float64], expected: NDArray[np.float64], saturated: float) -> NDArray[np.float64]:
    """2 sum [mu - n + n ln(n/mu)] over the last axis; huge where events stand against an expectation that is not positive."""
    safe = np.maximum(expected, TINY)
    return np.asarray(2 * (safe.sum(axis=-1) - np.log(safe) @ observed) + saturated)
