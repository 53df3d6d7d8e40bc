"""-2 ln L on a grid of two parameters with all others, and the nuisances, at their best: blocks of points are tasks for an executor."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array
from nuem.inference.many_parameters.minima import Minimum
from nuem.inference.many_parameters.parametric import Parametric
from nuem.inference.many_parameters.profiles import generic, phases
from nuem.numerics.spread import in_order

_BLOCK = 128  # points a task: the same with and without an executor, so that results are equal bit by bit
_MINIMA = 4
_ROUNDS = 6
_NEAR = 30.0  # rise of -2 ln L beyond which a point is not improved
_IMPROVED = 1e-7
_TOLERANCE = 1e-6  # decrease of -2 ln L below which a search ends


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """Searches at fixed values of two parameters."""

    fixed: Mapping[int, Array]
    """Place of a parameter to its values."""
    theta: Array
    """Starts, (points, p)."""
    nuisances: Array


def profile_grid(
    model: Parametric,
    places: tuple[int, int],
    axes: tuple[Array, Array],
    minima: Sequence[Minimum],
    *,
    executor: Executor | None = None,
) -> Array:
    """-2 ln L on a grid of two parameters, (first, second).

    Parameters
    ----------
    model : Parametric
    places : tuple of int
        Of the two parameters.
    axes : tuple of numpy.ndarray
        Their values.
    minima : sequence of Minimum
        Where the others may be.
    executor : concurrent.futures.Executor, optional
        Where blocks of points are computed.
    """
    first, second = (values.ravel() for values in np.meshgrid(*axes, indexing="ij"))
    fixed = {places[0]: first, places[1]: second}
    starts = _starts(model, np.maximum(np.abs(first), np.abs(second)), minima)
    rounds = _ROUNDS
    if len(model.names) == len(fixed):  # only nuisances are left, which have one minimum
        starts, rounds = starts[:1], 0
    best, theta, nuisances = _searched(model, [_Points(fixed, *start) for start in starts], executor)
    index, near = np.arange(first.size).reshape(len(axes[0]), len(axes[1])), best < best.min() + _NEAR
    for _ in range(rounds):
        improved = False
        for axis, shift in ((0, 1), (0, -1), (1, 1), (1, -1)):
            other = np.roll(index, shift, axis=axis).ravel()[near]
            fixed_values = {place: value[near] for place, value in fixed.items()}
            value, at, nuisances_at = _searched(
                model, [_Points(fixed_values, theta[other], nuisances[other])], executor
            )
            lower = value < best[near] - _IMPROVED
            points = np.flatnonzero(near)[lower]
            best[points], theta[points], nuisances[points] = value[lower], at[lower], nuisances_at[lower]
            improved |= bool(lower.any())
        if not improved:
            break
    return best.reshape(index.shape)


def _starts(model: Parametric, size: Array, minima: Sequence[Minimum]) -> list[tuple[Array, Array]]:
    """Parameters and nuisances at which the searches of all points begin: the minima, and two generic directions of the size of the fixed ones."""
    direction, turned = generic(len(model.names)), phases(model)
    result = []
    for minimum in minima[:_MINIMA]:
        theta = minimum.theta + 1e-2 * np.abs(minimum.theta).max() * direction
        result.append((np.tile(theta, (size.size, 1)), np.tile(minimum.nuisances, (size.size, 1))))
    for side in (-1.0, 1.0):
        shift = side * np.outer(size, direction)
        shift[:, turned] = side * np.pi * direction[turned]
        theta = np.clip(minima[0].theta + shift, model.low, model.high)
        result.append((theta, np.tile(minima[0].nuisances, (size.size, 1))))
    return result


def _searched(
    model: Parametric, searches: Sequence[_Points], executor: Executor | None
) -> tuple[Array, Array, NDArray[np.float64]]:
    """The lowest of several searches at each point, in blocks."""
    size = len(searches[0].theta)
    blocks = [slice(k, k + _BLOCK) for k in range(0, size, _BLOCK)]
    tasks = [[_block_of(search, block) for search in searches] for block in blocks]
    parts = in_order(partial(_lowest, model), tasks, executor)
    value, theta, nuisances = (np.concatenate([part[k] for part in parts]) for k in range(3))
    return value, theta, nuisances


def _block_of(points: _Points, block: slice) -> _Points:
    fixed = {place: value[block] for place, value in points.fixed.items()}
    return _Points(fixed, points.theta[block], points.nuisances[block])


def _lowest(model: Parametric, searches: Sequence[_Points]) -> tuple[Array, Array, Array]:
    """-2 ln L, parameters and nuisances of the lowest search at each point."""
    minima = [
        model.minimum(search.theta, search.nuisances, fixed=search.fixed, tolerance=_TOLERANCE) for search in searches
    ]
    values = np.stack([value for value, _, _ in minima])
    lowest, points = values.argmin(axis=0), np.arange(values.shape[1])
    theta, nuisances = (np.stack([minimum[k] for minimum in minima])[lowest, points] for k in (1, 2))
    return values[lowest, points], theta, nuisances
