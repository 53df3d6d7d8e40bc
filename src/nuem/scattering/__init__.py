"""Cross sections of neutrinos on electrons, atoms and nuclei."""

from nuem.scattering.kinematics import maximum_recoil, minimum_energy, scattering_cosine

__all__ = ["maximum_recoil", "minimum_energy", "scattering_cosine"]
