"""The minimum of -2 ln L over parameters with bounds, for many problems at once.

Newton steps in the parameters that are not held at a bound, projected onto the bounds, until the Kuhn-Tucker conditions hold:
the slope vanishes in every free parameter and points outward at every bound. The first steps use the mean curvature (Fisher), which
also converges from far away. A step that does not lower -2 ln L ends at the first bound that it meets, or is halved: beyond a bound the
others would move as if that parameter still moved with them. In the leading parameters, those of the signal, the curvature may be of
either sign: once the others are profiled, each of its eigenvalues counts with its size, so that the step leads away from a saddle.

Templates that are clipped at zero have a kink there, in which a minimum may sit. It is approached with templates that are rounded off at
zero less and less. What has not converged after many steps is handed to iminuit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data import Data
from nuem.inference.data.term import Array
from nuem.inference.expectations.expectation import Expectation
from nuem.inference.expectations.model import SHARP
from nuem.inference.searches.minuit import minimise_one
from nuem.inference.searches.pulls import Pulls
from nuem.inference.searches.steps import Problems, State, first_bound, newton_step

_STEPS = 100
_HALVINGS = 16
_FISHER_STEPS = 2
_FAR = 10.0  # expected decrease of -2 ln L above which the mean curvature is used
CONVERGED = 1e-11  # expected decrease of -2 ln L in the next step
_ROUNDING = 1e-13
_STALLED = 1e-10  # relative decrease of -2 ln L below which a step leads nowhere
_COARSE = 1e-5  # the same for templates that are still rounded off too much
_FLOORS = 2e-2, 1e-3, 3e-5, 1e-6, SHARP  # of a template, below which it is rounded off
_SLOW = 1e-3  # the same above the ceiling
_NEAR = 1.0  # expected decrease of -2 ln L below which steps may follow each other as in a geometric series
_STRAIGHT = 0.9  # squared cosine of the angle between two such steps
_SHRINKING = 0.1, 0.95  # ratio of their sizes
_MATTERS = 1e-6  # expected decrease of -2 ln L below which it does not matter that a step leads nowhere
_PROMISED = 4.0  # how much farther than it promises a step, and those after it, may lead
_BLOCK = 512  # problems at a time
_CACHED = 40_000  # bins of problems at a time, so that their arrays stay in the cache of the processor


def minimise(
    data: Data,
    expectation: Expectation,
    pulls: Pulls,
    start: Array,
    *,
    tolerance: float = CONVERGED,
    ceiling: float = np.inf,
    near: bool = False,
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
    ceiling : float, optional
        -2 ln L above which a search ends as well, once its steps promise no value below it.
    near : bool, optional
        Whether the search begins near the minimum, so that the first steps need not be those of the mean curvature.

    Returns
    -------
    tuple of numpy.ndarray
        (batch) and (batch, parameters).
    """
    problems, search = Problems(data, expectation, pulls), _Search(tolerance, ceiling, near)
    size = max(min(_BLOCK, _CACHED // data.bins), 1)
    if len(start) <= size:
        return _minimised(problems, start, search)
    blocks = [np.arange(k, min(k + size, len(start))) for k in range(0, len(start), size)]
    parts = [_minimised(problems.take(block), start[block], search) for block in blocks]
    return np.concatenate([value for value, _ in parts]), np.concatenate([at for _, at in parts])


@dataclass(frozen=True, slots=True)
class _Search:
    """When a search ends, and whether it begins near the minimum; as in `minimise`."""

    tolerance: float
    ceiling: float = np.inf
    near: bool = True


def _minimised(problems: Problems, start: Array, search: _Search) -> tuple[Array, Array]:
    """The minimum of each problem, approached with rounded templates where the sharp ones have a kink in it."""
    value, parameters, stuck = _searched(problems.rounded(SHARP), start, search)
    index = np.flatnonzero(stuck & (value < search.ceiling))
    if not len(index):
        return value, parameters
    touching = problems.expectation.take(index).touches(parameters[index])
    if touching is None or not touching.any():
        return value, parameters
    index = index[touching]
    kinked, at = problems.take(index), parameters[index]
    for floor in _FLOORS:
        enough = search.tolerance if floor == SHARP else max(search.tolerance, _COARSE)
        lowest, at, _ = _searched(kinked.rounded(floor), at, _Search(enough))
    better = lowest < value[index]
    value[index[better]], parameters[index[better]] = lowest[better], at[better]
    return value, parameters


def _searched(problems: Problems, start: Array, search: _Search) -> tuple[Array, Array, NDArray[np.bool_]]:
    """The minimum with templates as they are rounded, the parameters, and whether a search ended before it had converged."""
    tolerance, ceiling, near = search.tolerance, search.ceiling, search.near
    state = State.at(problems, problems.within(start))
    if state.parameters.shape[1] == 0:
        return state.value, state.parameters, np.zeros(len(start), dtype=bool)
    value, parameters = state.value.copy(), state.parameters.copy()
    stuck = np.zeros(len(parameters), dtype=bool)
    todo = np.arange(len(parameters))
    last = _Step(np.zeros_like(state.parameters), np.full(len(todo), np.inf))
    far, going = np.full(len(todo), not near), np.ones(len(todo), dtype=bool)

    def keep(which: NDArray[np.bool_], values: Array, at: Array, unfinished: Array) -> None:
        places = todo[which]
        value[places], parameters[places], stuck[places] = values[which], at[which], unfinished[which]

    for number in range(_STEPS):
        step, slope, blocked = newton_step(problems, state, far)
        decrease = np.einsum("np,np->n", step, slope)
        sure = going & (decrease < tolerance) & ~blocked  # so small a step needs no check
        lowered = np.maximum(state.value - np.maximum(decrease, 0.0) / 2, np.minimum(state.value, 0.0))
        keep(sure, lowered, problems.within(state.parameters - step), ~sure)
        going = going & ~sure
        if not going.any():
            return value, parameters, stuck
        far = decrease > (_FAR if near or number + 1 >= _FISHER_STEPS else -np.inf)
        before = state.value
        step, last = _accelerated(step, decrease, last, all_accepted=number % 2 == 1 and number > _FISHER_STEPS)
        state = _descend(problems, state, step * going[:, None], slope)
        wanted = (decrease >= tolerance * (1 + np.abs(state.value)) ** 0.5) | blocked
        if number:
            wanted &= state.value - _PROMISED * decrease < ceiling
        least = np.where(state.value < ceiling, _STALLED, _SLOW) * (1 + np.abs(state.value))
        further = going & wanted & ((before - state.value > least) | (number < _FISHER_STEPS))
        keep(going & ~further, state.value, state.parameters, wanted & (decrease > _MATTERS))
        going = further
        if not going.any():
            return value, parameters, stuck
        if going.sum() < 0.7 * len(going):
            index = np.flatnonzero(going)
            todo, going = todo[index], going[index]
            problems = problems.take(index)
            state, last, far = state.take(index), _Step(last.step[index], last.decrease[index]), far[index]
    keep(going, state.value, state.parameters, going)
    for k, place in zip(np.flatnonzero(going), todo[going], strict=True):
        single = problems.take(np.array([k]))
        lowest, at = minimise_one(single.data, single.expectation, single.pulls, state.parameters[k])
        if lowest < value[place]:
            value[place], parameters[place] = lowest, at
    return value, parameters, stuck


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


def _descend(problems: Problems, state: State, step: Array, slope: Array) -> State:
    """The state after the step, projected onto the bounds and halved where it does not lower -2 ln L."""
    trial = State.at(problems, problems.within(state.parameters - step))
    bad = ~_lower(state, trial, slope)
    if not bad.any():
        return trial
    bound = first_bound(state.parameters, step, problems.pulls)
    fraction = np.where(bound < 1, bound, 0.5)
    parameters, expected, value = trial.parameters.copy(), trial.expected.copy(), trial.value.copy()
    own = len(trial.design) == len(trial.parameters)  # otherwise the design is the same for all
    design = trial.design.copy() if own else trial.design
    for number in range(_HALVINGS):
        index = np.flatnonzero(bad)
        fraction *= 1.0 if not number else 0.5 if number < 4 else 0.25
        before, refused = state.take(index), problems.take(index)
        after = State.at(refused, refused.within(before.parameters - fraction[index, None] * step[index]))
        good = _lower(before, after, slope[index]) | (number == _HALVINGS - 1)
        accepted = index[good]
        stay = number == _HALVINGS - 1
        source = before if stay else after
        parameters[accepted], expected[accepted], value[accepted] = (
            source.parameters[good], source.expected[good], source.value[good],
        )  # fmt: skip
        if own:
            design[accepted] = source.design[good]
        bad[accepted] = False
        if not bad.any():
            break
    return State(parameters, expected, design, value)


def _lower(before: State, after: State, slope: Array) -> NDArray[np.bool_]:
    """Whether -2 ln L has decreased in proportion to the step, up to rounding."""
    gain = np.einsum("np,np->n", slope, before.parameters - after.parameters)
    with np.errstate(invalid="ignore"):
        required = before.value - 1e-4 * gain + _ROUNDING * (1 + np.abs(before.value))
        return np.asarray((after.value <= required) | (np.isinf(before.value) & np.isfinite(after.value)))
