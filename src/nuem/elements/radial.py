r"""Radial points of an atom: logarithmic near the nucleus, linear far out.

They are uniform in :math:`x = \ln r + r/a`, so that r = a omega(x - ln a) with Wright's function omega.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

_GAUSS = np.array([-1.0, 1.0]) * np.sqrt(3) / 6 + 0.5  # two-point rule on [0, 1]


@dataclass(frozen=True, slots=True, eq=False)
class RadialGrid:
    """Points, their trapezoid weights, and the two Gauss points of every step with dr/dx times the step (atomic units)."""

    r: NDArray[np.float64]
    weight: NDArray[np.float64]
    gauss: NDArray[np.float64]
    """(points - 1, 2)."""
    gauss_weight: NDArray[np.float64]

    @classmethod
    def between(cls, first: float, last: float, *, step: float, linear: float) -> Self:
        """Points from `first` to about `last`, equidistant in x = ln r + r/linear."""
        x = np.arange(np.log(first) + first / linear, np.log(last) + last / linear, step)
        r, weight = _points(x, step, linear)
        gauss, gauss_weight = _points(x[:-1, None] + step * _GAUSS, step, linear)
        return cls(r, weight, gauss, gauss_weight)

    def then(self, other: "RadialGrid") -> "RadialGrid":
        """This grid and one that begins where it ends."""
        return RadialGrid(
            np.concatenate([self.r, other.r[1:]]),
            np.concatenate([self.weight, other.weight[1:]]),
            np.concatenate([self.gauss, other.gauss]),
            np.concatenate([self.gauss_weight, other.gauss_weight]),
        )


def _points(x: NDArray[np.float64], step: float, linear: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from scipy.special import wrightomega

    r = linear * wrightomega(x - np.log(linear))
    return r, step * r * linear / (r + linear)
