"""Bins of time in addition to those of energy, for a pulsed source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from nuem.detectors.efficiency import Kept
from nuem.detectors.protocol import DetectorResponse
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.numerics.content import ByContent
from nuem.typing import FloatArray

_STEPS = 64  # on which the efficiency of a time bin is followed, and twice as many


class Fractions(Protocol):
    """When the neutrinos of a beam arrive."""

    def __call__(self, edges: ArrayLike, /) -> FloatArray:
        """Fraction of the neutrinos in each of adjoining time bins [s]."""


@dataclass(frozen=True, slots=True, eq=False)
class TimeBins(ByContent):
    """Bins of time after the pulse, and the fraction of the events that is kept in the course of it.

    Parameters
    ----------
    edges : array_like
        Edges of adjoining bins, ascending [s].
    efficiency : callable or None, optional
        Fraction that is kept as a function of the time [s]: an `Efficiency` whose "energies" are times, or a `FadingEfficiency`.

    Raises
    ------
    ValueError
        For edges that do not ascend.
    """

    edges: FloatArray
    efficiency: Kept | None = None

    __repr__ = brief

    def __post_init__(self) -> None:
        edges = checks.real("edges of the time bins", self.edges, "s")
        if edges.ndim != 1 or len(edges) < 2 or np.any(np.diff(edges) <= 0):
            raise ValueError(f"edges of the time bins must ascend and be two or more, got {edges} s")
        object.__setattr__(self, "edges", edges)

    @property
    def bins(self) -> int:
        """Number of bins."""
        return len(self.edges) - 1

    def counted(self, arrival: Fractions | None) -> FloatArray:
        """Fraction of the events of a beam that is counted in each bin.

        Parameters
        ----------
        arrival : callable or None
            The beam's fractions in adjoining bins.

        Raises
        ------
        ValueError
            For a steady beam, which has no time to be binned in.
        """
        if arrival is None:
            raise ValueError("a steady source has no arrival times; give it a pulse, or leave out the time bins")
        if self.efficiency is None:
            return np.asarray(arrival(self.edges))
        coarse, fine = self._weighted(arrival, _STEPS), self._weighted(arrival, 2 * _STEPS)
        return (4 * fine - coarse) / 3

    def _weighted(self, arrival: Fractions, steps: int) -> FloatArray:
        """Arrivals on equal steps, each with the efficiency in its middle: an error that falls as the square of the step."""
        assert self.efficiency is not None
        knots = self.efficiency.knots()
        ends = np.union1d(self.edges, knots[(knots > self.edges[0]) & (knots < self.edges[-1])])
        fine = np.unique(np.linspace(ends[:-1], ends[1:], steps + 1))
        accepted = np.asarray(arrival(fine)) * self.efficiency(0.5 * (fine[:-1] + fine[1:]))
        return np.asarray(np.add.reduceat(accepted, np.searchsorted(fine, self.edges[:-1])))


@dataclass(frozen=True, slots=True)
class FadingEfficiency:
    """An efficiency that is 1 up to a time and falls exponentially after it.

    Parameters
    ----------
    start : float
        [s]
    rate : float
        [1/s]
    """

    start: float
    rate: float

    def __post_init__(self) -> None:
        checks.number("start of the fading", self.start, "s")
        checks.not_negative("rate of the fading", checks.number("rate of the fading", self.rate, "1/s"))

    def __call__(self, energy: ArrayLike) -> FloatArray:
        """Fraction that is kept at times [s]."""
        late = np.maximum(checks.plain("time", energy, "s") - self.start, 0.0)
        return np.asarray(np.exp(-self.rate * late))

    def knots(self) -> FloatArray:
        """Where the decline begins [s]."""
        return np.array([self.start])


@dataclass(frozen=True, slots=True)
class InTime:
    """A response in bins of energy and time; energy runs slowest, time fastest.

    Recoil and arrival time are independent of one another, so `matrix` is that of the energy, and the counts of each beam are multiplied with
    what `times` makes of its arrival.

    Parameters
    ----------
    response : DetectorResponse
        Of the energy, or whatever else is measured.
    times : TimeBins
    """

    response: DetectorResponse
    times: TimeBins

    @property
    def bins(self) -> int:
        """Number of bins, of energy and time together."""
        return self.response.bins * self.times.bins

    @property
    def edges(self) -> FloatArray:
        """Of the bins of energy."""
        return self.response.edges

    @property
    def axis(self) -> str:
        """What the edges count."""
        return self.response.axis

    @property
    def unit(self) -> float:
        """Of `axis`."""
        return self.response.unit

    @property
    def recoil_range(self) -> tuple[float, float]:
        """Lowest and highest recoil that can reach a bin [MeV]."""
        return self.response.recoil_range

    @property
    def variations(self) -> Mapping[str, tuple[InTime, InTime]]:
        """Nuisances of the energy, each with the responses at -1 and +1 standard deviation."""
        varied = self.response.variations.items()
        return {name: (replace(self, response=low), replace(self, response=high)) for name, (low, high) in varied}

    def knots(self) -> FloatArray:
        """Recoils at which `matrix` is not smooth [MeV]."""
        return self.response.knots()

    def scale(self, recoil: ArrayLike) -> FloatArray:
        """Largest step in recoil over which `matrix` is a low polynomial [MeV]."""
        return self.response.scale(recoil)

    def matrix(self, recoil: ArrayLike) -> FloatArray:
        """Probability that a recoil is counted in each bin of energy, whatever its time: (bins of energy, recoils)."""
        return self.response.matrix(recoil)
