"""What a detector makes of a recoil: energy resolution, efficiency, bins."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.units import keV

_TAIL = 8.0  # standard deviations after which a Gaussian no longer counts (6e-16)


@dataclass(frozen=True, slots=True, eq=False)
class Efficiency:
    """Fraction of the events that is kept, linear between tabulated energies.

    Parameters
    ----------
    energy : array_like
        Energies, ascending [MeV].
    fraction : array_like
        Efficiency at each, between 0 and 1.

    Raises
    ------
    ValueError
        For energies that are not ascending, a fraction outside [0, 1], or lengths that differ.
    """

    energy: NDArray[np.float64]
    fraction: NDArray[np.float64]

    def __post_init__(self) -> None:
        energy = checks.not_negative("energy of the efficiency", self.energy, "MeV")
        fraction = checks.within("efficiency", self.fraction, 0, 1)
        if energy.ndim != 1 or energy.shape != fraction.shape or len(energy) < 2:
            raise ValueError(f"an efficiency needs two or more pairs; got shapes {energy.shape} and {fraction.shape}")
        if np.any(np.diff(energy) <= 0):
            k = int(np.argmax(np.diff(energy) <= 0))
            raise ValueError(
                f"energies of the efficiency must ascend; {energy[k + 1] / keV:g} keV follows {energy[k] / keV:g} keV"
            )
        object.__setattr__(self, "energy", energy)
        object.__setattr__(self, "fraction", fraction)

    @classmethod
    def constant(cls, fraction: float) -> "Efficiency":
        """The same efficiency at every energy."""
        value = checks.number("efficiency", fraction)
        return cls(np.array([0.0, 1e6]), np.array([value, value]))

    def __call__(self, energy: ArrayLike) -> NDArray[np.float64]:
        """Efficiency at given energies [MeV], zero outside the table."""
        return np.asarray(
            np.interp(np.asarray(energy, dtype=np.float64), self.energy, self.fraction, left=0.0, right=0.0)
        )


@dataclass(frozen=True, slots=True)
class Resolution:
    """Width of the Gaussian by which a recoil is smeared, sigma(T) = constant + sqrt_term sqrt(T/keV) + linear T.

    Parameters
    ----------
    constant : float, optional
        [MeV]
    sqrt_term : float, optional
        The term that grows with the root of the energy, at 1 keV [MeV].
    linear : float, optional
        Relative width at high energy.
    quadrature : bool, optional
        Add the three terms in quadrature instead.
    """

    constant: float = 0.0
    sqrt_term: float = 0.0
    linear: float = 0.0
    quadrature: bool = False

    def __post_init__(self) -> None:
        for name, unit in (("constant", "MeV"), ("sqrt_term", "MeV"), ("linear", "")):
            checks.not_negative(f"{name} of the resolution", checks.number(name, getattr(self, name)), unit)
        if self.constant + self.sqrt_term + self.linear == 0:
            raise ValueError("a resolution with every term zero smears nothing; leave the resolution out instead")

    def sigma(self, recoil: ArrayLike) -> NDArray[np.float64]:
        """Standard deviation at recoil energies [MeV]."""
        energy = np.asarray(recoil, dtype=np.float64)
        terms = (np.full_like(energy, self.constant), self.sqrt_term * np.sqrt(energy / keV), self.linear * energy)
        return np.asarray(np.sqrt(sum(term**2 for term in terms)) if self.quadrature else sum(terms))


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """Bins of reconstructed energy, and how a recoil falls into them.

    A recoil is smeared, then kept with the efficiency at its reconstructed energy (``efficiency_of="reconstructed"``) or
    at its true one (``"recoil"``).

    Parameters
    ----------
    edges : array_like
        Edges of adjoining bins, ascending [MeV].
    efficiency : Efficiency
    resolution : Resolution or None
    efficiency_of : {"reconstructed", "recoil"}, optional

    Raises
    ------
    ValueError
        For edges that do not ascend or begin below zero, or an efficiency table that does not cover the bins.
    """

    edges: NDArray[np.float64]
    efficiency: Efficiency
    resolution: Resolution | None = None
    efficiency_of: Literal["reconstructed", "recoil"] = "reconstructed"

    def __post_init__(self) -> None:
        edges = checks.not_negative("bin edges", self.edges, "MeV")
        if edges.ndim != 1 or len(edges) < 2 or np.any(np.diff(edges) <= 0):
            raise ValueError(f"bin edges must ascend and be two or more, got {edges / keV} keV")
        checks.choice("efficiency_of", self.efficiency_of, ("reconstructed", "recoil"))
        table = self.efficiency.energy
        low = edges[0] if self.efficiency_of == "reconstructed" else table[0]  # below its table no true recoil is seen
        if low < table[0] or edges[-1] > table[-1]:
            raise ValueError(
                f"the efficiency table covers {table[0] / keV:g} to {table[-1] / keV:g} keV, "
                f"the bins {edges[0] / keV:g} to {edges[-1] / keV:g} keV"
            )
        object.__setattr__(self, "edges", edges)

    @property
    def recoil_range(self) -> tuple[float, float]:
        """Lowest and highest recoil that can reach a bin [MeV]."""
        low, high = float(self.edges[0]), float(self.edges[-1])
        if self.resolution is None:
            return low, high
        energies = np.geomspace(1e-3 * max(low, 1e-3 * high), 10 * high, 20_000)
        reach = _TAIL * self.resolution.sigma(energies)
        reaches = energies[(energies + reach >= low) & (energies - reach <= high)]
        return float(reaches[0]), float(reaches[-1])

    def knots(self) -> NDArray[np.float64]:
        """Recoils at which `matrix` is not smooth [MeV]: none when a resolution smooths all."""
        table = self.efficiency.energy
        if self.resolution is None:
            return np.union1d(self.edges, table[(table > self.edges[0]) & (table < self.edges[-1])])
        return table if self.efficiency_of == "recoil" else np.empty(0)

    def scale(self, recoil: ArrayLike) -> NDArray[np.float64]:
        """Largest step in recoil over which `matrix` is a low polynomial [MeV]."""
        energy = np.asarray(recoil, dtype=np.float64)
        return 1.5 * self.resolution.sigma(energy) if self.resolution else np.full_like(energy, np.inf)

    def matrix(self, recoil: ArrayLike) -> NDArray[np.float64]:
        r"""Probability that a recoil is counted in each bin.

        .. math:: R_b(T) = \int_b dT'\, \varepsilon(T')\, \mathcal{G}(T'; T, \sigma(T))

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
        true = np.asarray(recoil, dtype=np.float64)
        if self.resolution is None:
            inside = (true >= self.edges[:-1, None]) & (true < self.edges[1:, None])
            return inside * self.efficiency(true)
        by_recoil = self.efficiency_of == "recoil"
        table = Efficiency(np.array([self.edges[0], self.edges[-1]]), np.ones(2)) if by_recoil else self.efficiency
        inner = table.energy[(table.energy > self.edges[0]) & (table.energy < self.edges[-1])]
        pieces = np.union1d(self.edges, inner)
        smeared = _linear_times_gaussian(pieces, table(pieces), true, self.resolution.sigma(true))
        starts = np.searchsorted(pieces, self.edges[:-1])
        counted = np.add.reduceat(smeared, starts, axis=0)
        return counted * self.efficiency(true) if by_recoil else counted


def _linear_times_gaussian(
    knots: NDArray[np.float64], values: NDArray[np.float64], mean: NDArray[np.float64], sigma: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Integral of a piecewise linear function times a Gaussian over each piece, (pieces, means)."""
    from scipy.special import ndtr

    z = (knots[:, None] - mean) / sigma
    cumulative, density = ndtr(z), np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    slope = (np.diff(values) / np.diff(knots))[:, None]
    at_mean = values[:-1, None] + slope * (mean - knots[:-1, None])
    return np.asarray(at_mean * np.diff(cumulative, axis=0) - slope * sigma * np.diff(density, axis=0))
