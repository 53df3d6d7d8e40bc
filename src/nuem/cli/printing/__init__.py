"""What the verbs print, draw and write."""

from typing import TYPE_CHECKING

from nuem.lazy import door, modules

__all__ = [*modules(__name__)]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
