"""Where neutrinos come from: flux, energy and state."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from nuem.lazy import door
from nuem.sources.arrivals import Arrivals
from nuem.sources.beam_moment import BeamComponent, beam_effective_moment, beam_lambda_weight, pion_decay_at_rest
from nuem.sources.chromium import Chromium51
from nuem.sources.flavour_beam import FlavourBeam
from nuem.sources.pion_decay import PionDecay
from nuem.sources.radioactive import effective_distance
from nuem.sources.reactor import Reactor
from nuem.sources.solar import Sun
from nuem.sources.solar_matter import solar_probabilities
from nuem.sources.solar_moment import solar_effective_moment
from nuem.sources.table import Table
from nuem.sources.tritium import Tritium

SOURCES: Final[dict[str, Callable[..., Any]]] = {
    "reactor": Reactor,
    "sun": Sun,
    "pion_decay": PionDecay,
    "chromium51": Chromium51,
    "tritium": Tritium,
    "table": Table.read,
}
"""Names used in text files and on the command line; each takes its arguments by keyword."""

ARGUMENT_UNITS: Final[dict[str, dict[str, str]]] = {
    "reactor": {"flux": "cm^-2 s^-1", "power": "GW", "distance": "m"},
    "sun": {"distance": "au"},
    "pion_decay": {"distance": "m", "duration": "s", "pulse_mean": "s", "pulse_width": "s"},
    "chromium51": {"activity": "s^-1", "distance": "m", "duration": "day"},
    "tritium": {"mass": "g", "distance": "m", "duration": "day"},
    "table": {"file": "file", "times": "file", "total": "cm^-2 s^-1", "distance": "m"},
}
"""A unit of each argument that is a quantity, for reading it from text; "file" is a path next to the text. Others are numbers, words or lists."""

__all__ = [
    "ARGUMENT_UNITS",
    "SOURCES",
    "Arrivals",
    "BeamComponent",
    "Chromium51",
    "FlavourBeam",
    "PionDecay",
    "Reactor",
    "Sun",
    "Table",
    "Tritium",
    "beam_effective_moment",
    "beam_lambda_weight",
    "effective_distance",
    "pion_decay_at_rest",
    "solar_effective_moment",
    "solar_probabilities",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
