r"""Two hypotheses on the same data: the likelihood ratio, and how often pseudo-data of either are as far from it.

.. math:: t = \min q_1 - \min q_2

Large t speaks against the first hypothesis, small t against the second. If the second contains the first, :math:`t \ge 0`, and no t speaks
against the second: where t is small, the best fit of the second is one of the first.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from math import sqrt

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.likelihood import Likelihood
from nuem.inference.many_parameters.minima import Minimum, random_starts
from nuem.inference.many_parameters.parametric import Parametric
from nuem.numerics.spread import in_order

_BLOCK = 50  # pseudo-experiments a task: the same with and without an executor
_SAME = 1e-7  # difference of t that is not seen
_JITTER = 1e-3

Hypothesis = tuple[Parametric, Minimum]


@dataclass(frozen=True, slots=True, eq=False)
class LikelihoodRatio:
    """The ratio of two hypotheses."""

    statistic: float
    """t, -2 ln of the ratio of the largest likelihoods of the first and the second; never negative where the second contains the first."""
    p_value: float
    """Of the first hypothesis: fraction of pseudo-data, drawn where it fits best, with a t as large or larger."""
    error: float
    """Monte Carlo error of the p-value, one standard deviation."""
    toys: Array
    """t of each pseudo-experiment of the first hypothesis."""
    second: "LikelihoodRatio | None" = None
    """The same question with the hypotheses exchanged, t with the other sign; None where the second contains the first."""


def likelihood_ratio(
    first: Hypothesis,
    second: Hypothesis,
    *,
    toys: int,
    seed: int,
    starts: int = 6,
    contained: Callable[[Array], Array] | None = None,
    executor: Executor | None = None,
) -> LikelihoodRatio:
    """Compare two hypotheses on the same data.

    Parameters
    ----------
    first, second : tuple of Parametric and Minimum
        The hypothesis and its best fit.
    toys : int
        Number of pseudo-experiments.
    seed : int
    starts : int, optional
        Points at which the search begins for each of them, in addition to the best fit.
    contained : callable, optional
        If the second hypothesis contains the first: from parameters of the first, (batch, p), to those of the second with the same counts.
    executor : concurrent.futures.Executor, optional
        Where blocks of pseudo-experiments are fitted.
    """
    if toys < 1:
        raise ValueError(f"toys = {toys} must be positive")
    ratio = _tested(first, second, (toys, seed, starts), contained, executor)
    if contained is not None:
        return ratio
    return replace(ratio, second=_tested(second, first, (toys, seed + 1, starts), None, executor))


def _tested(
    first: Hypothesis,
    second: Hypothesis,
    numbers: tuple[int, int, int],
    contained: Callable[[Array], Array] | None,
    executor: Executor | None,
) -> LikelihoodRatio:
    """Whether the data speak against the first hypothesis."""
    (model, best), (toys, seed, _) = first, numbers
    statistic = best.deviance - second[1].deviance
    drawn = model.likelihood.toys(model.signals(best.theta[None]), best.nuisances, toys, seed)
    ratios = _ratios(first, second, drawn, numbers, contained, executor)
    statistic = statistic if contained is None else max(statistic, 0.0)
    p_value = float(np.mean(ratios >= statistic - _SAME))
    return LikelihoodRatio(statistic, p_value, sqrt(max(p_value * (1 - p_value), 1 / toys) / toys), ratios)


def _ratios(
    first: Hypothesis,
    second: Hypothesis,
    drawn: Likelihood,
    numbers: tuple[int, int, int],
    contained: Callable[[Array], Array] | None,
    executor: Executor | None,
) -> Array:
    """t of many pseudo-data."""
    toys, seed, starts = numbers
    random = np.random.default_rng(seed)
    points = [
        np.concatenate([minimum.theta[None], random_starts(model, starts, random)])
        for model, minimum in (first, second)
    ]
    tasks = [drawn.take(np.arange(k, min(k + _BLOCK, toys))) for k in range(0, toys, _BLOCK)]
    run = partial(_block, (first, points[0]), (second, points[1]), contained)
    return np.concatenate(in_order(run, tasks, executor))


def _block(
    first: tuple[Hypothesis, Array],
    second: tuple[Hypothesis, Array],
    contained: Callable[[Array], Array] | None,
    drawn: Likelihood,
) -> Array:
    """t of a block of pseudo-data."""
    lowest, theta = _lowest(*first, drawn, [])
    more = []
    if contained is not None:
        inside = contained(theta)
        shake = np.random.default_rng(0).normal(size=inside.shape)
        more = [inside, inside + _JITTER * shake * (1 + np.abs(inside).max(axis=1, keepdims=True))]
    other, _ = _lowest(*second, drawn, more)
    return lowest - other if contained is None else np.maximum(lowest - other, 0.0)


def _lowest(hypothesis: Hypothesis, points: Array, drawn: Likelihood, more: list[Array]) -> tuple[Array, Array]:
    """-2 ln L of each pseudo-experiment at the lowest of its minima, and the parameters there."""
    model, minimum = hypothesis
    fitted, size = model.using(drawn), len(drawn.centres)
    nuisances = np.tile(minimum.nuisances, (size, 1))
    starts = [np.tile(point, (size, 1)) for point in points] + [np.clip(start, model.low, model.high) for start in more]
    minima = [fitted.minimum(start, nuisances)[:2] for start in starts]
    null = np.clip(np.zeros((size, len(minimum.theta))), model.low, model.high)
    minima.append((fitted.profile(null, nuisances)[0], null))
    values, thetas = np.stack([value for value, _ in minima]), np.stack([theta for _, theta in minima])
    lowest, rows = values.argmin(axis=0), np.arange(size)
    return values[lowest, rows], thetas[lowest, rows]
