"""How a verb prints: a table for people, JSON for programs."""

import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer

DEFAULT_ELECTRONS = "hfs"  # that of nuem.scattering.atom, which is not imported for `nuem --help`
ELECTRONS_HELP = "How electrons are bound: stepping, free, hfs (Dirac-Hartree-Fock-Slater), hfs-vacuum or epa; 'epa:0.1 eV' sets the neutrino mass."

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def print_json(data: Any) -> None:
    """JSON on standard output; arrays become lists, complex numbers [re, im], and what is not finite null."""
    typer.echo(json.dumps(_plain(data), indent=2, ensure_ascii=False))


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "") -> None:
    """An aligned table; columns of numbers stand to the right."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for k, name in enumerate(header):
        numeric = all(row[k][:1].isdigit() or row[k][:1] in "+-<>" for row in rows if row[k])
        table.add_column(name, justify="right" if numeric and rows else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console = Console(width=None if Console().is_terminal else 160, highlight=False, markup=False)
    console.print(table)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None] | None]:
    """A bar on a terminal, advanced by calling what it yields; nothing in a pipe, or when there is nothing to do."""
    if total == 0 or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if hasattr(data, "tolist"):
        data = data.tolist()
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if isinstance(data, complex):
        return [_plain(data.real), _plain(data.imag)]
    if isinstance(data, float) and not math.isfinite(data):
        return None
    return data
