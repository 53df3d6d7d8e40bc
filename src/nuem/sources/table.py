"""A flux from the user's table: energies, and a column for each flavour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.numerics.content import ByContent
from nuem.numerics.piecewise import PiecewiseCubic
from nuem.numerics.table import read_table
from nuem.numerics.text import path_of
from nuem.sources.arrivals import Arrivals
from nuem.sources.flavour_beam import FlavourBeam

COLUMNS: Final = ("nu_e", "nu_mu", "nu_tau", "antinu_e", "antinu_mu", "antinu_tau")
FLUX_UNIT: Final = "cm^-2 s^-1 MeV^-1"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table(ByContent):
    """Neutrinos with a tabulated flux at the detector. Two tables are equal if all their numbers are.

    Parameters
    ----------
    energy : array_like
        Neutrino energies, two or more, ascending [MeV]; nothing lies outside them.
    fluxes : mapping
        Some of "nu_e", "nu_mu", "nu_tau", "antinu_e", "antinu_mu", "antinu_tau", each with the flux at every energy
        [cm^-2 s^-1 MeV^-1].
    interpolation : {"linear", "cubic"}, optional
        Between the energies; the cubics are monotone where the points are.
    total : float, optional
        Flux of all columns together that replaces the integral of the table [cm^-2 s^-1]; only the shapes are then used.
    distance : float, optional
        Over which the states oscillate coherently after they were produced in their flavour [cm].
    error : float, optional
        Relative uncertainty (1 sigma) of the flux, common to all columns.
    nuisance : str, optional
        Name of the uncertainty; experiments that use the same name share it.
    arrivals : mapping, optional
        Arrival times of the columns of a pulsed source, for each of them; a steady one has none.

    Raises
    ------
    ValueError
        For energies that do not ascend, negative or missing fluxes, an unknown flavour, an error outside 0 to 1.

    Examples
    --------
    >>> flux = Table(energy=[1, 2, 3], fluxes={"nu_mu": [0, 4e5, 0], "antinu_e": [0, 1e5, 0]}, error=0.1, nuisance="beam.flux")
    >>> for beam in flux.beams:
    ...     print(beam.name, f"{beam.total_flux:.0f} /cm2/s", beam.errors)
    nu_mu 400000 /cm2/s {'beam.flux': 0.1}
    antinu_e 100000 /cm2/s {'beam.flux': 0.1}
    """

    energy: NDArray[np.float64]
    fluxes: Mapping[str, ArrayLike]
    interpolation: Literal["linear", "cubic"] = "linear"
    total: float | None = None
    distance: float = 0.0
    error: float = 0.0
    nuisance: str = "flux"
    arrivals: Mapping[str, Arrivals] = field(default_factory=dict)
    name: str = field(default="table", init=False)
    emitted: str = field(default="", init=False)
    beams: tuple[FlavourBeam, ...] = field(init=False, repr=False, compare=False)

    __repr__ = brief

    def __post_init__(self) -> None:
        energy = checks.not_negative("energy of the flux table", self.energy, "MeV")
        if energy.ndim != 1 or len(energy) < 2 or np.any(np.diff(energy) <= 0):
            raise ValueError(f"energies of the flux table must ascend and be two or more, got {energy} MeV")
        checks.choice("interpolation", self.interpolation, ("linear", "cubic"))
        if not isinstance(self.nuisance, str) or not self.nuisance:
            raise ValueError(f"nuisance = {checks.shown(self.nuisance)} must be a name, such as 'beam.flux'")
        if not isinstance(self.fluxes, Mapping) or not self.fluxes:
            raise ValueError(f"fluxes must map names such as 'nu_e' to columns, got {self.fluxes!r}")
        columns = {
            checks.choice("flux", name, COLUMNS): _column(name, flux, energy) for name, flux in self.fluxes.items()
        }
        if self.arrivals and set(self.arrivals) != set(columns):
            raise ValueError(f"arrival times are given for {sorted(self.arrivals)}, fluxes for {sorted(columns)}")
        object.__setattr__(self, "energy", energy)
        object.__setattr__(self, "fluxes", columns)
        for quantity, value in (
            ("distance", checks.number("distance", checks.not_negative("distance", self.distance, "cm"), "cm")),
            ("error", checks.number("error", checks.within("error", self.error, 0, 1))),
            ("emitted", ", ".join(dict.fromkeys(name.rpartition("_")[2] for name in columns))),
            ("beams", self._beams(columns)),
        ):
            object.__setattr__(self, quantity, value)

    @classmethod
    def read(
        cls,
        file: str | Path | Traversable,
        *,
        interpolation: Literal["linear", "cubic"] = "linear",
        total: float | None = None,
        distance: float = 0.0,
        error: float = 0.0,
        nuisance: str = "flux",
        times: str | Path | Traversable | None = None,
    ) -> Self:
        """A flux from a CSV file with a column ``energy_MeV`` and columns such as ``nu_e_cm^-2 s^-1 MeV^-1``.

        Parameters
        ----------
        file : path
        interpolation, total, distance, error, nuisance
            As of the class.
        times : path, optional
            Arrival times of a pulsed source: a CSV file with ``low_us,high_us`` of adjoining bins and a column such as ``nu_e`` of weights
            for each column of the flux.

        Raises
        ------
        ValueError
            For a file that cannot be read or has no column of a flux, and as of the class.
        """
        source = path_of(file)
        table = read_table(source, {"energy": "MeV"}, optional=dict.fromkeys(COLUMNS, FLUX_UNIT))
        energy = table.pop("energy")
        if not table:
            raise ValueError(f"{source.name} has no flux; expected a column such as 'nu_e_{FLUX_UNIT}'")
        return cls(
            energy=energy,
            fluxes=table,
            interpolation=interpolation,
            total=total,
            distance=distance,
            error=error,
            nuisance=nuisance,
            arrivals={} if times is None else _arrivals(times, tuple(table)),
        )

    @property
    def total_flux(self) -> float:
        """Flux of all columns [cm^-2 s^-1]."""
        return sum(beam.total_flux for beam in self.beams)

    @property
    def references(self) -> tuple[str, ...]:
        """None: the flux is the user's."""
        return ()

    @property
    def description(self) -> str:
        """The source on one line."""
        names = ", ".join(beam.name for beam in self.beams)
        return f"table of {names}, {self.energy[0]:g} to {self.energy[-1]:g} MeV, {self.total_flux:.3g} /cm2/s"

    def _beams(self, columns: Mapping[str, NDArray[np.float64]]) -> tuple[FlavourBeam, ...]:
        build = PiecewiseCubic.monotone if self.interpolation == "cubic" else PiecewiseCubic.linear
        shapes = {name: build(self.energy, flux) for name, flux in columns.items()}
        integrals = {name: shape.integral() for name, shape in shapes.items()}
        whole = sum(integrals.values())
        if whole <= 0:
            raise ValueError("the flux table is zero everywhere")
        factor = 1.0
        if self.total is not None:
            factor = checks.number("total", checks.positive("total", self.total, FLUX_UNIT)) / whole
        errors = {self.nuisance: float(self.error)} if self.error else {}
        return tuple(
            FlavourBeam(
                name,
                name.rpartition("_")[2],
                name.startswith("anti"),
                breaks=self.energy,
                continuum=factor * integrals[name],
                spectrum=shape * (1 / integrals[name]),
                distance=self.distance,
                errors=errors,
                time_fractions=self.arrivals[name].fractions if self.arrivals else None,
            )
            for name, shape in shapes.items()
            if integrals[name] > 0
        )


def _column(name: str, flux: ArrayLike, energy: NDArray[np.float64]) -> NDArray[np.float64]:
    values = checks.not_negative(f"flux {name}", flux)
    if values.shape != energy.shape:
        raise ValueError(f"flux {name} has shape {values.shape} where there are {len(energy)} energies")
    return values


def _arrivals(file: str | Path | Traversable, columns: tuple[str, ...]) -> dict[str, Arrivals]:
    """Arrival times of each column from a CSV file of adjoining bins."""
    source = path_of(file)
    table = read_table(source, {"low": "s", "high": "s", **dict.fromkeys(columns, "")})
    low, high = table["low"], table["high"]
    if not np.allclose(low[1:], high[:-1], rtol=1e-9, atol=0):
        raise ValueError(f"bins of {source.name} must ascend and adjoin")
    return {name: Arrivals(np.append(low, high[-1]), table[name]) for name in columns}
