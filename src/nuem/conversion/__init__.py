"""From the Sun to the Earth: what magnetic fields make of solar neutrinos on the way, and the antineutrinos that detectors would see."""

from typing import TYPE_CHECKING

from nuem.conversion.antineutrinos import TARGETS, antineutrino_limit, antineutrino_spectrum
from nuem.conversion.disappearance import sterile_limit
from nuem.conversion.fields import SolarField, solar_field
from nuem.conversion.solar import SolarConversion, solar_conversion
from nuem.lazy import door

__all__ = [
    "TARGETS",
    "SolarConversion",
    "SolarField",
    "antineutrino_limit",
    "antineutrino_spectrum",
    "solar_conversion",
    "solar_field",
    "sterile_limit",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
