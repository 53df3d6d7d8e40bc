"""Published limits on neutrino electromagnetic properties, to stand beside what is computed here."""

from nuem.catalogue.entries import FLAVOURS, METHODS, QUANTITIES, RADIUS_NOTE, SOURCES, Entry, entries
from nuem.catalogue.value import Value, read_value

__all__ = ["FLAVOURS", "METHODS", "QUANTITIES", "RADIUS_NOTE", "SOURCES", "Entry", "Value", "entries", "read_value"]
