"""`nuem catalogue`: published limits, searched."""

import click

from nuem.cli import options
from nuem.cli.output import Output
from nuem.cli.tables import Table
from nuem.cli.words import Word

QUANTITIES = ("magnetic_moment", "charge", "charge_radius")


@options.verb(
    "catalogue",
    "nuem catalogue --quantity magnetic_moment --since 2020",
    "nuem catalogue borexino",
    "nuem catalogue reactor --quantity charge_radius",
    "nuem catalogue --technique 'red giant' --json",
    cites=False,
)
@click.argument("words", nargs=-1)
@click.option("--quantity", type=Word((*QUANTITIES, "moment")), help="magnetic_moment, charge or charge_radius.")
@click.option("--since", type=int, help="First year.")
@click.option("--until", type=int, help="Last year.")
@click.option("--technique", help="Words in the method, the technique, the comment or the document.")
@click.option("--flavour", type=Word((*options.FLAVOURS, "solar mixture")), help="e, mu, tau or 'solar mixture'.")
@click.option("--source", type=Word(("pdg", "review")), help="pdg, or review for the limits that the review names.")
@options.output
def command(words: tuple[str, ...], output: Output, **conditions: str | int | None) -> None:
    """List published limits with their sources.

    WORDS are names of experiments, methods, authors or comments; a limit must have all of them.
    """
    from nuem.catalogue import describe, entries, records

    found = entries(words=words, **conditions)  # type: ignore[arg-type]
    header, rows, notes = describe(found)
    output.show(records(found), [Table(header, rows), "", *notes] if found else ["No published limit matches."])
