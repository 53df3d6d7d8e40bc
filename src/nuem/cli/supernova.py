"""`nuem supernova`: events of a burst by channel, and the moment that it could show."""

from typing import TYPE_CHECKING

import click

from nuem.cli import options
from nuem.cli.output import Output
from nuem.cli.supernova_text import shown
from nuem.cli.words import Quantity, Word

if TYPE_CHECKING:
    from nuem.supernova.channels import Argon


@options.verb(
    "supernova",
    "nuem supernova",
    'nuem supernova --burst test --detector dune --distance "5 kpc" --field "2e-6 gauss"',
    "nuem supernova --burst my_model.csv --conversion none --csv events.csv --plot events.png",
)
@click.option(
    "--burst", default="whole", show_default=True, help="test, neutronisation, cooling, whole, or a CSV file."
)
@click.option(
    "--detector", type=Word(("all", "dune", "hyperk", "juno")), default="all", show_default=True, help="Or one."
)
@click.option("--distance", type=Quantity("kpc"), default="10 kpc", show_default=True, help="To the supernova.")
@click.option(
    "--conversion", type=Word(("adiabatic", "none")), default="adiabatic", show_default=True, help="In the star."
)
@click.option(
    "--argon", type=Word(("marley", "rpa")), default="marley", show_default=True, help="Cross section of nu_e on argon."
)
@click.option(
    "--field", type=Quantity("gauss"), default="1e-6 gauss", show_default=True, help="Transverse, of the Galaxy."
)
@click.option(
    "--coherence", type=Quantity("pc"), default="10 pc", show_default=True, help="Length of one direction of the field."
)
@options.ordering
@options.output_curve
def command(
    burst: str, detector: str, distance: float, conversion: str, argon: "Argon", field: float, coherence: float,
    ordering: str, output: Output,
) -> None:  # fmt: skip
    """Print the events of a supernova by channel, and the reach in a universal Dirac moment."""
    from nuem import supernova

    emitted = supernova.burst(burst, distance=distance)
    mixing = options.nufit(ordering)
    seen = [
        supernova.events(emitted, name, mixing=mixing, conversion=conversion, argon=argon)
        for name in supernova.DETECTORS
        if detector in ("all", name)
    ]
    found = [supernova.reach(one, field=field, coherence=coherence) for one in seen]
    output.show(**shown(emitted, seen, found))
