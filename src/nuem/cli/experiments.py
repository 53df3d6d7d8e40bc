"""`nuem experiments`: the experiments of the package, and the couplings that each constrains."""

import click

from nuem.cli import options
from nuem.cli.experiments_text import asked_by, lines
from nuem.cli.output import Output
from nuem.cli.tables import Table
from nuem.cli.words import Word


@options.verb(
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
    type=Word(options.limit_names, more="the path of a .toml file", allow=options.is_file_name),
)
@options.option("--kind", None, None, "Only experiments of this kind, such as recast or surrogate.")
@options.output
def command(name: str | None, kind: str | None, output: Output) -> None:
    """List the experiments: kind, target, source, data and the couplings that can be asked for; or describe the one NAME."""
    from nuem.experiments.overview import description, overview

    if name is not None:
        options.refuse_unused({"kind": "has no use with the name of an experiment"})
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
    requests = dict.fromkeys(row["ask"] for row in rows)
    notes = [f"Each can be asked for: {entry}." if len(requests) == 1 else asked_by(rows, entry) for entry in requests]
    output.show(rows, [Table(header, [[str(row[key]) for key in header] for row in rows]), "", *notes])
