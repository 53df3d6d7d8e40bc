"""`nuem cite`: the BibTeX of what a computation rests on."""

from typing import Annotated

import typer

from nuem.cli.output import Json, print_json


def cite(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="INSPIRE keys (Vogel:1989iv), verbs (moments) or functions (nuem.models.minimal_dirac); none lists everything."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Print the BibTeX of the papers that a computation rests on."""
    from nuem import references

    chosen = [key for name in names or () for key in ((name,) if ":" in name else references.rests_on(name))]
    if not names:
        chosen = list(references.bibliography())
    if json:
        print_json({key: references.bibtex(key) for key in chosen})
    else:
        typer.echo(references.bibtex(*chosen))
