"""The response of a detector to a recoil: quenching, resolution, efficiency, bins of energy, light or time."""

from typing import TYPE_CHECKING

from nuem.detectors.efficiency import Efficiency, Sigmoid
from nuem.detectors.photoelectrons import PhotoElectrons
from nuem.detectors.protocol import DetectorResponse
from nuem.detectors.quenching import Lindhard, Quenching, QuenchingPolynomial, QuenchingTable
from nuem.detectors.resolution import IonisationResolution, Resolution, ResolutionTable
from nuem.detectors.response import Response
from nuem.detectors.templates import Templates
from nuem.detectors.time import FadingEfficiency, InTime, TimeBins
from nuem.lazy import door

__all__ = [
    "DetectorResponse",
    "Efficiency",
    "FadingEfficiency",
    "InTime",
    "IonisationResolution",
    "Lindhard",
    "PhotoElectrons",
    "Quenching",
    "QuenchingPolynomial",
    "QuenchingTable",
    "Resolution",
    "ResolutionTable",
    "Response",
    "Sigmoid",
    "Templates",
    "TimeBins",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
