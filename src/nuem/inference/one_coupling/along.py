"""The expectation along one parameter x, as a function of x and the nuisances together."""

from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data import Data
from nuem.inference.data.term import Array
from nuem.inference.expectations.expectation import Expectation, Linear, Morphed, split
from nuem.inference.expectations.model import SHARP
from nuem.inference.expectations.signal import Signal
from nuem.inference.likelihood import Likelihood


@dataclass(frozen=True, slots=True, eq=False)
class LinearAlong:
    """A model that is linear in the nuisances, with a base and a design that are polynomials of x."""

    signal: Signal
    base: Array
    """(powers, bins)"""
    design: Array
    """(powers, nuisances, bins)"""
    leading: ClassVar[int] = 1

    @classmethod
    def of(cls, likelihood: Likelihood, signal: Signal) -> "LinearAlong":
        """The polynomials, from those of the signal."""
        parts = [likelihood.linear_expectation([coefficient[:1] for coefficient in signal.coefficients])]
        for power in range(1, signal.length):
            powers = [
                coefficient[power : power + 1] if power < len(coefficient) else np.zeros_like(coefficient[:1])
                for coefficient in signal.coefficients
            ]
            parts.append(likelihood.signal_alone(powers))
        return cls(signal, np.array([part.base[0] for part in parts]), np.array([part.design[0] for part in parts]))

    def at(self, x: Array) -> Expectation:
        """The expectation as a function of the nuisances alone."""
        return Linear(_sum(self.base, x), _sum(self.design, x))

    def __call__(self, parameters: Array) -> tuple[Array, Array]:
        """Expectations and derivatives by x, then by the nuisances."""
        x, nuisances = parameters[:, 0], parameters[:, 1:]
        size, width = self.design.shape[1:]
        result = np.empty((len(x), 1 + size, width))
        design = result[:, 1:]
        _sum(self.design, x, design)
        result[:, 0] = self.along(x, nuisances)
        return _sum(self.base, x) + np.matmul(nuisances[:, None], design)[:, 0], result

    def derivative(self, x: Array, nuisances: Array, data: Data) -> Array:
        """Derivative of -2 ln L by x, (batch)."""
        outer = data.slope(self.at(x).expected(nuisances))
        return np.asarray(np.einsum("nb,nb->n", outer, self.along(x, nuisances)))

    def along(self, x: Array, nuisances: Array) -> Array:
        """Derivative of the expectation by x."""
        result = np.zeros((len(x), self.base.shape[1]))
        for power in range(len(self.base) - 1, 0, -1):
            result = result * x[:, None] + power * (self.base[power] + _times(nuisances, self.design[power]))
        return result

    def expected(self, parameters: Array) -> Array:
        """Expectations alone."""
        return self.at(parameters[:, 0]).expected(parameters[:, 1:])

    def bending(self, parameters: Array, outer: Array) -> Array | None:
        """Second derivative by x of the expectation, weighted with one factor a bin, (batch, 1, 1)."""
        if len(self.base) < 3:
            return None
        second = 2 * (self.base[2] + _times(parameters[:, 1:], self.design[2]))
        return np.asarray(np.einsum("nb,nb->n", outer, second)[:, None, None])

    def rounded(self, floor: float) -> "LinearAlong":
        """The same: there are no templates."""
        del floor
        return self

    def touches(self, parameters: Array) -> None:
        """None."""

    def take(self, index: NDArray[np.intp]) -> "LinearAlong":
        """The same for all."""
        del index
        return self


def _sum(coefficients: Array, x: Array, out: Array | None = None) -> Array:
    """A polynomial with coefficients that are arrays, by Horner's rule; threads of a linear-algebra library would only cost time here."""
    at = x.reshape(-1, *[1] * (coefficients.ndim - 1))
    result = np.empty((len(x), *coefficients.shape[1:])) if out is None else out
    result[...] = coefficients[-1]
    for coefficient in coefficients[-2::-1]:
        result *= at
        result += coefficient
    return result


def _times(nuisances: Array, design: Array) -> Array:
    """Product of many vectors with one matrix, each by itself."""
    return np.asarray(np.matmul(nuisances[:, None], design)[:, 0])


