"""Target materials: an element or a chemical formula, with its electrons per gram."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nuem.constants import AVOGADRO
from nuem.elements.hints import hint, is_mass_number, isotope_message
from nuem.elements.shells import Element, Shell, element

_TOKEN = re.compile(r"([A-Z][a-z]?)(\d+(?:\.\d+)?)?|(\()|(\))(\d+(?:\.\d+)?)?")


@dataclass(frozen=True, slots=True)
class Compound:
    """A material of free atoms in fixed proportion; chemical shifts of the levels (a few eV) are not included.

    The numbers are per formula unit: the atom of an element, CF4 of carbon tetrafluoride.
    """

    formula: str
    parts: tuple[tuple[Element, float], ...]
    """Each element and how many of its atoms a formula unit has."""

    @property
    def is_element(self) -> bool:
        """Whether a formula unit is one atom."""
        return len(self.parts) == 1 and self.parts[0][1] == 1

    @property
    def formula_weight(self) -> float:
        """Mass of a mole of formula units [g/mol]."""
        return sum(count * part.atomic_weight for part, count in self.parts)

    @property
    def electrons(self) -> float:
        """Electrons in a formula unit."""
        return sum(count * part.Z for part, count in self.parts)

    @property
    def units_per_gram(self) -> float:
        """Number of formula units [1/g]."""
        return AVOGADRO / self.formula_weight

    @property
    def electrons_per_gram(self) -> float:
        """Number of electrons [1/g]."""
        return self.electrons * self.units_per_gram

    @property
    def shells(self) -> tuple[Shell, ...]:
        """All shells, with the electrons per formula unit; in a compound named like ``F K``."""
        if self.is_element:
            return self.parts[0][0].shells
        return tuple(
            Shell(f"{part.symbol} {shell.name}", shell.binding, count * shell.electrons)
            for part, count in self.parts
            for shell in part.shells
        )

    @property
    def mass_fractions(self) -> dict[str, float]:
        """Share of each element in the mass."""
        return {part.symbol: count * part.atomic_weight / self.formula_weight for part, count in self.parts}

    def __repr__(self) -> str:
        return f"Compound({self.formula!r}, {self.electrons:g} electrons, {self.formula_weight:g} g/mol)"


def compound(formula: str) -> Compound:
    """Read a chemical formula.

    Parameters
    ----------
    formula : str
        Such as ``"Xe"``, ``"CF4"``, ``"CaWO4"`` or ``"C6H5(CH3)"``; counts may be fractions, as in ``"CH1.9"``.

    Raises
    ------
    ValueError
        For a formula that cannot be read, a count of zero, or an unknown element.

    Examples
    --------
    >>> f"{compound('CF4').electrons_per_gram:.3e} per gram"
    '2.874e+23 per gram'
    """
    if not isinstance(formula, str):
        raise ValueError(f"a formula such as 'CF4' was expected, got {str(formula)[:60]}")
    return _read(formula)


@cache
def _read(formula: str) -> Compound:
    """The compound of a formula."""
    stack: list[dict[str, float]] = [{}]
    position = 0
    text = formula.strip()
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            advice = hint(text) or "; write for example 'CF4'"
            raise ValueError(f"cannot read the formula {formula[:60]!r} at {text[position:][:60]!r}{advice}")
        position = token.end()
        symbol, number, opening, closing, group_number = token.groups()
        if opening:
            stack.append({})
        elif closing:
            if len(stack) == 1:
                raise ValueError(f"the formula {formula!r} closes a bracket that it does not open")
            group = stack.pop()
            for name, count in group.items():
                stack[-1][name] = stack[-1].get(name, 0.0) + count * _count(group_number, formula)
        else:
            stack[-1][symbol] = stack[-1].get(symbol, 0.0) + _count(number, formula)
    if len(stack) > 1:
        raise ValueError(f"the formula {formula!r} leaves a bracket open")
    if not stack[0]:
        raise ValueError(f"the formula {formula!r} is empty; write for example 'Xe' or 'CF4'")
    try:
        parts = tuple((element(symbol), count) for symbol, count in stack[0].items())
    except ValueError as error:
        raise ValueError(
            f"{error}" if "did you mean" in str(error) else f"{str(error).partition(';')[0]}{hint(text)}"
        ) from None
    for part, count in parts:
        if is_mass_number(part, count, alone=len(parts) == 1):
            raise ValueError(isotope_message(formula, part, count))
    return Compound(text, parts)


def _count(text: str | None, formula: str) -> float:
    count = float(text) if text else 1.0
    if count == 0:
        raise ValueError(f"the formula {formula!r} has a count of zero")
    return count
