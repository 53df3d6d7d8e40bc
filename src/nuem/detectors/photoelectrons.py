r"""Bins of photo-electrons: scintillation light that is counted.

A recoil T gives N = Y E_ee(T) photo-electrons on average, with the light yield Y. Their number n follows a Poisson distribution, or the gamma
distribution

.. math:: p(n) = \frac{n^{k - 1} e^{-n/\theta}}{\Gamma(k)\, \theta^k}, \qquad k = 1 + b E_{ee}, \qquad k\,\theta = N,

which is that of CsI in [COHERENT:2021xmm]. The efficiency is one of the number that is counted, so it acts after the smearing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from nuem.detectors.efficiency import Kept
from nuem.detectors.quenching import Quenching
from nuem.detectors.reach import grid_over
from nuem.detectors.variations import of_quenching_and_efficiency
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.numerics.content import ByContent
from nuem.typing import FloatArray, IntArray

_NEGLIGIBLE = 1e-15  # probability that is taken for none
_NODES = 8
_FEWEST = 0.02  # photo-electrons: panels shrink towards zero down to here


@dataclass(frozen=True, slots=True, eq=False)
class PhotoElectrons(ByContent):
    """Bins of photo-electrons, and how a recoil falls into them.

    Parameters
    ----------
    edges : array_like
        Edges of adjoining bins, ascending [photo-electrons].
    light_yield : float
        Photo-electrons per electron-equivalent energy [1/MeV], as in ``13.35 / keV``.
    smearing : {"poisson", "gamma"}, optional
    shape : float, optional
        b of the gamma distribution [1/MeV].
    efficiency : callable or None, optional
        Fraction that is kept as a function of the number that is counted, with its ``knots``: a `Sigmoid`, or an `Efficiency` whose
        "energies" are photo-electrons.
    quenching : Quenching or None, optional
        For nuclear recoils.
    lowest : float, optional
        Recoil below which nothing is counted [MeV].

    Raises
    ------
    ValueError
        For edges that do not ascend or begin below zero, a light yield that is not positive, or a shape where there is none or none where
        there must be one.
    """

    edges: FloatArray
    light_yield: float
    smearing: Literal["poisson", "gamma"] = "poisson"
    shape: float = 0.0
    efficiency: Kept | None = None
    quenching: Quenching | None = None
    lowest: float = 0.0

    __repr__ = brief

    def __post_init__(self) -> None:
        edges = checks.not_negative("edges of the photo-electrons", self.edges)
        if edges.ndim != 1 or len(edges) < 2 or np.any(np.diff(edges) <= 0):
            raise ValueError(f"edges of the photo-electrons must ascend and be two or more, got {edges}")
        checks.positive("light_yield", checks.number("light_yield", self.light_yield, "1/MeV"))
        checks.choice("smearing", self.smearing, ("poisson", "gamma"))
        checks.not_negative("lowest recoil", checks.number("lowest recoil", self.lowest, "MeV"), "MeV")
        shape = checks.number("shape", checks.not_negative("shape", self.shape))
        if (shape > 0) != (self.smearing == "gamma"):
            raise ValueError(
                f"shape = {shape:g} /MeV with smearing = {self.smearing!r}: it belongs to the gamma distribution"
            )
        object.__setattr__(self, "edges", edges)

    @property
    def bins(self) -> int:
        """Number of bins."""
        return len(self.edges) - 1

    @property
    def axis(self) -> str:
        """What the edges count."""
        return "photo-electrons"

    @property
    def unit(self) -> float:
        """Of `axis`."""
        return 1.0

    @property
    def variations(self) -> Mapping[str, tuple[PhotoElectrons, PhotoElectrons]]:
        """Nuisances of quenching and efficiency, each with the responses at -1 and +1 standard deviation."""
        return of_quenching_and_efficiency(self)

    @property
    def recoil_range(self) -> tuple[float, float]:
        """Recoils for which the probability to be counted is above 1e-15 [MeV]."""
        low, high = (0.0, np.inf) if self.quenching is None else self.quenching.range
        first = max(low, self.lowest, 1e-3 * self._energy(max(self.edges[0], _FEWEST)))
        last = first
        while last < high and not (last > self._energy(self.edges[-1]) and self._sum(last) < _NEGLIGIBLE):
            last = min(2 * last, high)
        grid = grid_over(first, last, np.empty(0))[::4]
        visible = np.flatnonzero(self.matrix(grid).sum(axis=0) > _NEGLIGIBLE)
        if len(visible) == 0:
            return first, first
        return float(grid[max(visible[0] - 1, 0)]), float(grid[min(visible[-1] + 1, len(grid) - 1)])

    def knots(self) -> FloatArray:
        """Recoils at which `matrix` is not smooth [MeV]: those of the quenching."""
        return np.empty(0) if self.quenching is None else self.quenching.knots()

    def scale(self, recoil: ArrayLike) -> FloatArray:
        """Largest step in recoil over which `matrix` is a low polynomial [MeV]."""
        true = checks.plain("recoil", recoil, "MeV")
        energy = np.maximum(self._visible(true), self._energy(_FEWEST))
        if self.smearing == "gamma":
            width = energy / np.sqrt(1 + self.shape * energy)
        else:
            width = np.sqrt((energy + 1 / self.light_yield) / self.light_yield)
        slope = np.abs(self._visible(1.001 * true) - self._visible(0.999 * true)) / (0.002 * np.maximum(true, 1e-300))
        return np.asarray(width / np.maximum(slope, 1e-3))

    def matrix(self, recoil: ArrayLike) -> FloatArray:
        """Probability that a recoil is counted in each bin, (bins, recoils).

        Parameters
        ----------
        recoil : array_like
            True recoil energies, one-dimensional [MeV].
        """
        true = checks.plain("recoil", recoil, "MeV")
        low, high = (0.0, np.inf) if self.quenching is None else self.quenching.range
        counted = (true >= max(low, self.lowest)) & (true <= high)
        number, weight, start = self._sums() if self.smearing == "poisson" else self._panels()
        if self.efficiency is not None:
            weight = weight * self.efficiency(number)
        out = np.zeros((self.bins, len(true)))
        if len(number):
            density = self._density(number[:, None], self._visible(true)) * weight[:, None]
            filled = np.diff(start) > 0
            out[filled] = np.add.reduceat(density, start[:-1][filled], axis=0)
        return out * counted

    def _density(self, number: FloatArray, energy: FloatArray) -> FloatArray:
        """Density of the gamma, or probability of the Poisson distribution."""
        from scipy.special import gammaln, xlogy

        mean = np.maximum(self.light_yield * energy, 1e-100)
        if self.smearing == "poisson":
            return np.asarray(np.exp(xlogy(number, mean) - mean - gammaln(number + 1)))
        k = 1 + self.shape * energy
        return np.asarray(np.exp((k - 1) * np.log(number) - number * k / mean - gammaln(k) - k * np.log(mean / k)))

    def _sums(self) -> tuple[FloatArray, FloatArray, IntArray]:
        """Whole numbers in the bins, with unit weights, and where each bin starts."""
        first = [ceil(edge) for edge in self.edges]
        number = np.arange(first[0], first[-1], dtype=np.float64)
        return number, np.ones_like(number), np.array(first, dtype=np.int64) - first[0]

    def _panels(self) -> tuple[FloatArray, FloatArray, IntArray]:
        """Nodes and weights of Gauss-Legendre panels no wider than the distribution, and where each bin starts."""
        knots = np.empty(0) if self.efficiency is None else self.efficiency.knots()
        inner = knots[(knots > self.edges[0]) & (knots < self.edges[-1])]
        panels = [float(self.edges[0])]
        for stop in np.union1d(self.edges[1:], inner):
            while panels[-1] < stop:
                at = max(panels[-1], _FEWEST)
                width = 0.7 * at / np.sqrt(1 + self.shape * at / self.light_yield)
                left = stop - panels[-1]
                panels.append(float(stop) if left < 1.5 * width else panels[-1] + width)
        ends = np.array(panels)
        nodes, weights = np.polynomial.legendre.leggauss(_NODES)
        half = np.diff(ends)[:, None] / 2
        number = (ends[:-1, None] + half * (nodes + 1)).ravel()
        starts = _NODES * np.searchsorted(ends, self.edges).astype(np.int64)
        return number, (half * weights).ravel(), starts

    def _visible(self, recoil: FloatArray) -> FloatArray:
        return recoil if self.quenching is None else self.quenching.visible(recoil)

    def _energy(self, number: float) -> float:
        """Electron-equivalent energy of a mean number."""
        return number / self.light_yield

    def _sum(self, recoil: float) -> float:
        return float(self.matrix(np.array([recoil])).sum())
