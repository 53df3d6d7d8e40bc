"""Data in text: CSV tables whose header names each column and its unit, and TOML, read with their errors explained."""

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nuem.units import unit


def read_table(source: Path | Traversable, columns: Mapping[str, str]) -> dict[str, NDArray[np.float64]]:
    """Columns of a CSV file in base units.

    Lines that begin with ``#`` are comments. The first other line is the header; a column is named ``name_unit``, as in ``low_keV``, or
    plain ``name`` if it has no unit. Every row must have as many entries as the header, all of them finite numbers.

    Parameters
    ----------
    source : path
        The file.
    columns : mapping
        Name of each column that is needed, and its unit ("" for none); others are left unread.

    Returns
    -------
    dict
        Name to values [base units].

    Raises
    ------
    ValueError
        For a missing column, a row that is cut short, an entry that is no finite number, or no rows; the message names file and line.
    """
    name = getattr(source, "name", str(source))
    try:
        text = source.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{name} is not a text file; a CSV table with a header was expected") from None
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise ValueError(f"cannot read {source}: {error.strerror}") from None
    lines = [
        (k, line) for k, line in enumerate(text.splitlines(), 1) if line.strip() and not line.lstrip().startswith("#")
    ]
    if not lines:
        raise ValueError(f"{name} is empty; a header with {_names(columns)} was expected")
    header = [entry.strip() for entry in next(csv.reader([lines[0][1]]))]
    position = {}
    for column, expected in columns.items():
        wanted = f"{column}_{expected}" if expected else column
        if header.count(wanted) != 1:
            problem = "twice" if wanted in header else "nowhere"
            raise ValueError(
                f"{name}: column {wanted!r} stands {problem} in the header {','.join(header)!r}; expected {_names(columns)}"
            )
        position[column] = header.index(wanted)
    rows = []
    for line_number, line in lines[1:]:
        entries = next(csv.reader([line]))
        if len(entries) != len(header):
            raise ValueError(
                f"{name}, line {line_number}: {len(entries)} entries where the header has {len(header)}: {line!r}; truncated?"
            )
        try:
            row = [float(entries[position[column]]) for column in columns]
        except ValueError:
            raise ValueError(f"{name}, line {line_number}: not all numbers: {line!r}") from None
        if not all(map(isfinite, row)):
            raise ValueError(f"{name}, line {line_number}: not all finite: {line!r}")
        rows.append(row)
    if not rows:
        raise ValueError(f"{name} has a header but no rows")
    values = np.array(rows).T
    return {
        column: values[k] * (unit(expected) if expected else 1.0)
        for k, (column, expected) in enumerate(columns.items())
    }


def shipped(package: str, name: str) -> Traversable:
    """A data file that is part of the project."""
    return files(package).joinpath(name)


@cache
def read_toml(package: str, name: str) -> dict[str, Any]:
    """A TOML file that is part of the project; callers must not change what they get."""
    return tomllib.loads(shipped(package, name).read_text(encoding="utf-8"))


def _names(columns: Mapping[str, str]) -> str:
    return ",".join(f"{name}_{unit}" if unit else name for name, unit in columns.items())
