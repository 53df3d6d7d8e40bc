"""Where a curve stays below a level: every extremum refined, every crossing a root, so that no piece is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Protocol

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.roots import roots

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

    def with_extrema(self, follow: Follow) -> "Nodes":
        """With every extremum between two nodes added."""
        turns = np.flatnonzero((self.slope[:-1] < 0) != (self.slope[1:] < 0))
        if not len(turns):
            return self
        memory = self.memory[turns].copy()

        def rising(at: Array) -> Array:
            _, slope, memory[:] = follow(at, memory)
            return slope

        ends = (self.x[turns], self.x[turns + 1]), (self.slope[turns], self.slope[turns + 1])
        extrema = roots(rising, *ends, relative=1e-7)
        value, slope, memory = follow(extrema, memory)
        return Nodes(
            np.concatenate([self.x, extrema]),
            np.concatenate([self.value, value]),
            np.concatenate([self.slope, slope]),
            np.concatenate([self.memory, memory]),
        ).sorted()

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
        memory = np.where(inside[cross, None], self.memory[cross], self.memory[cross + 1])

        def above(at: Array) -> Array:
            value, _, memory[:] = follow(at, memory)
            return value - minimum - limit(at)

        at = roots(above, (self.x[cross], self.x[cross + 1]), (excess[cross], excess[cross + 1]))
        first = float(self.x[0]) if self.x[0] == low else -inf
        ends = np.concatenate([[first] if inside[0] else [], at, [inf] if inside[-1] else []])
        return tuple((float(a), float(b)) for a, b in zip(ends[::2], ends[1::2], strict=True))
