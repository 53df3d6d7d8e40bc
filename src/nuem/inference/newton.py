"""The minimum of -2 ln L over parameters with bounds, for many problems at once.

Newton steps in the parameters that are not held at a bound, projected onto the bounds, until the Kuhn-Tucker conditions hold:
the slope vanishes in every free parameter and points outward at every bound. The first steps use the mean curvature (Fisher), which
also converges from far away; a step that does not lower -2 ln L is halved. Where the expectation itself bends in the leading parameters
the curvature may be of either sign: once the others are profiled, each of its eigenvalues counts with its size, so that the step leads away from a saddle.
What has not converged after many steps is handed to iminuit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data import Data
from nuem.inference.data.term import Array
from nuem.inference.expectation import Expectation
from nuem.inference.minuit import minimise_one
from nuem.inference.pulls import Pulls

_STEPS = 100
_HALVINGS = 60
_FISHER_STEPS = 2
_CONVERGED = 1e-11  # expected decrease of -2 ln L in the next step
_ROUNDING = 1e-13
_STALLED = 1e-10  # relative decrease of -2 ln L below which a step leads nowhere
_FLAT = 1e-9  # eigenvalue of the curvature, relative to the largest, below which a direction is flat
_NEAR = 1.0  # expected decrease of -2 ln L below which steps may follow each other as in a geometric series
_STRAIGHT = 0.9  # squared cosine of the angle between two such steps
_SHRINKING = 0.1, 0.95  # ratio of their sizes
_BLOCK = 512  # problems at a time, so that their arrays stay in the cache of the processor


def minimise(
    data: Data, expectation: Expectation, pulls: Pulls, start: Array, *, tolerance: float = _CONVERGED
) -> tuple[Array, Array]:
    """Smallest -2 ln L of each problem of a batch, and the parameters there.

    Parameters
    ----------
    data : Data
    expectation : Expectation
    pulls : Pulls
    start : numpy.ndarray
        (batch, parameters)
    tolerance : float, optional
        Decrease of -2 ln L that the next step promises, below which the search ends.

    Returns
    -------
    tuple of numpy.ndarray
        (batch) and (batch, parameters).
    """
    if len(start) > _BLOCK:
        blocks = [np.arange(k, min(k + _BLOCK, len(start))) for k in range(0, len(start), _BLOCK)]
        parts = [
            minimise(data.take(block), expectation.take(block), pulls.take(block), start[block], tolerance=tolerance)
            for block in blocks
        ]
        return np.concatenate([value for value, _ in parts]), np.concatenate([at for _, at in parts])
    state = _State.at(data, expectation, pulls, np.clip(start, pulls.low, pulls.high))
    if state.parameters.shape[1] == 0:
        return state.value, state.parameters
    value, parameters = state.value.copy(), state.parameters.copy()
    todo = np.arange(len(parameters))
    last = _Step(np.zeros_like(state.parameters), np.full(len(todo), np.inf))
    for number in range(_STEPS):
        step, slope, decrease = _newton_step(data, expectation, pulls, state, fisher=number < _FISHER_STEPS)
        before = state.value
        step, last = _accelerated(step, decrease, last, all_accepted=number % 2 == 1 and number > _FISHER_STEPS)
        state = _descend(data, expectation, pulls, state, step, slope)
        going = decrease >= tolerance * (1 + np.abs(state.value)) ** 0.5
        if number >= _FISHER_STEPS:  # at a kink, where a template is cut at zero, the slope does not vanish
            going &= before - state.value > _STALLED * (1 + np.abs(state.value))
        if not going.all() and (not going.any() or going.sum() < 0.7 * len(going)):
            value[todo], parameters[todo] = state.value, state.parameters
            if not going.any():
                return value, parameters
            index = np.flatnonzero(going)
            todo = todo[index]
            data, expectation, pulls, state = (
                data.take(index),
                expectation.take(index),
                pulls.take(index),
                state.take(index),
            )
            last = _Step(last.step[index], last.decrease[index])
    value[todo], parameters[todo] = state.value, state.parameters
    for k, place in enumerate(todo):
        row = np.array([k])
        minimum, at = minimise_one(data.take(row), expectation.take(row), pulls.take(row), state.parameters[k])
        if minimum < value[place]:
            value[place], parameters[place] = minimum, at
    return value, parameters


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """The step before, and the decrease that it promised."""

    step: Array
    decrease: Array


def _accelerated(step: Array, decrease: Array, last: _Step, *, all_accepted: bool) -> tuple[Array, _Step]:
    """The step, or, for every second one, the sum of the geometric series that it continues: what the curvature lacks makes steps shrink by one factor."""
    now = _Step(step, decrease)
    if not all_accepted:
        return step, now
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.einsum("np,np->n", step, last.step) / np.einsum("np,np->n", last.step, last.step)
        straight = ratio**2 * np.einsum("np,np->n", last.step, last.step) > _STRAIGHT * np.einsum(
            "np,np->n", step, step
        )
    series = straight & (np.abs(ratio) > _SHRINKING[0]) & (np.abs(ratio) < _SHRINKING[1]) & (decrease < _NEAR)
    return step / np.where(series, 1 - ratio, 1.0)[:, None], now


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """Where the minimiser stands."""

    parameters: Array
    expected: Array
    design: Array
    value: Array

    @classmethod
    def at(cls, data: Data, expectation: Expectation, pulls: Pulls, parameters: Array) -> "_State":
        expected, design = expectation(parameters)
        return cls(parameters, expected, design, data.value(expected) + pulls.value(parameters))

    def take(self, index: NDArray[np.intp]) -> "_State":
        design = self.design if len(self.design) == 1 else self.design[index]
        return _State(self.parameters[index], self.expected[index], design, self.value[index])


def _newton_step(
    data: Data, expectation: Expectation, pulls: Pulls, state: _State, *, fisher: bool
) -> tuple[Array, Array, Array]:
    """Step to subtract, the slope along it, and the decrease of -2 ln L that it promises."""
    design, parameters = state.design, state.parameters
    outer = data.slope(state.expected)
    slope = (
        np.matmul(design[0], outer[..., None])[..., 0]
        if len(design) == 1
        else np.matmul(design, outer[..., None])[..., 0]
    ) + pulls.slope(parameters)
    weight = data.curvature(state.expected, fisher=fisher)
    size = design.shape[1]
    if len(design) == 1 and len(weight) > 1:
        pairs = (design[0][:, None] * design[0]).reshape(size * size, -1)
        curvature = np.einsum("nb,pb->np", weight, pairs).reshape(-1, size, size)  # no threads: they cost more
    else:
        curvature = np.matmul(design * weight[:, None], design.swapaxes(1, 2))
    bending = expectation.bending(parameters, outer)
    leading = 0
    if bending is not None and bending.ndim == 1:  # where a signal is extremal, this is all the curvature that is left
        curvature[:, 0, 0] += np.abs(bending)
    elif bending is not None:
        leading = bending.shape[-1]
        curvature[:, :leading, :leading] += bending
    at_bound = ((parameters <= pulls.low) & (slope > 0)) | ((parameters >= pulls.high) & (slope < 0))
    free = np.where(at_bound, 0.0, 1.0)
    slope = slope * free
    curvature = curvature * free[:, :, None] * free[:, None, :]
    diagonal = np.einsum("nii->ni", curvature)
    diagonal += 2 * pulls.weights * free
    if leading:
        step = _away_from_saddles(curvature, slope, free, leading) * free
        return step, slope, np.einsum("np,np->n", step, slope)
    scale = np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    curvature = curvature / (scale[:, :, None] * scale[:, None, :])
    np.einsum("nii->ni", curvature)[...] = 1 + 1e-12
    step = np.linalg.solve(curvature, (slope / scale)[..., None])[..., 0] / scale
    step = np.where(diagonal > 0, step, slope * 1e6 * (1 + np.abs(parameters)))  # flat: as far as the bounds allow
    step = step * free
    return step, slope, np.einsum("np,np->n", step, slope)


def _away_from_saddles(curvature: Array, slope: Array, free: Array, leading: int) -> Array:
    """Newton step with the leading parameters by the eigenvalues of their reduced curvature, each by its size, the others following."""
    diagonal = np.abs(np.einsum("nii->ni", curvature))
    scale = np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    scaled = curvature / (scale[:, :, None] * scale[:, None, :])
    gradient = slope / scale
    mixed, inner = scaled[:, leading:, :leading], scaled[:, leading:, leading:].copy()
    np.einsum("nii->ni", inner)[...] += 1e-12 + (1 - free[:, leading:])
    right = np.concatenate([mixed, gradient[:, leading:, None]], axis=2)
    solved = np.linalg.solve(inner, right) if inner.shape[1] else right
    reduced = scaled[:, :leading, :leading] - mixed.swapaxes(1, 2) @ solved[..., :-1]
    along = gradient[:, :leading] - (mixed.swapaxes(1, 2) @ solved[..., -1:])[..., 0]
    values, vectors = np.linalg.eigh((reduced + reduced.swapaxes(1, 2)) / 2)
    sizes = np.abs(values)
    sizes = np.maximum(sizes, _FLAT * np.maximum(sizes.max(axis=1, keepdims=True), 1e-30))
    first = np.einsum("nij,nj->ni", vectors, np.einsum("nji,nj->ni", vectors, along) / sizes)
    rest = solved[..., -1] - np.einsum("nij,nj->ni", solved[..., :-1], first)
    return np.concatenate([first, rest], axis=1) / scale


def _descend(data: Data, expectation: Expectation, pulls: Pulls, state: _State, step: Array, slope: Array) -> _State:
    """The state after the step, projected onto the bounds and halved where it does not lower -2 ln L."""
    trial = _State.at(data, expectation, pulls, np.clip(state.parameters - step, pulls.low, pulls.high))
    bad = ~_lower(state, trial, slope)
    if not bad.any():
        return trial
    fraction = 1.0
    parameters, expected, value = (array.copy() for array in (trial.parameters, trial.expected, trial.value))
    separate = len(trial.design) == len(trial.parameters)  # otherwise the design is the same for all
    design = trial.design.copy() if separate else trial.design
    for number in range(_HALVINGS):
        index = np.flatnonzero(bad)
        fraction *= 0.5 if number < 3 else 0.25
        before = state.take(index)
        bounds = pulls.take(index)
        moved = np.clip(before.parameters - fraction * step[index], bounds.low, bounds.high)
        after = _State.at(data.take(index), expectation.take(index), bounds, moved)
        good = _lower(before, after, slope[index]) | (number == _HALVINGS - 1)
        accepted = index[good]
        stay = number == _HALVINGS - 1
        source = before if stay else after
        parameters[accepted], expected[accepted], value[accepted] = (
            source.parameters[good], source.expected[good], source.value[good],
        )  # fmt: skip
        if separate:
            design[accepted] = source.design[good]
        bad[accepted] = False
        if not bad.any():
            break
    return _State(parameters, expected, design, value)


def _lower(before: _State, after: _State, slope: Array) -> NDArray[np.bool_]:
    """Whether -2 ln L has decreased in proportion to the step, up to rounding."""
    gain = np.einsum("np,np->n", slope, before.parameters - after.parameters)
    with np.errstate(invalid="ignore"):
        required = before.value - 1e-4 * gain + _ROUNDING * (1 + np.abs(before.value))
        return np.asarray((after.value <= required) | (np.isinf(before.value) & np.isfinite(after.value)))
