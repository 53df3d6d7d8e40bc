r"""Events in bins with an expected background.

.. math:: q(\nu, \eta) = 2 \sum_b \left[\mu_b - n_b + n_b \ln\frac{n_b}{\mu_b}\right] + \sum_k \eta_k^2, \qquad
          \mu_b = \beta B_b + \sum_k (1 + \sigma_k \eta_k) S_{kb},

with a background normalisation beta (free, or with a relative error) and one pull eta_k for each flux with an error sigma_k.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nuem.inference.deviance import TINY, deviance, saturated

_NEWTON_STEPS = 50
_CONVERGED = 1e-9


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
        object.__setattr__(self, "_saturated", saturated(self.observed))

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
        pull = 2 * (1 - self.observed / np.maximum(self._expected(signal, nuisance), TINY))
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
            expected = np.maximum(fixed + (nuisance[:, None] @ design)[:, 0], TINY)
            ratio = self.observed / expected
            slope = 2 * (design @ (1 - ratio)[..., None])[..., 0] + 2 * self._prior * (nuisance - self.centres)
            curvature = 2 * (design * (ratio / expected)[:, None]) @ design.swapaxes(1, 2) + prior
            ridge = 1e-12 * np.trace(curvature, axis1=1, axis2=2) + TINY
            step = np.linalg.solve(curvature + ridge[:, None, None] * np.eye(len(prior)), slope[..., None])[..., 0]
            # A step may not carry an expectation below a tenth of itself, so that every logarithm stays real.
            fall = np.max((step[:, None] @ design)[:, 0] / expected, axis=1)
            step *= np.minimum(1.0, 0.9 / np.maximum(fall, TINY))[:, None]
            nuisance -= step
            if np.max(np.abs(np.sum(step * slope, axis=1)), initial=0.0) < _CONVERGED:
                break
        value = self._deviance(fixed + (nuisance[:, None] @ design)[:, 0])
        value = value + (nuisance - self.centres) ** 2 @ self._prior
        return value.reshape(shape), nuisance.reshape(*shape, -1)

    def toys(
        self, signal: NDArray[np.float64], nuisance: NDArray[np.float64], number: int, seed: int
    ) -> list["CountsLikelihood"]:
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
        return deviance(self.observed, expected, self._saturated)
