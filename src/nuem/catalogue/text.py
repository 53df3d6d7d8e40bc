"""Published limits in words: a table with the attribution that the licence of each list asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache

from nuem.catalogue.search import RADIUS_NOTE, SOURCES, Entry
from nuem.references import bibliography, short
from nuem.typing import Json

_HEADER = ("quantity", "value", "unit", "CL", "document", "method", "comment", "list")


def describe(entries: Sequence[Entry]) -> tuple[tuple[str, ...], list[tuple[str, ...]], list[str]]:
    """Header, rows and notes of a table of published limits."""
    rows: list[tuple[str, ...]] = [
        (
            entry.quantity.replace("_", " "),
            entry.text,
            entry.unit,
            f"{100 * entry.cl:g} %" if entry.cl else "not stated",
            entry.document,
            entry.method,
            entry.comment,
            entry.source,
        )
        for entry in entries
    ]
    notes = [f"{name}: {attribution(name)}" for name in sorted({entry.source for entry in entries})]
    if any(entry.quantity == "charge_radius" for entry in entries):
        notes.append(f"{RADIUS_NOTE[0].upper()}{RADIUS_NOTE[1:]}.")
    return _HEADER, rows, notes


def records(entries: Sequence[Entry]) -> list[Json]:
    """Published limits for programs, each entry with its value in words, its attribution, and the paper where the bibliography has it."""
    return [
        {**asdict(entry), "text": entry.text, "attribution": SOURCES[entry.source], "references": _references(entry)}
        for entry in entries
    ]


def _references(entry: Entry) -> list[str]:
    """Citation keys of the paper and of a list that has one."""
    number = entry.doi.lower().removeprefix("10.48550/arxiv.")
    paper = [_by_number()[number]] if number in _by_number() else []
    return [*paper, *([SOURCES[entry.source]] if SOURCES[entry.source] in bibliography() else [])]


@cache
def _by_number() -> dict[str, str]:
    """DOI or arXiv number to citation key."""
    numbers = re.compile(r"\b(?:doi|eprint)\s*=\s*[{\"]([^}\"]+)[}\"]", re.IGNORECASE)
    return {number.lower(): key for key, entry in bibliography().items() for number in numbers.findall(entry)}


def attribution(source: str) -> str:
    """Where a list comes from, in words."""
    return short(SOURCES[source]) if source == "review" else SOURCES[source]
