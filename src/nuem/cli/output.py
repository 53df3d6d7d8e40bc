"""How a verb prints: a table for people, JSON for programs, a CSV file and a figure where there are curves."""

import json
import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict

import click

from nuem.cli.tables import Table, prose
from nuem.results import cell, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from nuem.typing import Json

_PLAIN: Final = {
    "✓": "ok", "≠": "!=", "·": ".", "→": "->", "±": "+-", "µ": "u", "²": "^2", "³": "^3", "–": "-", "ν": "nu", "…": "...", "×": "x",
}  # fmt: skip
"""Signs of which some terminals know only a plain form."""


class Shown(TypedDict, total=False):
    """Arguments of `Output.show`."""

    record: "Json | Sequence[object]"
    text: "Iterable[str | Table]"
    columns: Mapping[str, Iterable[object]]
    figure: "Callable[[], Figure]"


@dataclass(frozen=True)
class Output:
    """Where results go, as the options say."""

    json: bool = False
    csv: Path | None = None
    plot: Path | None = None

    def show(
        self,
        record: "Json | Sequence[object]",
        text: "Iterable[str | Table]",
        *,
        columns: Mapping[str, Iterable[object]] | None = None,
        figure: "Callable[[], Figure] | None" = None,
        schema: str | None = None,
    ) -> None:
        """Print a result: `record` as JSON, or `text`; `columns` go into the CSV file, `figure` draws what is saved.

        The JSON says by which `schema` it is written: that of the verb if none is named.
        """
        if self.csv is not None and columns is not None:
            with naming(self.csv):
                write_csv(self.csv, columns)
        if self.plot is not None and figure is not None:
            drawn = figure()
            with naming(self.plot):
                drawn.savefig(self.plot, format=self.plot.suffix[1:].lower())
        if self.json:
            print_json(_signed(record, schema or str(click.get_current_context().command.name)))
            return
        for part in text:
            echo(part.render() if isinstance(part, Table) else prose(part))
        for path in (self.csv, self.plot):
            if path is not None:
                echo(f"written: {path}")


def echo(text: str, *, error: bool = False) -> None:
    """Print text in what the terminal, or the pipe, can show."""
    stream = sys.stderr if error else sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = "".join(_PLAIN.get(sign, sign) for sign in text).encode(encoding, "replace").decode(encoding)
    click.echo(text, err=error)


def print_json(data: object) -> None:
    """JSON on standard output; arrays become lists, complex numbers [re, im], and what is not finite null."""
    click.echo(json.dumps(plain(data, _written), indent=2))


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Name the file where writing fails, which a full disk does not do by itself."""
    try:
        yield
    except OSError as error:
        raise ValueError(f"{path} cannot be written: {error.strerror or error}") from None


def write_csv(path: Path, columns: Mapping[str, Iterable[object]]) -> None:
    """Columns of equal length into a CSV file, numbers to their last digit."""
    rows = zip(*columns.values(), strict=True)
    lines = [",".join(columns), *(",".join(cell(value) for value in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def progress(task: str, total: int) -> Iterator[Callable[[], None] | None]:
    """A count on a terminal, advanced by calling what it yields; nothing in a pipe, or when there is nothing to do."""
    if total == 0 or not sys.stderr.isatty():
        yield None
        return
    start, completed = time.monotonic(), 0

    def advance() -> None:
        nonlocal completed
        completed += 1
        left = (time.monotonic() - start) / completed * (total - completed)
        sys.stderr.write(f"\r{task}: {completed} of {total}, {left:.0f} s left  ")
        sys.stderr.flush()

    try:
        yield advance
    finally:
        sys.stderr.write("\r\033[K")


def _signed(record: "Json | Sequence[object]", schema: str) -> "Json | list[object]":
    """A record, or each of several, with its schema and the papers that it rests on: those that it names, and those of what was called."""
    if not isinstance(record, dict):
        return [_signed(item, schema) if isinstance(item, dict) else item for item in record]
    from nuem.interop.json_schema import label

    collected = click.get_current_context().meta.get("collected")
    signed = {"schema": label(schema), **record}
    if collected is not None:
        signed["references"] = list(dict.fromkeys([*record.get("references", ()), *collected.keys]))
    return signed


def _written(value: object) -> object:
    """A number or word of JSON, which has no infinity, no minus zero and no paths."""
    if isinstance(value, float):
        return value + 0.0 if math.isfinite(value) else None
    return str(value) if isinstance(value, Path) else value
