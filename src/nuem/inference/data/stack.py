"""Several data sets as one, bins side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array, Data
from nuem.numerics.brief import brief


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Data sets whose terms of -2 ln L are added."""

    parts: tuple[Data, ...]
    _slices: tuple[slice, ...] = field(init=False, repr=False)

    __repr__ = brief

    def __post_init__(self) -> None:
        ends = accumulate((part.bins for part in self.parts), initial=0)
        object.__setattr__(self, "_slices", tuple(slice(low, high) for low, high in pairwise(ends)))

    @property
    def description(self) -> str:
        """Those of the parts."""
        return ", ".join(part.description for part in self.parts)

    @property
    def bins(self) -> int:
        """Number of bins of all."""
        return sum(part.bins for part in self.parts)

    @property
    def size(self) -> float:
        """Largest of those of the parts."""
        return max(part.size for part in self.parts)

    @property
    def estimate(self) -> Array:
        """What the data say about the expectation of each bin."""
        return _joined([part.estimate for part in self.parts])

    @property
    def variance(self) -> Array:
        """Its variance."""
        return _joined([part.variance for part in self.parts])

    def project(self, expected: Array) -> Array:
        """Each part's own projection."""
        parts = zip(self.parts, self._slices, strict=True)
        return _joined([part.project(expected[..., bins]) for part, bins in parts])

    def split(self, expected: Array) -> tuple[Array, ...]:
        """An array over the bins of all, part by part."""
        return tuple(expected[..., bins] for bins in self._slices)

    def value(self, expected: Array) -> Array:
        """Sum of the parts."""
        return np.asarray(sum(self.values(expected)))

    def values(self, expected: Array) -> list[Array]:
        """-2 ln L of each part."""
        return [part.value(expected[..., bins]) for part, bins in zip(self.parts, self._slices, strict=True)]

    def slope(self, expected: Array) -> Array:
        """Derivative by the expectation of each bin."""
        parts = zip(self.parts, self._slices, strict=True)
        return _joined([part.slope(expected[..., bins]) for part, bins in parts])

    def curvature(self, expected: Array, *, fisher: bool) -> Array:
        """Second derivative by the expectation of each bin."""
        parts = zip(self.parts, self._slices, strict=True)
        return _joined([part.curvature(expected[..., bins], fisher=fisher) for part, bins in parts])

    def draw(self, expected: Array, number: int, random: np.random.Generator) -> Self:
        """Pseudo-data of all."""
        parts = zip(self.parts, self._slices, strict=True)
        return type(self)(tuple(part.draw(expected[..., bins], number, random) for part, bins in parts))

    def asimov(self, expected: Array) -> Self:
        """Data of all equal to their expectation."""
        parts = zip(self.parts, self._slices, strict=True)
        return type(self)(tuple(part.asimov(expected[..., bins]) for part, bins in parts))

    def take(self, index: NDArray[np.intp]) -> Self:
        """Some of many pseudo-data."""
        return type(self)(tuple(part.take(index) for part in self.parts))


def _joined(parts: list[Array]) -> Array:
    """Arrays side by side, those without an axis of pseudo-data repeated along it."""
    if len({part.shape[:-1] for part in parts}) > 1:
        shape = np.broadcast_shapes(*(part.shape[:-1] for part in parts))
        parts = [np.broadcast_to(part, (*shape, part.shape[-1])) for part in parts]
    return np.concatenate(parts, axis=-1)
