"""Goodness of fit: -2 ln L against the saturated model, and how often pseudo-data are worse."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from nuem.inference.one_coupling.curve import Curve


@dataclass(frozen=True, slots=True)
class Goodness:
    """Goodness of the best fit."""

    deviance: float
    """-2 ln L at the best fit, pulls included."""
    bins: int
    p_value: float
    """Fraction of pseudo-data, drawn at the best fit and fitted again, with a larger one."""
    error: float
    """Monte Carlo error of the p-value, one standard deviation."""


def goodness(curve: Curve, *, toys: int = 1000, seed: int = 1) -> Goodness:
    """Goodness of the best fit with pseudo-data, which also serve where counts are small.

    Parameters
    ----------
    curve : Curve
    toys : int, optional
        Number of pseudo-experiments.
    seed : int, optional
    """
    if toys < 1:
        raise ValueError(f"toys = {toys} must be positive")
    best = curve.best
    nuisances = np.array(list(best.nuisances.values()))
    drawn = Curve(curve.likelihood.toys(curve.signal.counts(best.x), nuisances, toys, seed), curve.signal, curve.name)
    at_best_fit, fitted = drawn.profile(np.full(toys, best.x), np.tile(nuisances, (toys, 1)))
    lowest = np.minimum(at_best_fit, drawn.minimum(np.full(toys, best.x), fitted)[0])
    if curve.signal.low == 0:
        lowest = np.minimum(lowest, drawn.profile(np.zeros(toys), fitted)[0])
    p_value = float(np.mean(lowest >= best.minimum - 1e-7))
    return Goodness(
        best.minimum, curve.likelihood.data.bins, p_value, sqrt(max(p_value * (1 - p_value), 1 / toys) / toys)
    )
