"""Alias of `nuem.astro.emission.plasmon_decay`."""

from nuem.astro.emission.plasmon_decay import emissivity, rate

__all__ = ["emissivity", "rate"]
