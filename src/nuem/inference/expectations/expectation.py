"""Expected counts as a function of the nuisances, with their derivatives, for one signal or many at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array
from nuem.inference.expectations.model import SHARP, Model


class Expectation(Protocol):
    """What the minimiser calls: expectations and their derivatives at parameters (batch, parameters)."""

    @property
    def leading(self) -> int:
        """Number of leading parameters, those of the signal, in which the expectation bends so much that its curvature may be of either sign."""

    def __call__(self, parameters: Array) -> tuple[Array, Array]:
        """Expectations (batch, bins) and derivatives (batch or 1, parameters, bins)."""

    def expected(self, parameters: Array) -> Array:
        """Expectations alone, (batch, bins)."""

    def bending(self, parameters: Array, outer: Array) -> Array | None:
        """Second derivatives weighted with one factor a bin, by the leading parameters or by all, (batch, m, m); None if there are none."""

    def rounded(self, floor: float) -> Self:
        """The same with templates rounded off at zero, below a floor relative to their size."""

    def touches(self, parameters: Array) -> NDArray[np.bool_] | None:
        """Where a template is rounded off, (batch); None if there are no templates."""

    def take(self, index: NDArray[np.intp]) -> Self:
        """Some of a batch."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """mu = base + nuisances . design."""

    base: Array
    """(batch or 1, bins)"""
    design: Array
    """(batch or 1, nuisances, bins)"""

    leading: ClassVar[int] = 0

    def __call__(self, parameters: Array) -> tuple[Array, Array]:
        """Expectations and the design."""
        return self.expected(parameters), self.design

    def expected(self, parameters: Array) -> Array:
        """Expectations alone."""
        design = self.design[0] if len(self.design) == 1 else self.design
        return np.asarray(self.base + np.matmul(parameters[:, None], design)[:, 0])

    def bending(self, parameters: Array, outer: Array) -> None:
        """None."""

    def rounded(self, floor: float) -> "Linear":
        """The same: there are no templates."""
        del floor
        return self

    def touches(self, parameters: Array) -> None:
        """None."""

    def take(self, index: NDArray[np.intp]) -> "Linear":
        """Some of a batch."""
        base = self.base if len(self.base) == 1 else self.base[index]
        return Linear(base, self.design if len(self.design) == 1 else self.design[index])


@dataclass(frozen=True, slots=True, eq=False)
class Morphed:
    """The expectation of any model of one or more data sets at given signals."""

    models: tuple[Model, ...]
    signals: tuple[Array, ...]
    """Of each data set, (batch or 1, variants, beams, bins)."""

    floor: float = SHARP
    leading: ClassVar[int] = 0

    def __call__(self, parameters: Array) -> tuple[Array, Array]:
        """Expectations and derivatives."""
        parts = [model(signal, parameters, self.floor) for model, signal in self._pairs]
        if len(parts) == 1:
            return parts[0]
        return np.concatenate([part[0] for part in parts], axis=-1), np.concatenate(
            [part[1] for part in parts], axis=-1
        )

    def expected(self, parameters: Array) -> Array:
        """Expectations alone."""
        parts = [model.expected(signal, parameters, self.floor) for model, signal in self._pairs]
        return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)

    def bending(self, parameters: Array, outer: Array) -> Array:
        """Second derivatives by all nuisances."""
        pairs = zip(self._pairs, split(self.models, outer), strict=True)
        return np.asarray(sum(model.bending(signal, parameters, part, self.floor) for (model, signal), part in pairs))

    def rounded(self, floor: float) -> "Morphed":
        """With another floor of the templates."""
        return replace(self, floor=floor)

    def touches(self, parameters: Array) -> NDArray[np.bool_]:
        """Where a template is rounded off."""
        parts = [model.touches(signal, parameters, self.floor) for model, signal in self._pairs]
        return np.asarray(np.any(parts, axis=0))

    def take(self, index: NDArray[np.intp]) -> "Morphed":
        """Some of a batch."""
        signals = tuple(signal if len(signal) == 1 else signal[index] for signal in self.signals)
        return replace(self, signals=signals)

    @property
    def _pairs(self) -> list[tuple[Model, Array]]:
        return list(zip(self.models, self.signals, strict=True))


def split(models: tuple[Model, ...], outer: Array) -> Iterator[Array]:
    """An array over the bins of all data sets (..., bins), part by part."""
    first = 0
    for model in models:
        last = first + model.dataset.data.bins
        yield outer[..., first:last]
        first = last
