"""Alias of `nuem.astro.radiation.cherenkov`."""

from nuem.astro.radiation.cherenkov import emission_angle, rate, spectrum

__all__ = ["emission_angle", "rate", "spectrum"]
