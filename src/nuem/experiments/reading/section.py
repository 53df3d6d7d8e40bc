"""A table of a TOML file, read with complaints that say where."""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks
from nuem.numerics.table import read_table
from nuem.typing import Json
from nuem.units import parse


class Section:
    """A TOML table that knows its name, so that every complaint says where; a key that nobody asked for is a mistake."""

    def __init__(self, name: str, table: object, folder: Path | Traversable) -> None:
        if not isinstance(table, Mapping):
            raise ValueError(f"[{name}] must be a table, got {table!r}")
        self.name, self.folder = name, folder
        self._table, self._asked = table, set[str]()

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def value(self, key: str, default: object = ...) -> Any:
        """The entry, unchanged."""
        self._asked.add(key)
        if key not in self._table and default is ...:
            place = "the file" if self.name == "top" else f"[{self.name}]"
            from difflib import get_close_matches

            near = get_close_matches(key, self._table.keys() - self._asked, n=1)
            raise ValueError(f"{place} lacks {key!r}" + (f"; is it {near[0]!r}, misspelt?" if near else ""))
        return self._table.get(key, default)

    def has_text(self, key: str) -> bool:
        """Whether an entry is there and is a string, such as the name of a file."""
        return isinstance(self.value(key, None), str)

    def has_table(self, key: str) -> bool:
        """Whether an entry is there and is a table."""
        return isinstance(self.value(key, None), Mapping)

    def text(self, key: str, default: object = ...) -> Any:
        """A string."""
        value = self.value(key, default)
        if value is not default and not isinstance(value, str):
            raise ValueError(f"[{self.name}] {key} = {value!r} must be text in quotes")
        return value

    def quantity(self, key: str, unit: str, default: object = ...) -> Any:
        """A number with a unit, in base units."""
        value = self.value(key, default)
        if value is default:
            return value
        try:
            return parse(value, unit)
        except ValueError as error:
            raise ValueError(f"[{self.name}] {key}: {error}") from None

    def number(self, key: str, default: object = ...) -> Any:
        """A pure number."""
        value = self.value(key, default)
        if value is default:
            return value
        if not _is_finite(value):
            raise ValueError(f"[{self.name}] {key} = {value!r} must be a finite number")
        return float(value)

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of pure numbers."""
        values = self.value(key)
        if not isinstance(values, list) or not all(map(_is_finite, values)):
            raise ValueError(f"[{self.name}] {key} = {values!r} must be a list of finite numbers")
        return tuple(float(value) for value in values)

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.value(key, default)
        if not isinstance(value, bool):
            raise ValueError(f"[{self.name}] {key} = {value!r} must be true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty if there is none."""
        value = self.value(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise ValueError(f"[{self.name}] {key} = {value!r} must be a list of texts")
        return tuple(value)

    def section(self, key: str, *, needed: bool = True) -> "Section":
        """A table inside this one."""
        table = self.value(key) if needed else self.value(key, {})
        return Section(key if self.name == "top" else f"{self.name}.{key}", table, self.folder)

    def sections(self, key: str) -> list["Section"]:
        """Tables of a list, written ``[[key]]``; one written ``[key]`` is a list of one, a missing one an empty list."""
        if self.has_table(key):
            return [self.section(key)]
        tables = self.value(key, [])
        if not isinstance(tables, list):
            raise ValueError(f"[{self.name}] {key} = {tables!r} must be a table, written [[{key}]]")
        name = key if self.name == "top" else f"{self.name}.{key}"
        return [Section(f"{name} {k}", table, self.folder) for k, table in enumerate(tables, 1)]

    def changed(self, name: str, changes: Json) -> "Section":
        """The same table under another name, with some entries replaced."""
        return Section(name, {**self._table, **changes}, self.folder)

    def file(self, key: str) -> Path | Traversable:
        """A file next to the TOML file."""
        name = self.text(key)
        file = self.folder.joinpath(name)
        there = file.exists() if isinstance(file, Path) else file.is_file()
        if not there or file.is_dir():
            what = "a file was expected, this is a folder" if file.is_dir() else "No such file or directory"
            raise ValueError(f"[{self.name}] {key}: cannot read {name!r}: {what}")
        return file

    @contextmanager
    def about(self, key: str) -> Iterator[None]:
        """Say with every complaint that it is about an entry."""
        try:
            yield
        except ValueError as error:
            raise ValueError(f"[{self.name}] {key}: {error}") from None

    def name_of(self, key: str = "name") -> str:
        """A string that is not empty, by which something is called."""
        name: str = self.text(key)
        if not name.strip():
            raise ValueError(f"[{self.name}] {key} = {name!r} is empty; give it a name")
        return name

    def table(self, key: str, columns: Mapping[str, str]) -> dict[str, NDArray[np.float64]]:
        """A CSV file next to the TOML file."""
        return read_table(self.file(key), columns)

    def shown(self, key: str) -> str:
        """An entry as text: the same for entries that say the same."""
        return repr(self._table.get(key))

    @property
    def content(self) -> str:
        """All entries as text: the same for tables that say the same."""
        return repr(sorted(self._table.items()))

    def as_dict(self) -> Json:
        """All entries."""
        return dict(self._table)

    def ask(self, *keys: str) -> None:
        """Count keys as asked for."""
        self._asked.update(keys)

    @property
    def asked(self) -> frozenset[str]:
        """Keys that were asked for."""
        return frozenset(self._asked)

    @property
    def entries(self) -> list[str]:
        """Names of all entries."""
        return list(self._table)

    def done(self) -> None:
        """Refuse entries that were never asked for."""
        unknown = [key for key in self._table if key not in self._asked]
        if unknown:
            checks.choice(f"key of [{self.name}]", unknown[0], sorted(self._asked))


def _is_finite(value: object) -> bool:
    """Whether a value is a finite number; True and False are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
