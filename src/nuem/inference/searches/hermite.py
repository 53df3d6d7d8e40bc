"""Crossings and extrema of curves whose slope is known, each within a bracket, many at once.

Between two points a curve is approximated by the cubic that has its values and slopes there. Where the cubic leads to is computed, and
takes the place of one end. A bracket that a few such steps do not shrink is cut in the middle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array

Curve = Callable[[Array, NDArray[np.intp]], tuple[Array, Array]]
"""Value and slope at points, one for each of some brackets, which are told by their number."""

Pair = tuple[Array, Array]
"""Something at the two ends of intervals."""

_STEPS = 80
_NEWTON = 8
_PATIENCE = 6
_SURE = 1e-5  # relative change of a crossing or an extremum below which one more step needs no value of the curve
_CLOSE = 1e-2  # relative distance of two points below which the secant through their slopes has the right size
_FLAT = 1e-15  # change of a curve by the step to its extremum, below which that step does not matter


def crossings(curve: Curve, ends: Pair, values: Pair, slopes: Pair) -> Array:
    """Where curves vanish, within 1e-9 of their size.

    Parameters
    ----------
    curve : callable
    ends, values, slopes : tuple of numpy.ndarray
        Two ends of each bracket, the curve there, of opposite signs, and its slope.
    """
    bracket = _Bracket(ends, values, slopes)
    result = np.array(ends[0], dtype=np.float64)
    todo = np.arange(len(result))
    for _ in range(_STEPS):
        if not len(todo):
            break
        x = bracket.inside(todo, bracket.cubic(todo).root())
        value, slope = curve(x, todo)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.where(value == 0, 0.0, value / slope)
        low, high = bracket.range(todo)
        better = np.where(np.isfinite(step), np.clip(x - step, low, high), x)
        done = (np.abs(step) <= _SURE * np.abs(x)) | (high - low <= 1e-10 * np.abs(x) + 1e-300)
        result[todo] = better
        bracket.replace(todo, x, value, slope, np.sign(value) == np.sign(bracket.values[0][todo]))
        todo = todo[~done]
    return result


def extrema(
    curve: Curve,
    ends: tuple[Array, Array],
    values: tuple[Array, Array],
    slopes: tuple[Array, Array],
    *,
    relative: float = 1e-7,
) -> Array:
    """Where the slopes of curves vanish, which have opposite signs at the ends of each bracket.

    The last step needs no value of the curve: it is that of the secant through the slopes of the last two points.
    """
    bracket = _Bracket(ends, values, slopes)
    result = np.array(ends[0], dtype=np.float64)
    last, last_slope = np.full(result.shape, np.inf), np.zeros(result.shape)
    todo = np.arange(len(result))
    for _ in range(_STEPS):
        if not len(todo):
            break
        x = bracket.inside(todo, bracket.cubic(todo).turn())
        value, slope = curve(x, todo)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = slope * (x - last[todo]) / (slope - last_slope[todo])
        low, high = bracket.range(todo)
        better = np.where(np.isfinite(step) & (x - step > low) & (x - step < high), x - step, x)
        moved, size = np.abs(x - last[todo]), np.abs(x)
        near = (np.abs(step) <= _SURE * size) & (moved <= _CLOSE * size) | (np.abs(slope * step) < _FLAT)
        done = near | (moved <= relative * size + 1e-300) | (slope == 0)
        result[todo], last[todo], last_slope[todo] = better, x, slope
        bracket.replace(todo, x, value, slope, (slope < 0) == (bracket.slopes[0][todo] < 0))
        todo = todo[~done]
    return result


@dataclass(frozen=True, slots=True, eq=False)
class Cubic:
    """Cubics in t, 0 at the first end of an interval and 1 at the second."""

    coefficients: tuple[Array, Array, Array, Array]

    @classmethod
    def of(cls, ends: Pair, values: Pair, slopes: Pair) -> Cubic:
        """With values and slopes at the two ends of intervals."""
        width = ends[1] - ends[0]
        rise, fall, change = slopes[0] * width, slopes[1] * width, values[1] - values[0]
        return cls((values[0], rise, 3 * change - 2 * rise - fall, rise + fall - 2 * change))

    def __call__(self, t: Array) -> Array:
        """Values."""
        c0, c1, c2, c3 = self.coefficients
        return c0 + t * (c1 + t * (c2 + t * c3))

    def slope(self, t: Array) -> Array:
        """Derivatives by t."""
        _, c1, c2, c3 = self.coefficients
        return c1 + t * (2 * c2 + 3 * t * c3)

    def root(self) -> Array:
        """Where cubics with ends of opposite signs vanish."""
        start, end = self.coefficients[0], self(np.ones(()))
        t = start / (start - end)
        low, high = np.zeros_like(t), np.ones_like(t)
        for _ in range(_NEWTON):
            value = self(t)
            same = np.sign(value) == np.sign(start)
            low, high = np.where(same, t, low), np.where(same, high, t)
            with np.errstate(divide="ignore", invalid="ignore"):
                step = t - value / self.slope(t)
            t = np.where((step > low) & (step < high), step, (low + high) / 2)
        return np.asarray(t)

    def turn(self) -> Array:
        """Where the slopes of cubics vanish, which have opposite signs at the ends."""
        _, c1, c2, c3 = self.coefficients
        with np.errstate(divide="ignore", invalid="ignore"):
            root = np.copysign(np.sqrt(np.maximum(c2 * c2 - 3 * c1 * c3, 0.0)), -c1)  # a minimum after a falling end
            t, other = -c1 / (c2 + root), (root - c2) / (3 * c3)
        t = np.where((t > 0) & (t < 1), t, other)
        return np.where((t > 0) & (t < 1), t, 0.5)

    def turns_twice(self) -> NDArray[np.bool_]:
        """Whether cubics whose slopes have the same sign at both ends turn in between."""
        _, c1, c2, c3 = self.coefficients
        with np.errstate(divide="ignore", invalid="ignore"):
            middle = -c2 / (3 * c3)
        same = (c1 < 0) == (self.slope(np.ones(())) < 0)
        inner = (middle > 0) & (middle < 1)
        return np.asarray(same & inner & (np.sign(self.slope(np.where(inner, middle, 0.0))) == -np.sign(c1)))


class _Bracket:
    """Two ends of each of many brackets."""

    def __init__(self, ends: Pair, values: Pair, slopes: Pair) -> None:
        self.ends, self.values, self.slopes = (
            [np.array(one, dtype=np.float64) for one in pair] for pair in (ends, values, slopes)
        )
        self._width = np.abs(self.ends[1] - self.ends[0])
        self._steps = 0

    def range(self, todo: NDArray[np.intp]) -> tuple[Array, Array]:
        """Lower and upper end."""
        return np.minimum(self.ends[0][todo], self.ends[1][todo]), np.maximum(self.ends[0][todo], self.ends[1][todo])

    def cubic(self, todo: NDArray[np.intp]) -> Cubic:
        """The cubics."""
        ends, values, slopes = ((one[0][todo], one[1][todo]) for one in (self.ends, self.values, self.slopes))
        return Cubic.of(ends, values, slopes)

    def inside(self, todo: NDArray[np.intp], fraction: Array) -> Array:
        """The point at a fraction, or now and then the middle of a bracket that has not become much smaller."""
        first, second = self.ends[0][todo], self.ends[1][todo]
        self._steps += 1
        if self._steps % _PATIENCE == 0:
            width = np.abs(second - first)
            fraction = np.where(width > 0.5**_PATIENCE * self._width[todo], 0.5, fraction)
            self._width[todo] = width
        return np.asarray(first + fraction * (second - first))

    def replace(self, todo: NDArray[np.intp], x: Array, value: Array, slope: Array, first: NDArray[np.bool_]) -> None:
        """Points take the place of the first or of the second end."""
        for side, chosen in ((0, first), (1, ~first)):
            where = todo[chosen]
            self.ends[side][where], self.values[side][where], self.slopes[side][where] = (
                x[chosen],
                value[chosen],
                slope[chosen],
            )
