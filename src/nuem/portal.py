"""The dipole portal: a heavy neutral lepton N that couples to neutrinos and the photon through a transition moment.

Cross sections, kinematics and the decay N -> nu gamma of `nuem.scattering.portal`, under one name.
"""

from nuem.scattering.portal import (
    decay_length,
    decay_probability,
    dsigma_dT,
    lifetime,
    minimum_energy,
    photon_spectrum,
    recoil_range,
    threshold,
    width,
)

__all__ = [
    "decay_length",
    "decay_probability",
    "dsigma_dT",
    "lifetime",
    "minimum_energy",
    "photon_spectrum",
    "recoil_range",
    "threshold",
    "width",
]
