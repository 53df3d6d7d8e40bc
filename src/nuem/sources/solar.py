"""Neutrinos of the Sun: eight components with fluxes of a solar model, their spectra, and their states at Earth by day.

Spectra: allowed beta+ shapes with the Fermi function for pp, hep and the CNO sources (mean energies agree with [Bahcall:1997eg] to 3e-4 or
better), a table for 8B [Winter:2004kf], sharp lines for 7Be and pep. The thermal width of the lines (about 1 keV) is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.numerics.piecewise import PiecewiseCubic
from nuem.numerics.table import read_table, read_toml, shipped
from nuem.sources.beta import BetaDecay
from nuem.sources.solar_matter import solar_probabilities
from nuem.sun import COMPONENTS
from nuem.units import au

MODELS: Final = ("b16-gs98", "b16-agss09met", "sf3-gs98")

# Panels that narrow towards the end point, where a beta+ spectrum goes like sqrt(E_0 - E) and, in the last keV, to zero faster still.
_GRADED = np.array([0.0, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0])


@dataclass(frozen=True, slots=True)
class SolarBeam:
    """One component of the solar neutrinos at Earth by day.

    Parameters
    ----------
    name : str
        Such as "pp".
    error : float
        Relative uncertainty of the flux, 1 sigma.
    lines : tuple
        Energy [MeV] and flux [cm^-2 s^-1] of each line.
    breaks : numpy.ndarray
        Energies at which the spectrum is not smooth, with the end points [MeV]; empty for lines.
    continuum : float
        Flux in the continuum [cm^-2 s^-1].
    spectrum : callable
        The continuum, normalised to 1 [1/MeV].
    """

    name: str
    error: float
    lines: tuple[tuple[float, float], ...]
    breaks: NDArray[np.float64] = field(compare=False, repr=False)
    continuum: float
    spectrum: Callable[[ArrayLike], NDArray[np.float64]] = field(repr=False)
    antineutrino: bool = False
    distance: float = 0.0
    """Way over which the state still oscillates [cm]: none, mass states arrive incoherently."""

    def flux(self, energy: ArrayLike) -> NDArray[np.float64]:
        """Continuum flux at neutrino energies [MeV], zero outside the end points and for lines [cm^-2 s^-1 MeV^-1]."""
        where = checks.real("energy", energy, "MeV")
        return np.zeros_like(where) if self.lines else self.continuum * self.spectrum(where)

    def state(self, energy: ArrayLike, mixing: Mixing) -> NDArray[np.complex128]:
        """Density matrix in the mass basis, diag(P_e1, P_e2, P_e3) after adiabatic conversion, shape (*energy.shape, 3, 3)."""
        probabilities = solar_probabilities(energy, mixing, component=self.name)
        states = np.zeros((*probabilities.shape, mixing.size), dtype=np.complex128)
        diagonal = np.arange(mixing.size)
        states[..., diagonal, diagonal] = probabilities
        return states

    @property
    def errors(self) -> Mapping[str, float]:
        """Relative uncertainty (1 sigma) of the flux by the name of its nuisance, shared by all experiments: "solar.pp" and so on."""
        return {f"solar.{self.name}": self.error}

    @property
    def total_flux(self) -> float:
        """Flux of lines and continuum [cm^-2 s^-1]."""
        return self.continuum + sum(flux for _, flux in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sun:
    """The Sun as a source of neutrinos.

    Parameters
    ----------
    model : {"b16-gs98", "b16-agss09met", "sf3-gs98"}, optional
        Solar model that sets the fluxes and their errors: B16 [Vinyoles:2016djt], or the models of 2023 with the reaction rates of Solar Fusion
        III [Herrera:2023sfi]. Where neutrinos are produced is always taken from B16-GS98.
    components : sequence of str, optional
        Some of pp, pep, hep, Be7, B8, N13, O15, F17; all if not given.
    distance : float, optional
        From the Sun [cm]; 1 au if not given.

    Raises
    ------
    ValueError
        For an unknown model or component, one that stands twice, or a distance that is not positive.

    Examples
    --------
    >>> for beam in Sun(components=["pp", "Be7"]).beams:
    ...     print(beam.name, f"{beam.total_flux:.2e} /cm2/s +- {beam.error:.1%}")
    pp 5.98e+10 /cm2/s +- 0.6%
    Be7 4.93e+09 /cm2/s +- 6.0%
    """

    model: str = MODELS[0]
    components: Sequence[str] | None = None
    distance: float = au
    name: str = field(default="sun", init=False)
    emitted: str = field(default="e", init=False)
    beams: tuple[SolarBeam, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        checks.choice("model", self.model, MODELS)
        distance = checks.number("distance", checks.positive("distance", self.distance, "cm"), "cm")
        if self.components is not None and not isinstance(self.components, list | tuple):
            raise ValueError(
                f"components = {checks.shown(self.components)} must be a list of names, such as ['pp', 'Be7']"
            )
        names = COMPONENTS if self.components is None else tuple(self.components)
        for name in names:
            checks.choice("component", name, COMPONENTS)
        if not names or len(set(names)) < len(names):
            raise ValueError(f"components = {list(names)} must name at least one component, and none of them twice")
        object.__setattr__(self, "components", names)
        object.__setattr__(self, "distance", distance)
        object.__setattr__(self, "beams", tuple(_beam(self.model, name, (au / distance) ** 2) for name in names))

    @property
    def total_flux(self) -> float:
        """Flux of all chosen components [cm^-2 s^-1]."""
        return sum(beam.total_flux for beam in self.beams)

    @property
    def references(self) -> tuple[str, ...]:
        """Citation keys of fluxes and spectra."""
        model = "Herrera:2023sfi" if self.model.startswith("sf3") else "Vinyoles:2016djt"
        spectra = {"B8": "Winter:2004kf", **dict.fromkeys(("pp", "hep", "N13", "O15", "F17"), "Bahcall:1997eg")}
        return tuple(dict.fromkeys([model, *(spectra[b.name] for b in self.beams if b.name in spectra)]))

    @property
    def description(self) -> str:
        """The source on one line."""
        parts = "all components" if len(self.beams) == len(COMPONENTS) else ", ".join(beam.name for beam in self.beams)
        return (
            f"solar neutrinos at {self.distance / au:g} au by day, model {self.model}, {parts}, {self.total_flux:.3g} /cm2/s, "
            "adiabatic conversion in the Sun"
        )


def _beam(model: str, name: str, dilution: float) -> SolarBeam:
    data = read_toml("nuem.sources", "solar.toml")
    at_earth, error = data["models"][model][name]
    flux = at_earth * dilution
    if name in data["lines"]:
        lines = tuple((energy, fraction * flux) for energy, fraction in data["lines"][name])
        return SolarBeam(name, error, lines, np.array([]), 0.0, np.zeros_like)
    if name == "B8":
        return SolarBeam(name, error, (), boron8().knots, flux, boron8())
    decay = _beta(name)
    return SolarBeam(name, error, (), _GRADED * decay.end_point, flux, decay)


@cache
def boron8() -> PiecewiseCubic:
    """The spectrum of 8B neutrinos [1/MeV], monotone cubics through the table, divided by their integral of 1 + 6e-6."""
    table = read_table(shipped("nuem.sources", "boron8.csv"), {"energy": "MeV", "spectrum": ""})
    spectrum = PiecewiseCubic.monotone(table["energy"], table["spectrum"])
    return spectrum * (1 / spectrum.integral())


@cache
def _beta(name: str) -> BetaDecay:
    decay = read_toml("nuem.sources", "solar.toml")["beta"][name]
    return BetaDecay(decay["end_point"], -decay["charge"])
