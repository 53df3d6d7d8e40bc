"""The likelihood of an experiment's data, as a function of a signal or of the whole vertex."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nuem.experiments import Experiment, OnOff, background_without_weak
from nuem.inference.counts import CountsLikelihood
from nuem.inference.on_off import OnOffLikelihood
from nuem.rates.tensor import RateTensor
from nuem.vertex import Vertex


class Likelihood(Protocol):
    """What limits need: -2 ln L with the nuisances fixed or profiled, and pseudo-data."""

    @property
    def events(self) -> float:
        """Number of events that were counted."""

    @property
    def nuisances(self) -> tuple[str, ...]:
        """Names of the nuisance parameters that are fitted."""

    def at(self, signal: NDArray[np.float64], nuisance: NDArray[np.float64]) -> float:
        """-2 ln L of a signal (beams, bins) at given nuisances."""

    def nominal(self, counts: NDArray[np.float64]) -> float:
        """-2 ln L of the counts of all beams together, with the nuisances at their nominal values."""

    def gradient(
        self, signal: NDArray[np.float64], slope: NDArray[np.float64], nuisance: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Derivatives of `at` by the parameter whose slope of the signal is given, then by each nuisance."""

    def profile(self, signals: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """-2 ln L of many signals (..., beams, bins) with nuisances at their best, and those nuisances (..., nuisances)."""

    def toys(
        self, signal: NDArray[np.float64], nuisance: NDArray[np.float64], number: int, seed: int
    ) -> Sequence["Likelihood"]:
        """Likelihoods of pseudo-data drawn where a signal and nuisances are true; pulls are measured anew as well."""


@dataclass(frozen=True, slots=True, eq=False)
class VertexLikelihood:
    """-2 ln L of data as a function of the vertex, microseconds a call with the nuisances at their nominal values."""

    tensor: RateTensor
    data: Likelihood

    def __call__(self, vertex: Vertex) -> float:
        """-2 ln L with the nuisances at their nominal values."""
        return self.data.nominal(self.tensor.counts(vertex))

    def profile(self, vertex: Vertex) -> float:
        """-2 ln L with the nuisances at their best."""
        return float(self.data.profile(self.tensor.counts_by_beam(vertex))[0])


def likelihood(experiment: Experiment, tensor: RateTensor) -> Likelihood:
    """The likelihood of an experiment's data, given its folded rates.

    Raises
    ------
    ValueError
        If the published background is said to contain the weak scattering but is smaller than it.
    """
    weak = tensor.counts_by_beam()
    data = experiment.data
    if isinstance(data, OnOff):
        return OnOffLikelihood(data.background + weak.sum(axis=0), data.off_over_on * data.background, data.off_over_on)
    errors = np.array([np.hypot.reduce([*named.values(), 0.0]) for named in tensor.errors])
    if not experiment.flux_errors:
        errors = np.zeros_like(errors)
    return CountsLikelihood(
        data.observed,
        background_without_weak(experiment, tensor),
        data.background_error,
        tensor.beams,
        errors,
        np.zeros(1 + int(np.sum(errors > 0))),
    )
