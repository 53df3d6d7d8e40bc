"""What an experiment expects, its options bound once, and what its data say about one coupling."""

from typing import TYPE_CHECKING

from nuem.lazy import door, modules

__all__ = [*modules(__name__)]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
