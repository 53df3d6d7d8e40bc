"""The bins of a data set: intervals of energy, intervals of time, or labels alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from nuem.rates.spectrum import Axis as SpectrumAxis

Axis = Literal["energy", "PE", "label"]
Array = NDArray[np.float64]

_SCALES: Final[dict[Axis, SpectrumAxis]] = {
    "energy": SpectrumAxis(),
    "PE": SpectrumAxis("photo-electrons", "PE", 1.0),
    "label": SpectrumAxis("", "", 1.0),
}
_MICROSECOND: Final = 1e-6  # s
_SAME: Final = 1e-9  # relative difference of two edges that are the same


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """One row for each bin, in the order of the data.

    Energy intervals of a spectrum adjoin. With a time axis every bin has an energy and a time interval, and several bins may share both,
    when the data have a further axis. Bins without intervals are labels that only a response matrix connects with energies.

    Parameters
    ----------
    number : int
        How many there are.
    axis : {"energy", "PE", "label"}, optional
        What `edges` are: energies [MeV], photo-electrons, or nothing.
    edges : numpy.ndarray
        Edges of the energy intervals, ascending.
    energy_index : numpy.ndarray
        Energy interval of each bin.
    time_edges : numpy.ndarray
        Edges of the time intervals [s]; empty without a time axis.
    time_index : numpy.ndarray
        Time interval of each bin.
    """

    number: int
    axis: Axis = "label"
    edges: Array = field(default_factory=lambda: np.empty(0))
    energy_index: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    time_edges: Array = field(default_factory=lambda: np.empty(0))
    time_index: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, dtype=np.intp))

    def __repr__(self) -> str:
        times = f", {len(self.time_edges) - 1} time intervals" if len(self.time_edges) else ""
        return f"Bins({self.number}, {self.axis!r}{times})"

    @classmethod
    def labels(cls, number: int) -> Bins:
        """Bins without intervals."""
        return cls(number)

    @classmethod
    def adjoining(cls, edges: Array, axis: Axis = "energy") -> Bins:
        """Bins of a plain spectrum."""
        return cls(len(edges) - 1, axis, edges, np.arange(len(edges) - 1))

    @classmethod
    def of(cls, low: Array, high: Array, axis: Axis, times: tuple[Array, Array] | None = None) -> Bins:
        """Bins from the intervals of each row.

        Raises
        ------
        ValueError
            For an interval whose upper edge is not the larger, intervals that overlap or leave a gap, or, without a time axis, rows that do not
            ascend.
        """
        unit, name = _SCALES[axis].size, _SCALES[axis].unit
        if times is None:
            _require_adjoining(low / unit, high / unit, name, rows=True)
            return cls.adjoining(np.append(low, high[-1]), axis)
        edges, energy_index = _intervals(low / unit, high / unit, name)
        time_edges, time_index = _intervals(times[0] / _MICROSECOND, times[1] / _MICROSECOND, "us")
        return cls(len(low), axis, edges * unit, energy_index, time_edges * _MICROSECOND, time_index)

    @property
    def scale(self) -> SpectrumAxis:
        """What the edges count, and the unit in which they are written."""
        return _SCALES[self.axis]

    @property
    def plain(self) -> bool:
        """Whether the bins are adjoining intervals of energy and nothing else."""
        return self.axis != "label" and len(self.time_edges) == 0 and self.number == len(self.edges) - 1

    @property
    def widths(self) -> Array:
        """Width of the energy interval of each bin [MeV or photo-electrons], one where there is none."""
        if self.axis == "label":
            return np.ones(self.number)
        return np.asarray(np.diff(self.edges)[self.energy_index])

    @property
    def projections(self) -> dict[str, tuple[Array, Array, SpectrumAxis]]:
        """Sums over the other axes by name: "energy" (or photo-electrons) and "time"; (intervals, bins), the edges, what they are."""
        result = {}
        if self.axis != "label":
            result["energy"] = (_members(self.energy_index, len(self.edges) - 1), self.edges, self.scale)
        if len(self.time_edges):
            time = SpectrumAxis("time", "us", _MICROSECOND)
            result["time"] = (_members(self.time_index, len(self.time_edges) - 1), self.time_edges, time)
        return result

    def spread(self) -> Array:
        """The matrix that repeats the contents of the energy intervals in every bin, (bins, intervals)."""
        if self.axis == "label":
            return np.eye(self.number)
        return np.asarray(_members(self.energy_index, len(self.edges) - 1).T)


def _members(index: NDArray[np.intp], intervals: int) -> Array:
    """One for each bin in its interval, (intervals, bins)."""
    return np.asarray(index == np.arange(intervals)[:, None], dtype=np.float64)


def _intervals(low: Array, high: Array, unit: str) -> tuple[Array, NDArray[np.intp]]:
    """Edges of the different intervals, and which one each row has."""
    starts, index = np.unique(np.round(low, 9), return_inverse=True)
    ends = np.empty_like(starts)
    for k in range(len(starts)):
        bin_ends = high[index == k]
        if np.ptp(bin_ends) > _SAME * np.max(np.abs(bin_ends)):
            raise ValueError(
                f"bins that begin at {starts[k]:g} {unit} end at {bin_ends.min():g} and at {bin_ends.max():g} {unit}"
            )
        ends[k] = bin_ends[0]
    _require_adjoining(starts, ends, unit, rows=False)
    return np.append(starts, ends[-1]), index


def _require_adjoining(low: Array, high: Array, unit: str, *, rows: bool) -> None:
    for k in range(len(low)):
        if high[k] <= low[k]:
            raise ValueError(
                f"bin {k + 1} runs from {low[k]:g} to {high[k]:g} {unit}: the upper edge must be the larger"
            )
        if k and abs(low[k] - high[k - 1]) > _SAME * max(abs(high[k]), abs(low[k])):
            relation = "overlap" if low[k] < high[k - 1] else "leave a gap"
            also = "rows must ascend and adjoin" if rows else "intervals must adjoin"
            raise ValueError(
                f"bins {k} and {k + 1} {relation}: one ends at {high[k - 1]:.10g} {unit}, the next begins at {low[k]:.10g} {unit}; {also}"
            )
