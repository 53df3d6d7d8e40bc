r"""Measurements with an error for each bin, such as a difference of spectra; they can be negative.

.. math:: D = \sum_b \frac{(n_b - \mu_b)^2}{\sigma_b^2}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array, numbers, rows
from nuem.numerics.brief import brief


@dataclass(frozen=True, slots=True, eq=False)
class Gaussian:
    """Measurements with Gaussian errors, bins uncorrelated.

    Parameters
    ----------
    observed : numpy.ndarray
        (bins) or (pseudo-data, bins)
    errors : numpy.ndarray
        One standard deviation of each bin.
    """

    observed: Array
    errors: Array
    description: ClassVar[str] = "measurements"

    __repr__ = brief

    def __post_init__(self) -> None:
        observed, errors = numbers("measurements", self.observed), numbers("errors", self.errors)
        if observed.ndim == 0:
            raise ValueError(f"measurements must be an array, one number a bin; got {observed}")
        if errors.shape != observed.shape[-1:]:
            raise ValueError(f"one error a bin is needed, got {errors.shape} for {observed.shape[-1:]} bins")
        if not np.all(np.isfinite(observed)):
            raise ValueError("measurements must be finite")
        if not np.all(np.isfinite(errors)) or np.any(errors <= 0):
            b = int(np.argmin(np.where(np.isfinite(errors), errors, -np.inf)))
            raise ValueError(f"errors must be positive and finite; that of bin {b + 1} is {errors[b]:g}")
        object.__setattr__(self, "observed", observed)
        object.__setattr__(self, "errors", errors)

    @property
    def bins(self) -> int:
        """Number of bins."""
        return int(self.observed.shape[-1])

    @property
    def size(self) -> float:
        """A sum over bins that is large compared with values and errors."""
        return float(100 * (np.abs(self.observed).sum(axis=-1).max() + 10 * self.errors.sum()))

    @property
    def estimate(self) -> Array:
        """The measurements."""
        return self.observed

    @property
    def variance(self) -> Array:
        """The squared errors."""
        return np.asarray(self.errors**2)

    def project(self, expected: Array) -> Array:
        """Expectations as they are."""
        return expected

    def value(self, expected: Array) -> Array:
        """Chi squared."""
        return np.asarray((((expected - self.observed) / self.errors) ** 2).sum(axis=-1))

    def slope(self, expected: Array) -> Array:
        """2 (mu - n)/sigma^2."""
        return np.asarray(2 * (expected - self.observed) / self.errors**2)

    def curvature(self, expected: Array, *, fisher: bool) -> Array:
        """2/sigma^2."""
        del fisher
        return np.broadcast_to(2 / self.errors**2, expected.shape)

    def draw(self, expected: Array, number: int, random: np.random.Generator) -> Self:
        """Pseudo-data that follow an expectation."""
        return type(self)(random.normal(expected, self.errors, size=(number, self.bins)), self.errors)

    def asimov(self, expected: Array) -> Self:
        """Measurements equal to their expectation."""
        return type(self)(expected, self.errors)

    def take(self, index: NDArray[np.intp]) -> Self:
        """Some of many pseudo-data."""
        return type(self)(rows(self.observed, index), self.errors)
