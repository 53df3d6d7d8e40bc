"""From the Sun to the Earth: conversion of solar neutrinos in magnetic fields, and the antineutrinos that detectors would see."""

from typing import TYPE_CHECKING

from nuem.conversion.antineutrinos import TARGETS, antineutrino_limit, antineutrino_spectrum
from nuem.conversion.disappearance import sterile_limit
from nuem.conversion.distant import FlavourRatios, flavour_ratios, random_field_flips, transition_energy
from nuem.conversion.fields import Field, SolarField, solar_field
from nuem.conversion.solar import SolarConversion, solar_conversion
from nuem.lazy import door

__all__ = [
    "TARGETS",
    "Field",
    "FlavourRatios",
    "SolarConversion",
    "SolarField",
    "antineutrino_limit",
    "antineutrino_spectrum",
    "flavour_ratios",
    "random_field_flips",
    "solar_conversion",
    "solar_field",
    "sterile_limit",
    "transition_energy",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
