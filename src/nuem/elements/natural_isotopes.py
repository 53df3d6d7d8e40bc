"""Natural isotopes of an element."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nuem.elements.shells import element


@dataclass(frozen=True, slots=True)
class Isotope:
    """A natural isotope."""

    symbol: str
    """Of the element."""
    Z: int
    A: int
    """Mass number."""
    abundance: float
    """Fraction of the atoms of the element."""
    atomic_mass: float
    """Of the neutral atom [u]."""

    @property
    def name(self) -> str:
        """Such as "Ge74"."""
        return f"{self.symbol}{self.A}"


def isotopes(symbol: str) -> tuple[Isotope, ...]:
    """The natural isotopes of an element, by mass number.

    Parameters
    ----------
    symbol : str
        Such as ``"Ge"``.

    Raises
    ------
    ValueError
        For an unknown element, or one without natural isotopes in the table.

    Examples
    --------
    >>> [(one.name, round(one.abundance, 4)) for one in isotopes("Ar")]
    [('Ar36', 0.0033), ('Ar38', 0.0006), ('Ar40', 0.996)]
    """
    element(symbol)  # refuses what is none
    return _natural(symbol)


@cache
def _natural(symbol: str) -> tuple[Isotope, ...]:
    Z = element(symbol).Z
    rows = [row for row in _rows() if row["element"] == symbol]
    if not rows:
        raise ValueError(f"no natural isotopes of {symbol} are in the table; add them with scripts/isotopes.py")
    total = sum(float(row["abundance_percent"]) for row in rows)
    return tuple(
        Isotope(symbol, Z, int(row["A"]), float(row["abundance_percent"]) / total, float(row["mass_u"])) for row in rows
    )


@cache
def _rows() -> list[dict[str, str]]:
    text = files("nuem.elements").joinpath("isotopes.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
