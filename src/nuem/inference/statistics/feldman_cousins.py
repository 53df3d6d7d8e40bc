r"""Feldman-Cousins intervals, exact at the boundary and at small counts.

A value x is accepted if, where x is true, fewer than the share CL of pseudo-data have a smaller rise
:math:`t = q(x) - \min q` than the data [Feldman:1997qc]. For one bin whose background is known the probabilities are sums of Poisson
terms; otherwise pseudo-data are drawn at the profiled nuisances, their auxiliary measurements with them.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from math import ceil, inf, sqrt
from typing import ClassVar

import numpy as np

from nuem.inference.data import Poisson
from nuem.inference.data.term import Array
from nuem.inference.one_coupling.curve import Curve
from nuem.inference.searches.pieces import Pieces
from nuem.inference.statistics.outward import rises_less, widened
from nuem.inference.statistics.poisson_sums import accepted_range
from nuem.inference.statistics.statistic import Allowed, normal_quantile
from nuem.numerics import checks

_KNOWN = 1e-3  # relative error below which a background counts as known
_NEGLIGIBLE = 0.1  # error of the signal by its flux, in statistical errors, below which the flux counts as known
_TWO_SIGMA = 4.0  # rise of -2 ln L at which that is looked at
_ROUNDS = 12
_LEVELS = (0.6, 1.0, 1.5)  # of the two-sided threshold, at whose ends the search begins
_FEWEST = 20
_TIE = 1e-7
_FAR = 20.0  # rise of -2 ln L beyond which a threshold says nothing about an end
_APART = 0.3  # rise between two values whose thresholds are compared


@dataclass(frozen=True, slots=True)
class CriticalValue:
    """Threshold of the rise of -2 ln L at one true parameter."""

    x: float
    level: float
    error: float
    """Monte Carlo error, one standard deviation."""


@dataclass(frozen=True, slots=True)
class FeldmanCousins:
    """The unified construction of Feldman and Cousins, with pseudo-data where sums of Poisson terms do not serve.

    Parameters
    ----------
    toys : int, optional
        Pseudo-experiments at each value.
    seed : int, optional
        Of the random numbers; the same for every value.
    progress : callable, optional
        Called after each set of pseudo-experiments.
    executor : concurrent.futures.Executor, optional
        Where the sets are worked on, such as a process pool; the result does not depend on it.
    """

    toys: int = 2000
    seed: int = 1
    progress: Callable[[], None] | None = field(default=None, compare=False, repr=False)
    executor: Executor | None = field(default=None, compare=False, repr=False)
    name: ClassVar[str] = "feldman-cousins"
    description: ClassVar[str] = (
        "profile likelihood, the threshold at each value such that the construction of Feldman and Cousins covers"
    )
    signed: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if checks.whole("toys", self.toys, 0) < _FEWEST:
            raise ValueError(f"toys = {self.toys} are too few for a quantile; take {_FEWEST} or more")
        object.__setattr__(self, "toys", int(self.toys))
        object.__setattr__(self, "seed", checks.whole("seed", self.seed, 0))

    def allowed(self, curve: Curve, cl: float) -> Allowed:
        """The allowed values at a confidence level."""
        exact = exact_pieces(curve, cl)
        if exact is not None:
            top = exact[-1][1]
            return Allowed(exact, curve.rise(top) if np.isfinite(top) else inf)
        knots: dict[float, CriticalValue] = {}
        points = _starting_points(curve, normal_quantile((1 + cl) / 2) ** 2)
        pieces: Pieces = ()
        for _ in range(_ROUNDS):
            new = [x for x in points if x not in knots]
            knots |= {point.x: point for point in self._critical(curve, cl, new)}
            before, pieces = pieces, curve.below(_interpolated(knots))
            points = sorted({end for piece in pieces for end in piece if np.isfinite(end) and end != curve.signal.low})
            if _settled(curve, knots, before, pieces):
                break
        errors = tuple((_end_error(curve, knots, low), _end_error(curve, knots, high)) for low, high in pieces)
        bounds = (curve.signal.low if curve.signal.low == 0 else -curve.reach, curve.reach)
        pieces, errors = widened(pieces, errors, bounds, partial(self._share, curve), cl=cl, number=self.toys)
        top = pieces[-1][1]
        return Allowed(pieces, curve.rise(top) if np.isfinite(top) else inf, errors)

    def _share(self, curve: Curve, x: float) -> tuple[float, float]:
        """Shares of the pseudo-data at a value that rise less than the data, and as high."""
        share = rises_less(toy_rises(curve, x, number=self.toys, seed=self.seed), curve.rise(x))
        if self.progress is not None:
            self.progress()
        return share

    def _critical(self, curve: Curve, cl: float, points: list[float]) -> list[CriticalValue]:
        run = map if self.executor is None else self.executor.map
        result = []
        for critical in run(partial(critical_value, curve, cl=cl, number=self.toys, seed=self.seed), points):
            result.append(critical)
            if self.progress is not None:
                self.progress()
        return result


def exact_pieces(curve: Curve, cl: float) -> Pieces | None:
    """Accepted pieces from sums of Poisson terms; None unless there is one Poisson bin whose background and fluxes are known."""
    likelihood = curve.likelihood
    data = likelihood.data
    if not isinstance(data, Poisson) or data.observed.shape != (1,) or not likelihood.linear:
        return None
    if data.observed[0] != round(float(data.observed[0])):
        return None
    nuisances = np.zeros((3, len(likelihood.parameters)))
    pieces = curve.below(_TWO_SIGMA)
    ends = np.clip([pieces[0][0], 0.0, pieces[-1][1]], -curve.reach, curve.reach)
    expected, design = curve.expectation.at(ends)(nuisances)
    allowed = np.array([_NEGLIGIBLE, _KNOWN, _NEGLIGIBLE]) * np.maximum(expected[:, 0], 1e-300) ** [0.5, 1.0, 0.5]
    if np.any(np.abs(design) > allowed[:, None, None]) or np.any(likelihood.pulls.weights == 0):
        return None
    x = curve.reach * np.array([-1.0, 0.0, 1.0])
    values = curve.expectation.at(x)(nuisances)[0][:, 0]
    constant, linear = values[1], (values[2] - values[0]) / 2
    square = (values[2] + values[0]) / 2 - constant
    if abs(square) < 1e-12 * abs(linear):
        square = 0.0
    turning = curve.signal.low != 0 and square > 0
    lowest = constant - linear**2 / (4 * square) if turning else constant
    low, high = accepted_range(float(data.observed[0]), max(float(lowest), 0.0), cl)
    return _preimage((constant, linear, square), (low, high), lowest, curve)


def _preimage(
    polynomial: tuple[float, float, float], means: tuple[float, float], lowest: float, curve: Curve
) -> Pieces:
    """Parameters at which a parabola lies between two means."""
    constant, linear, square = polynomial

    def solutions(mean: float) -> tuple[float, float]:
        if square == 0:
            return (-inf, (mean - constant) / linear)
        root = sqrt(max(linear**2 - 4 * square * (constant - mean), 0.0))
        half = -(linear + np.copysign(root, linear)) / 2
        first = half / square
        second = (constant - mean) / half if half else -first
        return min(first, second), max(first, second)

    outer = solutions(means[1])
    reach, low = curve.reach, curve.signal.low
    touches = means[0] <= lowest * (1 + 1e-12) + 1e-300
    if low == 0:
        return ((0.0 if touches else float(reach * solutions(means[0])[1]), float(reach * outer[1])),)
    if touches:
        return ((float(reach * outer[0]), float(reach * outer[1])),)
    inner = solutions(means[0])
    return (
        (float(reach * outer[0]), float(reach * inner[0])),
        (float(reach * inner[1]), float(reach * outer[1])),
    )


def critical_value(curve: Curve, x: float, *, cl: float, number: int, seed: int) -> CriticalValue:
    """Threshold with exact coverage at one parameter, from pseudo-data with nuisances at their best fit there.

    Counts are discrete, so that a quantile need not exist; the threshold is then rounded to over-coverage.

    Parameters
    ----------
    curve : Curve
        Of the data.
    x : float
        The parameter taken as true.
    cl : float
    number : int
        How many sets of pseudo-data.
    seed : int
    """
    rises = np.sort(toy_rises(curve, x, number=number, seed=seed))
    place = min(max(ceil(cl * number - 1e-9) - 1, 0), number - 1)
    spread = max(1, round(sqrt(number * cl * (1 - cl))))
    low, high = rises[max(place - spread, 0)], rises[min(place + spread, number - 1)]
    return CriticalValue(x, float(rises[place]) + _TIE, float(high - low) / 2)


def toy_rises(curve: Curve, x: float, *, number: int, seed: int) -> Array:
    """Rise of -2 ln L of pseudo-data at the parameter that is true, above their own minimum."""
    at = np.array([x])
    nuisances = curve.profile(at)[1]
    truth = curve.signal.counts(x)
    toys = curve.likelihood.toys(truth, nuisances[0], number, seed)
    return fitted_rises(Curve(toys, curve.signal, curve.name), curve, x, number)[0]


def fitted_rises(drawn: Curve, curve: Curve, x: float, number: int) -> tuple[Array, Array]:
    """Rise of -2 ln L of pseudo-data at a parameter above their own minimum, and where that is.

    Parameters
    ----------
    drawn : Curve
        Of pseudo-data that were drawn at x.
    curve : Curve
        Of the data, which say where minima can be.
    x : float
    number : int
        How many sets of pseudo-data there are.
    """
    nuisances = curve.profile(np.array([x]))[1]
    at_point, fitted = drawn.profile(np.full(number, x), np.broadcast_to(nuisances, (number, nuisances.shape[1])))
    lowest, best = at_point.copy(), np.full(number, x)
    for start in _toy_starts(curve, x, nuisances[0]):
        value, at, _ = drawn.minimum(np.full(number, start), fitted)
        lower = value < lowest
        lowest, best = np.where(lower, value, lowest), np.where(lower, at, best)
    return np.maximum(at_point - lowest, 0.0), best


def _toy_starts(curve: Curve, x: float, nuisances: Array) -> list[float]:
    """Where the minima of pseudo-data are sought: the truth, and every other minimum for data as expected from it."""
    if curve.signal.low == 0:
        return [x if x > 0 else 1e-3 * _width(curve)]
    expected = Curve(curve.likelihood.asimov(curve.signal.counts(x), nuisances), curve.signal, curve.name)
    return sorted({x, *(minimum.x for minimum in expected.minima)})


def _width(curve: Curve) -> float:
    pieces = curve.below(1.0)
    return min(max(high - low for low, high in pieces), curve.reach)


def _starting_points(curve: Curve, threshold: float) -> list[float]:
    """Ends at a few levels around the two-sided threshold, and the minima."""
    levels = [curve.below(factor * threshold) for factor in _LEVELS]
    ends = {end for pieces in levels for piece in pieces for end in piece if np.isfinite(end)}
    return sorted(ends | {minimum.x for minimum in curve.minima if curve.rise(minimum.x) < 2 * threshold})


def _interpolated(knots: dict[float, CriticalValue]) -> Callable[[Array], Array]:
    x = np.array(sorted(knots))
    levels = np.array([knots[knot].level for knot in x])
    return lambda at: np.interp(at, x, levels)


def _settled(curve: Curve, knots: dict[float, CriticalValue], before: Pieces, after: Pieces) -> bool:
    """Whether every end has moved by less than a tenth of its Monte Carlo error."""
    if len(before) != len(after):
        return False
    for old, new in zip(before, after, strict=True):
        for first, second in zip(old, new, strict=True):
            if first != second and abs(first - second) > max(
                0.1 * _end_error(curve, knots, second), 1e-6 * abs(second)
            ):
                return False
    return True


def _end_error(curve: Curve, knots: dict[float, CriticalValue], end: float) -> float:
    """Monte Carlo error of an end: that of the threshold over the difference of the slopes of curve and threshold."""
    if not np.isfinite(end) or end == curve.signal.low:
        return 0.0
    at = np.array([end])
    slope = float(curve.slope(at, curve.profile(at)[1])[0])
    x = np.array(sorted(knots))
    error = float(np.interp(end, x, [knots[knot].error for knot in x]))
    near = sorted(knots.values(), key=lambda knot: abs(knot.x - end))
    apart = [knot for knot in near if curve.rise(knot.x) < _FAR and abs(slope * (knot.x - end)) > _APART]
    threshold = (
        (apart[0].level - near[0].level) / (apart[0].x - near[0].x) if apart and apart[0] is not near[0] else 0.0
    )
    steepness = max(abs(slope - threshold), 0.1 * abs(slope))
    return error / steepness if steepness else inf
