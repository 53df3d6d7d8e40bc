"""Alias of `nuem.astro.radiation.spin_light`."""

from nuem.astro.radiation.spin_light import SpinLight, photon_energy, potential, rate, spectrum_in_angle, threshold

__all__ = ["SpinLight", "photon_energy", "potential", "rate", "spectrum_in_angle", "threshold"]
