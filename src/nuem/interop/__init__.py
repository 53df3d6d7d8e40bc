"""Exports to other programs: one format a file, each with its extra."""

from typing import TYPE_CHECKING

from nuem.lazy import door

__all__: list[str] = []

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
