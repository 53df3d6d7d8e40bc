"""Media of neutrino physics: the Sun, supernovae, exponential and power-law profiles, random fields, and the user's own tables."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from nuem.lazy import door
from nuem.propagation.media.falling import exponential, power_law, power_law_field
from nuem.propagation.media.galaxy import galactic
from nuem.propagation.media.profiles import supernova
from nuem.propagation.media.solar import sun
from nuem.propagation.media.spreadsheet import from_csv
from nuem.propagation.media.turbulent import random_domains
from nuem.propagation.medium import Medium

MEDIA: Final[dict[str, Callable[..., Medium]]] = {
    "exponential": exponential,
    "power-law": power_law,
    "sun": sun,
    "supernova": supernova,
    "random": random_domains,
    "galactic": galactic,
    "csv": from_csv,
}
"""Every kind of medium by the name that the command line gives it."""

__all__ = [
    "MEDIA",
    "exponential",
    "from_csv",
    "galactic",
    "power_law",
    "power_law_field",
    "random_domains",
    "sun",
    "supernova",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
