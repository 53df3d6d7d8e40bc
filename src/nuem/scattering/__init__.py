"""Cross sections of neutrinos on electrons, atoms and nuclei: plain functions of floats and arrays."""

from importlib import import_module
from types import ModuleType

__all__ = [
    "atom",
    "couplings",
    "electromagnetic",
    "electron",
    "electroweak",
    "form_factor",
    "kinematics",
    "low_recoil",
    "mass_basis",
    "nucleus",
    "radiative",
    "window",
]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"nuem.scattering.{name}")
    raise AttributeError(f"module 'nuem.scattering' has no attribute {name!r}")
