"""Alias of `nuem.astro.radiation.radiative_decay`."""

from nuem.astro.radiation.radiative_decay import lifetime, photon_energy, rate

__all__ = ["lifetime", "photon_energy", "rate"]
