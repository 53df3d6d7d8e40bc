"""Published limits on neutrino electromagnetic properties, for comparison with what is computed here."""

from typing import TYPE_CHECKING

from nuem.catalogue.search import FLAVOURS, METHODS, QUANTITIES, RADIUS_NOTE, SOURCES, Entry, entries
from nuem.catalogue.text import attribution, describe, records
from nuem.catalogue.value import Value, read_value
from nuem.lazy import door

__all__ = [
    "FLAVOURS",
    "METHODS",
    "QUANTITIES",
    "RADIUS_NOTE",
    "SOURCES",
    "Entry",
    "Value",
    "attribution",
    "describe",
    "entries",
    "read_value",
    "records",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
