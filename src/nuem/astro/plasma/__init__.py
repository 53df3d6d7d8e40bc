"""A gas of electrons and positrons, and what it makes of light."""

from nuem.astro.plasma.ideal import (
    LARGEST_DENSITY,
    LARGEST_TEMPERATURE,
    SMALLEST_DENSITY,
    SMALLEST_TEMPERATURE,
    TREATMENTS,
    Plasma,
)

__all__ = [
    "LARGEST_DENSITY", "LARGEST_TEMPERATURE", "SMALLEST_DENSITY", "SMALLEST_TEMPERATURE", "TREATMENTS", "Plasma",
]  # fmt: skip
