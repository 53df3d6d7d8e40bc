"""Cross sections of neutrinos on electrons, atoms and nuclei: plain functions of floats and arrays, and the processes that rates are made of."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

_LAZY = {
    "Couplings": "nuem.scattering.neutrino_couplings",
    "Electrons": "nuem.scattering.electrons",
    "Nuclei": "nuem.scattering.nuclei",
}
_SUBMODULES = (
    "atom",
    "bilinear",
    "couplings",
    "electromagnetic",
    "electron",
    "electrons",
    "electroweak",
    "form_factor",
    "kinematics",
    "low_recoil",
    "mass_basis",
    "neutrino_couplings",
    "nuclei",
    "nucleon_couplings",
    "nucleus",
    "parts",
    "portal",
    "radiative",
    "window",
)

__all__ = [*_LAZY, *_SUBMODULES]

if TYPE_CHECKING:
    from nuem.scattering.electrons import Electrons as Electrons
    from nuem.scattering.neutrino_couplings import Couplings as Couplings
    from nuem.scattering.nuclei import Nuclei as Nuclei


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    if name in _SUBMODULES:
        return import_module(f"nuem.scattering.{name}")
    raise AttributeError(f"module 'nuem.scattering' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
