"""A heavy neutral lepton N that is reached through a dipole: up-scattering, kinematics, decay."""

from typing import TYPE_CHECKING

from nuem.lazy import door
from nuem.scattering.portal.cross_section import dsigma_dT
from nuem.scattering.portal.decay import (
    decay_density,
    decay_length,
    decay_probability,
    lifetime,
    moment_of_decay_length,
    photon_spectrum,
    width,
)
from nuem.scattering.portal.kinematics import minimum_energy, recoil_range, threshold
from nuem.scattering.portal.process import UpScattering
from nuem.scattering.portal.total import cross_section as total_cross_section

__all__ = [
    "UpScattering",
    "decay_density",
    "decay_length",
    "decay_probability",
    "dsigma_dT",
    "lifetime",
    "minimum_energy",
    "moment_of_decay_length",
    "photon_spectrum",
    "recoil_range",
    "threshold",
    "total_cross_section",
    "width",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
