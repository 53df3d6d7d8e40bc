"""Which recoils a detector can see, found on a grid of recoils that is fine compared with its resolution."""

from collections.abc import Callable

import numpy as np

from nuem.typing import FloatArray

_GRID = 4000
_BISECTIONS = 60


def crossings(function: Callable[[FloatArray], FloatArray], levels: FloatArray, grid: FloatArray) -> FloatArray:
    """Every place between neighbouring points of a grid where a function crosses one of the levels, ascending.

    Parameters
    ----------
    function : callable
        Of an array; need not be monotonic.
    levels : numpy.ndarray
    grid : numpy.ndarray
        Ascending; two crossings of one level between neighbours are not seen.
    """
    values = function(grid)
    above = values[None, :] >= levels[:, None]
    level_index, where = np.nonzero(above[:, 1:] != above[:, :-1])
    low, high, level, rises = grid[where], grid[where + 1], levels[level_index], above[level_index, where + 1]
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        past = (function(middle) >= level) == rises
        low, high = np.where(past, low, middle), np.where(past, middle, high)
    return np.unique(0.5 * (low + high))


def grid_over(low: float, high: float, knots: FloatArray) -> FloatArray:
    """Recoils from `low` above zero to `high`, at equal ratios, with the knots between."""
    steps = np.geomspace(low, high, _GRID)
    steps[[0, -1]] = low, high
    return np.union1d(steps, knots[(knots > low) & (knots < high)])


def highest_recoil(visible: Callable[[FloatArray], FloatArray], level: float, start: float, end: float) -> float:
    """A recoil, found by doubling from `start`, beyond which the visible energy stays above a level; at most `end`."""
    recoil = start
    while recoil < end:
        if np.all(visible(np.geomspace(recoil, 4 * recoil, 16)) > level):
            return recoil
        recoil *= 2
    return end
