r"""Counts in bins.

.. math:: D = 2 \sum_b \left[\mu_b - n_b + n_b \ln\frac{n_b}{\mu_b}\right]
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import TINY, Array, numbers, rows
from nuem.numerics.brief import brief

_NEAR_EMPTY = -0.9


@dataclass(frozen=True, slots=True, eq=False)
class Poisson:
    """Poisson counts. Counts that are not whole, as read from a figure, are allowed.

    Parameters
    ----------
    observed : numpy.ndarray
        Counts, (bins) or (pseudo-data, bins).
    """

    observed: Array
    _inverse: Array = field(init=False, repr=False)
    _empty: Array = field(init=False, repr=False)

    __repr__ = brief

    def __post_init__(self) -> None:
        observed = np.atleast_1d(numbers("counts", self.observed))
        if not np.all(np.isfinite(observed)) or np.any(observed < 0):
            raise ValueError(f"counts must be finite and not negative; the smallest is {np.min(observed):g}")
        nonempty = observed > 0
        object.__setattr__(self, "observed", observed)
        object.__setattr__(self, "_inverse", np.where(nonempty, 1 / np.where(nonempty, observed, 1.0), 0.0))
        object.__setattr__(self, "_empty", np.where(nonempty, 0.0, 1.0))

    @property
    def description(self) -> str:
        """How many events."""
        return f"{self.observed.sum():.0f} events"

    @property
    def bins(self) -> int:
        """Number of bins."""
        return int(self.observed.shape[-1])

    @property
    def size(self) -> float:
        """A number of events that is large compared with what was counted."""
        return 100 * (float(self.observed.sum(axis=-1).max()) + 10)

    @property
    def estimate(self) -> Array:
        """The counts."""
        return self.observed

    @property
    def variance(self) -> Array:
        """The counts, one for an empty bin."""
        return np.maximum(self.observed, 1.0)

    def project(self, expected: Array) -> Array:
        """Expectations as they are."""
        return expected

    def value(self, expected: Array) -> Array:
        """-2 ln L against the saturated model; infinite where events stand against no expectation.

        With d = mu/n - 1 a bin is 2 n [d - ln(1 + d)], which keeps its digits for any number of counts.
        """
        change = (expected - self.observed) * self._inverse
        if change.min(initial=0.0) < _NEAR_EMPTY:
            return self._careful(expected, change)
        excess = change - np.log1p(change)  # below: no matrix product, whose last digits vary with the batch
        return np.asarray(2 * (excess * self.observed + expected * self._empty).sum(axis=-1))

    def _careful(self, expected: Array, change: Array) -> Array:
        low = change < _NEAR_EMPTY
        with np.errstate(divide="ignore"):
            ratio = np.log(np.maximum(expected, 0.0) * self._inverse, where=low, out=np.zeros(low.shape))
        excess = change - np.where(low, ratio, np.log1p(np.where(low, 0.0, change)))
        return np.asarray(2 * (excess * self.observed + expected * self._empty).sum(axis=-1))

    def slope(self, expected: Array) -> Array:
        """2 (1 - n/mu)."""
        return np.asarray(2 - 2 * self.observed / np.maximum(expected, TINY))

    def curvature(self, expected: Array, *, fisher: bool) -> Array:
        """2 n/mu^2, or 2/mu on average."""
        safe = np.maximum(expected, 1e-100)
        return np.asarray(2 / safe if fisher else 2 * self.observed / safe**2)

    def draw(self, expected: Array, number: int, random: np.random.Generator) -> Self:
        """Pseudo-data that follow an expectation."""
        return type(self)(random.poisson(expected, size=(number, self.bins)).astype(np.float64))

    def asimov(self, expected: Array) -> Self:
        """Counts equal to their expectation, not rounded."""
        return type(self)(expected)

    def take(self, index: NDArray[np.intp]) -> Self:
        """Some of many pseudo-data."""
        return self if self.observed.ndim == 1 else type(self)(rows(self.observed, index))
