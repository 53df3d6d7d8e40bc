"""Energy loss by all processes from a table: any coupling, at thousands of points of a star in milliseconds.

Losses depend on rho Y_e and T alone. Cubic B-splines follow the logarithms of `nuem.astro.emission.smooth` with an error that is measured when the
table is built. Couplings multiply what is read from it, so that one table serves every vertex. One table is shipped, made by
``scripts/emission_table.py``; `EmissionTable.build` makes others.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, Self, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.emission import pair_annihilation, photoneutrinos, plasmon_axial, stellar_evolution
from nuem.astro.emission.couplings import CouplingsLike, CouplingWords, bind
from nuem.astro.emission.loss import EnergyLoss
from nuem.astro.emission.plasmon_decay import from_moments
from nuem.astro.emission.smooth import Strengths, logarithms, strengths
from nuem.astro.emission.spline import Axis, Spline
from nuem.numerics import checks
from nuem.numerics.table import shipped
from nuem.units import kelvin

Real = NDArray[np.float64]

DENSITIES = (1e-2, 1e11)
"""Range of rho Y_e of the shipped table [g/cm^3]."""
TEMPERATURES = (3e6 * kelvin, 3e10 * kelvin)
"""Range of T of the shipped table [MeV]."""
POINTS_PER_DECADE = 12
"""Of the shipped table."""

_SEEN: Final = 1e-250  # losses below it do not count in the error [MeV/cm^3/s]


@dataclass(frozen=True, slots=True, eq=False)
class EmissionTable:
    """Energy loss on a grid of ln(rho Y_e) and ln(T); the shipped one by `load`, others by `build`."""

    density: tuple[float, float]
    """Range of rho Y_e [g/cm^3]."""
    temperature: tuple[float, float]
    """Range of T [MeV]."""
    treatment: str
    """Dispersion, as `Plasma.polarisation`."""
    error: float
    """Largest relative error of plasmon decay and of all processes together between the grid points, for each coupling, measured at the centre
    of every cell; losses below 1e-250 MeV/cm^3/s do not count."""
    spline: Spline

    @classmethod
    def load(cls) -> "EmissionTable":
        """The shipped table; Braaten and Segel's dispersion."""
        return _load()

    @classmethod
    def build(
        cls,
        density: tuple[float, float] = DENSITIES,
        temperature: tuple[float, float] = TEMPERATURES,
        *,
        points_per_decade: int = 20,
        treatment: str = "braaten-segel",
    ) -> Self:
        """Compute a table and its error.

        Parameters
        ----------
        density : tuple of float, optional
            Range of rho Y_e [g/cm^3].
        temperature : tuple of float, optional
            Range of T [MeV].
        points_per_decade : int, optional
            In both directions; the error falls with its fourth power.
        treatment : {"braaten-segel", "one-loop"}, optional
            The second takes a hundred times as long to build.

        Returns
        -------
        EmissionTable

        Raises
        ------
        ValueError
            For a range that does not ascend or leaves that of `Plasma`, or fewer than four points per decade.
        """
        axes = _axes(density, temperature, points_per_decade)
        x, y = np.meshgrid(axes[0].grid, axes[1].grid, indexing="ij")
        values = logarithms(np.exp(x).ravel(), np.exp(y).ravel(), treatment).reshape(*x.shape, -1)
        table = cls(density, temperature, treatment, 0.0, Spline.through(axes, values))
        return replace(table, error=table._measured())

    def at(self, density: ArrayLike, electron_fraction: ArrayLike, temperature: ArrayLike) -> "TabulatedPlasma":
        """What the table says of any points inside it, for every coupling.

        Parameters
        ----------
        density, electron_fraction, temperature : array_like
            As for `Plasma`; they broadcast.

        Raises
        ------
        ValueError
            Outside the table.
        """
        rho, fraction, heat = np.broadcast_arrays(
            checks.real("density", density, "g/cm^3"),
            checks.within("electron_fraction", electron_fraction, 0, 1),
            checks.real("temperature", temperature, "MeV"),
        )
        electrons = checks.within("density times electron_fraction", rho * fraction, *self.density, "g/cm^3")
        checks.within("temperature", heat, *self.temperature, "MeV")
        return TabulatedPlasma(rho, heat, self._strengths(electrons.ravel(), heat.ravel()))

    def write(self, path: str | Path, *, points_per_decade: int = 20) -> None:
        """A text file of the energy loss by a moment of 1e-12 mu_B, for a stellar-evolution code: `nuem.astro.emission.stellar_evolution`."""
        stellar_evolution.write(path, self, points_per_decade)

    def _strengths(self, density: Real, temperature: Real) -> Strengths:
        smooth = self.spline(np.log(density), np.log(temperature))
        return strengths(smooth, density, temperature)

    def _measured(self) -> float:
        """The error at the centres of the cells: of plasmon decay and of all processes together, for each coupling."""
        x, y = (a.ravel() for a in np.meshgrid(*(axis.centres for axis in self.spline.axes), indexing="ij"))
        density, temperature = np.exp(x), np.exp(y)
        both_strengths = (
            self._strengths(density, temperature),
            strengths(logarithms(density, temperature, self.treatment), density, temperature),
        )
        worst = 0.0
        for words in _COUPLINGS:
            tabulated, other = (
                TabulatedPlasma(density, temperature, known).by_process(**words) for known in both_strengths
            )
            for interpolated, exact in (
                (tabulated["plasmon_decay"].total, other["plasmon_decay"].total),
                (EnergyLoss.summed(tabulated.values()).total, EnergyLoss.summed(other.values()).total),
            ):
                relevant = exact > _SEEN
                worst = max(worst, float(np.max(np.abs(interpolated[relevant] / exact[relevant] - 1), initial=0.0)))
        return worst


