"""Feldman-Cousins: the threshold at which pseudo-data, drawn where a coupling is true, exclude it too often.

The asymptotic threshold is not exact where the fit meets a boundary, as mu^2 = 0, so it is found from toys [Feldman:1997qc]: the critical
value c(x) is the quantile, at the confidence level, of q(x) - min q over pseudo-data with x true.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nuem.inference.interval import Profile
from nuem.inference.likelihood import Likelihood

_GRID = 25
_REACH = 4.0  # widths on each side of the truth in which a toy may have its best fit


def critical_value(profile: Profile, x: float, *, cl: float, number: int, seed: int) -> float:
    """Threshold of -2 ln L with exact coverage at one parameter, from toys with nuisances at their best fit there.

    Parameters
    ----------
    profile : Profile
        Of the data.
    x : float
        The parameter taken as true.
    cl : float
        Confidence level.
    number : int
        How many toys.
    seed : int
        Seed of the random numbers; the same seed gives the same threshold.
    """
    likelihood, signal = profile.likelihood, profile.signal
    nuisance = likelihood.profile(signal.counts(x))[1]
    width = profile.width()
    grid = x + width * np.linspace(-_REACH, _REACH, 2 * _GRID + 1)
    if not signal.coupling.interferes:
        grid = np.append(grid[grid > 0], 0.0)
    trial = signal.counts(np.append(grid, x))
    rises = [_rise(toy, trial) for toy in likelihood.toys(signal.counts(x), nuisance, number, seed)]
    return float(np.quantile(rises, cl))


def calibrated(
    profile: Profile, *, cl: float, number: int, seed: int, progress: Callable[[], None] | None = None
) -> Callable[[float], float]:
    """The critical value as a function of the parameter: toys at a few, linear between.

    Toys are drawn at nine parameters from the best fit to where -2 ln L has risen well above every plausible threshold.
    """
    reach = profile.width() * 3.0
    low = profile.best.x - reach if profile.signal.coupling.interferes else 0.0
    at = np.linspace(low, profile.best.x + reach, 9)
    levels = []
    for k, x in enumerate(at):
        levels.append(critical_value(profile, float(x), cl=cl, number=number, seed=seed + k))
        if progress is not None:
            progress()
    return lambda x: float(np.interp(x, at, levels))


def _rise(toy: Likelihood, trial: NDArray[np.float64]) -> float:
    """q at the truth, the last trial, above the smallest q; a parabola through the lowest three sharpens the minimum."""
    values = toy.profile(trial)[0]
    return max(float(values[-1] - values.min()), 0.0)
