"""Feldman-Cousins: the threshold at which pseudo-data, drawn where a coupling is true, exclude it too often.

The asymptotic threshold is not exact where the fit meets a boundary, as mu^2 = 0, so it is found from toys [Feldman:1997qc]: the critical
value c(x) is the quantile, at the confidence level, of q(x) - min q over pseudo-data with x true.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from nuem.inference.interval import Profile, interval

_GRID = 61
_PLAUSIBLE = 6.0  # rise of -2 ln L of the data up to which the threshold is calibrated
_FAR = 20.0  # and up to which a toy may have its best fit


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
    truth = signal.counts(x)
    trials = signal.counts(np.append(np.linspace(*interval(profile, _FAR), _GRID), x))
    nuisance = likelihood.profile(truth)[1]
    rises = [_rise(toy.profile(trials)[0]) for toy in likelihood.toys(truth, nuisance, number, seed)]
    return float(np.quantile(rises, cl))


def calibrated(
    profile: Profile,
    *,
    cl: float,
    number: int,
    seed: int,
    progress: Callable[[], None] | None = None,
    executor: Executor | None = None,
) -> Callable[[float], float]:
    """The critical value as a function of the parameter: toys at nine that the data find plausible, linear between.

    Parameters
    ----------
    profile, cl, number, seed
        As in `critical_value`.
    progress : callable, optional
        Called after each of the nine.
    executor : concurrent.futures.Executor, optional
        Where the nine are worked on; the numbers do not depend on it.
    """
    at = np.linspace(*interval(profile, _PLAUSIBLE), 9)
    run = map if executor is None else executor.map
    levels = []
    for level in run(partial(_critical_value, profile, cl, number), at.tolist(), range(seed, seed + len(at))):
        levels.append(level)
        if progress is not None:
            progress()
    return lambda x: float(np.interp(x, at, levels))


def _critical_value(profile: Profile, cl: float, number: int, x: float, seed: int) -> float:
    return critical_value(profile, x, cl=cl, number=number, seed=seed)


def _rise(values: NDArray[np.float64]) -> float:
    """q at the truth, which is the last trial, above the minimum of a parabola through the lowest trials of the scan."""
    scan, truth = values[:-1], values[-1]
    k = int(np.clip(np.argmin(scan), 1, len(scan) - 2))
    left, middle, right = scan[k - 1 : k + 2]
    curvature = left - 2 * middle + right
    vertex = middle - (right - left) ** 2 / (8 * curvature) if curvature > 0 else middle
    inside = curvature > 0 and abs(right - left) <= 2 * curvature  # else the minimum is at an end, such as mu^2 = 0
    return max(float(truth - min(vertex if inside else np.inf, scan.min(), truth)), 0.0)
