"""Published limits on neutrino electromagnetic properties, for comparison with what is computed here."""

from nuem.catalogue.describe import attribution, describe, records
from nuem.catalogue.entries import FLAVOURS, METHODS, QUANTITIES, RADIUS_NOTE, SOURCES, Entry, entries
from nuem.catalogue.value import Value, read_value

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