@dataclass(frozen=True, slots=True, eq=False)
class MorphedAlong:
    """Any model along x."""

    likelihood: Likelihood
    signal: Signal
    floor: float = SHARP
    _last: list[tuple[Array, Array, Array, tuple[Array, ...], tuple[Array, ...]]] = field(
        default_factory=list, repr=False
    )
    leading: ClassVar[int] = 1

    def at(self, x: Array) -> Morphed:
        """The expectation as a function of the nuisances alone."""
        return Morphed(self.likelihood.models, self.signal.counts(x), self.floor)

    def __call__(self, parameters: Array) -> tuple[Array, Array]:
        """Expectations and derivatives by x, then by the nuisances."""
        _, nuisances, signals, slopes = self._split(parameters)
        expected, design = Morphed(self.likelihood.models, signals, self.floor)(nuisances)
        return expected, np.concatenate([self._along(slopes, signals, nuisances)[:, None], design], axis=1)

    def along(self, x: Array, nuisances: Array) -> Array:
        """Derivative of the expectation by x."""
        return self._along(self.signal.slopes(x), self.signal.counts(x), nuisances)

    def derivative(self, x: Array, nuisances: Array, data: Data) -> Array:
        """Derivative of -2 ln L by x, (batch)."""
        signals = self.signal.counts(x)
        outer = data.slope(Morphed(self.likelihood.models, signals, self.floor).expected(nuisances))
        return np.asarray(np.einsum("nb,nb->n", outer, self._along(self.signal.slopes(x), signals, nuisances)))

    def _along(self, slopes: tuple[Array, ...], signals: tuple[Array, ...], nuisances: Array) -> Array:
        each = zip(self.likelihood.models, signals, slopes, strict=True)
        parts = [model.along(slope[:, None], signal, nuisances, self.floor)[:, 0] for model, signal, slope in each]
        return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)

    def _split(self, parameters: Array) -> tuple[Array, Array, tuple[Array, ...], tuple[Array, ...]]:
        """x, nuisances, and signals with their slopes, kept until others are asked for: second derivatives follow the first."""
        last = next(iter(self._last), None)  # read once, since several threads may share it
        if last is None or last[0] is not parameters:
            x, nuisances = parameters[:, 0], parameters[:, 1:]
            last = (parameters, x, nuisances, self.signal.counts(x), self.signal.slopes(x))
            self._last[:] = [last]
        return last[1:]

    def expected(self, parameters: Array) -> Array:
        """Expectations alone."""
        return self.at(parameters[:, 0]).expected(parameters[:, 1:])

    def bending(self, parameters: Array, outer: Array) -> Array:
        """Second derivatives by x and the nuisances of the expectation, weighted with one factor a bin."""
        x, nuisances, counts, slopes = self._split(parameters)
        models = self.likelihood.models
        size = parameters.shape[1]
        result = np.zeros((len(x), size, size))
        result[:, 1:, 1:] = Morphed(models, counts, self.floor).bending(nuisances, outer)
        signals = zip(models, counts, slopes, split(models, outer), strict=True)
        for (model, signal, slope, part), bend in zip(signals, self.signal.bends(len(x)), strict=True):
            result[:, 0, 1:] += model.mixed(slope[:, None], signal, nuisances, part, self.floor)[:, 0]
            if bend is not None:
                second = model.along(bend[:, None], signal, nuisances, self.floor)[:, 0]
                result[:, 0, 0] += np.einsum("nb,nb->n", second, part)
        result[:, 1:, 0] = result[:, 0, 1:]
        return result

    def rounded(self, floor: float) -> "MorphedAlong":
        """With another floor of the templates."""
        return replace(self, floor=floor)

    def touches(self, parameters: Array) -> NDArray[np.bool_]:
        """Where a template is rounded off."""
        return self.at(parameters[:, 0]).touches(parameters[:, 1:])

    def take(self, index: NDArray[np.intp]) -> "MorphedAlong":
        """The same for all."""
        del index
        return self


def along(likelihood: Likelihood, signal: Signal) -> LinearAlong | MorphedAlong:
    """The expectation of a likelihood along a signal."""
    return LinearAlong.of(likelihood, signal) if likelihood.linear else MorphedAlong(likelihood, signal)
