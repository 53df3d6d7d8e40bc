"""`nuem experiments`: the experiments of the package, and the couplings that each constrains."""

import click

from nuem.cli.options import shared
from nuem.cli.options.words import Word
from nuem.cli.output import Output
from nuem.cli.printing.experiments import lines, requests
from nuem.cli.tables import Table


@shared.verb(
    "experiments",
    "nuem experiments",
    "nuem experiments xenonnt",
    "nuem experiments --kind surrogate",
    "nuem experiments --json",
    cites=False,
)
@click.argument(
    "name",
    required=False,
    type=Word(shared.limit_names, more="the path of a .toml file that names your table", allow=shared.is_file_name),
)
@shared.option("--kind", None, None, "Only experiments of this kind, such as recast or surrogate.")
@shared.output
def command(name: str | None, kind: str | None, output: Output) -> None:
    """List the experiments: kind, target, source, data and the couplings that can be asked for; or describe NAME."""
    from nuem.experiments.overview import description, overview

    if name is not None:
        shared.refuse_unused({"kind": "has no use with the name of an experiment"})
        entry = description(name)
        output.show(
            entry, [text for key, value in entry.items() if value for text in lines(key, value)], schema="experiment"
        )
        return
    rows = [row for row in overview() if kind in (None, row["kind"])]
    if not rows:
        raise ValueError(
            f"--kind {kind!r}: no experiment is of this kind; there are {', '.join(sorted({row['kind'] for row in overview()}))}"
        )
    header = ("name", "kind", "target", "source", "data")
    output.show(rows, [Table(header, [[str(row[key]) for key in header] for row in rows]), "", *requests(rows)])
