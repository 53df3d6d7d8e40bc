r"""Measurements with a covariance matrix.

.. math:: D = (n - \mu)^T V^{-1} (n - \mu) = |L^{-1}(n - \mu)|^2, \qquad V = L L^T
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.gaussian import Gaussian
from nuem.inference.data.term import Array, numbers, rows
from nuem.numerics import checks
from nuem.numerics.brief import brief


@dataclass(frozen=True, slots=True, eq=False)
class Covariance:
    """Measurements with correlated Gaussian errors, as the sum of squares of independent combinations of bins.

    Parameters
    ----------
    observed : numpy.ndarray
        (bins) or (pseudo-data, bins)
    covariance : numpy.ndarray
        (bins, bins), symmetric and positive definite.
    """

    observed: Array
    covariance: Array
    description: ClassVar[str] = "measurements"
    _whitener: Array = field(init=False, repr=False)
    _white: Gaussian = field(init=False, repr=False)

    __repr__ = brief

    def __post_init__(self) -> None:
        observed, covariance = numbers("measurements", self.observed), checks.real("covariance", self.covariance)
        if observed.ndim == 0:
            raise ValueError(f"measurements must be an array, one number a bin; got {observed}")
        bins = observed.shape[-1]
        if covariance.shape != (bins, bins):
            raise ValueError(f"the covariance of {bins} bins must be {bins} x {bins}, got {covariance.shape}")
        if not np.allclose(covariance, covariance.T, rtol=1e-9, atol=0):
            raise ValueError("the covariance matrix is not symmetric")
        try:
            factor = np.linalg.cholesky(covariance)
        except np.linalg.LinAlgError:
            smallest = float(np.linalg.eigvalsh(covariance)[0])
            raise ValueError(
                f"the covariance matrix is not positive definite; its smallest eigenvalue is {smallest:g}"
            ) from None
        object.__setattr__(self, "observed", observed)
        object.__setattr__(self, "covariance", covariance)
        object.__setattr__(self, "_whitener", np.linalg.inv(factor).T)
        object.__setattr__(self, "_white", Gaussian(observed @ self._whitener, np.ones(bins)))

    @property
    def bins(self) -> int:
        """Number of bins."""
        return int(self.observed.shape[-1])

    @property
    def size(self) -> float:
        """A sum over bins that is large compared with values and errors."""
        errors = np.sqrt(np.diag(self.covariance))
        return float(100 * (np.abs(self.observed).sum(axis=-1).max() + 10 * errors.sum()))

    @property
    def estimate(self) -> Array:
        """The independent combinations."""
        return self._white.observed

    @property
    def variance(self) -> Array:
        """One each."""
        return self._white.variance

    def project(self, expected: Array) -> Array:
        """L^-1 mu: the combinations whose errors are independent."""
        return np.asarray(expected @ self._whitener)

    def value(self, expected: Array) -> Array:
        """Chi squared of projected expectations."""
        return self._white.value(expected)

    def slope(self, expected: Array) -> Array:
        """Derivative by each combination."""
        return self._white.slope(expected)

    def curvature(self, expected: Array, *, fisher: bool) -> Array:
        """2 for each combination."""
        return self._white.curvature(expected, fisher=fisher)

    def draw(self, expected: Array, number: int, random: np.random.Generator) -> Self:
        """Pseudo-data that follow a projected expectation."""
        return self._unprojected(self._white.draw(expected, number, random).observed)

    def asimov(self, expected: Array) -> Self:
        """Measurements equal to a projected expectation."""
        return self._unprojected(expected)

    def take(self, index: NDArray[np.intp]) -> Self:
        """Some of many pseudo-data."""
        return self if self.observed.ndim == 1 else type(self)(rows(self.observed, index), self.covariance)

    def _unprojected(self, white: Array) -> Self:
        return type(self)(white @ np.linalg.inv(self._whitener), self.covariance)
