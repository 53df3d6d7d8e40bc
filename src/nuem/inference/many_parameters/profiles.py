r"""-2 ln L along one parameter with all others, and the nuisances, at their best.

Each point is a search of its own from several starts: the minima that are known, and what was found at neighbouring points, until no point
improves. So the profile follows the lowest valley where several compete, and an allowed piece is not lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array
from nuem.inference.many_parameters.minima import Minimum, sizes
from nuem.inference.many_parameters.parametric import Parametric
from nuem.inference.searches.pieces import Nodes, Pieces

_ARM = np.array([0.02, 0.1, 0.25, 0.5, 0.8, 1.1, 1.4, 1.7, 2.0, 2.4, 2.9, 3.5])
_GROWTH = 1.5
_GROWTHS = 40
_ROUNDS = 6
_IMPROVED = 1e-7
_ROUGH, _FINE = (
    1e-6,
    1e-11,
)  # decrease of -2 ln L below which a search ends, while the curve is laid out and for its ends
_COARSE = 1.0  # change of -2 ln L between neighbouring points above which one is put between them


@dataclass(frozen=True, eq=False)
class Profile:
    """-2 ln L along one parameter.

    Parameters
    ----------
    model : Parametric
    place : int
        Of the parameter.
    minima : sequence of Minimum
        Where the others may be.
    highest : float
        Rise of -2 ln L up to which the curve is computed.
    """

    model: Parametric
    place: int
    minima: Sequence[Minimum]
    highest: float

    @property
    def low(self) -> float:
        """Smallest value of the parameter."""
        return float(self.model.low[self.place])

    @cached_property
    def nodes(self) -> Nodes:
        """The curve, every extremum among its points."""
        nodes = self._searched(self._grid())
        for side in (-1, 1):
            nodes = self._extended(nodes, side)
        return self._relaxed(self._refined(nodes)).with_extrema(self.follow)

    def sampled(self, rise: float, points: int) -> Nodes:
        """The curve at evenly spaced points of the range in which it rises by no more than a level."""
        ends = self.below(rise)
        low, high = (np.clip(end, self.nodes.x[0], self.nodes.x[-1]) for end in (ends[0][0], ends[-1][1]))
        x = np.linspace(low, high, points)
        beside = np.abs(self.nodes.x[:, None] - x).argmin(axis=0)
        return Nodes(x, *self.follow(x, self.nodes.memory[beside]))

    @property
    def minimum(self) -> float:
        """The lowest value, which may lie below the minima that were known."""
        return min(float(self.nodes.value.min()), min(minimum.deviance for minimum in self.minima))

    def below(self, rise: float) -> Pieces:
        """All pieces in which the curve rises by no more than a level above its minimum, ascending."""
        return self.nodes.below(self.follow, self.minimum, rise, low=self.low)

    def follow(self, x: Array, memory: Array) -> tuple[Array, Array, Array]:
        """The curve, its slope, and parameters with nuisances, searched for from those given."""
        return self._follow(x, memory, _FINE)

    def _follow(self, x: Array, memory: Array, tolerance: float = _ROUGH) -> tuple[Array, Array, Array]:
        p = len(self.model.names)
        start, fixed = (memory[:, :p], memory[:, p:]), {self.place: x}
        value, theta, nuisances = self.model.minimum(*start, fixed=fixed, tolerance=tolerance)
        slope = self.model.gradient(theta, nuisances)[:, self.place]
        return value, slope, np.concatenate([theta, nuisances], axis=1)

    def _grid(self) -> Array:
        points = []
        for minimum in self.minima:
            at, width = minimum.theta[self.place], self._width(minimum)
            points.append(at + width * np.concatenate([-_ARM[::-1], [0.0], _ARM]))
        points.append(np.array([0.0]))
        grid = np.unique(np.concatenate(points))
        inside = grid[(grid >= self.low) & (grid <= self.model.high[self.place])]
        ends = [end for end in (self.low, float(self.model.high[self.place])) if np.isfinite(end)]
        grid = np.unique(np.concatenate([inside, ends]))
        separate = np.concatenate([[True], np.diff(grid) > 1e-9 * np.abs(grid).max()])
        return np.asarray(grid[separate])

    def _width(self, minimum: Minimum) -> float:
        """An error of the parameter, others free: from the mean curvature, or where counts change visibly."""
        direction = np.zeros((1, len(minimum.theta)))
        direction[0, self.place] = 1.0
        reach = float(sizes(self.model, direction)[0])
        largest = max(abs(float(minimum.theta[self.place])), reach if np.isfinite(reach) else 1.0)
        curvature = self.model.curvature(minimum.theta, minimum.nuisances)
        scale = np.sqrt(np.maximum(np.diag(curvature), 1e-12))
        values, vectors = np.linalg.eigh(curvature / np.outer(scale, scale))
        keep = values > 1e-6
        variance = float(((vectors[self.place] ** 2)[keep] / values[keep]).sum()) / scale[self.place] ** 2
        return min(variance**0.5, largest) if scale[self.place] > 1e-5 else largest

    def _searched(self, x: Array) -> Nodes:
        """The curve at points, from the known minima and, where parameters are large and may cancel, from two generic directions."""
        p = len(self.model.names)
        starts = np.array([np.concatenate([minimum.theta, minimum.nuisances]) for minimum in self.minima[:6]])
        number = len(starts)
        memory = np.tile(np.concatenate([starts, starts[:1], starts[:1]]), (len(x), 1))
        at = np.repeat(x, number + 2)
        memory[:, self.place] = at
        free, wide = np.arange(p) != self.place, np.arange(len(at)) % (number + 2) >= number
        size = np.where(wide, np.abs(at), 1e-2 * np.abs(memory[:, :p]).max(axis=1) + 1e-5)
        side = np.where(np.arange(len(at)) % (number + 2) == number, -1.0, 1.0)
        shift = np.outer(size * side, generic(p))
        turned = phases(self.model)
        shift[np.ix_(wide, turned)] = np.outer(side[wide], np.pi * generic(p)[turned])
        memory[:, :p] += shift * free
        memory[:, :p] = np.clip(memory[:, :p], self.model.low, self.model.high)
        return _lowest(x, at, *self._follow(at, memory))

    def _relaxed(self, nodes: Nodes) -> Nodes:
        """Searched again from what neighbouring points have found, until none improves."""
        for _ in range(_ROUNDS):
            improved = False
            for shift in (1, -1):
                other = np.clip(np.arange(len(nodes.x)) + shift, 0, len(nodes.x) - 1)
                improvable = nodes.value[other] < nodes.value + 4 * (1 + self.highest)
                memory = nodes.memory[other[improvable]]
                if not improvable.any():
                    continue
                value, slope, memories = self._follow(nodes.x[improvable], memory)
                places = np.flatnonzero(improvable)
                better = value < nodes.value[places] - _IMPROVED
                nodes.value[places[better]], nodes.slope[places[better]] = value[better], slope[better]
                nodes.memory[places[better]] = memories[better]
                improved |= bool(better.any())
            if not improved:
                break
        return nodes

    def _refined(self, nodes: Nodes) -> Nodes:
        """With points between those that differ much, where the curve is not high."""
        for _ in range(2):
            height = np.minimum(nodes.value[:-1], nodes.value[1:]) - nodes.value.min()
            coarse = np.flatnonzero((np.abs(np.diff(nodes.value)) > _COARSE) & (height < self.highest))
            if not len(coarse):
                break
            x = (nodes.x[coarse] + nodes.x[coarse + 1]) / 2
            more = Nodes(x, *self._follow(x, nodes.memory[coarse]))
            nodes = Nodes(*(np.concatenate(pair) for pair in zip(_parts(nodes), _parts(more), strict=True))).sorted()
        return nodes

    def _extended(self, nodes: Nodes, side: int) -> Nodes:
        """Further points until -2 ln L is high enough, or the data exclude nothing."""
        end = self.model.high[self.place] if side > 0 else self.low
        for _ in range(_GROWTHS):
            edge = -1 if side > 0 else 0
            lowest = min(minimum.deviance for minimum in self.minima)
            if nodes.value[edge] > min(lowest, nodes.value.min()) + self.highest or nodes.x[edge] == end:
                break
            span = max(float(np.abs(nodes.x).max()), float(nodes.x[-1] - nodes.x[0]), 1e-3)
            x = np.array([nodes.x[edge] + side * 0.25 * (_GROWTH**k) * span for k in range(1, 4)])
            x = np.unique(np.clip(x, self.low, self.model.high[self.place]))
            more = self._searched(x)
            beside = self._follow(x, np.tile(nodes.memory[edge], (len(x), 1)))
            more = _lowest(
                x,
                np.tile(x, 2),
                *(np.concatenate(pair) for pair in zip((more.value, more.slope, more.memory), beside, strict=True)),
            )
            nodes = Nodes(*(np.concatenate(pair) for pair in zip(_parts(nodes), _parts(more), strict=True))).sorted()
        return nodes


def generic(size: int) -> Array:
    """A fixed generic direction, which leaves saddles of symmetric points."""
    return np.asarray(np.sin(1.0 + 2.3 * np.arange(size)))


def phases(model: Parametric) -> NDArray[np.intp]:
    """Places of the phases of complex parameters."""
    return np.array(model.features.phases, dtype=np.intp)


def _parts(nodes: Nodes) -> tuple[Array, Array, Array, Array]:
    return nodes.x, nodes.value, nodes.slope, nodes.memory


def _lowest(x: Array, at: Array, value: Array, slope: Array, memory: Array) -> Nodes:
    """Of several searches at each point the lowest."""
    order = np.lexsort((value, at))
    _, first = np.unique(at[order], return_index=True)
    lowest = order[first]
    return Nodes(x, value[lowest], slope[lowest], memory[lowest])
