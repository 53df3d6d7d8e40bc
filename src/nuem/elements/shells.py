"""Chemical elements: atomic number, weight and electron shells."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nuem.constants import AVOGADRO
from nuem.units import eV


@dataclass(frozen=True, slots=True)
class Shell:
    """Electrons of one binding energy."""

    name: str
    """X-ray name, such as K or L3."""
    binding: float
    """Binding energy [MeV]."""
    electrons: float
    """How many electrons, per atom or formula unit."""


@dataclass(frozen=True, slots=True)
class Element:
    """A chemical element as a free neutral atom.

    Binding energies are measured ones, but none smaller than the first ionisation energy; ``shells.csv`` says from where.
    """

    symbol: str
    Z: int
    """Atomic number."""
    atomic_weight: float
    """Standard atomic weight [g/mol]."""
    shells: tuple[Shell, ...]
    """From the innermost outwards; the electrons sum to Z."""

    @property
    def atoms_per_gram(self) -> float:
        """Number of atoms [1/g]."""
        return AVOGADRO / self.atomic_weight

    @property
    def electrons_per_gram(self) -> float:
        """Number of electrons [1/g]."""
        return self.Z * self.atoms_per_gram

    def __repr__(self) -> str:
        return f"Element({self.symbol!r}, Z={self.Z}, {self.atomic_weight:g} g/mol, {len(self.shells)} shells)"


def element(symbol: str) -> Element:
    """The element with a chemical symbol.

    Parameters
    ----------
    symbol : str
        Such as ``"Xe"``.

    Raises
    ------
    ValueError
        For a symbol that is not in the table.

    Examples
    --------
    >>> f"{element('Ge').electrons_per_gram:.4e} per gram"
    '2.6533e+23 per gram'
    """
    table = _table()
    if not isinstance(symbol, str) or symbol not in table:
        same = [name for name in table if name.lower() == str(symbol).lower()]
        hint = f"; did you mean {same[0]!r}?" if same else f"; the table has {', '.join(table)}"
        raise ValueError(f"unknown element {str(symbol)[:60]!r}{hint}")
    return table[symbol]


def elements() -> tuple[str, ...]:
    """Symbols of all elements in the table, by atomic number."""
    return tuple(_table())


@cache
def _table() -> dict[str, Element]:
    shells: dict[str, list[Shell]] = {}
    for row in _rows("shells.csv"):
        shell = Shell(row["shell"], float(row["binding_eV"]) * eV, int(row["electrons"]))
        shells.setdefault(row["element"], []).append(shell)
    return {
        row["element"]: Element(row["element"], int(row["Z"]), float(row["weight"]), tuple(shells[row["element"]]))
        for row in _rows("elements.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    text = files("nuem.elements").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
