"""`nuem cite`: the BibTeX of what a computation rests on."""

from typing import Annotated

import typer

from nuem.cli.output import Json, print_json


def cite(
    keys: Annotated[
        list[str] | None, typer.Argument(help="INSPIRE keys, such as Vogel:1989iv; none lists all.")
    ] = None,
    json: Json = False,
) -> None:
    """Print the BibTeX of the papers that nuem rests on."""
    from nuem import references

    chosen = keys or list(references.bibliography())
    if json:
        print_json({key: references.bibtex(key) for key in chosen})
    else:
        typer.echo(references.bibtex(*chosen))
