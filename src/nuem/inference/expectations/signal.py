"""The signal along one real parameter: a polynomial, because a rate is bilinear in the couplings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from nuem.inference.data.term import Array
from nuem.numerics.brief import brief


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """Counts as a polynomial of a parameter x.

    Parameters
    ----------
    coefficients : sequence of numpy.ndarray
        Of each data set, (powers, variants, beams, bins); the first is what remains without the coupling.
    low : float, optional
        Smallest x that has a meaning: zero where x is the square of a coupling.
    """

    coefficients: Sequence[Array]
    low: float = -inf

    __repr__ = brief

    def counts(self, x: float | Array) -> tuple[Array, ...]:
        """Signals at parameters, each (*x.shape, variants, beams, bins)."""
        return self._summed(self.powers(x))

    def slopes(self, x: float | Array) -> tuple[Array, ...]:
        """Derivatives of `counts` by x."""
        return self._summed(self.powers(x, derivative=True))

    def bends(self, size: int) -> tuple[Array | None, ...]:
        """Second derivatives of `counts` by x, which no x changes, repeated; None where there are none."""
        return tuple(
            np.broadcast_to(2 * one[2], (size, *one.shape[1:])) if len(one) > 2 else None for one in self.coefficients
        )

    def _summed(self, powers: Array) -> tuple[Array, ...]:
        """Sums over powers, without the threads of a linear-algebra library, which cost more than three terms."""
        result = []
        for coefficient in self.coefficients:
            weights = powers[..., : len(coefficient)][..., None, None, None]
            one = weights[..., 0, :, :, :] * coefficient[0]
            for power in range(1, len(coefficient)):
                one += weights[..., power, :, :, :] * coefficient[power]
            result.append(one)
        return tuple(result)

    @property
    def length(self) -> int:
        """Number of powers, the constant included."""
        return max(len(coefficient) for coefficient in self.coefficients)

    def powers(self, x: float | Array, *, derivative: bool = False) -> Array:
        """1, x, x^2, ... on a last axis, or their derivatives."""
        at, exponents = np.asarray(x, dtype=np.float64)[..., None], np.arange(self.length)
        return exponents * at ** np.maximum(exponents - 1, 0) if derivative else at**exponents
