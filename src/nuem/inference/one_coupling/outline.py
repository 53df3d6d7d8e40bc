"""Where a curve along one coupling is computed first, before it is known."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.expectations.signal import Signal
from nuem.inference.likelihood import Likelihood
from nuem.inference.one_coupling.along import along

_RATIO = 1.5, 4.0  # of distances from an anchor, for models linear in the nuisances and others
_FINEST = 0.05, 0.3  # nearest distance, in widths of the curve
_UNIFORM = 48, 8
_FINE = 80
_APART = 0.5  # least distance of neighbouring points relative to that from an anchor


@dataclass(frozen=True, eq=False)
class Outline:
    """Points around the extrema of the quartic that -2 ln L is for Gaussian data, around zero, and evenly in standard deviations.

    Parameters
    ----------
    likelihood : Likelihood
    signal : Signal
    reach : float
        A parameter at which the signal outnumbers everything.
    """

    likelihood: Likelihood
    signal: Signal
    reach: float

    @cached_property
    def points(self) -> Array:
        """The points, ascending."""
        quartic, low, reach = self._quartic, self.signal.low, self.reach
        general = not self.likelihood.linear
        ends = np.array([max(low, -reach), reach])
        anchors, points = self._anchors, [self._evenly()]
        for anchor in anchors:
            bend = abs(sum(k * (k - 1) * quartic[k] * anchor ** (k - 2) for k in range(2, 5)))
            finest = _FINEST[general] * min(np.sqrt(2 / bend) if bend > 0 else reach, reach)
            arm = np.geomspace(finest, reach, 2 + int(np.log(reach / finest) / np.log(_RATIO[general])))
            points += [anchor + arm, anchor - arm]
        grid = np.unique(np.concatenate(points))
        grid = grid[(grid > max(low, -4 * reach)) & (grid < 4 * reach)]
        if general:
            grid = _thinned(grid, anchors)
        return np.unique(np.concatenate([grid, anchors, ends]))

    @cached_property
    def _anchors(self) -> Array:
        """Extrema of the quartic, and zero."""
        quartic, low, reach = self._quartic, self.signal.low, self.reach
        derivative = quartic[1:] * np.arange(1, 5)
        scaled = derivative * reach ** np.arange(4)
        order = np.flatnonzero(np.abs(scaled) > 1e-14 * np.abs(scaled).max())
        found = np.roots(scaled[: order[-1] + 1][::-1]) * reach if len(order) and order[-1] > 0 else np.zeros(0)
        real = found.real[(np.abs(found.imag) < 0.3 * np.abs(found)) & (found.real > low)]
        return np.unique(np.concatenate([[0.0], real[np.abs(real) <= 4 * reach]]))

    @cached_property
    def _nominal(self) -> tuple[Array, Array]:
        """Expectation at nominal nuisances as a polynomial of x, (powers, bins), and its derivatives by the nuisances at x = 0."""
        start, design = along(self.likelihood, self.signal).at(np.zeros(1))(
            np.zeros((1, len(self.likelihood.parameters)))
        )
        terms = []
        for power in range(1, self.signal.length):
            parts = [
                model.dataset.data.project(each[power, 0].sum(axis=0))
                if power < len(each)
                else np.zeros(model.dataset.data.bins)
                for model, each in zip(self.likelihood.models, self.signal.coefficients, strict=True)
            ]
            terms.append(np.concatenate(parts))
        return np.array([start[0], *terms]), design[0]

    @cached_property
    def _quartic(self) -> Array:
        """Coefficients of -2 ln L for Gaussian data at nominal fluxes, lowest power first, free backgrounds projected out."""
        likelihood, data = self.likelihood, self.likelihood.data
        base, design = self._nominal
        weight = 1 / data.variance
        prior = likelihood.pulls.weights + 1e-12 * np.maximum(1.0, (design**2 * weight).sum(axis=1))
        weighted = design * weight
        parts = np.array([data.estimate - base[0], *-base[1:3]])
        seen = weighted @ parts.T
        products = (parts * weight) @ parts.T - seen.T @ np.linalg.solve(weighted @ design.T + np.diag(prior), seen)
        result = np.zeros(5)
        for i, row in enumerate(products):
            result[i : i + len(row)] += row
        return result

    def _evenly(self) -> Array:
        """Parameters at equal distances in standard deviations of the counts."""
        fine = self.reach * np.geomspace(1e-8, 1, _FINE)
        fine = np.concatenate([[0.0], fine] if self.signal.low == 0 else [-fine[::-1], [0.0], fine])
        expected = fine[:, None] ** np.arange(self.signal.length) @ self._nominal[0]
        variance = (self.likelihood.data.variance + np.abs(expected[1:])) / 2
        length = np.concatenate([[0.0], np.cumsum(np.sqrt((np.diff(expected, axis=0) ** 2 / variance).sum(axis=1)))])
        return np.interp(np.linspace(0, length[-1], _UNIFORM[not self.likelihood.linear]), length, fine)


def _thinned(points: Array, anchors: Array) -> Array:
    """Ascending points without those that are closer to their neighbour than their distance from the anchors asks for."""
    far = np.abs(points[:, None] - anchors).min(axis=1)
    kept: list[int] = []
    for k, x in enumerate(points):
        if not kept or x - points[kept[-1]] >= _APART * far[k]:
            kept.append(k)
    return points[kept]
