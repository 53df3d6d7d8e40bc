r"""Source on against source off, with one free background in each bin.

.. math:: q(\nu) = 2 \sum_b \min_{B_b} \left[\mathrm{dev}(n^\mathrm{on}_b; S_b + B_b) + \mathrm{dev}(n^\mathrm{off}_b; \tau B_b)\right],

where dev(n; mu) = mu - n + n ln(n/mu), and tau is how much more background is counted with the source off. The minimum is a root of a
quadratic.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.inference.deviance import deviance, saturated


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
        on = deviance(self.on, expected + background, saturated(self.on))
        off = deviance(self.off, self.off_over_on * background, saturated(self.off))
        return on + off, np.empty((*on.shape, 0))

    def toys(
        self, signal: NDArray[np.float64], nuisance: NDArray[np.float64], number: int, seed: int
    ) -> list["OnOffLikelihood"]:
        """Likelihoods of pseudo-data, backgrounds at their best for the signal."""
        del nuisance
        random = np.random.default_rng(seed)
        expected = signal.sum(axis=0)
        background = self._background(expected)
        on = random.poisson(expected + background, size=(number, len(expected))).astype(np.float64)
        off = random.poisson(self.off_over_on * background, size=on.shape).astype(np.float64)
        return [OnOffLikelihood(*counts, self.off_over_on) for counts in zip(on, off, strict=True)]
