"""`nuem supernova`: events of a burst by channel, and the moment that it could show."""

from typing import TYPE_CHECKING, NamedTuple

from nuem.cli import options
from nuem.cli.output import Output
from nuem.cli.supernova_text import shown
from nuem.cli.words import Quantity, Word

if TYPE_CHECKING:
    from nuem.supernova.channels import Argon


class Galaxy(NamedTuple):
    """The magnetic field between the supernova and the Earth."""

    field: float
    """Transverse [gauss]."""
    coherence: float
    """Length of one direction of the field [cm]."""


@options.verb(
    "supernova",
    "nuem supernova",
    'nuem supernova --burst test --detector dune --distance "5 kpc" --field "2e-6 gauss"',
    "nuem supernova --burst my_model.csv --conversion none --csv events.csv --plot events.png",
)
@options.option("--burst", None, "whole", "Fluxes: test, neutronisation, cooling, whole, or a CSV file.")
@options.option("--detector", Word(("all", "dune", "hyperk", "juno")), "all", "all, dune, hyperk or juno.")
@options.option("--distance", Quantity("kpc"), "10 kpc", "Distance of the supernova.")
@options.option(
    "--conversion", Word(("adiabatic", "none")), "adiabatic", "Flavour conversion in the star: adiabatic or none."
)
@options.option("--argon", Word(("marley", "rpa")), "marley", "Cross section of nu_e on argon: marley or rpa.")
@options.bundle(
    "galaxy",
    Galaxy,
    options.option("--field", Quantity("gauss"), "1e-6 gauss", "Transverse magnetic field of the Galaxy."),
    options.option("--coherence", Quantity("pc"), "10 pc", "Coherence length of the Galactic field."),
)
@options.ordering
@options.output_curve
def command(
    burst: str,
    detector: str,
    distance: float,
    conversion: str,
    argon: "Argon",
    galaxy: Galaxy,
    ordering: str,
    output: Output,
) -> None:
    """Print the events of a supernova by channel, and the reach in a universal Dirac moment."""
    from nuem import supernova

    emitted = supernova.burst(burst, distance=distance)
    mixing = options.nufit(ordering)
    expected = [
        supernova.events(emitted, name, mixing=mixing, conversion=conversion, argon=argon)
        for name in supernova.DETECTORS
        if detector in ("all", name)
    ]
    reaches = [supernova.reach(events, field=galaxy.field, coherence=galaxy.coherence) for events in expected]
    output.show(**shown(emitted, expected, reaches))
