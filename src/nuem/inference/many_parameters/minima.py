"""All minima of -2 ln L over many parameters, from many starts at once.

Where only squares of parameters enter, their absence is a saddle that a search started there never leaves; where they interfere, minima are
nearly degenerate. So the search begins at many random points at which the counts visibly change.
"""

from dataclasses import dataclass

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.many_parameters.parametric import Parametric

_VISIBLE = 4.0  # squared distance of counts, in their variances, at which a search begins
_SAME = 1e-3  # squared distance of the counts of one and the same minimum
_SIZES = np.geomspace(1e-4, 1e6, 61)
_HIGHEST = 25.0  # -2 ln L above the lowest minimum up to which others are kept
_COARSE = 1e-3  # decrease of -2 ln L below which a first search ends
_MOST = 24
_WAY = 7  # points between two minima
_BARRIER = 0.1
_CONVERGED = 1e-3  # gradient times error


@dataclass(frozen=True, slots=True, eq=False)
class Minimum:
    """A minimum of -2 ln L."""

    deviance: float
    theta: Array
    nuisances: Array


def distance(model: Parametric, theta: Array, origin: Array) -> Array:
    """Squared distance of the expected counts at parameters (batch, p) from those at an origin (p), in their variances."""
    counts = _nominal(model, np.concatenate([origin[None], theta]))
    variance = model.likelihood.data.variance
    variance = variance if variance.ndim == 1 else variance.mean(axis=0)
    return np.asarray(((counts[1:] - counts[0]) ** 2 / (variance + 0.5 * np.abs(counts[1:] - counts[0]))).sum(axis=1))


def sizes(model: Parametric, directions: Array, *, visible: float = _VISIBLE) -> Array:
    """How far along each direction (batch, p) from the origin of the parameters the counts change visibly."""
    theta = (directions[:, None] * _SIZES[:, None]).reshape(-1, directions.shape[1])
    far = distance(model, theta, np.zeros(directions.shape[1])).reshape(len(directions), -1)
    return np.asarray(_SIZES[np.argmax(far > visible, axis=1)] * np.where((far > visible).any(axis=1), 1.0, np.inf))


def random_starts(model: Parametric, number: int, random: np.random.Generator) -> Array:
    """Points within the bounds at which the counts visibly change, (number, p)."""
    p = len(model.names)
    bounded = np.isfinite(model.low) & np.isfinite(model.high)
    theta = np.zeros((number, p))
    width = np.where(bounded, model.high - model.low, 0.0)
    theta[:, bounded] = (np.where(bounded, model.low, 0.0) + random.uniform(size=(number, p)) * width)[:, bounded]
    if not bounded.all():
        directions = random.normal(size=(number, p)) * _axes(model)
        directions[:, bounded] = 0.0
        reach = sizes(model, directions)
        scale = np.where(np.isfinite(reach), reach, 1.0) * np.exp(random.uniform(-1.5, 1.0, size=number))
        theta += directions * scale[:, None]
        theta = np.where(theta < model.low, 2 * np.where(bounded, 0.0, np.maximum(model.low, -1e300)) - theta, theta)
    return np.clip(theta, model.low, model.high)


def minima(model: Parametric, starts: Array, *, random: np.random.Generator) -> tuple[Minimum, ...]:
    """All different minima that the starts (batch, p) lead to, the lowest first.

    Two are different where they expect different counts, or where -2 ln L rises on the way from the one to the other, as between two signs
    of a coupling that interferes. So directions that no data see count once.

    Raises
    ------
    ValueError
        If -2 ln L is not finite at any start.
    """
    value, theta, nuisances = model.minimum(starts, tolerance=_COARSE)
    finite = np.isfinite(value)
    if not finite.any():
        raise ValueError("the likelihood is not finite anywhere: there are events in a bin where none are expected")
    finite &= value < value[finite].min() + 2 * _HIGHEST
    jitter = 1e-3 * random.normal(size=theta.shape) * np.maximum(np.abs(theta).max(axis=1, keepdims=True), 1e-6)
    refined = model.minimum(theta[finite] + jitter[finite], nuisances[finite])  # what stopped at a saddle goes on
    order = np.argsort(refined[0], kind="stable")
    distinct: list[Minimum] = []
    for k in order[: np.searchsorted(refined[0][order], refined[0][order[0]] + _HIGHEST)]:
        candidate = Minimum(float(refined[0][k]), refined[1][k], refined[2][k])
        if all(_differ(model, candidate, other) for other in distinct) and _stationary(model, candidate):
            distinct.append(candidate)
        if len(distinct) == _MOST:
            break
    return tuple(distinct)


def _axes(model: Parametric) -> Array:
    """A size of each parameter on its own axis, 1 where the data do not see it."""
    reach = sizes(model, np.eye(len(model.names)))
    bounded = np.isfinite(reach)
    return np.where(bounded, reach, np.median(reach[bounded]) if bounded.any() else 1.0)


def _nominal(model: Parametric, theta: Array) -> Array:
    """Expected signal at nominal nuisances, bins of all data sets side by side."""
    parts = [
        of_dataset.dataset.data.project(numbers[0].sum(axis=0).T).T
        for of_dataset, numbers in zip(model.likelihood.models, model.numbers, strict=True)
    ]
    return np.asarray(model.features(theta) @ np.concatenate(parts).T)


def _differ(model: Parametric, first: Minimum, other: Minimum) -> bool:
    if abs(first.deviance - other.deviance) > 1e-4 or distance(model, first.theta[None], other.theta)[0] > _SAME:
        return True
    interfering = np.flatnonzero(np.any(model.features.slopes(np.zeros((1, len(first.theta))))[0] != 0, axis=1))
    if not len(interfering) or np.allclose(first.theta[interfering], other.theta[interfering], rtol=1e-6, atol=1e-9):
        return False
    way = np.linspace(0, 1, _WAY + 2)[1:-1, None]
    theta = (1 - way) * first.theta + way * other.theta
    fixed: dict[int, Array | float] = {int(k): theta[:, k] for k in interfering}
    return bool(model.minimum(theta, fixed=fixed)[0].max() > first.deviance + _BARRIER)


def _stationary(model: Parametric, minimum: Minimum) -> bool:
    """Whether the gradient vanishes in every parameter that is not at a bound, compared with the errors."""
    gradient = model.gradient(minimum.theta[None], minimum.nuisances[None])[0]
    at_bound = ((minimum.theta <= model.low) & (gradient > 0)) | ((minimum.theta >= model.high) & (gradient < 0))
    diagonal = np.diag(model.curvature(minimum.theta, minimum.nuisances))
    step = np.abs(gradient) / np.sqrt(np.maximum(diagonal, 1e-12))
    return bool(np.all(at_bound | (step < _CONVERGED) | (np.abs(gradient) < 1e-6 * (1 + abs(minimum.deviance)))))
