"""What a material may have meant that is not a formula: an isotope, a name, a liquid, letters in the wrong case."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from nuem.elements.shells import Element, elements

_MASS_FIRST: Final = re.compile(r"^(\d{1,3})[-_ ]?([A-Za-z]{1,2})(\d*)$")
_MASS_LAST: Final = re.compile(r"^([A-Za-z]{1,2})[-_ ]?(\d{1,3})$")
_PHASE: Final = re.compile(r"^([lg]|liquid|gaseous|gas|solid|enriched|natural|nat)[-_ ]?(\w+)$", re.IGNORECASE)
_FEWEST: Final = 4  # atoms in a molecule of one element (P4, S8) from which on a count may be a mass number


def hint(text: str) -> str:
    """A hint for a text that is not a formula, to follow an error message; empty without one."""
    meant = _meant(text.strip())
    return f"; did you mean {meant!r}?" if meant else ""


def is_mass_number(part: Element, count: float, *, alone: bool) -> bool:
    """Whether the count after an element must be the mass number of an isotope: close to the weight, and too many atoms for a molecule.

    Parameters
    ----------
    part : Element
    count : float
        The number after its symbol.
    alone : bool
        Whether the formula has nothing else; in compounds such as C12H22O11 light elements have high counts.
    """
    close = abs(count - part.atomic_weight) <= max(1.5, 0.12 * part.atomic_weight)
    return close and count == round(count) and count >= _FEWEST and (alone or part.Z >= 20)


def _meant(text: str) -> str:
    """The formula that was meant, or nothing."""
    if not text:
        return ""
    named = _names().get(text.lower())
    if named:
        return named
    for pattern, group in ((_MASS_FIRST, 2), (_MASS_LAST, 1)):
        match = pattern.match(text)
        if match and (symbol := _symbol(match[group])):
            return symbol
    phase = _PHASE.match(text)
    if phase:
        rest = phase[2]
        material = _names().get(rest.lower()) or _symbol(rest) or (_recased(rest) if len(rest) > 2 else "")
        if material:
            return material
    return _recased(text)


def _symbol(text: str) -> str:
    """The element that two letters name in any case."""
    symbol = text[:1].upper() + text[1:].lower()
    return symbol if symbol in elements() else ""


def _recased(text: str) -> str:
    """The formula in the case that makes elements of all letters, the one with the fewest elements."""
    if not re.fullmatch(r"[A-Za-z0-9.()]{1,20}", text):
        return ""
    symbols = set(elements())

    @cache
    def best(rest: str) -> tuple[int, tuple[int, ...], str] | None:
        """Elements, how few letters their symbols have, and the formula."""
        if not rest:
            return 0, (), ""
        if not rest[0].isalpha():
            after = best(rest[1:])
            return after and (after[0], after[1], rest[0] + after[2])
        choices = []
        for size in (2, 1):
            symbol = rest[:size][:1].upper() + rest[1:size].lower()
            if len(rest) >= size and rest[:size].isalpha() and symbol in symbols and (after := best(rest[size:])):
                choices.append((after[0] + 1, (-size, *after[1]), symbol + after[2]))
        return min(choices, default=None)

    reading = best(text)
    return reading[2] if reading and reading[2] != text else ""


@cache
def _names() -> dict[str, str]:
    """English name, in small letters, to formula."""
    text = files("nuem.elements").joinpath("names.csv").read_text(encoding="utf-8")
    pairs = (line.split(",") for line in text.splitlines() if not line.startswith("#"))
    return {name: symbol for symbol, name in pairs}


def isotope_message(formula: str, part: Element, count: float) -> str:
    """What is wrong with an isotope where a formula was expected."""
    return (
        f"the formula {formula!r} has {count:g} atoms of {part.symbol}; "
        f"for the isotope of mass number {count:g} write {part.symbol}, whose natural composition is used"
    )
