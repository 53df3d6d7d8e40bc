"""The expectation along one parameter x, as a function of x and the nuisances together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array
from nuem.inference.expectation import Expectation, Linear, Morphed
from nuem.inference.likelihood import Likelihood
from nuem.inference.signal import Signal


@dataclass(frozen=True, slots=True, eq=False)
class LinearAlong:
    """A model that is linear in the nuisances, with a base and a design that are polynomials of x."""

    signal: Signal
    base: Array
    """(powers, bins)"""
    design: Array
    """(powers, nuisances, bins)"""

    @classmethod
    def of(cls, likelihood: Likelihood, signal: Signal) -> "LinearAlong":
        """The polynomials, from those of the signal."""
        constant = likelihood.expectation([coefficient[:1] for coefficient in signal.coefficients])
        assert isinstance(constant, Linear)
        parts = [constant]
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

    def along(self, x: Array, nuisances: Array) -> Array:
        """Derivative of the expectation by x."""
        result = np.zeros((len(x), self.base.shape[1]))
        for power in range(len(self.base) - 1, 0, -1):
            result = result * x[:, None] + power * (self.base[power] + _times(nuisances, self.design[power]))
        return result

    def bending(self, parameters: Array, outer: Array) -> Array | None:
        """Second derivative by x of the expectation, weighted with one factor a bin."""
        if len(self.base) < 3:
            return None
        second = 2 * (self.base[2] + _times(parameters[:, 1:], self.design[2]))
        return np.asarray(np.einsum("nb,nb->n", outer, second))

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

    def at(self, x: Array) -> Expectation:
        """The expectation as a function of the nuisances alone."""
        return Morphed(self.likelihood.models, self.signal.counts(x))

    def __call__(self, parameters: Array) -> tuple[Array, Array]:
        """Expectations and derivatives by x, then by the nuisances."""
        return self._evaluate(parameters[:, 0], parameters[:, 1:])

    def along(self, x: Array, nuisances: Array) -> Array:
        """Derivative of the expectation by x."""
        return self._evaluate(x, nuisances)[1][:, 0]

    def _evaluate(self, x: Array, nuisances: Array) -> tuple[Array, Array]:
        counts, slopes = self.signal.counts(x), self.signal.slopes(x)
        expected, design = [], []
        for model, signal, slope in zip(self.likelihood.models, counts, slopes, strict=True):
            mean, by_nuisance, by_x = model(signal, slope, nuisances)
            assert by_x is not None
            expected.append(mean)
            design.append(np.concatenate([by_x[:, None], by_nuisance], axis=1))
        return np.concatenate(expected, axis=-1), np.concatenate(design, axis=-1)

    def bending(self, parameters: Array, outer: Array) -> Array | None:
        """Second derivative by x of the expectation, weighted with one factor a bin: that of a parabola, by a difference."""
        if self.signal.length < 3:
            return None
        x, nuisances = parameters[:, 0], parameters[:, 1:]
        step = 1e-3 * (1e-300 + np.abs(x).max())
        change = (self.along(x + step, nuisances) - self.along(x - step, nuisances)) / (2 * step)
        return np.asarray(np.einsum("nb,nb->n", outer, change))

    def take(self, index: NDArray[np.intp]) -> "MorphedAlong":
        """The same for all."""
        del index
        return self


def along(likelihood: Likelihood, signal: Signal) -> LinearAlong | MorphedAlong:
    """The expectation of a likelihood along a signal."""
    return LinearAlong.of(likelihood, signal) if likelihood.linear else MorphedAlong(likelihood, signal)
