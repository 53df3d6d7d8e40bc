"""`nuem catalogue`: published limits, searched."""

import click

from nuem.cli.options import shared
from nuem.cli.options.words import Word
from nuem.cli.output import Output
from nuem.cli.tables import Table

QUANTITIES = ("magnetic_moment", "charge", "charge_radius")


@shared.verb(
    "catalogue",
    "nuem catalogue --quantity magnetic_moment --since 2020",
    "nuem catalogue borexino",
    "nuem catalogue reactor --quantity charge_radius",
    "nuem catalogue --technique 'red giant' --json",
    cites=False,
)
@click.argument("words", nargs=-1)
@shared.option("--quantity", Word((*QUANTITIES, "moment")), None, "Quantity: magnetic_moment, charge or charge_radius.")
@shared.option("--since", int, None, "First year of publication.")
@shared.option("--until", int, None, "Last year of publication.")
@shared.option("--technique", None, None, "Words that must occur in the method, technique, comment or document.")
@shared.option("--flavour", Word((*shared.FLAVOURS, "solar mixture")), None, "Flavour: e, mu, tau or 'solar mixture'.")
@shared.option(
    "--source",
    Word(("pdg", "review", "later")),
    None,
    "List: pdg, review (limits in the 2016 review) or later (newer than the PDG list).",
)
@shared.output
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
