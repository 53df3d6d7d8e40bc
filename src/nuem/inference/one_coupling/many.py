"""Intervals of many signals on the same data, computed together.

Of each signal the curve is a polynomial problem of its own, as in `nuem.inference.one_coupling.curve`; here its minima are sought from the extrema of the
quartic that holds for Gaussian data, and its ends by steps outward from the lowest and the highest minimum within the threshold.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data import Data
from nuem.inference.data.term import Array
from nuem.inference.expectations.expectation import Linear
from nuem.inference.likelihood import Likelihood
from nuem.inference.searches.newton import minimise
from nuem.inference.searches.pulls import Pulls
from nuem.inference.searches.roots import roots

_BLOCK = 256
_DOUBLINGS = 100


@dataclass(frozen=True, slots=True, eq=False)
class _Along:
    """Expectations along the x of each signal."""

    base: Array
    """(signals, powers, bins)"""
    design: Array
    """(signals, powers, nuisances, bins)"""
    leading: ClassVar[int] = 1

    @classmethod
    def of(cls, likelihood: Likelihood, coefficients: Array) -> "_Along":
        """From coefficients (signals, powers, beams, bins) of one data set that is linear in its nuisances."""
        shape = coefficients.shape[:2]
        model = likelihood.models[0]
        base, design = model.linear_signal(coefficients.reshape(-1, 1, *coefficients.shape[2:]))
        base, design = base.reshape(*shape, base.shape[-1]), design.reshape(*shape, *design.shape[1:])
        zero_signal, fixed = model.linear(np.zeros((1, 1, *coefficients.shape[2:])))
        base[:, 0] += zero_signal
        design[:, 0] += fixed
        return cls(base, design)

    def at(self, x: Array) -> Linear:
        """As a function of the nuisances alone."""
        return Linear(_horner(self.base, x[:, None]), _horner(self.design, x[:, None, None]))

    def __call__(self, parameters: Array) -> tuple[Array, Array]:
        """Expectations and derivatives by x, then by the nuisances."""
        x, nuisances = parameters[:, 0], parameters[:, 1:]
        linear = self.at(x)
        slope = Linear(_slope(self.base, x[:, None]), _slope(self.design, x[:, None, None]))(nuisances)[0]
        return linear(nuisances)[0], np.concatenate([slope[:, None], linear.design], axis=1)

    def expected(self, parameters: Array) -> Array:
        """Expectations alone."""
        return self.at(parameters[:, 0]).expected(parameters[:, 1:])

    def bending(self, parameters: Array, outer: Array) -> Array | None:
        """Second derivative by x, weighted with one factor a bin."""
        if self.base.shape[1] < 3:
            return None
        second = Linear(2 * self.base[:, 2], 2 * self.design[:, 2])(parameters[:, 1:])[0]
        return np.asarray(np.einsum("nb,nb->n", outer, second)[:, None, None])

    def rounded(self, floor: float) -> "_Along":
        """The same: there are no templates."""
        del floor
        return self

    def touches(self, parameters: Array) -> None:
        """None."""

    def take(self, index: NDArray[np.intp]) -> "_Along":
        """Some of the signals."""
        return _Along(self.base[index], self.design[index])


def hulls(likelihood: Likelihood, coefficients: Array, threshold: float, *, low: float) -> Array:
    """Lowest and highest x at which -2 ln L of each signal rises by no more than a threshold.

    Parameters
    ----------
    likelihood : Likelihood
        Of one data set that is linear in its nuisances.
    coefficients : numpy.ndarray
        (signals, powers, beams, bins)
    threshold : float
    low : float
        Smallest x that has a meaning.

    Returns
    -------
    numpy.ndarray
        (signals, 2), infinite where no value is excluded.
    """
    blocks = [coefficients[k : k + _BLOCK] for k in range(0, len(coefficients), _BLOCK)]
    return np.concatenate([_block(likelihood, _Along.of(likelihood, block), threshold, low) for block in blocks])


def _block(likelihood: Likelihood, along: _Along, threshold: float, low: float) -> Array:
    starts, width = _starts(likelihood, along, low)
    number, tries = starts.shape
    repeated = np.repeat(np.arange(number), tries)
    pulls, data = likelihood.pulls, likelihood.data
    wide = Pulls(
        np.concatenate([[0.0], pulls.weights]), np.concatenate([[0.0], pulls.centres]),
        np.concatenate([[low], pulls.low]), np.concatenate([[np.inf], pulls.high]),
    )  # fmt: skip
    begin = np.concatenate([starts.reshape(-1, 1), np.tile(pulls.centres, (len(repeated), 1))], axis=1)
    value, parameters = minimise(data, along.take(repeated), wide, begin)
    value, x = value.reshape(number, tries), parameters[:, 0].reshape(number, tries)
    memory = parameters[:, 1:].reshape(number, tries, -1)
    lowest = value.min(axis=1)
    inside = value - lowest[:, None] <= threshold
    rows = np.arange(number)
    ends = np.empty((number, 2))
    for side, (sign, column) in enumerate(
        ((-1.0, np.where(inside, x, np.inf).argmin(axis=1)), (1.0, np.where(inside, x, -np.inf).argmax(axis=1)))
    ):
        ends[:, side] = _outward(
            along, data, pulls, lowest + threshold, (x[rows, column], memory[rows, column]), sign * width, low
        )
    return ends


def _outward(
    along: _Along,
    data: Data,
    pulls: Pulls,
    level: Array,
    begin: tuple[Array, Array],
    step: Array,
    low: float,
) -> Array:
    """Where -2 ln L crosses a level, outward from a place below it."""
    inner, memory = begin[0].copy(), begin[1]
    value, memory = minimise(data, along.at(inner), pulls, memory)
    inner_rise = value - level
    outer, outer_rise = inner.copy(), inner_rise.copy()
    searching = np.ones(len(inner), dtype=bool)
    for _ in range(_DOUBLINGS):
        trial = np.where(searching, np.maximum(inner + step, low), outer)
        value, memory = minimise(data, along.at(trial), pulls, memory)
        rise = value - level
        outer, outer_rise = np.where(searching, trial, outer), np.where(searching, rise, outer_rise)
        searching = searching & (rise < 0) & (trial > low)
        if not searching.any():
            break
        inner, inner_rise = np.where(searching, trial, inner), np.where(searching, rise, inner_rise)
        step = np.where(searching, 2 * step, step)
    crossed = outer_rise >= 0
    middle = (inner + outer) / 2

    def excess(x: Array) -> Array:
        nonlocal memory
        value, memory = minimise(data, along.at(x), pulls, memory)
        return np.where(crossed, value - level, x - middle)

    ends = roots(
        excess,
        (inner, np.where(crossed, outer, inner + step)),
        (
            np.where(crossed, np.minimum(inner_rise, -1e-300), inner - middle - step),
            np.where(crossed, outer_rise, step),
        ),
        relative=1e-7,
    )
    return np.where(crossed, ends, np.where(outer <= low, low, np.sign(step) * np.inf))


def _starts(likelihood: Likelihood, along: _Along, low: float) -> tuple[Array, Array]:
    """Extrema of the quartic of Gaussian data, where minima are sought, and a width of the curve there."""
    data = likelihood.data
    weight = 1 / data.variance
    design = along.design[0, 0]
    prior = likelihood.pulls.weights + 1e-12 * np.maximum(1.0, (design**2 * weight).sum(axis=1))
    inner = np.linalg.solve((design * weight) @ design.T + np.diag(prior), design * weight)
    metric = np.diag(weight) - (design * weight).T @ inner
    parts = np.concatenate([(data.estimate - along.base[:, 0])[:, None], -along.base[:, 1:]], axis=1)
    products = np.einsum("nib,bc,njc->nij", parts, metric, parts, optimize=True)
    powers = parts.shape[1]
    quartic = np.zeros((len(parts), 2 * powers - 1))
    for i in range(powers):
        for j in range(powers):
            quartic[:, i + j] += products[:, i, j]
    if powers == 2:
        best = np.maximum(-quartic[:, 1] / (2 * quartic[:, 2]), 0.0)
        width = 1 / np.sqrt(quartic[:, 2])
        return np.maximum(best, 0.3 * width)[:, None], width
    slope = quartic[:, 1:] * np.arange(1, 5)
    starts = np.array([np.roots(polynomial[::-1]).real for polynomial in slope])
    bend = np.abs(2 * quartic[:, 2] + 6 * quartic[:, 3] * starts[:, 0] + 12 * quartic[:, 4] * starts[:, 0] ** 2)
    starts = np.concatenate([starts, np.zeros((len(starts), 1))], axis=1)
    return np.maximum(starts, low), 1 / np.sqrt(np.maximum(bend / 2, 1e-300))


def _horner(coefficients: Array, x: Array) -> Array:
    """Polynomials with coefficients along the second axis."""
    result = coefficients[:, -1].copy()
    for power in range(coefficients.shape[1] - 2, -1, -1):
        result *= x
        result += coefficients[:, power]
    return result


def _slope(coefficients: Array, x: Array) -> Array:
    """Their derivatives."""
    result = (coefficients.shape[1] - 1) * coefficients[:, -1]
    for power in range(coefficients.shape[1] - 2, 0, -1):
        result = result * x + power * coefficients[:, power]
    return np.asarray(result)
