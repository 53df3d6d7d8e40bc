r"""-2 ln L of one or more data sets, nuisances of the same name shared.

.. math:: q(\theta, \eta) = \sum_d D_d\big(n_d, \mu_d(\theta, \eta)\big) + \sum_j (\eta_j - \eta_j^0)^2
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf, prod

import numpy as np
from numpy.typing import NDArray

from nuem.inference.data import Data, Stack
from nuem.inference.data.term import Array
from nuem.inference.expectations.dataset import Dataset
from nuem.inference.expectations.expectation import Expectation, Linear, Morphed
from nuem.inference.expectations.model import Model
from nuem.inference.expectations.nuisance import Nuisance, merged
from nuem.inference.searches.newton import CONVERGED, minimise
from nuem.inference.searches.pulls import Pulls
from nuem.inference.searches.valleys import deepened, starts
from nuem.numerics.brief import brief

Signals = Sequence[Array]
"""Of each data set, (..., variants, beams, bins)."""


@dataclass(frozen=True, slots=True, eq=False)
class Likelihood:
    """-2 ln L of data sets together.

    Parameters
    ----------
    datasets : sequence of Dataset
        A nuisance that several of them name, with a dot in its name, is one parameter whose pull counts once.
    """

    datasets: Sequence[Dataset]
    parameters: tuple[Nuisance, ...] = field(init=False)
    models: tuple[Model, ...] = field(init=False, repr=False)
    data: Data = field(init=False, repr=False)
    pulls: Pulls = field(init=False, repr=False)

    __repr__ = brief

    def __post_init__(self) -> None:
        datasets = tuple(self.datasets)
        if not datasets:
            raise ValueError("a likelihood needs at least one data set")
        combined = len({dataset.name for dataset in datasets}) > 1
        named = [
            [
                replace(nuisance, name=dataset.private(nuisance.name)) if combined else nuisance
                for nuisance in dataset.nuisances
            ]
            for dataset in datasets
        ]
        parameters = merged(nuisance for group in named for nuisance in group)
        index = {parameter.name: k for k, parameter in enumerate(parameters)}
        models = tuple(
            Model(dataset, tuple(index[nuisance.name] for nuisance in names), len(parameters))
            for dataset, names in zip(datasets, named, strict=True)
        )
        low, high = (np.array([getattr(parameter, end) for parameter in parameters]) for end in ("low", "high"))
        weights = np.array([float(parameter.pull) for parameter in parameters])
        object.__setattr__(self, "datasets", datasets)
        object.__setattr__(self, "parameters", parameters)
        object.__setattr__(self, "models", models)
        object.__setattr__(
            self, "data", datasets[0].data if len(datasets) == 1 else Stack(tuple(dataset.data for dataset in datasets))
        )
        object.__setattr__(self, "pulls", Pulls(weights, np.zeros(len(parameters)), low, high))

    @property
    def nuisances(self) -> tuple[str, ...]:
        """Names of the nuisance parameters."""
        return tuple(parameter.name for parameter in self.parameters)

    def values(self, expected: Array) -> list[Array]:
        """-2 ln L of each data set at expectations (batch, bins of all), without the pulls."""
        return self.data.values(expected) if isinstance(self.data, Stack) else [self.data.value(expected)]

    @property
    def linear(self) -> bool:
        """Whether the expectation is linear in the nuisances."""
        return all(dataset.linear for dataset in self.datasets)

    @property
    def centres(self) -> Array:
        """Where the pulls were measured: zero for data, drawn for pseudo-data."""
        return self.pulls.centres

    def expectation(self, signals: Signals) -> Expectation:
        """The expectation of signals (batch, variants, beams, bins) as a function of the nuisances."""
        if not self.linear:
            return Morphed(self.models, tuple(signals))
        return self.linear_expectation(signals)

    def linear_expectation(self, signals: Signals) -> Linear:
        """The expectation of a model that is linear in the nuisances."""
        return _beside([model.linear(signal) for model, signal in zip(self.models, signals, strict=True)])

    def signal_alone(self, signals: Signals) -> Linear:
        """What the signals add to the expectation of a model that is linear in the nuisances."""
        return _beside([model.linear_signal(signal) for model, signal in zip(self.models, signals, strict=True)])

    def at(self, signals: Signals, nuisances: Array) -> Array:
        """-2 ln L of signals at nuisances (..., nuisances)."""
        shape = _batch(signals)
        expected = self.expectation(_flat(signals)).expected(np.atleast_2d(nuisances))
        value = self.data.value(expected) + self.pulls.value(np.atleast_2d(nuisances))
        return np.asarray(value.reshape(shape) if value.size == np.prod(shape, dtype=int) else value)

    def gradient(self, signals: Signals, slopes: Signals, nuisances: Array) -> Array:
        """Derivatives of `at`, of one signal: by the parameter whose slopes of the signals are given, then by each nuisance."""
        at = np.atleast_2d(nuisances)
        expected, design = Morphed(self.models, _flat(signals))(at)
        each = zip(self.models, _flat(signals), _flat(slopes), strict=True)
        along = np.concatenate([model.along(slope[:, None], signal, at)[0, 0] for model, signal, slope in each])
        outer = self.data.slope(expected)[0]
        return np.concatenate([[along @ outer], design[0] @ outer + self.pulls.slope(nuisances)])

    def profile(self, signals: Signals, start: Array | None = None) -> tuple[Array, Array]:
        """-2 ln L of signals with the nuisances at their best, and those nuisances.

        Parameters
        ----------
        signals : sequence of numpy.ndarray
            Of each data set, (..., variants, beams, bins); with pseudo-data the leading axis is theirs, or absent.
        start : numpy.ndarray, optional
            Where the search begins, (..., nuisances).
        """
        shape = _batch(signals)
        flat = _flat(signals)
        size = max(max(len(numbers) for numbers in flat), len(np.atleast_2d(self.centres)), self._pseudo)
        begin = self.centres if start is None else start.reshape(prod(start.shape[:-1]), len(self.parameters))
        value, nuisances = self.lowest(self.expectation(flat), np.broadcast_to(begin, (size, len(self.parameters))))
        if size == np.prod(shape, dtype=int):
            return value.reshape(shape), nuisances.reshape(*shape, -1)
        return value, nuisances

    def lowest(self, expectation: Expectation, start: Array) -> tuple[Array, Array]:
        """The lowest -2 ln L of expectations (batch), and the nuisances there."""
        return self.deepened(expectation, minimise(self.data, expectation, self.pulls, start))

    def deepened(
        self,
        expectation: Expectation,
        minimum: tuple[Array, Array],
        *,
        tolerance: float = CONVERGED,
        ceiling: float = inf,
    ) -> tuple[Array, Array]:
        """The same from minima that may not be the lowest, which there may be where templates change with nuisances."""
        others = self._elsewhere
        return deepened(self.data, expectation, self.pulls, minimum, others, tolerance=tolerance, ceiling=ceiling)

    def expected(self, signals: Signals, nuisances: Array) -> Array:
        """Expectations of one signal, bins of all data sets side by side."""
        return np.asarray(self.expectation(_flat(signals)).expected(np.atleast_2d(nuisances))[0])

    def toys(self, signals: Signals, nuisances: Array, number: int, seed: int) -> Likelihood:
        """The likelihood of pseudo-data, all at once, drawn where a signal and nuisances are true; pulls are measured anew as well."""
        random = np.random.default_rng(seed)
        drawn = self.data.draw(self.expected(signals, nuisances), number, random)
        centres = np.where(
            self.pulls.weights > 0, random.normal(nuisances, 1.0, size=(number, len(self.parameters))), 0.0
        )
        return self._with(drawn, centres)

    def asimov(self, signals: Signals, nuisances: Array | None = None) -> Likelihood:
        """The likelihood of data that equal their expectation, and pulls that equal the nuisances."""
        at = np.zeros(len(self.parameters)) if nuisances is None else nuisances
        return self._with(self.data.asimov(self.expected(signals, at)), np.where(self.pulls.weights > 0, at, 0.0))

    def take(self, index: NDArray[np.intp]) -> Likelihood:
        """Some of many pseudo-data."""
        return self._with(self.data.take(index), self.pulls.take(index).centres)

    def single(self) -> Likelihood:
        """The one set of pseudo-data that is left, as data."""
        return self._with(self.data.take(np.array(0)), self.centres[0] if self.centres.ndim > 1 else self.centres)

    def fixed(self, values: Mapping[str, float]) -> Likelihood:
        """The same with some nuisances held at given values."""
        places = [self.nuisances.index(name) for name in values]
        low, high = self.pulls.low.copy(), self.pulls.high.copy()
        low[places] = high[places] = list(values.values())
        bounded = self._with(self.data, self.centres)
        object.__setattr__(bounded, "pulls", replace(self.pulls, low=low, high=high))
        return bounded

    @property
    def _elsewhere(self) -> Array:
        """Where other minima may be."""
        if self.linear:
            return np.empty((0, len(self.parameters)))
        fluxes = {place for model in self.models for place in model.flux_places}
        shapes = {place for model in self.models for place in model.signal_places}
        return starts(self.pulls, sorted(fluxes), sorted(shapes))

    @property
    def _pseudo(self) -> int:
        """Number of pseudo-data, one for data."""
        estimate = self.data.estimate
        return 1 if estimate.ndim == 1 else len(estimate)

    def _with(self, data: Data, centres: Array) -> Likelihood:
        copy = Likelihood(self.datasets)
        object.__setattr__(copy, "data", data)
        object.__setattr__(copy, "pulls", replace(self.pulls, centres=centres))
        return copy


def _beside(parts: Sequence[tuple[Array, Array]]) -> Linear:
    """Bases and designs of data sets, their bins side by side."""
    if len(parts) == 1:
        return Linear(*parts[0])
    size = max(len(base) for base, _ in parts)
    return Linear(
        np.concatenate([np.broadcast_to(base, (size, base.shape[-1])) for base, _ in parts], axis=-1),
        np.concatenate([np.broadcast_to(array, (size, *array.shape[1:])) for _, array in parts], axis=-1),
    )


def _batch(signals: Signals) -> tuple[int, ...]:
    return np.broadcast_shapes(*(signal.shape[:-3] for signal in signals))


def _flat(signals: Signals) -> tuple[Array, ...]:
    """Signals with one leading axis."""
    return tuple(signal.reshape(prod(signal.shape[:-3]), *signal.shape[-3:]) for signal in signals)
