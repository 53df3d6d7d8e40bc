"""Electrons bound in atoms: the effective number that takes part at an energy transfer.

The cross section on an atom is that on a free electron times an effective number of electrons, one for each dependence on the momentum
transfer: contact, 1/T and 1/T^2. T is all the energy that is deposited, not the kinetic energy of the electron alone.
"""

from typing import TYPE_CHECKING

from nuem.lazy import door
from nuem.scattering.atom.absorption import photoabsorption
from nuem.scattering.atom.electrons import EffectiveElectrons, ValidityWarning
from nuem.scattering.atom.material import Response, response
from nuem.scattering.atom.models import (
    DEFAULT_MODEL,
    MODELS,
    NEUTRINO_MASS,
    ElectronModel,
    EquivalentPhotons,
    Free,
    Hfs,
    Stepping,
    electron_model,
)
from nuem.scattering.atom.subshell_table import tabulated

__all__ = [
    "DEFAULT_MODEL",
    "MODELS",
    "NEUTRINO_MASS",
    "EffectiveElectrons",
    "ElectronModel",
    "EquivalentPhotons",
    "Free",
    "Hfs",
    "Response",
    "Stepping",
    "ValidityWarning",
    "electron_model",
    "photoabsorption",
    "response",
    "tabulated",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
