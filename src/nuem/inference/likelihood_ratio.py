r"""Two hypotheses, one of which contains the other: the likelihood ratio, and how often pseudo-data exceed it.

.. math:: t = \min q_0 - \min q_1 \ge 0
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.minima import Minimum, random_starts
from nuem.inference.parametric import Parametric


@dataclass(frozen=True, slots=True, eq=False)
class LikelihoodRatio:
    """The ratio of two hypotheses."""

    statistic: float
    """-2 ln of the ratio of the largest likelihoods; never negative where the second hypothesis contains the first."""
    p_value: float
    """Fraction of pseudo-data, drawn where the first hypothesis fits best, with a larger one."""
    error: float
    """Monte Carlo error of the p-value, one standard deviation."""
    toys: Array
    """The statistic of each pseudo-experiment."""


def likelihood_ratio(
    first: tuple[Parametric, Minimum], second: tuple[Parametric, Minimum], *, toys: int, seed: int, starts: int = 6
) -> LikelihoodRatio:
    """Compare two hypotheses on the same data.

    Parameters
    ----------
    first, second : tuple of Parametric and Minimum
        The hypothesis and its best fit.
    toys : int
        Number of pseudo-experiments, all of which are fitted at once.
    seed : int
    starts : int, optional
        Points at which the search begins for each of them, in addition to the best fit.
    """
    if toys < 1:
        raise ValueError(f"toys = {toys} must be positive")
    statistic = max(first[1].deviance - second[1].deviance, 0.0)
    model, best = first
    drawn = model.likelihood.toys(model.signals(best.theta[None]), best.nuisances, toys, seed)
    random = np.random.default_rng(seed)
    lowest = []
    for hypothesis, minimum in (first, second):
        fitted = hypothesis.using(drawn)
        points = np.concatenate([minimum.theta[None], random_starts(hypothesis, starts, random)])
        nuisances = np.tile(minimum.nuisances, (toys, 1))
        values = [fitted.minimum(np.tile(point, (toys, 1)), nuisances)[0] for point in points]
        null = fitted.profile(np.zeros((toys, len(minimum.theta))), nuisances)[0]
        lowest.append(np.min([*values, null], axis=0))
    ratios = np.maximum(lowest[0] - lowest[1], 0.0)
    p_value = float(np.mean(ratios >= statistic - 1e-7))
    return LikelihoodRatio(statistic, p_value, sqrt(max(p_value * (1 - p_value), 1 / toys) / toys), ratios)
