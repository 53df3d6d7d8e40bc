"""Neutrinos of a supernova: the burst, its conversion in the star and on the way to the Earth, events by channel, and the reach in the moment."""

from typing import TYPE_CHECKING

from nuem.lazy import door
from nuem.supernova.bursts import BURSTS, burst
from nuem.supernova.conversion import Conversion, adiabatic, in_star
from nuem.supernova.counting import Events, events
from nuem.supernova.detectors import DETECTORS, BurstDetector
from nuem.supernova.emission import Burst, Emission, pinched
from nuem.supernova.falling_envelope import envelope
from nuem.supernova.level_crossings import Crossing, crossings
from nuem.supernova.sensitivity import Reach, reach, smallest_loss
from nuem.supernova.star_sensitivity import StarReach, star_reach

__all__ = [
    "BURSTS",
    "DETECTORS",
    "Burst",
    "BurstDetector",
    "Conversion",
    "Crossing",
    "Emission",
    "Events",
    "Reach",
    "StarReach",
    "adiabatic",
    "burst",
    "crossings",
    "envelope",
    "events",
    "in_star",
    "pinched",
    "reach",
    "smallest_loss",
    "star_reach",
]


if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
