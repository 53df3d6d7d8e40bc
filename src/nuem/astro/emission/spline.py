"""Cubic B-splines in two variables on even grids, for many columns at once."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]

MARGIN: Final = 14
"""Grid points beyond the range that is asked for, so that the ends of the splines do not matter inside."""

_CHUNK: Final = 1000  # points at once: what is read for them stays in the cache


@dataclass(frozen=True, slots=True)
class Axis:
    """A range with its grid and the margins of it."""

    low: float
    high: float
    cells: int

    @property
    def step(self) -> float:
        """Distance of grid points."""
        return (self.high - self.low) / self.cells

    @property
    def first(self) -> float:
        """The grid point at the end of the lower margin."""
        return self.low - MARGIN * self.step

    @property
    def grid(self) -> Real:
        """All grid points."""
        return np.asarray(self.first + self.step * np.arange(self.cells + 1 + 2 * MARGIN))

    @property
    def centres(self) -> Real:
        """The middle of every cell in the range."""
        return np.asarray(self.low + self.step * (np.arange(self.cells) + 0.5))


@dataclass(frozen=True, slots=True, eq=False)
class Spline:
    """Columns of a function of two variables."""

    axes: tuple[Axis, Axis]
    coefficients: NDArray[np.float32]
    """Of the B-splines: first variable, second variable, column; single precision, which is far below the error of the splines."""

    @classmethod
    def through(cls, axes: tuple[Axis, Axis], values: Real) -> Self:
        """The spline through values on the grid, columns last."""
        from scipy.ndimage import spline_filter1d

        for axis in (0, 1):
            values = spline_filter1d(values, axis=axis, mode="mirror")
        return cls(axes, values.astype(np.float32))

    def __call__(self, x: Real, y: Real) -> Real:
        """The columns, along one more axis, at points of one dimension."""
        result = np.empty((len(x), self.coefficients.shape[-1]))
        for start in range(0, len(x), _CHUNK):
            part = slice(start, start + _CHUNK)
            result[part] = self._at(x[part], y[part])
        return result

    def _at(self, x: Real, y: Real) -> Real:
        weights, cells = [], []
        for value, axis in zip((x, y), self.axes, strict=True):
            place = (value - axis.first) / axis.step
            cell = np.floor(place).astype(np.intp)
            cells.append(cell)
            weights.append(_cubic(place - cell))
        row = self.coefficients.shape[1]
        flat = self.coefficients.reshape(-1, self.coefficients.shape[-1])
        corner = (cells[0] - 1) * row + cells[1] - 1
        total = np.zeros((len(x), flat.shape[-1]))
        for i in range(4):
            for j in range(4):
                total += (weights[0][i] * weights[1][j])[:, None] * flat.take(corner + (i * row + j), axis=0)
        return total


def _cubic(t: Real) -> tuple[Real, Real, Real, Real]:
    """Cubic B-splines at a distance t from the grid point to the left."""
    return (1 - t) ** 3 / 6, 2 / 3 - t**2 + t**3 / 2, 2 / 3 - (1 - t) ** 2 + (1 - t) ** 3 / 2, t**3 / 6
