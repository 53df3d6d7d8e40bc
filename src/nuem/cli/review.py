"""`nuem review`: every claim of the 2016 review beside the number computed here."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuem.cli.output import Json, print_json, progress

if TYPE_CHECKING:
    from nuem.review import Row


def review(
    figures: Annotated[
        Path | None,
        typer.Option(help="Write an HTML page (index.html), rows (review.json) and figures into this folder."),
    ] = None,
    json: Json = False,
) -> None:
    """Compute every claim of Studenikin's review (2016) and print it beside what is claimed."""
    from dataclasses import asdict

    from nuem.review import claims
    from nuem.review import review as compute

    if figures is not None and figures.exists() and not figures.is_dir():
        raise ValueError(f"--figures {figures} is a file; give a folder")
    with progress("computing", len(claims())) as advance:
        rows = compute(advance)
    records = [asdict(row) for row in rows]
    if json:
        print_json(records)
    else:
        _print(records)
    if figures is not None:
        _write(figures, rows)
        if not json:
            typer.echo(f"\npage and figures: {figures / 'index.html'}")


def _print(records: list[dict[str, str]]) -> None:
    """One line a claim, with the reason of a difference under it."""
    from textwrap import wrap

    marks = {"reproduced": "✓", "consistent": "=", "differs": "≠", "not built": "·"}
    typer.echo("A. Studenikin, J. Phys. Conf. Ser. 718 (2016) 062076, claim by claim\n")
    for row in records:
        typer.echo(f"{marks[row['status']]} {row['id']:<20} {row['claim']}")
        typer.echo(f"  {'':<20} claimed   {row['claimed']}")
        if row["status"] == "not built":
            typer.echo(f"  {'':<20} not built yet")
            continue
        typer.echo(f"  {'':<20} computed  {row['computed']}   [{row['status']}]")
        for text in (row["basis"], row["why"]):
            for line in wrap(text, 100):
                typer.echo(f"  {'':<20}           {line}")
    statuses = [row["status"] for row in records]
    counts = ", ".join(f"{statuses.count(status)} {status}" for status in marks)
    typer.echo(f"\n{counts}")


def _write(folder: Path, rows: "tuple[Row, ...]") -> None:
    """The page, its rows as JSON and its figures, each with the first line of what its function says."""
    from dataclasses import asdict
    from inspect import getdoc
    from json import dumps

    from nuem.plots.gallery import FIGURES
    from nuem.review.page import write

    folder.mkdir(parents=True, exist_ok=True)
    captions = {}
    with progress("drawing", len(FIGURES)) as advance:
        for name, draw in FIGURES.items():
            draw().savefig(folder / f"{name}.png", dpi=160)
            captions[f"{name}.png"] = (getdoc(draw) or name).splitlines()[0]
            if advance is not None:
                advance()
    records = [asdict(row) for row in rows]
    (folder / "review.json").write_text(dumps(records, indent=2, ensure_ascii=False), encoding="utf-8")
    write(folder, rows, captions)
