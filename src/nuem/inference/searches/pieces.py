"""Where a curve stays below a level: every extremum refined, every crossing a root, so that no piece is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array
from nuem.inference.searches.hermite import Cubic, crossings, extrema

_ROUNDS = 4
_NARROWEST = 1e-10  # interval that is divided, relative to the largest point
_MISSED = 0.02  # of -2 ln L
_DEEPER = 2.0  # how much deeper than the cubic a minimum may lie

Level = float | Callable[[Array], Array]
Pieces = tuple[tuple[float, float], ...]


class Follow(Protocol):
    """A curve at points x, each search starting from what was found nearby."""

    def __call__(self, x: Array, memory: Array) -> tuple[Array, Array, Array]:
        """Value, slope, and what to start from at neighbouring points (points, ...)."""


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """A curve at ascending points."""

    x: Array
    value: Array
    slope: Array
    memory: Array

    def sorted(self) -> "Nodes":
        """In ascending order."""
        order = np.argsort(self.x, kind="stable")
        return Nodes(self.x[order], self.value[order], self.slope[order], self.memory[order])

    def refined(self, follow: Follow, *, highest: float) -> "Nodes":
        """With nodes added until the cubics between them describe the curve, where it is not higher than a rise above its lowest node."""
        nodes = self
        for _ in range(_ROUNDS):
            x, beside = nodes._doubtful(highest)
            if not len(x):
                break
            nodes = nodes.joined(Nodes(x, *follow(x, nodes._interpolated(beside, x))))
        return nodes

    def _doubtful(self, highest: float) -> tuple[Array, NDArray[np.intp]]:
        """Middles of intervals in which the curve is not what the cubic says, as far as neighbours tell, or in which the cubic turns twice."""
        x, value, slope = self.x, self.value, self.slope
        width, span = np.diff(x), x[2:] - x[:-2]
        wide = Cubic.of((x[:-2], x[2:]), (value[:-2], value[2:]), (slope[:-2], slope[2:]))
        safe = np.maximum(span, 1e-300)
        missed = np.abs(wide((x[1:-1] - x[:-2]) / safe) - value[1:-1])
        error = np.zeros(len(width))
        error[:-1] = missed * (width[:-1] / safe) ** 4
        error[1:] = np.maximum(error[1:], missed * (width[1:] / safe) ** 4)
        wider = width > _NARROWEST * np.abs(x).max()
        doubtful = wider & self._low(highest) & ((error > _MISSED) | self._cubic().turns_twice())
        return (x[:-1] + x[1:])[doubtful] / 2, np.flatnonzero(doubtful)

    def _cubic(self) -> Cubic:
        """The cubics between nodes."""
        x, value, slope = self.x, self.value, self.slope
        return Cubic.of((x[:-1], x[1:]), (value[:-1], value[1:]), (slope[:-1], slope[1:]))

    def _low(self, highest: float) -> NDArray[np.bool_]:
        """Intervals in which the curve may rise by no more than a level above its lowest node."""
        ends = np.minimum(self.value[:-1], self.value[1:])
        falls = (self.slope[:-1] < 0) & (self.slope[1:] > 0)
        cubic = self._cubic()
        lowest = np.where(falls, np.minimum(cubic(cubic.turn()), ends), ends)
        return np.asarray(ends - _DEEPER * (ends - lowest) <= self.value.min() + highest)

    def with_extrema(self, follow: Follow, *, highest: float = inf) -> "Nodes":
        """With every extremum between two nodes added where the curve is not higher than a rise above its lowest node."""
        turns = np.flatnonzero(((self.slope[:-1] < 0) != (self.slope[1:] < 0)) & self._low(highest))
        if not len(turns):
            return self
        found = self._between(turns)
        new = np.ones(len(turns), dtype=bool)

        def at(x: Array, which: NDArray[np.intp]) -> tuple[Array, Array]:
            begin = np.where(new[which, None], self._interpolated(turns[which], x), found.memory[which])
            new[which] = False
            value, slope, memory = follow(x, begin)
            found.x[which], found.value[which], found.slope[which], found.memory[which] = x, value, slope, memory
            return value, slope

        turn = extrema(at, *((part[turns], part[turns + 1]) for part in (self.x, self.value, self.slope)))
        lowered = (
            found.value + found.slope * (turn - found.x) / 2
        )  # the last step of the search, whose slope ends at zero
        return self.joined(Nodes(turn, lowered, np.zeros(len(turn)), found.memory))

    def joined(self, other: "Nodes") -> "Nodes":
        """The nodes of both, in ascending order."""
        return Nodes(
            np.concatenate([self.x, other.x]),
            np.concatenate([self.value, other.value]),
            np.concatenate([self.slope, other.slope]),
            np.concatenate([self.memory, other.memory]),
        ).sorted()

    def _interpolated(self, places: NDArray[np.intp], x: Array) -> Array:
        """What to start from between nodes and the next ones."""
        share = ((x - self.x[places]) / (self.x[places + 1] - self.x[places]))[:, None]
        return np.asarray((1 - share) * self.memory[places] + share * self.memory[places + 1])

    def _between(self, places: NDArray[np.intp]) -> "Nodes":
        """Copies of nodes that are to be replaced."""
        return Nodes(self.x[places], self.value[places], self.slope[places], self.memory[places])

    def below(
        self, follow: Follow, minimum: float, level: Level, *, low: float = -inf, best: float | None = None
    ) -> Pieces:
        """All pieces in which the curve rises by no more than a level above a minimum, ascending.

        An end is infinite where no node lies outside, unless the curve begins at `low`.
        """
        limit = level if callable(level) else lambda at: np.full(at.shape, float(level))
        excess = self.value - minimum - limit(self.x)
        inside = excess <= 0
        if best is not None:
            inside[self.x == best] = True
        cross = np.flatnonzero(inside[:-1] != inside[1:])
        excess = np.where(inside, np.minimum(excess, -1e-300), excess)
        memory, new = self._between(cross).memory, np.ones(len(cross), dtype=bool)

        def above(x: Array, which: NDArray[np.intp]) -> tuple[Array, Array]:
            begin = np.where(new[which, None], self._interpolated(cross[which], x), memory[which])
            new[which] = False
            value, slope, memory[which] = follow(x, begin)
            return value - minimum - limit(x), slope

        pairs = ((one[cross], one[cross + 1]) for one in (self.x, excess, self.slope))
        at = crossings(above, *pairs)
        first = float(self.x[0]) if self.x[0] == low else -inf
        ends = np.concatenate([[first] if inside[0] else [], at, [inf] if inside[-1] else []])
        return tuple((float(a), float(b)) for a, b in zip(ends[::2], ends[1::2], strict=True))
