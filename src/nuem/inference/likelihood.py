r"""Likelihoods: how far counts are from what a vertex and the nuisances expect, as -2 ln L against the saturated model.

Counts with an expected background,

.. math:: q(\nu, \eta) = 2 \sum_b \left[\mu_b - n_b + n_b \ln\frac{n_b}{\mu_b}\right] + \sum_k \eta_k^2, \qquad
          \mu_b = \beta B_b + \sum_k (1 + \sigma_k \eta_k) S_{kb},

have a background normalisation beta (free, or with a relative error) and one pull eta_k for each flux with an error sigma_k. Source on
against off has one free background in each bin, which is profiled in closed form.
"""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nuem.experiments import Experiment, OnOff, background_without_weak
from nuem.rates.tensor import RateTensor
from nuem.vertex import Vertex

_NEWTON_STEPS = 50
_CONVERGED = 1e-9
_TINY = 1e-100


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
    ) -> list["Likelihood"]:
        """Likelihoods of pseudo-data drawn where a signal and nuisances are true; pulls are measured anew as well."""


@dataclass(frozen=True, slots=True, eq=False)
class CountsLikelihood:
    """Poisson counts in bins with an expected background; made by `likelihood`.

    The nuisances are the background and the flux of each beam with an error, in units of their errors; a free background counts
    relative to its nominal value.
    """

    observed: NDArray[np.float64]
    background: NDArray[np.float64]
    background_error: float | None
    beams: tuple[str, ...]
    flux_errors: NDArray[np.float64]
    """Relative error of each beam; zero fixes it."""
    centres: NDArray[np.float64]
    """Where the pulls were measured: zero for data, drawn for pseudo-data."""
    nuisances: tuple[str, ...] = field(init=False)
    _varied: NDArray[np.intp] = field(init=False, repr=False)
    _errors: NDArray[np.float64] = field(init=False, repr=False)
    _template: NDArray[np.float64] = field(init=False, repr=False)
    """d mu/d background nuisance."""
    _prior: NDArray[np.float64] = field(init=False, repr=False)
    """One for a nuisance with a pull term, zero for a free background."""
    _saturated: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        varied = np.flatnonzero(self.flux_errors > 0)
        free = self.background_error is None
        object.__setattr__(self, "nuisances", ("background", *(self.beams[k] for k in varied)))
        object.__setattr__(self, "_varied", varied)
        object.__setattr__(self, "_errors", self.flux_errors[varied])
        object.__setattr__(self, "_template", self.background * (self.background_error or 1.0))
        object.__setattr__(self, "_prior", np.array([0.0 if free else 1.0] + [1.0] * len(varied)))
        object.__setattr__(self, "_saturated", _saturated(self.observed))

    @property
    def events(self) -> float:
        """Number of events that were counted."""
        return float(self.observed.sum())

    def at(self, signal: NDArray[np.float64], nuisance: NDArray[np.float64]) -> float:
        """-2 ln L of a signal (beams, bins) at given nuisances; zero is the nominal value of each."""
        expected = self._expected(signal, nuisance)
        return float(self._deviance(expected) + self._prior @ (nuisance - self.centres) ** 2)

    def nominal(self, counts: NDArray[np.float64]) -> float:
        """-2 ln L of the counts of all beams together, with the nuisances at their nominal values."""
        return float(self._deviance(self.background + counts))

    def gradient(
        self, signal: NDArray[np.float64], slope: NDArray[np.float64], nuisance: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Derivatives of `at` by the parameter whose slope of the signal is given, then by each nuisance."""
        pull = 2 * (1 - self.observed / np.maximum(self._expected(signal, nuisance), _TINY))
        result = np.empty(1 + len(nuisance))
        result[0] = self._fluxes(nuisance) @ (slope @ pull)
        result[1] = self._template @ pull
        result[2:] = self._errors * (signal[self._varied] @ pull)
        result[1:] += 2 * self._prior * (nuisance - self.centres)
        return result

    def profile(self, signals: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Minimum over the nuisances by Newton steps: the problem is convex at a fixed signal."""
        shape, bins = signals.shape[:-2], signals.shape[-1]
        flat = signals.reshape(-1, *signals.shape[-2:])
        scaled = flat[:, self._varied] * self._errors[:, None]
        design = np.concatenate([np.broadcast_to(self._template, (len(flat), 1, bins)), scaled], axis=1)
        fixed = self.background + flat.sum(axis=1)
        prior = np.diag(2 * self._prior)
        nuisance = np.broadcast_to(self.centres, (len(flat), len(self.centres))).copy()
        for _ in range(_NEWTON_STEPS):
            expected = np.maximum(fixed + (nuisance[:, None] @ design)[:, 0], _TINY)
            ratio = self.observed / expected
            slope = 2 * (design @ (1 - ratio)[..., None])[..., 0] + 2 * self._prior * (nuisance - self.centres)
            curvature = 2 * (design * (ratio / expected)[:, None]) @ design.swapaxes(1, 2) + prior
            ridge = 1e-12 * np.trace(curvature, axis1=1, axis2=2) + _TINY
            step = np.linalg.solve(curvature + ridge[:, None, None] * np.eye(len(prior)), slope[..., None])[..., 0]
            # A step may not carry an expectation below a tenth of itself, so that every logarithm stays real.
            fall = np.max((step[:, None] @ design)[:, 0] / expected, axis=1)
            step *= np.minimum(1.0, 0.9 / np.maximum(fall, _TINY))[:, None]
            nuisance -= step
            if np.max(np.abs(np.sum(step * slope, axis=1)), initial=0.0) < _CONVERGED:
                break
        value = self._deviance(fixed + (nuisance[:, None] @ design)[:, 0])
        value = value + (nuisance - self.centres) ** 2 @ self._prior
        return value.reshape(shape), nuisance.reshape(*shape, -1)

    def toys(
        self, signal: NDArray[np.float64], nuisance: NDArray[np.float64], number: int, seed: int
    ) -> list["Likelihood"]:
        """Likelihoods of pseudo-data; the pulls' measurements are drawn with the events."""
        random = np.random.default_rng(seed)
        expected = self._expected(signal, nuisance)
        drawn = random.poisson(expected, size=(number, len(expected))).astype(np.float64)
        centres = np.where(self._prior > 0, random.normal(nuisance, 1.0, size=(number, len(nuisance))), 0.0)
        return [
            CountsLikelihood(events, self.background, self.background_error, self.beams, self.flux_errors, centre)
            for events, centre in zip(drawn, centres, strict=True)
        ]

    def _fluxes(self, nuisance: NDArray[np.float64]) -> NDArray[np.float64]:
        """Flux of each beam relative to its nominal value."""
        factors = np.ones(len(self.beams))
        factors[self._varied] += self._errors * nuisance[1:]
        return factors

    def _expected(self, signal: NDArray[np.float64], nuisance: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(self.background + nuisance[0] * self._template + self._fluxes(nuisance) @ signal)

    def _deviance(self, expected: NDArray[np.float64]) -> NDArray[np.float64]:
        return _deviance(self.observed, expected, self._saturated)


@dataclass(frozen=True, slots=True, eq=False)
class OnOffLikelihood:
    """Source on against source off with one free background in each bin; made by `likelihood`."""

    on: NDArray[np.float64]
    off: NDArray[np.float64]
    off_over_on: float

    @property
    def nuisances(self) -> tuple[str, ...]:
        """None is left: the background of each bin is profiled in closed form."""
        return ()

    @property
    def events(self) -> float:
        """Number of events that were counted, source on and off."""
        return float(self.on.sum() + self.off.sum())

    def _background(self, expected: NDArray[np.float64]) -> NDArray[np.float64]:
        """The background of each bin that suits a signal best: positive root of a quadratic."""
        ratio, total = self.off_over_on, self.on + self.off
        half = ((1 + ratio) * expected - total) / (2 * (1 + ratio))
        return np.sqrt(half**2 + self.off * expected / (1 + ratio)) - half

    def at(self, signal: NDArray[np.float64], nuisance: NDArray[np.float64]) -> float:
        """-2 ln L of a signal (beams, bins), the backgrounds at their best."""
        del nuisance
        return float(self.profile(signal)[0])

    def nominal(self, counts: NDArray[np.float64]) -> float:
        """-2 ln L of the counts of all beams together, the backgrounds at their best."""
        return float(self.profile(counts[None])[0])

    def gradient(
        self, signal: NDArray[np.float64], slope: NDArray[np.float64], nuisance: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Derivative of `at` by the parameter whose slope of the signal is given (the backgrounds are stationary)."""
        del nuisance
        expected = signal.sum(axis=0)
        return np.array([2 * slope.sum(axis=0) @ (1 - self.on / (expected + self._background(expected)))])

    def profile(self, signals: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """-2 ln L of many signals (..., beams, bins), the backgrounds at their best."""
        expected = signals.sum(axis=-2)
        background = self._background(expected)
        on = _deviance(self.on, expected + background, _saturated(self.on))
        off = _deviance(self.off, self.off_over_on * background, _saturated(self.off))
        return on + off, np.empty((*on.shape, 0))

    def toys(
        self, signal: NDArray[np.float64], nuisance: NDArray[np.float64], number: int, seed: int
    ) -> list["Likelihood"]:
        """Likelihoods of pseudo-data, backgrounds at their best for the signal."""
        del nuisance
        random = np.random.default_rng(seed)
        expected = signal.sum(axis=0)
        background = self._background(expected)
        on = random.poisson(expected + background, size=(number, len(expected))).astype(np.float64)
        off = random.poisson(self.off_over_on * background, size=on.shape).astype(np.float64)
        return [OnOffLikelihood(*counts, self.off_over_on) for counts in zip(on, off, strict=True)]


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
    return CountsLikelihood(
        data.observed,
        background_without_weak(experiment, tensor),
        data.background_error,
        tensor.beams,
        tensor.relative_errors if experiment.flux_errors else np.zeros_like(tensor.relative_errors),
        np.zeros(1 + (int(np.sum(tensor.relative_errors > 0)) if experiment.flux_errors else 0)),
    )


def _saturated(observed: NDArray[np.float64]) -> float:
    """2 sum [n ln n - n]: what -2 ln L is measured against."""
    return float(2 * np.sum(observed * np.log(np.where(observed > 0, observed, 1.0)) - observed))


def _deviance(observed: NDArray[np.float64], expected: NDArray[np.float64], saturated: float) -> NDArray[np.float64]:
    """2 sum [mu - n + n ln(n/mu)] over the last axis; huge where events stand against an expectation that is not positive."""
    safe = np.maximum(expected, _TINY)
    return np.asarray(2 * (safe.sum(axis=-1) - np.log(safe) @ observed) + saturated)
