"""Read how a detector sees a recoil: energy or photo-electrons with their resolution, or a matrix from a file."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from nuem.detectors import (
    DetectorResponse,
    Efficiency,
    IonisationResolution,
    Lindhard,
    PhotoElectrons,
    Quenching,
    QuenchingPolynomial,
    QuenchingTable,
    Resolution,
    ResolutionTable,
    Response,
    Sigmoid,
    Templates,
)
from nuem.detectors.quenching import GERMANIUM_TABLES
from nuem.detectors.resolution import Width
from nuem.experiments.reading.data import Measured
from nuem.experiments.reading.section import Section
from nuem.experiments.setups.target import Particle
from nuem.numerics import checks
from nuem.numerics.table import header
from nuem.units import keV

Array = NDArray[np.float64]

KINDS: Final = ("energy", "photoelectrons", "matrix")
EFFICIENCY_OF: Final[tuple[Literal["reconstructed", "visible", "recoil"], ...]] = ("reconstructed", "visible", "recoil")


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A response, and what else happens in each bin."""

    response: DetectorResponse
    efficiency: Array | None
    """Fraction of the counts that is kept in each bin; None for all."""
    key: str
    """Text that is the same for responses that say the same."""


def read_response(section: Section, particle: Particle, measured: Measured) -> Seen:
    """Read ``[response]``, or the table ``response`` of a channel.

    Raises
    ------
    ValueError
        For a mistake in the section or its tables, or bins of another kind.
    """
    kind = checks.choice(f"[{section.name}] kind", section.text("kind", "energy"), KINDS)
    lowest = section.quantity("lowest", "keV", None)
    bins, (efficiency, factor) = measured.bins, _efficiency(section, measured)
    quenching = read_quenching(section) if particle == "nucleus" else None
    response: DetectorResponse
    if kind == "matrix":
        file = section.file("matrix")
        with section.about("matrix"):
            response = Templates.read(file)
        if response.bins != bins.number:
            raise ValueError(f"{section.text('matrix')} has {response.bins} bins, the data have {bins.number}")
    elif bins.axis != ("energy" if kind == "energy" else "PE"):
        columns = "low_keV and high_keV" if kind == "energy" else "low_PE and high_PE"
        raise ValueError(f"[{section.name}] kind = {kind!r} needs the columns {columns} in the spectrum")
    elif kind == "photoelectrons":
        response = _photoelectrons(section, bins.edges, efficiency, quenching, lowest or 0.0)
    else:
        of = checks.choice("efficiency_of", section.text("efficiency_of", "reconstructed"), EFFICIENCY_OF)
        if isinstance(efficiency, Sigmoid):
            raise ValueError(
                f"[{section.name}] efficiency with a height and a steepness counts photo-electrons; give a table of energies"
            )
        word = next(choice for choice in EFFICIENCY_OF if choice == of)
        response = Response(bins.edges, efficiency, read_resolution(section), word, quenching, lowest)
    section.ask("quenching")
    return Seen(response, factor, section.content)


def _photoelectrons(
    section: Section, edges: Array, efficiency: Efficiency | Sigmoid, quenching: Quenching | None, lowest: float
) -> PhotoElectrons:
    """Photo-electrons with Poisson or gamma smearing, both yields per keV."""
    light_yield = section.number("light_yield") / keV
    shape = 0.0
    if section.value("smearing", "poisson") != "poisson":
        inner = section.section("smearing")
        shape = checks.number(f"[{inner.name}] gamma", checks.positive(f"[{inner.name}] gamma", inner.number("gamma")))
        inner.done()
    return PhotoElectrons(
        edges, light_yield, "gamma" if shape else "poisson", shape / keV, efficiency, quenching, lowest
    )


def _efficiency(section: Section, measured: Measured) -> tuple[Efficiency | Sigmoid, Array | None]:
    """The efficiency as a function, and as a factor of each bin."""
    if section.has_text("efficiency"):
        photons = "PE" in header(section.file("efficiency"))
        name, unit = ("PE", "") if photons else ("energy", "keV")
        table = section.table("efficiency", {name: unit, "efficiency": ""})
        with section.about("efficiency"):
            return Efficiency(table[name], table["efficiency"]), None
    if not section.has_table("efficiency"):
        return Efficiency.constant(section.number("efficiency", 1.0)), None
    inner = section.section("efficiency")
    if "column" in inner:
        factor = checks.within("efficiency", measured.table[inner.text("column")], 0, 1)
        inner.done()
        return Efficiency.constant(1.0), factor
    sigmoid = Sigmoid(
        inner.number("height"), inner.number("steepness"), inner.number("centre"), inner.number("offset", 0.0)
    )
    inner.done()
    return sigmoid, None


def read_resolution(section: Section) -> Width | None:
    """The width of a sharp energy: three terms, noise and pairs, or a table."""
    if section.value("resolution", None) is None:
        return None
    if section.has_text("resolution"):
        table = section.table("resolution", {"energy": "keV", "width": "keV"})
        with section.about("resolution"):
            return ResolutionTable(table["energy"], table["width"])
    inner = section.section("resolution")
    width: Width
    if "noise" in inner:
        width = IonisationResolution(
            noise=inner.quantity("noise", "eV"),
            fano=inner.number("fano", 0.0),
            pair_energy=inner.quantity("pair_energy", "eV", 0.0),
        )
    else:
        terms = inner.quantity("constant", "keV", 0.0), _root(inner), inner.number("linear", 0.0)
        quadrature = inner.flag("quadrature", False)
        inner.done()  # a misspelt term first: without it the others may make no sense
        width = Resolution(*terms, quadrature=quadrature)
    inner.done()
    return width


def _root(section: Section) -> float:
    """The term that grows with the root of the energy, given at 1 keV or at 1 MeV, at 1 keV [MeV]."""
    if "sqrt_at_1MeV" in section and "sqrt_at_1keV" not in section:
        return float(section.quantity("sqrt_at_1MeV", "MeV") * np.sqrt(keV))
    return float(section.quantity("sqrt_at_1keV", "keV", 0.0))


def read_quenching(section: Section) -> Quenching | None:
    """The quenching of a nuclear recoil: Lindhard's model, a polynomial, a table, or none."""
    if section.value("quenching", None) is None:
        return None
    if section.has_text("quenching"):
        name = section.text("quenching")
        if name in GERMANIUM_TABLES:
            return QuenchingTable.germanium(name)
        table = section.table("quenching", {"recoil": "keV", "quenching": ""})
        with section.about("quenching"):
            return QuenchingTable(table["recoil"], table["quenching"])
    inner = section.section("quenching")
    quenching: Quenching
    if "lindhard" in inner:
        with section.about("quenching"):
            quenching = Lindhard(inner.text("lindhard"), inner.number("k", 0.0), inner.number("k_error", 0.0))
    else:
        coefficients = np.array(inner.numbers("coefficients"))
        with section.about("quenching"):
            quenching = QuenchingPolynomial(coefficients)
    inner.done()
    return quenching
