"""A gas of electrons and positrons, and the dispersion of photons in it."""

from typing import TYPE_CHECKING

from nuem.astro.plasma.ideal import (
    LARGEST_DENSITY,
    LARGEST_TEMPERATURE,
    SMALLEST_DENSITY,
    SMALLEST_TEMPERATURE,
    TREATMENTS,
    Plasma,
)
from nuem.lazy import door

__all__ = [
    "LARGEST_DENSITY", "LARGEST_TEMPERATURE", "SMALLEST_DENSITY", "SMALLEST_TEMPERATURE", "TREATMENTS", "Plasma",
]  # fmt: skip

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
