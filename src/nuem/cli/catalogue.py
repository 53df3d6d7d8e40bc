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
@options.option(
    "--quantity", Word((*QUANTITIES, "moment")), None, "Quantity: magnetic_moment, charge or charge_radius."
)
@options.option("--since", int, None, "First year of publication.")
@options.option("--until", int, None, "Last year of publication.")
@options.option("--technique", None, None, "Words that must occur in the method, technique, comment or document.")
@options.option(
    "--flavour", Word((*options.FLAVOURS, "solar mixture")), None, "Flavour: e, mu, tau or 'solar mixture'."
)
@options.option(
    "--source",
    Word(("pdg", "review", "later")),
    None,
    "List: pdg, review (limits in the 2016 review) or later (newer than the PDG list).",
)
@options.output
def command(words: tuple[str, ...], output: Output, **conditions: str | int | None) -> None:
    """List published limits with their sources.

    WORDS are names of experiments, methods, authors or comments; a limit must have all of them.
    """
    from nuem.catalogue import describe, entries, records

    since, until = conditions["since"], conditions["until"]
    if isinstance(since, int) and isinstance(until, int) and since > until:
        raise ValueError(f"--since {since} is later than --until {until}")
    matching = entries(words=words, **conditions)  # type: ignore[arg-type]
    header, rows, notes = describe(matching)
    output.show(records(matching), [Table(header, rows), "", *notes] if matching else ["No published limit matches."])
