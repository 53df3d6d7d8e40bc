"""Piecewise cubics through tabulated numbers: positive stays positive, a step stays a step.

Five ways in: `linear` joins points by straight lines, `monotone` passes through them without overshoot, `spline` is smoothest, `from_bins` keeps the content of every bin, `smooth` follows a
smooth function sampled on equal steps. Pieces that do not meet are put side by side by `join`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics.content import ByContent


@dataclass(frozen=True, slots=True, eq=False)
class PiecewiseCubic(ByContent):
    """A function that is a cubic between knots and zero outside them, continuous from the right.

    Parameters
    ----------
    knots : numpy.ndarray
        n + 1 ascending positions.
    coefficients : numpy.ndarray
        Shape (4, n): powers 3, 2, 1, 0 of the distance from the knot to the left.
    """

    knots: NDArray[np.float64]
    coefficients: NDArray[np.float64]

    @classmethod
    def linear(cls, x: ArrayLike, y: ArrayLike) -> Self:
        """Straight lines between points."""
        knots, values = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        zeros = np.zeros(len(knots) - 1)
        return cls(knots, np.array([zeros, zeros, np.diff(values) / np.diff(knots), values[:-1]]))

    @classmethod
    def monotone(cls, x: ArrayLike, y: ArrayLike) -> Self:
        """Through points, without overshoot: monotone where the points are, so never negative if they are not (PCHIP)."""
        knots, values = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        return cls.hermite(knots, values, _monotone_slopes(knots, values))

    @classmethod
    def spline(cls, x: ArrayLike, y: ArrayLike) -> Self:
        """Through points with two continuous derivatives: the cubic spline without knots next to the ends ("not a knot")."""
        knots, values = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        return cls.hermite(knots, values, spline_slopes(knots, values))

    @classmethod
    def from_bins(cls, edges: ArrayLike, density: ArrayLike) -> Self:
        """A continuous density, never negative, zero at both ends, with the given mean in each bin: the slope of a monotone cumulative."""
        knots = np.asarray(edges, dtype=np.float64)
        cumulative = np.concatenate([[0.0], np.cumsum(np.asarray(density, dtype=np.float64) * np.diff(knots))])
        slopes = _monotone_slopes(knots, cumulative)
        slopes[[0, -1]] = 0.0
        cubic, square, line, _ = cls.hermite(knots, cumulative, slopes).coefficients
        return cls(knots, np.array([np.zeros_like(cubic), 3 * cubic, 2 * square, line]))

    @classmethod
    def smooth(cls, x: ArrayLike, y: ArrayLike) -> Self:
        """Through at least five equidistant samples of a smooth function, to fourth order in the step."""
        knots, values = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        if len(values) < 5:
            raise ValueError(f"at least 5 equidistant samples are needed, got {len(values)}")
        slopes = np.empty_like(values)
        slopes[2:-2] = values[:-4] - 8 * values[1:-3] + 8 * values[3:-1] - values[4:]
        first, second = np.array([-25, 48, -36, 16, -3]), np.array([-3, -10, 18, -6, 1])
        slopes[0], slopes[1] = first @ values[:5], second @ values[:5]
        slopes[-1], slopes[-2] = -first @ values[:-6:-1], -second @ values[:-6:-1]
        return cls.hermite(knots, values, slopes / (12 * (knots[1] - knots[0])))

    @classmethod
    def hermite(cls, x: NDArray[np.float64], y: NDArray[np.float64], slopes: NDArray[np.float64]) -> Self:
        """The cubics with given values and slopes at the knots."""
        step = np.diff(x)
        secant = np.diff(y) / step
        left, right = slopes[:-1], slopes[1:]
        cubic = (left + right - 2 * secant) / step**2
        square = (3 * secant - 2 * left - right) / step
        return cls(x, np.array([cubic, square, left, y[:-1]]))

    @classmethod
    def join(cls, pieces: Iterable[Self]) -> Self:
        """Pieces side by side, each beginning where the one before ends; the function may jump there."""
        parts = list(pieces)
        knots = np.concatenate([parts[0].knots, *(part.knots[1:] for part in parts[1:])])
        return cls(knots, np.concatenate([part.coefficients for part in parts], axis=1))

    def __call__(self, x: ArrayLike) -> NDArray[np.float64]:
        """The value; at a jump that of the piece to the right, so zero from the last knot on."""
        where = np.asarray(x, dtype=np.float64)
        index = np.clip(np.searchsorted(self.knots, where, side="right") - 1, 0, len(self.knots) - 2)
        cubic, square, line, value = self.coefficients[:, index]
        step = where - self.knots[index]
        inside = (where >= self.knots[0]) & (where < self.knots[-1])
        return np.where(inside, ((cubic * step + square) * step + line) * step + value, 0.0)

    def __mul__(self, factor: float) -> Self:
        """The function times a number."""
        return type(self)(self.knots, self.coefficients * factor)

    def __add__(self, other: Self) -> Self:
        """The sum with a function on the same knots."""
        if not np.array_equal(self.knots, other.knots):
            raise ValueError("piecewise cubics can only be added on the same knots")
        return type(self)(self.knots, self.coefficients + other.coefficients)

    def integral(self) -> float:
        """Integral over all pieces."""
        step = np.diff(self.knots)
        cubic, square, line, value = self.coefficients
        return float(np.sum((((cubic / 4 * step + square / 3) * step + line / 2) * step + value) * step))


def spline_slopes(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Slopes at the knots of the cubic spline that is "not a knot" at its ends, along the first axis of `y`.

    In plain NumPy, since SciPy's interpolation takes longer to load than a limit takes to compute.

    Parameters
    ----------
    x : numpy.ndarray
        At least four ascending knots.
    y : numpy.ndarray
        Values, (knots, ...).
    """
    step = np.diff(x)
    secant = (np.diff(y, axis=0).T / step).T
    adjacent = step[1:] + step[:-1]
    diagonal = np.concatenate([[step[1]], 2 * adjacent, [step[-2]]]).tolist()
    lower, upper = [*step[1:].tolist(), float(adjacent[-1])], [float(adjacent[0]), *step[:-1].tolist()]
    right = np.empty_like(y)
    right[1:-1] = 3 * (secant[:-1].T * step[1:] + secant[1:].T * step[:-1]).T
    for end, first, two in ((0, 0, 1), (-1, -1, -2)):
        pair = step[first] + step[two]
        right[end] = ((step[first] + 2 * pair) * step[two] * secant[first] + step[first] ** 2 * secant[two]) / pair
    for k in range(1, len(diagonal)):  # of a band of three; a dense solver would start the threads of BLAS
        factor = lower[k - 1] / diagonal[k - 1]
        diagonal[k] -= factor * upper[k - 1]
        right[k] -= factor * right[k - 1]
    right[-1] /= diagonal[-1]
    for k in range(len(diagonal) - 2, -1, -1):
        right[k] = (right[k] - upper[k] * right[k + 1]) / diagonal[k]
    return right


def _monotone_slopes(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Slopes of Fritsch and Butland: a weighted harmonic mean of the secants, zero at an extremum."""
    step = np.diff(x)
    secant = np.diff(y) / step
    if len(secant) == 1:
        return np.repeat(secant, 2)
    before, after = 2 * step[1:] + step[:-1], step[1:] + 2 * step[:-1]
    same = secant[:-1] * secant[1:] > 0
    left, right = np.where(same, secant[:-1], 1.0), np.where(same, secant[1:], 1.0)
    inner = np.where(same, (before + after) / (before / left + after / right), 0.0)
    return np.concatenate(
        [
            [_end_slope(step[0], step[1], secant[0], secant[1])],
            inner,
            [_end_slope(step[-1], step[-2], secant[-1], secant[-2])],
        ]
    )


def _end_slope(step: float, next_step: float, secant: float, next_secant: float) -> float:
    """The three-point slope at an end, cut where it would break monotonicity."""
    slope = ((2 * step + next_step) * secant - step * next_secant) / (step + next_step)
    if slope * secant <= 0:
        return 0.0
    if secant * next_secant <= 0 and abs(slope) > 3 * abs(secant):
        return 3 * secant
    return float(slope)
