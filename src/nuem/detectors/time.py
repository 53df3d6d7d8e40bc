"""Bins of time beside those of energy.

Recoil and arrival time are independent of one another: the counts of a beam in bins of energy, times the fractions that are counted in each bin
of time, are its counts in both.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from nuem.detectors.efficiency import Kept
from nuem.numerics import checks
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
            raise ValueError("a steady source has no arrival times; give it a pulse, or leave the bins of time out")
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
        kept = np.asarray(arrival(fine)) * self.efficiency(0.5 * (fine[:-1] + fine[1:]))
        return np.asarray(np.add.reduceat(kept, np.searchsorted(fine, self.edges[:-1])))


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
        late = np.maximum(np.asarray(energy, dtype=np.float64) - self.start, 0.0)
        return np.asarray(np.exp(-self.rate * late))

    def knots(self) -> FloatArray:
        """Where the decline begins [s]."""
        return np.array([self.start])
