"""Smallest and largest value of a function of the parameters over the region that the data allow."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.many_parameters.minima import Minimum
from nuem.inference.many_parameters.parametric import Parametric
from nuem.numerics.spread import in_order

_DIRECTIONS = 24
_SEARCHES = 5
_STEP = 1e-4
_ITERATIONS = 60  # ten to thirty are usual; around the tip of a cone, such as the modulus of what may vanish, a search would go on for ever
_OUTSIDE = 1e-4  # rise of -2 ln L beyond the level that a search may be off by


@dataclass(frozen=True, slots=True, eq=False)
class Extreme:
    """Extremes of a quantity."""

    low: float
    high: float
    at_low: Array
    """Parameters there."""
    at_high: Array


def extreme(
    model: Parametric,
    minima: Sequence[Minimum],
    quantity: Callable[[Array], float],
    rise: float,
    *,
    seed: int,
    executor: Executor | None = None,
) -> Extreme:
    """Extremes of a function of the parameters where the profile of -2 ln L rises by no more than a level above its minimum.

    Constrained searches with the exact gradient of the profile, from the minima and from points on the border of the region.

    Parameters
    ----------
    model : Parametric
    minima : sequence of Minimum
    quantity : callable
        Of parameters (p); differentiated numerically.
    rise : float
    seed : int
    executor : concurrent.futures.Executor, optional
        Where the searches are made, one a task.
    """
    level = minima[0].deviance + rise
    points = _border(model, minima, level, np.random.default_rng(seed))
    values = np.array([quantity(point) for point in points])
    if not np.all(np.isfinite(values)):
        raise ValueError("the quantity is not finite in the allowed region")
    tasks = [(points[k], sign) for sign in (-1.0, 1.0) for k in np.argsort(-sign * values, kind="stable")[:_SEARCHES]]
    extremes = in_order(partial(_searched, model, quantity, level), tasks, executor)
    half = len(extremes) // 2
    low, high = min(extremes[:half], key=lambda pair: pair[0]), max(extremes[half:], key=lambda pair: pair[0])
    return Extreme(low[0], high[0], low[1], high[1])


def _border(model: Parametric, minima: Sequence[Minimum], level: float, random: np.random.Generator) -> Array:
    """The minima that are allowed, and points on the border of the region around them."""
    points = []
    for minimum in (candidate for candidate in minima if candidate.deviance < level):
        size = max(float(np.abs(minimum.theta).max()), 1e-3)
        directions = random.normal(size=(_DIRECTIONS, len(minimum.theta)))
        directions *= size / np.linalg.norm(directions, axis=1, keepdims=True)
        inner, outer = np.zeros(_DIRECTIONS), np.full(_DIRECTIONS, 1e-2)
        for _ in range(40):
            value = model.profile(np.clip(minimum.theta + outer[:, None] * directions, model.low, model.high))[0]
            inside = value < level
            if not inside.any():
                break
            inner, outer = np.where(inside, outer, inner), np.where(inside, 1.7 * outer, outer)
        points += [minimum.theta, *np.clip(minimum.theta + inner[:, None] * directions, model.low, model.high)]
    return np.array(points)


def _searched(
    model: Parametric, quantity: Callable[[Array], float], level: float, task: tuple[Array, float]
) -> tuple[float, Array]:
    """The extreme that a search from a point in the region leads to, the largest or, with the sign -1, the smallest; the point itself if none is better."""
    from scipy.optimize import minimize

    start, sign = task
    scale = max(float(np.abs(start).max()), 1e-6)
    size = max(abs(quantity(start)), 1e-300)
    begin = quantity(start)
    at, nuisances = start / scale, model.profile(start[None])[1]

    def rise(x: Array) -> float:
        nonlocal at, nuisances
        value, nuisances = model.profile(scale * x[None], nuisances)
        at = x.copy()
        return float(level - value[0])

    def slope(x: Array) -> Array:
        if not np.array_equal(x, at):
            rise(x)
        return np.asarray(-scale * model.gradient(scale * x[None], nuisances)[0])

    def objective(x: Array) -> float:
        return -sign * quantity(scale * x) / size

    def objective_slope(x: Array) -> Array:
        steps = _STEP * np.eye(len(x))
        return np.array([(objective(x + step) - objective(x - step)) / (2 * _STEP) for step in steps])

    bounds = list(zip(model.low / scale, model.high / scale, strict=True))
    result = minimize(
        objective, start / scale, jac=objective_slope, method="SLSQP", bounds=bounds,
        constraints={"type": "ineq", "fun": rise, "jac": slope}, options={"maxiter": _ITERATIONS, "ftol": 1e-9},
    )  # fmt: skip
    if not np.all(np.isfinite(result.x)) or rise(result.x) < -_OUTSIDE:
        return begin, start
    value = quantity(scale * result.x)
    return (value, scale * result.x) if sign * value > sign * begin else (begin, start)
