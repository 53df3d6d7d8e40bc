r"""-2 ln L along one parameter where the nuisances are almost at their best already: Newton steps in them give value and slope together.

With g the first derivatives of -2 ln L by x and the nuisances, H the second, and d the Newton step in the nuisances,

.. math:: d = H_{\eta\eta}^{-1} g_\eta, \qquad q = q_0 - \tfrac12 g_\eta \cdot d, \qquad \frac{dq}{dx} = g_x - H_{x\eta}\, d,
          \qquad \frac{d\eta}{dx} = -H_{\eta\eta}^{-1} H_{\eta x}

hold up to the third order in d, so that the last step needs no further expectation, and the next point starts on the tangent of the valley.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data import Data
from nuem.inference.data.term import Array
from nuem.inference.one_coupling.along import MorphedAlong
from nuem.inference.searches.pulls import Pulls
from nuem.inference.searches.steps import gauss_newton

_STEPS = 5
_SURE = 1e-9  # decrease of -2 ln L that the last step promises
_FAR = 1.0  # the same, above which Newton's steps are not trusted without a check


@dataclass(frozen=True, slots=True, eq=False)
class Valley:
    """Where nuisances are at their best, and how they move with x."""

    x: Array
    nuisances: Array
    tangent: Array

    @classmethod
    def level(cls, x: Array, nuisances: Array) -> Valley:
        """With a tangent that is not known."""
        return cls(x, nuisances, np.zeros_like(nuisances))

    @classmethod
    def remembered(cls, memory: Array) -> Valley:
        """From what `memory` holds."""
        size = memory.shape[1] // 2
        return cls(memory[:, -1], memory[:, :size], memory[:, size:-1])

    @property
    def memory(self) -> Array:
        """All numbers in one array, (batch, 2 nuisances + 1), between whose rows one may interpolate."""
        return np.concatenate([self.nuisances, self.tangent, self.x[:, None]], axis=1)

    def at(self, x: Array) -> Array:
        """Nuisances at a point nearby, on the tangent."""
        return np.asarray(self.nuisances + (x - self.x)[:, None] * self.tangent)


def near(
    data: Data, expectation: MorphedAlong, pulls: Pulls, x: Array, start: Array
) -> tuple[Array, Array, Valley, NDArray[np.bool_]]:
    """-2 ln L, its slope by x, where the nuisances are, and whether that is right.

    Parameters
    ----------
    data, expectation, pulls
        The pulls of the nuisances alone.
    x : numpy.ndarray
        (batch)
    start : numpy.ndarray
        Nuisances from which to start, (batch, nuisances).

    Returns
    -------
    tuple
        Right where the steps have converged and met no bound.
    """
    nuisances, trusted = np.clip(start, pulls.low, pulls.high), np.ones(len(x), dtype=bool)
    for _ in range(_STEPS):
        parameters = np.concatenate([x[:, None], nuisances], axis=1)
        expected, design = expectation(parameters)
        outer = data.slope(expected)
        slope = np.matmul(design, outer[..., None])[..., 0]
        slope[:, 1:] += pulls.slope(nuisances)
        curvature = gauss_newton(data.curvature(expected, fisher=False), design)
        curvature += expectation.bending(parameters, outer)
        np.einsum("nii->ni", curvature)[:, 1:] += 2 * pulls.weights
        step, tangent = _solved(curvature, slope[:, 1:], nuisances, pulls)
        decrease = np.einsum("np,np->n", step, slope[:, 1:])
        moved = nuisances - step
        trusted &= (np.abs(decrease) < _FAR) & np.all((moved >= pulls.low) & (moved <= pulls.high), axis=1)
        sure = trusted & (np.abs(decrease) < _SURE)
        if np.all(sure | ~trusted):
            break
        nuisances = np.where(trusted[:, None], moved, nuisances)
    value = data.value(expected) + pulls.value(nuisances) - decrease / 2
    along = slope[:, 0] - np.einsum("np,np->n", curvature[:, 0, 1:], step)
    return value, along, Valley(x, moved, tangent), sure


def _solved(curvature: Array, slope: Array, nuisances: Array, pulls: Pulls) -> tuple[Array, Array]:
    """Newton step in the nuisances that no bound holds, and their change with x."""
    free = ~((nuisances <= pulls.low) & (slope > 0) | (nuisances >= pulls.high) & (slope < 0))
    inner = curvature[:, 1:, 1:] * (free[:, :, None] & free[:, None, :])
    diagonal = np.einsum("nii->ni", inner)
    scale = np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    scaled = inner / (scale[:, :, None] * scale[:, None, :])
    np.einsum("nii->ni", scaled)[...] += np.where(diagonal > 0, 1e-12, 1.0)
    right = np.stack([slope, -curvature[:, 1:, 0]], axis=2) * (free / scale)[:, :, None]
    both = np.linalg.solve(scaled, right) / scale[:, :, None]
    return both[..., 0], both[..., 1]
