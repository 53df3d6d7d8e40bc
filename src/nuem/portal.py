"""The dipole portal: a heavy neutral lepton N that couples to neutrinos and the photon through a transition moment.

Cross sections, kinematics and the decay N -> nu gamma of `nuem.scattering.portal`, and what plasmons and stars say of it, under one name.
"""

from nuem.astro.emission.heavy_partner import emissivity as plasmon_emissivity
from nuem.astro.emission.heavy_partner import plasmon_factor
from nuem.astro.stars.red_giant import portal_moment as red_giant_moment
from nuem.astro.stars.supernova_portal import PortalSupernova
from nuem.astro.stars.supernova_portal import portal_supernova as supernova_cooling
from nuem.scattering.portal import (
    UpScattering,
    decay_density,
    decay_length,
    decay_probability,
    dsigma_dT,
    lifetime,
    minimum_energy,
    moment_of_decay_length,
    photon_spectrum,
    recoil_range,
    threshold,
    total_cross_section,
    width,
)

__all__ = [
    "PortalSupernova",
    "UpScattering",
    "decay_density",
    "decay_length",
    "decay_probability",
    "dsigma_dT",
    "lifetime",
    "minimum_energy",
    "moment_of_decay_length",
    "photon_spectrum",
    "plasmon_emissivity",
    "plasmon_factor",
    "recoil_range",
    "red_giant_moment",
    "supernova_cooling",
    "threshold",
    "total_cross_section",
    "width",
]
