"""CSV tables whose header names each column and its unit, read with their errors explained."""

import csv
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import isfinite
from pathlib import Path
from typing import Final

import numpy as np

from nuem.numerics.text import ends_in_number, read_text, require_end
from nuem.numerics.toml import read_toml as read_toml
from nuem.typing import FloatArray
from nuem.units import convertible, unit

_LONGEST_LINE: Final = 100_000  # characters, beyond which a line is no row of a table
_DECIMAL: Final = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)


def read_table(
    source: Path | Traversable, columns: Mapping[str, str], *, optional: Mapping[str, str] | None = None
) -> dict[str, FloatArray]:
    """Columns of a CSV file in base units.

    Lines that begin with ``#``, empty lines and rows of nothing but commas are left out. The first other line is the header; a column
    is named ``name_unit``, as in ``low_keV``, with any unit of the right kind, or plain ``name`` if it has none. Every row must have
    as many entries as the header, those of the named columns finite decimal numbers.

    Parameters
    ----------
    source : path
        The file.
    columns : mapping
        Name of each column that is needed, and a unit of its kind ("" for none).
    optional : mapping, optional
        The same for columns that may be missing. If it is given, any other column is refused; otherwise others are left unread.

    Returns
    -------
    dict
        Name to values [base units].

    Raises
    ------
    ValueError
        For a file that cannot be read, another separator than a comma, a missing column or one in a unit of another kind, a row or a
        last number that is cut short, an entry that is not a finite decimal number, or no rows; the message names file and line.

    Warns
    -----
    UserWarning
        For a last number that no newline follows, see `nuem.numerics.text.require_end`.
    """
    file = source.name
    text = read_text(source, "a CSV table with a header")
    lines = _lines(text, file)
    expected = {**columns, **(optional or {})}
    if not lines:
        raise ValueError(f"{file} is empty; a header with {_names(columns)} was expected")
    header = _entries(lines[0][1])
    _require_commas(file, header, lines[0][1], expected)
    places, scales = _places(file, header, columns, optional)
    rows = []
    for number, line in lines[1:]:
        entries = _entries(line)
        if len(entries) != len(header):
            raise ValueError(
                f"{file}, line {number}: {len(entries)} entries where the header has {len(header)}: {_cut(line)}; truncated?"
            )
        rows.append([_number(entries[place], file, number, line) for place in places.values()])
    if not rows:
        raise ValueError(f"{file} has a header but no rows")
    if len(header) - 1 in places.values() and ends_in_number(text, lines[-1][0]):
        require_end(f"{file}, line {lines[-1][0]}", [_entries(line)[-1] for _, line in lines[1:]])
    values = np.array(rows).T
    return {column: values[k] * scales[column] for k, column in enumerate(places)}


def header(source: Path | Traversable) -> tuple[str, ...]:
    """Names of the columns of a CSV file as they are written, with their units.

    Raises
    ------
    ValueError
        For a file that cannot be read or is empty.
    """
    lines = _lines(read_text(source, "a CSV table with a header"), source.name)
    if not lines:
        raise ValueError(f"{source.name} is empty; a CSV table with a header was expected")
    return tuple(_entries(lines[0][1]))


def require_different_rows(source: Path | Traversable) -> None:
    """Refuse a CSV file in which a row stands twice.

    Raises
    ------
    ValueError
        For it; the message names file and lines.
    """
    first: dict[str, int] = {}
    for number, line in _lines(read_text(source, "a CSV table with a header"), source.name):
        row = ",".join(_entries(line))
        if row in first:
            raise ValueError(f"{source.name}, line {number}: the same as line {first[row]}: {_cut(line)}")
        first[row] = number


def read_rows(source: Path | Traversable, columns: Sequence[str]) -> FloatArray:
    """Numbers in columns that spaces, tabs or commas separate, without a header; shape (columns, rows), in the units of the file.

    Parameters
    ----------
    source : path
        The file; what follows ``#`` in a line is a comment.
    columns : sequence of str
        What each column is, such as ``"radius [cm]"``.

    Raises
    ------
    ValueError
        For a file that cannot be read, a row with another number of entries, an entry that is not a finite decimal number, a last number
        that is cut short, or no rows; the message names file and line.

    Warns
    -----
    UserWarning
        For a last number that no newline follows, see `nuem.numerics.text.require_end`.
    """
    file, rows, last, end = source.name, [], [], 0
    text = read_text(source, "a table of numbers")
    for number, whole in enumerate(text.split("\n"), 1):
        entries = whole.partition("#")[0].replace(",", " ").split()
        if entries and len(entries) != len(columns):
            raise ValueError(
                f"{file}, line {number}: {len(entries)} entries where {len(columns)} were expected ({', '.join(columns)}): {_cut(whole)}"
            )
        if entries:
            rows.append([_number(entry, file, number, whole) for entry in entries])
            last.append(entries[-1])
            end = number
    if not rows:
        raise ValueError(f"{file} has no rows of {', '.join(columns)}")
    if ends_in_number(text, end):
        require_end(f"{file}, line {end}", last)
    return np.array(rows).T


