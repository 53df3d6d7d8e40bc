"""`nuem catalogue`: published limits, searched."""

from typing import Annotated

import typer

from nuem.cli.output import Json, print_json, print_table


def catalogue(
    quantity: Annotated[str | None, typer.Option(help="magnetic_moment, charge or charge_radius.")] = None,
    since: Annotated[int | None, typer.Option(help="First year.")] = None,
    until: Annotated[int | None, typer.Option(help="Last year.")] = None,
    technique: Annotated[
        str | None, typer.Option(help="Words in method, technique, comment or document: reactor, BORX, 'red giant'.")
    ] = None,
    flavour: Annotated[str | None, typer.Option(help="e, mu, tau or 'solar mixture'.")] = None,
    source: Annotated[str | None, typer.Option(help="pdg, or review for the limits that the review names.")] = None,
    json: Json = False,
) -> None:
    """List published limits with their sources."""
    from dataclasses import asdict

    from nuem.catalogue import RADIUS_NOTE, SOURCES, entries

    found = entries(quantity=quantity, since=since, until=until, technique=technique, flavour=flavour, source=source)
    if json:
        print_json([{**asdict(entry), "attribution": SOURCES[entry.source]} for entry in found])
        return
    if not found:
        typer.echo("No published limit matches.")
        return
    rows = [
        (
            entry.quantity.replace("_", " "),
            entry.printed or "none printed",
            entry.unit,
            f"{100 * entry.cl:g} %" if entry.cl else "",
            entry.document,
            entry.method,
            entry.comment,
            entry.source,
        )
        for entry in found
    ]
    print_table(("quantity", "value", "unit", "CL", "document", "method", "comment", "list"), rows)
    typer.echo()
    for name in sorted({entry.source for entry in found}):
        typer.echo(f"{name}: {_attribution(name)}")
    if any(entry.quantity == "charge_radius" for entry in found):
        typer.echo(f"Values without a power of ten are in 1e-32 cm2; {RADIUS_NOTE}.")


def _attribution(source: str) -> str:
    """Where a list comes from, in words."""
    from nuem.catalogue import SOURCES
    from nuem.references import short

    return SOURCES[source] if source == "pdg" else short(SOURCES[source])
