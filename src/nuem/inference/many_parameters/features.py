r"""What a rate needs to know of its parameters: K numbers v(theta), in which the expected counts are linear.

For rates that are bilinear in couplings, and couplings that are linear in the parameters, the numbers are polynomials of second degree,

.. math:: v(\theta) = c + L^T\theta + \tfrac12 \theta^T Q\,\theta,

with exact derivatives. Any other function of the parameters is differentiated numerically; the rates themselves never are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from nuem.inference.data.term import Array

_STEP = 1e-3  # of a typical size; fourth order in it


class Features(Protocol):
    """Numbers that are linear in the counts, as a function of parameters (batch, p)."""

    @property
    def parameters(self) -> int:
        """Number p of parameters."""

    @property
    def phases(self) -> tuple[int, ...]:
        """Places of the parameters that are phases of complex ones."""

    def __call__(self, theta: Array) -> Array:
        """The numbers, (batch, K)."""

    def slopes(self, theta: Array) -> Array:
        """First derivatives, (batch, p, K)."""

    def bends(self, theta: Array, weights: Array) -> Array:
        """Second derivatives of the sum of the numbers times weights (batch, K), (batch, p, p)."""


@dataclass(frozen=True, slots=True, eq=False)
class Quadratic:
    """Polynomials of second degree.

    Parameters
    ----------
    constant : numpy.ndarray
        (K)
    linear : numpy.ndarray
        (p, K)
    quadratic : numpy.ndarray
        Second derivatives, (p, p, K), symmetric.
    """

    constant: Array
    linear: Array
    quadratic: Array
    phases: ClassVar[tuple[int, ...]] = ()

    @property
    def parameters(self) -> int:
        """Number p of parameters."""
        return len(self.linear)

    def __call__(self, theta: Array) -> Array:
        """The numbers, (batch, K)."""
        return np.asarray(self.constant + np.einsum("np,npk->nk", theta, self.linear + self._turned(theta) / 2))

    def slopes(self, theta: Array) -> Array:
        """First derivatives, (batch, p, K)."""
        return np.asarray(self.linear + self._turned(theta))

    def bends(self, theta: Array, weights: Array) -> Array:
        """Second derivatives of the weighted sum, (batch, p, p)."""
        del theta
        size = self.parameters
        return (weights @ self.quadratic.reshape(size * size, -1).T).reshape(-1, size, size)

    def compact(self) -> tuple["Quadratic", Array]:
        """The same polynomials made of as few numbers w as possible, and the matrix (numbers, K) of v = w matrix.

        They are those v that do not vanish, or the different products of parameters, whichever are fewer.
        """
        size = self.parameters
        rows, columns = np.triu_indices(size)
        coefficients = np.concatenate([self.constant[None], self.linear, self.quadratic[rows, columns]])
        used, present = np.any(coefficients != 0, axis=0), np.any(coefficients != 0, axis=1)
        if used.sum() <= present.sum():
            kept = Quadratic(self.constant[used], self.linear[:, used], self.quadratic[..., used])
            return kept, np.eye(len(used))[used]
        single = np.eye(len(coefficients))
        quadratic = np.zeros((size, size, len(coefficients)))
        quadratic[rows, columns] = single[1 + size :]
        quadratic[columns, rows] = quadratic[rows, columns]
        products = Quadratic(single[0, present], single[1 : 1 + size, present], quadratic[..., present])
        return products, coefficients[present]

    def _turned(self, theta: Array) -> Array:
        size = self.parameters
        return (theta @ self.quadratic.reshape(size, -1)).reshape(len(theta), size, -1)


@dataclass(frozen=True, slots=True, eq=False)
class Numerical:
    """Any function of the parameters, differentiated by differences of fourth order.

    Parameters
    ----------
    function : callable
        From one point (p) to K numbers.
    sizes : numpy.ndarray
        A typical size of each parameter, (p).
    """

    function: Callable[[Array], Array]
    sizes: Array
    phases: ClassVar[tuple[int, ...]] = ()

    @property
    def parameters(self) -> int:
        """Number p of parameters."""
        return len(self.sizes)

    def __call__(self, theta: Array) -> Array:
        """The numbers, (batch, K)."""
        return np.stack([self.function(point) for point in theta])

    def slopes(self, theta: Array) -> Array:
        """First derivatives, (batch, p, K)."""
        return np.stack([self._slope(self, theta, k) for k in range(self.parameters)], axis=1)

    def bends(self, theta: Array, weights: Array) -> Array:
        """Second derivatives of the weighted sum, (batch, p, p)."""

        def weighted(at: Array) -> Array:
            return np.asarray(np.einsum("npk,nk->np", self.slopes(at), weights))

        result = np.stack([self._slope(weighted, theta, k) for k in range(self.parameters)], axis=1)
        return np.asarray((result + result.swapaxes(1, 2)) / 2)

    def _slope(self, function: Callable[[Array], Array], theta: Array, k: int) -> Array:
        step = np.zeros(self.parameters)
        step[k] = _STEP * self.sizes[k]
        inner = function(theta + step) - function(theta - step)
        outer = function(theta + 2 * step) - function(theta - 2 * step)
        return np.asarray((8 * inner - outer) / (12 * step[k]))
