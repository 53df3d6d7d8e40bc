"""Published limits on the electromagnetic properties of the neutrino, as they were printed, with their sources."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from nuem.catalogue.value import read_value, value_text

QUANTITIES: Final = ("magnetic_moment", "charge", "charge_radius")
METHODS: Final = ("reactor", "solar", "accelerator", "collider", "astrophysics", "cosmology", "global fit", "laser")
FLAVOURS: Final = ("e", "mu", "tau", "solar mixture")
SOURCES: Final = {
    "pdg": "Particle Data Group, Review of Particle Physics 2026, CC BY 4.0",
    "review": "Studenikin:2016ykv",
    "later": "papers that the list of the Particle Data Group does not have yet, each with its address",
}
"""Where a list comes from; the licence of the first asks to be named with it."""

RADIUS_NOTE: Final = (
    "charge radii stand as printed: the conventions of their papers differ by factors of up to 2 and in sign, "
    "so compare them with care"
)

_UNITS: Final = {"mu(B)": "mu_B", "e": "e", "cm**2": "cm2"}
_IMPLIED_POWER: Final = {"cm**2": -32}  # heading of the printed table of charge radii


@dataclass(frozen=True, slots=True)
class Entry:
    """One published limit or measurement."""

    quantity: str
    """"magnetic_moment", "charge" or "charge_radius"."""
    document: str
    """First author and year, the name under which the Particle Data Group lists the paper."""
    year: int
    printed: str
    """The value as printed."""
    kind: str
    """"upper limit", "range of upper limits", "interval", "measurement", "expected limit", or "none" where no value is printed."""
    value: float | None
    """The limit (the weakest of a range), or the central value of a measurement [`unit`]."""
    interval: tuple[float, float] | None
    """Ends of an interval, of a range of limits or of an error bar [`unit`]."""
    unit: str
    """mu_B, e or cm2, as `nuem.units.parse` reads it."""
    cl: float | None
    """Confidence level between 0 and 1, if one is given."""
    technique: str
    """The code of the experiment or technique in the list."""
    method: str
    """Where the neutrinos come from: one of `METHODS`."""
    flavour: str
    """What arrives, if it is one flavour or the solar mixture."""
    comment: str
    doi: str
    inspire_id: str
    source: str
    """The list that it is taken from: "pdg", "review" or "later"."""
    experiment: str = ""
    """Names of the experiment, where the list has it under a code or an author."""

    def __repr__(self) -> str:
        return f"Entry({self.document!r}, {self.quantity} {self.text} {self.unit}, {self.flavour or self.method})"

    @property
    def text(self) -> str:
        """The value in one form for all: "< 2.9e-11", "-2.1e-32 to 3.3e-32" or "2.2e-32 +2.4e-32 -2.3e-32" [`unit`]."""
        return value_text(self.kind, self.value, self.interval)

    @property
    def size(self) -> float | None:
        """Largest size of the quantity that is allowed [`unit`]."""
        ends = [abs(end) for end in self.interval or ()] + ([] if self.value is None else [abs(self.value)])
        return max(ends, default=None)


def entries(
    *,
    words: Sequence[str] = (),
    quantity: str | None = None,
    since: int | None = None,
    until: int | None = None,
    technique: str | None = None,
    method: str | None = None,
    flavour: str | None = None,
    source: str | None = None,
) -> tuple[Entry, ...]:
    """Published limits that match every condition given, newest first.

    Parameters
    ----------
    words : sequence of str, optional
        Each must occur in the names of the experiment, the method, the technique, the comment, the document or the flavour; capitals,
        hyphens and blanks do not matter: "super-kamiokande", "xenonnt", "red giant", "COHERENT CsI". The name of an experiment that is shipped serves too.
    quantity : {"magnetic_moment", "charge", "charge_radius"}, optional
        "moment" is understood too.
    since, until : int, optional
        First and last year.
    technique : str, optional
        Words that stand in the method, the technique, the comment or the document, in either case: "reactor", "BORX", "red giant".
    method : str, optional
        One of `METHODS`.
    flavour : {"e", "mu", "tau", "solar mixture"}, optional
    source : {"pdg", "review", "later"}, optional
        The list: the Particle Data Group's, the limits that the review names, or those published since the first.

    Returns
    -------
    tuple of Entry

    Raises
    ------
    ValueError
        For an unknown quantity, method, flavour or source, or an invalid year.

    Examples
    --------
    >>> [f"{one.document}: {one.printed}" for one in entries(quantity="moment", since=2017, technique="Borx")]
    ['AGOSTINI 2017A: < 2.8 E-11']
    """
    conditions = {
        "quantity": _checked("quantity", {"moment": "magnetic_moment"}.get(quantity or "", quantity), QUANTITIES),
        "method": _checked("method", method, METHODS),
        "flavour": _checked("flavour", flavour, FLAVOURS),
        "source": _checked("source", source, tuple(SOURCES)),
    }
    first, last = _year("since", since, 0), _year("until", until, 9999)
    technique_words = (technique or "").lower()
    matching = [
        entry
        for entry in _all()
        if all(value is None or getattr(entry, name) == value for name, value in conditions.items())
        and first <= entry.year <= last
        and technique_words in f"{entry.method} {entry.technique} {entry.comment} {entry.document}".lower()
        and all(_mentions(entry, word) for word in words)
    ]
    return tuple(sorted(matching, key=lambda entry: -entry.year))


@cache
def _all() -> tuple[Entry, ...]:
    return tuple(entry for source in SOURCES for entry in _read(source))


def _mentions(entry: Entry, word: str) -> bool:
    """Whether an entry is about a word, or about all parts of a name of several; that before the first underscore of a shipped name counts."""
    text = _plain(
        f"{entry.experiment} {entry.method} {entry.technique} {entry.comment} {entry.document} {entry.flavour}"
    )
    parts = [_plain(part) for part in word.split()]
    whole = any(_plain(part) in text for part in (word, word.partition("_")[0]) if _plain(part))
    return whole or (len(parts) > 1 and all(part in text for part in parts))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


@cache
def _experiments() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["technique"], row["document"], row["names"]) for row in _rows("experiments.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    text = files("nuem.catalogue").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def _read(source: str) -> list[Entry]:
    return [_entry(row, source) for row in _rows(f"{source}.csv")]


def _entry(row: dict[str, str], source: str) -> Entry:
    value = read_value(row["value"], implied_power=_IMPLIED_POWER.get(row["unit"], 0))
    return Entry(
        quantity=row["quantity"],
        document=row["document"],
        year=int(row["year"]),
        printed=row["value"],
        kind="expected limit" if row["limit_type"] == "E" else value.kind,
        value=value.central,
        interval=value.interval,
        unit=_UNITS[row["unit"]],
        cl=float(row["cl_percent"]) / 100 if row["cl_percent"] else None,
        technique=row["technique"],
        method=row["method"],
        flavour=row["flavour"],
        comment=row["comment"].replace("{{", "").replace("}}", ""),
        doi=row["doi"],
        inspire_id=row["inspire_id"],
        source=source,
        experiment=" ".join(
            names
            for technique, document, names in _experiments()
            if technique == row["technique"] and row["document"].startswith(document)
        ),
    )


def _checked(name: str, value: str | None, allowed: Collection[str]) -> str | None:
    if value is None or value in allowed:
        return value
    from difflib import get_close_matches

    close = get_close_matches(str(value), list(allowed), n=1)
    hint = f" (did you mean {close[0]!r}?)" if close else ""
    raise ValueError(f"{name} = {value!r} is unknown; choose one of {', '.join(allowed)}{hint}")


def _year(name: str, value: int | None, default: int) -> int:
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2100:
        raise ValueError(f"{name} = {value!r} is not a year; give one such as 2015")
    return value
