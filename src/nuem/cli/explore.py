"""`nuem explore`: one page for a browser, in which any vertex meets every experiment and every star."""

from pathlib import Path

import click

from nuem.cli.options import shared
from nuem.cli.options.words import NewFile, Word
from nuem.cli.output import Output, naming, progress


@shared.verb("explore", "nuem explore --out page.html", "nuem explore xenonnt gemma --out page.html")
@click.argument(
    "experiments",
    nargs=-1,
    type=Word(
        shared.experiment_names, more="the path of a .toml file that names your table", allow=shared.is_file_name
    ),
)
@click.option("--out", type=NewFile(".html"), required=True, help="HTML file to write; it needs no network.")
@shared.electrons
@shared.output
def command(experiments: tuple[str, ...], out: Path, electrons: str, output: Output) -> None:
    """Write an interactive web page of all experiments and star bounds for a vertex that the reader sets.

    EXPERIMENTS are names or paths of TOML files; all shipped ones if none is given.
    """
    import nuem.explore

    names = experiments or shared.experiment_names()
    with progress("folding", len(names)) as advance, naming(out):
        page = nuem.explore.write(out, names, electrons=electrons, progress=advance)
    size = page.stat().st_size
    record = {"page": page, "experiments": list(names), "bytes": size}
    output.show(record, [f"written: {page}, {size / 1e6:.1f} MB with {len(names)} experiments; open it in a browser"])
