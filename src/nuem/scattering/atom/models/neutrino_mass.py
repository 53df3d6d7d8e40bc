"""The mass that cuts off the logarithm of a charge in vacuum."""

from typing import Final

from nuem.units import eV

NEUTRINO_MASS: Final = 1 * eV
"""Mass in the logarithm of a charge in vacuum, unless one is given."""


def with_mass(name: str, mass: float | None) -> str:
    """The name of a model together with its mass [MeV], as `electron_model` reads it."""
    return name if mass is None else f"{name}:{mass / eV:.12g} eV"
