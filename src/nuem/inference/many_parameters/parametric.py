r"""-2 ln L as a function of many parameters, with exact derivatives.

.. math:: q(\theta, \eta) = -2\ln L\big(N\,v(\theta), \eta\big) + \sum_i w_i(\theta_i - \theta_i^0)^2, \qquad
          \frac{\partial q}{\partial\theta_i} = \sum_b \frac{\partial D}{\partial\mu_b}\,\frac{\partial\mu_b}{\partial S}\, N\,\frac{\partial v}{\partial\theta_i}

Signals are arrays N, folded once, times the numbers v of `nuem.inference.many_parameters.features`. At the best nuisances the derivative of the profile is the
one at fixed nuisances (envelope theorem).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data.term import Array
from nuem.inference.expectations.expectation import split
from nuem.inference.expectations.model import SHARP
from nuem.inference.likelihood import Likelihood
from nuem.inference.many_parameters.features import Features
from nuem.inference.searches.newton import minimise
from nuem.inference.searches.pulls import Pulls


@dataclass(frozen=True, slots=True, eq=False)
class Parametric:
    """A likelihood with its signals as a function of parameters theta.

    Parameters
    ----------
    likelihood : Likelihood
    numbers : sequence of numpy.ndarray
        Of each data set, (variants, beams, bins, K).
    features : Features
    names : tuple of str
        Of the parameters.
    low, high : numpy.ndarray
        Bounds of the parameters.
    centres, weights : numpy.ndarray
        A term weight (theta - centre)^2 for each parameter; weight zero for none.
    """

    likelihood: Likelihood
    numbers: Sequence[Array]
    features: Features
    names: tuple[str, ...]
    low: Array
    high: Array
    centres: Array
    weights: Array
    _flat: tuple[Array, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self,
            "_flat",
            tuple(np.ascontiguousarray(number.reshape(-1, number.shape[-1]).T) for number in self.numbers),
        )

    def signals(self, theta: Array) -> tuple[Array, ...]:
        """Signals of each data set at parameters (batch, p), (batch, variants, beams, bins)."""
        return self._contracted(self.features(theta))

    def _contracted(self, values: Array) -> tuple[Array, ...]:
        """Numbers (..., K) times the folded arrays."""
        return tuple(
            (values @ flat).reshape(*values.shape[:-1], *number.shape[:-1])
            for flat, number in zip(self._flat, self.numbers, strict=True)
        )

    def at(self, theta: Array, nuisances: Array) -> Array:
        """q at parameters (batch, p) and nuisances (batch, nuisances)."""
        expected = self.expectation().expected(np.concatenate([theta, nuisances], axis=1))
        likelihood = self.likelihood
        return likelihood.data.value(expected) + likelihood.pulls.value(nuisances) + self.prior(theta)

    def prior(self, theta: Array) -> Array:
        """The terms of the parameters themselves."""
        return np.asarray((theta - self.centres) ** 2 @ self.weights)

    def profile(self, theta: Array, start: Array | None = None) -> tuple[Array, Array]:
        """q at parameters (batch, p) with the nuisances at their best, and those."""
        value, nuisances = self.likelihood.profile(self.signals(theta), start)
        return value + self.prior(theta), nuisances

    def gradient(self, theta: Array, nuisances: Array) -> Array:
        """Derivatives of q by the parameters, (batch, p); those of the profile where the nuisances are at their best."""
        expected = self.expectation().expected(np.concatenate([theta, nuisances], axis=1))
        weights = self.feature_weights(theta, nuisances, self.likelihood.data.slope(expected))
        return np.asarray(
            np.einsum("npk,nk->np", self.features.slopes(theta), weights) + 2 * self.weights * (theta - self.centres)
        )

    def feature_weights(self, theta: Array, nuisances: Array, outer: Array) -> Array:
        """What multiplies v in a sum of expectations weighted with `outer` (batch, bins), (batch, K)."""
        result = np.zeros((len(outer), self.numbers[0].shape[-1]))
        models = self.likelihood.models
        for model, signal, flat, part in zip(
            models, self.signals(theta), self._flat, split(models, outer), strict=True
        ):
            result += model.adjoint(signal, nuisances, part).reshape(len(outer), -1) @ flat.T
        return result

    def minimum(
        self,
        theta: Array,
        nuisances: Array | None = None,
        *,
        fixed: Mapping[int, Array | float] | None = None,
        tolerance: float = 1e-11,
    ) -> tuple[Array, Array, Array]:
        """Minimum of q over parameters and nuisances together, of each start.

        Parameters
        ----------
        theta : numpy.ndarray
            Starts, (batch, p).
        nuisances : numpy.ndarray, optional
            Starts, (batch, nuisances).
        fixed : mapping, optional
            Place of a parameter to the value at which it is held, one or one for each start.
        tolerance : float, optional
            Decrease of q below which the search ends.

        Returns
        -------
        tuple of numpy.ndarray
            q (batch), parameters (batch, p) and nuisances (batch, nuisances).
        """
        pulls, size = self.likelihood.pulls, len(theta)
        begin = np.broadcast_to(pulls.centres if nuisances is None else nuisances, (size, len(pulls.weights)))
        low, high = (np.tile(bound, (size, 1)) for bound in (self.low, self.high))
        for place, value in (fixed or {}).items():
            low[:, place] = high[:, place] = value
        centres = np.concatenate(
            [np.broadcast_to(self.centres, (*pulls.centres.shape[:-1], len(self.names))), pulls.centres], axis=-1
        )
        wide = Pulls(
            np.concatenate([self.weights, pulls.weights]),
            centres,
            np.concatenate([low, np.broadcast_to(pulls.low, begin.shape)], axis=1),
            np.concatenate([high, np.broadcast_to(pulls.high, begin.shape)], axis=1),
        )
        start_values = np.concatenate([theta, begin], axis=1)
        value, parameters = minimise(self.likelihood.data, self.expectation(), wide, start_values, tolerance=tolerance)
        return value, parameters[:, : len(self.names)], parameters[:, len(self.names) :]

    def expectation(self) -> "Along":
        """Expectations as a function of parameters and nuisances together."""
        return Along(self)

    def slopes(self, theta: Array) -> tuple[Array, ...]:
        """Derivatives of `signals` by the parameters, each (batch, p, variants, beams, bins)."""
        return self._contracted(self.features.slopes(theta))

    def jacobian(self, theta: Array, nuisances: Array, floor: float = SHARP) -> Array:
        """Derivatives of the expectations by the parameters, (batch, p, bins)."""
        parts = zip(self.likelihood.models, self.slopes(theta), self.signals(theta), strict=True)
        return np.concatenate([model.along(slope, signal, nuisances, floor) for model, slope, signal in parts], axis=-1)

    def curvature(self, theta: Array, nuisances: Array) -> Array:
        """Half the mean second derivative of the profile by the parameters (Fisher), of one point, (p, p)."""
        expected, design = self.expectation()(np.concatenate([theta, nuisances])[None])
        weight = self.likelihood.data.curvature(expected, fisher=True)[0] / 2
        full = (design[0] * weight) @ design[0].T + np.diag(
            np.concatenate([self.weights, self.likelihood.pulls.weights])
        )
        p = len(self.names)
        scale = np.sqrt(np.maximum(np.diag(full)[p:], 1e-300))
        inner = full[p:, p:] / np.outer(scale, scale) + 1e-12 * np.eye(len(scale))
        return np.asarray(full[:p, :p] - full[:p, p:] / scale @ np.linalg.solve(inner, full[p:, :p] / scale[:, None]))

    def using(self, likelihood: Likelihood) -> "Parametric":
        """The same model of other data, such as pseudo-data."""
        return replace(self, likelihood=likelihood)


@dataclass(frozen=True, slots=True, eq=False)
class Along:
    """Expectations as a function of parameters, then nuisances."""

    model: Parametric
    floor: float = SHARP

    @property
    def leading(self) -> int:
        """Number of parameters."""
        return len(self.model.names)

    def __call__(self, parameters: Array) -> tuple[Array, Array]:
        """Expectations and derivatives."""
        theta, nuisances = self._split(parameters)
        model = self.model
        expected, design = model.likelihood.expectation(model.signals(theta)).rounded(self.floor)(nuisances)
        first = model.jacobian(theta, nuisances, self.floor)
        design = np.broadcast_to(design, (len(first), *design.shape[1:]))
        return expected, np.concatenate([first, design], axis=1)

    def expected(self, parameters: Array) -> Array:
        """Expectations alone."""
        theta, nuisances = self._split(parameters)
        model = self.model
        return model.likelihood.expectation(model.signals(theta)).rounded(self.floor).expected(nuisances)

    def bending(self, parameters: Array, outer: Array) -> Array:
        """Second derivatives by the parameters, and where templates are interpolated by the nuisances as well."""
        theta, nuisances = self._split(parameters)
        model = self.model
        bends = model.features.bends(theta, model.feature_weights(theta, nuisances, outer))
        if model.likelihood.linear:
            return bends
        size, p = parameters.shape[1], theta.shape[1]
        result = np.zeros((len(theta), size, size))
        result[:, :p, :p] = bends
        signals, models = model.signals(theta), model.likelihood.models
        slopes = model.slopes(theta)
        for each, signal, slope, part in zip(models, signals, slopes, split(models, outer), strict=True):
            result[:, :p, p:] += each.mixed(slope, signal, nuisances, part, self.floor)
            result[:, p:, p:] += each.bending(signal, nuisances, part, self.floor)
        result[:, p:, :p] = result[:, :p, p:].swapaxes(1, 2)
        return result

    def rounded(self, floor: float) -> "Along":
        """With another floor of the templates."""
        return replace(self, floor=floor)

    def touches(self, parameters: Array) -> NDArray[np.bool_] | None:
        """Where a template is rounded off."""
        theta, nuisances = self._split(parameters)
        return self.model.likelihood.expectation(self.model.signals(theta)).rounded(self.floor).touches(nuisances)

    def take(self, index: NDArray[np.intp]) -> "Along":
        """The same for all."""
        del index
        return self

    def _split(self, parameters: Array) -> tuple[Array, Array]:
        size = len(self.model.names)
        return parameters[:, :size], parameters[:, size:]
