"""`nuem review`: every claim of the 2016 review next to the number computed here."""

from dataclasses import asdict
from pathlib import Path

import click

from nuem.cli.options import shared
from nuem.cli.output import Output, naming, progress


@shared.verb("review", "nuem review", "nuem review --figures review", "nuem review --json", cites=False)
@click.option(
    "--figures",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write an HTML page (index.html), rows (review.json) and figures into this folder.",
)
@shared.output
def command(figures: Path | None, output: Output) -> None:
    """Compute every claim of Studenikin's review (2016) and print it next to what is claimed."""
    import nuem.review

    if figures is not None:
        with naming(figures):
            figures.mkdir(parents=True, exist_ok=True)
    with progress("computing", len(nuem.review.claims())) as advance:
        rows = nuem.review.review(advance)
    output.show([asdict(row) for row in rows], nuem.review.text(rows))
    if figures is not None:
        from nuem.plots.gallery import FIGURES

        with progress("drawing", len(FIGURES)) as advance, naming(figures):
            page = nuem.review.write(figures, rows, advance)
        if not output.json:
            click.echo(f"\npage and figures: {page}")