_COUPLINGS: Final[tuple[CouplingWords, ...]] = ({}, {"moment": 1.0, "weak": False}, {"charge": 1.0, "weak": False})


@dataclass(frozen=True, slots=True, eq=False)
class TabulatedPlasma:
    """Points of a plasma with what was read of them from a table; couplings multiply it."""

    density: Real
    """[g/cm^3]"""
    temperature: Real
    """[MeV]"""
    strengths: Strengths
    """Of the points in one row."""

    def emissivity(self, couplings: CouplingsLike = None, **words: Unpack[CouplingWords]) -> EnergyLoss:
        """Energy loss by plasmon decay, as `nuem.astro.emission.plasmon_decay.emissivity`."""
        return self.by_process(couplings, **words)["plasmon_decay"]

    def total(self, couplings: CouplingsLike = None, **words: Unpack[CouplingWords]) -> EnergyLoss:
        """Energy loss by all processes together, as `nuem.astro.emission.total`."""
        return EnergyLoss.summed(self.by_process(couplings, **words).values())

    def by_process(self, couplings: CouplingsLike = None, **words: Unpack[CouplingWords]) -> dict[str, EnergyLoss]:
        """Energy loss by each process, as `nuem.astro.emission.by_process`.

        Parameters
        ----------
        couplings, **words : optional
            As for `nuem.astro.emission.plasmon_decay.emissivity`.

        Raises
        ------
        ValueError
            As `nuem.astro.emission.plasmon_decay.emissivity`.
        """
        bound, strengths, density, shape = bind(couplings, words), self.strengths, self.density, self.density.shape
        photons = np.where(self.temperature.ravel() >= strengths.plasma_frequency, strengths.photons, np.nan)
        powers, axial = strengths.pairs[:3].reshape(3, *shape), strengths.pairs[3].reshape(shape)
        return {
            "plasmon_decay": from_moments(strengths.plasmons.reshape(2, -1, *shape), bound, density),
            "plasmon_axial": plasmon_axial.from_strength(strengths.axial.reshape(shape), bound, density),
            "pair_annihilation": pair_annihilation.from_powers(powers, axial, bound, density),
            "photoneutrinos": photoneutrinos.from_kinds(photons.reshape(-1, *shape), bound, density),
        }


def _axes(density: tuple[float, float], temperature: tuple[float, float], points_per_decade: int) -> tuple[Axis, Axis]:
    """Logarithmic axes."""
    points_per_decade = checks.whole("points_per_decade", points_per_decade, 4)
    axes = []
    for name, ends in (("density", density), ("temperature", temperature)):
        low, high = (float(checks.positive(name, end)) for end in ends)
        if high <= low:
            raise ValueError(f"{name} must be a range (low, high) that ascends, got {ends}")
        cells = max(int(np.ceil(np.log10(high / low) * points_per_decade)), 1)
        axes.append(Axis(float(np.log(low)), float(np.log(high)), cells))
    return axes[0], axes[1]


@cache
def _load() -> EmissionTable:
    with shipped("nuem.astro.emission", "table.npy").open("rb") as file:
        coefficients = np.load(file, allow_pickle=False)
    axes = _axes(DENSITIES, TEMPERATURES, POINTS_PER_DECADE)
    return EmissionTable(DENSITIES, TEMPERATURES, "braaten-segel", SHIPPED_ERROR, Spline(axes, coefficients))


SHIPPED_ERROR = 6e-4
"""Of the shipped table, rounded up; the tests measure it."""
