"""What a likelihood needs of data: -2 ln L as a function of the expectation in each bin, and its derivatives."""

from __future__ import annotations

from typing import Protocol, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks

Array = NDArray[np.float64]
TINY = 1e-300


class Data(Protocol):
    """Data of one experiment. Arrays end with an axis of bins; pseudo-data have one more axis before it."""

    @property
    def description(self) -> str:
        """What was counted or measured, in a few words."""

    @property
    def bins(self) -> int:
        """Number of terms that are summed."""

    @property
    def size(self) -> float:
        """A number of events that is large compared with what the data can tell apart."""

    @property
    def estimate(self) -> Array:
        """What the data say about the expectation of each bin."""

    @property
    def variance(self) -> Array:
        """Its variance."""

    def project(self, expected: Array) -> Array:
        """Expectations as the data term uses them; the identity, except for correlated data."""

    def value(self, expected: Array) -> Array:
        """-2 ln L, relative to a perfect fit, summed over bins."""

    def slope(self, expected: Array) -> Array:
        """Its derivative by the expectation of each bin."""

    def curvature(self, expected: Array, *, fisher: bool) -> Array:
        """Its second derivative; with `fisher` the mean of it over data that follow the expectation."""

    def draw(self, expected: Array, number: int, random: np.random.Generator) -> Self:
        """Pseudo-data that follow an expectation."""

    def asimov(self, expected: Array) -> Self:
        """Data equal to their expectation."""

    def take(self, index: NDArray[np.intp]) -> Self:
        """Some of many pseudo-data."""


def numbers(name: str, values: ArrayLike) -> Array:
    """Checked numbers without a unit; those of pseudo-data, which are made many times, as they are."""
    made = type(values) is np.ndarray and values.dtype == np.float64
    return np.asarray(values) if made else checks.real(name, values)


def rows(values: Array, index: NDArray[np.intp]) -> Array:
    """Rows of pseudo-data; data of a single experiment stay as they are."""
    return values[index] if values.ndim > 1 and (len(values) > 1 or np.ndim(index) == 0) else values
