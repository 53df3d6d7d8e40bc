"""Bins of energy: the response of a detector that measures an energy with a Gaussian resolution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from nuem.detectors.efficiency import Efficiency
from nuem.detectors.gaussian import TAIL, linear_times_gaussian
from nuem.detectors.quenching import Quenching
from nuem.detectors.reach import crossings, grid_over, highest_recoil
from nuem.detectors.resolution import Width
from nuem.detectors.variations import of_quenching_and_efficiency
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.numerics.content import ByContent
from nuem.typing import FloatArray
from nuem.units import keV

_ENDLESS = 1e12  # MeV, where an overflow bin ends
_LOWEST = 1e-3  # of the recoil that the first edge belongs to, below which no recoil is followed


@dataclass(frozen=True, slots=True, eq=False)
class Response(ByContent):
    """Bins of reconstructed energy, and how a recoil falls into them.

    A recoil T is quenched to the visible energy E_ee(T), smeared with the width at E_ee, and kept with the efficiency at its reconstructed
    energy (``efficiency_of="reconstructed"``), at E_ee before smearing (``"visible"``) or at T (``"recoil"``). The bins are in electron
    equivalents if there is a quenching, else in the energy of the recoil itself.

    Parameters
    ----------
    edges : array_like
        Edges of adjoining bins, ascending [MeV]; the last one may be infinite.
    efficiency : Efficiency
    resolution : Width or None, optional
        Anything with a method ``sigma``, such as `Resolution`.
    efficiency_of : {"reconstructed", "visible", "recoil"}, optional
    quenching : Quenching or None, optional
        For nuclear recoils.
    lowest : float or None, optional
        Recoil below which nothing is counted [MeV]. If it is not given, recoils are followed down to a thousandth of the one that the
        first edge belongs to, and down to zero if the first edge is zero.

    Raises
    ------
    ValueError
        For edges that do not ascend or begin below zero, or an efficiency table that does not cover the bins.
    """

    edges: FloatArray
    efficiency: Efficiency
    resolution: Width | None = None
    efficiency_of: Literal["reconstructed", "visible", "recoil"] = "reconstructed"
    quenching: Quenching | None = None
    lowest: float | None = None

    __repr__ = brief

    def __post_init__(self) -> None:
        edges = _edges(self.edges)
        checks.choice("efficiency_of", self.efficiency_of, ("reconstructed", "visible", "recoil"))
        if self.lowest is not None:
            lowest = checks.number("lowest recoil", checks.positive("lowest recoil", self.lowest, "MeV"), "MeV")
            object.__setattr__(self, "lowest", lowest)
        table = self.efficiency.energy
        # an efficiency of the energy before smearing sees nothing below its own table
        low = edges[0] if self.efficiency_of == "reconstructed" else table[0]
        top = edges[-1] if np.isfinite(edges[-1]) else np.nextafter(edges[-2], np.inf)
        if low < table[0] or (top > table[-1] and not (self.quenching and self.efficiency_of == "recoil")):
            raise ValueError(
                f"the efficiency table covers {table[0] / keV:g} to {table[-1] / keV:g} keV, "
                f"the bins {edges[0] / keV:g} to {edges[-1] / keV:g} keV"
            )
        object.__setattr__(self, "edges", edges)

    @property
    def bins(self) -> int:
        """Number of bins."""
        return len(self.edges) - 1

    @property
    def axis(self) -> str:
        """What the edges count."""
        return "energy [keV]" if self.quenching is None else "energy [keVee]"

    @property
    def unit(self) -> float:
        """Of `axis`, in base units."""
        return keV

    @property
    def variations(self) -> Mapping[str, tuple[Response, Response]]:
        """Nuisances of quenching and efficiency, each with the responses at -1 and +1 standard deviation."""
        return of_quenching_and_efficiency(self)

    @property
    def recoil_range(self) -> tuple[float, float]:
        """Lowest and highest recoil that can reach a bin [MeV]; zero if recoils down to zero can, infinite if there is no end."""
        first, last = self._bounds()
        low, high = float(self.edges[0]), float(self.edges[-1])
        if self.quenching is None and self.resolution is None:
            return max(low, first), high
        if np.isfinite(high):
            last = highest_recoil(lambda recoil: self._reach(recoil)[0], high, max(low, 1e-3 * high), last)
        start = max(first, _LOWEST * self._recoil_of(low if low > 0 else _LOWEST * high, last))
        if not np.isfinite(start):
            return first, last
        grid = grid_over(start, last if np.isfinite(last) else 1e6 * max(low, start), self.knots_of_quenching())
        lowest, highest = self._reach(grid)
        visible = np.flatnonzero((highest >= low) & (lowest <= high))
        if len(visible) == 0:
            return first, first
        below, above = grid[max(visible[0] - 1, 0)], grid[min(visible[-1] + 1, len(grid) - 1)]
        down_to_zero = low == 0 and self.lowest is None and visible[0] == 0
        return (first if down_to_zero else float(below)), (float(above) if np.isfinite(last) else last)

    def knots(self) -> FloatArray:
        """Recoils at which `matrix` is not smooth [MeV]: with a resolution only those of the quenching and of the efficiency before smearing."""
        breakpoints = self.knots_of_quenching()
        table = self.efficiency.energy
        if self.efficiency_of == "recoil":
            breakpoints = np.union1d(breakpoints, table)
        levels = self.edges if self.resolution is None else np.empty(0)
        if self.efficiency_of == "visible" or (self.resolution is None and self.efficiency_of == "reconstructed"):
            levels = np.union1d(levels, table)
        if self.resolution is None:
            levels = levels[(levels >= self.edges[0]) & (levels <= self.edges[-1])]
        levels = levels[np.isfinite(levels)]
        if self.quenching is None:
            return np.union1d(breakpoints, levels)
        if len(levels) == 0:
            return breakpoints
        low, high = self.recoil_range
        grid = grid_over(max(low, 1e-6 * high), high, breakpoints)
        return np.union1d(breakpoints, crossings(self._visible, levels, grid))

    def knots_of_quenching(self) -> FloatArray:
        """Recoils at which the quenching is not smooth [MeV]."""
        return np.empty(0) if self.quenching is None else self.quenching.knots()

    def scale(self, recoil: ArrayLike) -> FloatArray:
        """Largest step in recoil over which `matrix` is a low polynomial [MeV]."""
        true = checks.plain("recoil", recoil, "MeV")
        if self.resolution is None:
            return np.full_like(true, np.inf)
        visible = self._visible(true)
        width = np.maximum(1.5 * self.resolution.sigma(visible), 0.5 * self._to_next_edge(visible, self.resolution))
        if self.quenching is None:
            return width
        slope = np.abs(self._visible(1.001 * true) - self._visible(0.999 * true)) / (0.002 * np.maximum(true, 1e-300))
        return np.asarray(width / np.maximum(slope, 1e-3))

    def _to_next_edge(self, visible: FloatArray, resolution: Width) -> FloatArray:
        """Distance from visible energies up to where smearing reaches the next edge; negative where it reaches one already."""
        breakpoints = self.efficiency.energy if self.efficiency_of == "reconstructed" else np.empty(0)
        levels = np.union1d(self.edges, breakpoints)
        levels = levels[np.isfinite(levels)]
        place = np.searchsorted(levels, visible, side="right")
        below = np.where(place > 0, visible - levels[np.maximum(place - 1, 0)], np.inf)
        above = np.where(place < len(levels), levels[np.minimum(place, len(levels) - 1)], np.inf)
        reach = TAIL * resolution.sigma(visible)
        ahead = above - TAIL * resolution.sigma(np.minimum(above, levels[-1])) - visible
        return np.asarray(np.where(below > reach, ahead, -1.0))

    def matrix(self, recoil: ArrayLike) -> FloatArray:
        r"""Probability that a recoil is counted in each bin.

        .. math:: P_b(T) = \int_b dE\, \varepsilon(E)\, \mathcal{G}(E; E_{ee}(T), \sigma(E_{ee}))

        in closed form, the efficiency being linear between its knots.

        Parameters
        ----------
        recoil : array_like
            True recoil energies, one-dimensional [MeV].

        Returns
        -------
        numpy.ndarray
            (bins, recoils).
        """
        true = checks.plain("recoil", recoil, "MeV")
        visible = self._visible(true)
        first, last = self._bounds()
        accepted = ((true >= first) & (true <= last)).astype(np.float64)
        if self.efficiency_of != "reconstructed":
            accepted *= self.efficiency(true if self.efficiency_of == "recoil" else visible)
        if self.resolution is None:
            inside = (visible >= self.edges[:-1, None]) & (visible < self.edges[1:, None])
            return inside * accepted * (self.efficiency(visible) if self.efficiency_of == "reconstructed" else 1.0)
        return self._smeared(visible, self.resolution) * accepted

    def _smeared(self, visible: FloatArray, resolution: Width) -> FloatArray:
        """Probability that a visible energy is reconstructed in each bin, with the efficiency there if it is one of that energy."""
        table = self.efficiency.energy
        end = table[-1] if self.efficiency_of == "reconstructed" else _ENDLESS
        edges = np.append(self.edges[:-1], self.edges[-1] if np.isfinite(self.edges[-1]) else end)
        if self.efficiency_of == "reconstructed":
            inner = table[(table > edges[0]) & (table < edges[-1])]
            pieces = np.union1d(edges, inner)
            values = self.efficiency(pieces)
        else:
            pieces, values = edges, np.ones(len(edges))
        smeared = linear_times_gaussian(pieces, values, visible, np.maximum(resolution.sigma(visible), 1e-12))
        return np.asarray(np.add.reduceat(smeared, np.searchsorted(pieces, edges[:-1]), axis=0))

    def _visible(self, recoil: FloatArray) -> FloatArray:
        return recoil if self.quenching is None else self.quenching.visible(recoil)

    def _bounds(self) -> tuple[float, float]:
        """Recoils outside which nothing is counted, whatever the bins."""
        low, high = (0.0, np.inf) if self.quenching is None else self.quenching.range
        return max(low, self.lowest or 0.0), high

    def _reach(self, recoil: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Lowest and highest energy at which a recoil may be reconstructed."""
        visible = self._visible(recoil)
        spread = 0.0 if self.resolution is None else TAIL * self.resolution.sigma(visible)
        return visible - spread, visible + spread

    def _recoil_of(self, energy: float, last: float) -> float:
        """The lowest recoil with a visible energy, infinite if there is none."""
        if self.quenching is None:
            return energy
        top = last if np.isfinite(last) else 1e6 * energy
        grid = grid_over(min(energy, 1e-3 * top), top, self.quenching.knots())
        recoils = crossings(self._visible, np.array([energy]), grid)
        return float(recoils[0]) if len(recoils) else np.inf


def _edges(edges: ArrayLike) -> FloatArray:
    """Bin edges in base units, the last of which may be infinite."""
    values = np.asarray(edges)
    if values.ndim == 1 and len(values) > 2 and values.dtype.kind == "f" and values[-1] == np.inf:
        return np.append(_edges(values[:-1]), np.inf)
    numbers = checks.not_negative("bin edges", edges, "MeV")
    if numbers.ndim != 1 or len(numbers) < 2 or np.any(np.diff(numbers) <= 0):
        raise ValueError(f"bin edges must ascend and be two or more, got {numbers / keV} keV")
    return numbers