def shipped(package: str, name: str) -> Traversable:
    """A data file that is part of the package."""
    return files(package).joinpath(name)


def _lines(text: str, file: str) -> list[tuple[int, str]]:
    """Numbered lines that say something."""
    lines = [
        (k, line)
        for k, line in enumerate(text.split("\n"), 1)
        if line.strip(', \t"') and not line.lstrip().startswith("#")
    ]
    for k, line in lines:
        if len(line) > _LONGEST_LINE:
            raise ValueError(f"{file}, line {k}: {len(line)} characters; not a row of a table")
    return lines


def _entries(line: str) -> list[str]:
    """Entries of a row; quotes are those of CSV."""
    entries = next(csv.reader([line])) if '"' in line else line.split(",")
    return [entry.strip() for entry in entries]


def _require_commas(file: str, header: list[str], line: str, expected: Mapping[str, str]) -> None:
    """Say so where a table is separated by something else."""
    if len(header) > 1 or len(expected) < 2:
        return
    for mark, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars"), (" ", "spaces")):
        if len([entry for entry in line.split(mark) if entry.strip()]) > 1:
            raise ValueError(
                f"{file}: {name} separate the columns of the header {_cut(line)}; write a comma between columns and a point in decimal numbers"
            )


def _places(
    file: str, header: list[str], columns: Mapping[str, str], optional: Mapping[str, str] | None
) -> tuple[dict[str, int], dict[str, float]]:
    """Where each column is found, and the size of its unit."""
    expected = {**columns, **(optional or {})}
    places: dict[str, int] = {}
    scales: dict[str, float] = {}
    problems: dict[str, str] = {}
    for k, entry in enumerate(header):
        column = _column(entry, expected)
        if column is None:
            if optional is not None and entry:
                raise ValueError(f"{file}: unknown column {entry!r}; expected {_names(expected)}")
            continue
        try:
            scale = _scale(entry.removeprefix(column).removeprefix("_"), expected[column])
        except ValueError as error:
            problems[column] = f"{file}: column {entry!r}: {error}"
            continue
        if column in places:
            raise ValueError(f"{file}: column {column!r} occurs twice in the header {_cut(','.join(header))}")
        places[column], scales[column] = k, scale
    for column, problem in problems.items():
        if optional is not None or column not in places:
            raise ValueError(problem)
    for column in columns:
        if column not in places:
            raise ValueError(
                f"{file}: no column {_names({column: columns[column]})!r} in the header {_cut(','.join(header))}; expected {_names(columns)}"
            )
    return places, scales


def _column(entry: str, expected: Mapping[str, str]) -> str | None:
    """Which column an entry of the header names: itself, or the longest name that a unit follows."""
    if entry in expected:
        return entry
    fitting = [
        name
        for name in expected
        if entry.startswith(f"{name}_") and (expected[name] or entry.endswith(("%", "percent")))
    ]
    return max(fitting, key=len, default=None)


def _scale(written: str, expected: str) -> float:
    """Size of the unit of a column in base units."""
    if not expected:
        return unit(written) if written else 1.0
    if not written:
        raise ValueError(f"a unit is missing; write it after the name, such as _{expected}")
    return convertible(written, expected)


def _number(entry: str, file: str, number: int, line: str) -> float:
    if not _DECIMAL.fullmatch(entry):
        raise ValueError(f"{file}, line {number}: {_cut(entry)} is not a finite decimal number, in {_cut(line)}")
    value = float(entry)
    if not isfinite(value):
        raise ValueError(f"{file}, line {number}: {_cut(entry)} is not a finite number")
    return value


def _cut(text: str) -> str:
    """A piece of a file, short enough for a message."""
    return repr(text if len(text) <= 80 else f"{text[:77]}...")


def _names(columns: Mapping[str, str]) -> str:
    return ",".join(f"{name}_{unit}" if unit else name for name, unit in columns.items())
