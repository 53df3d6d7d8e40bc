"""One Sun: densities, temperature, and where neutrinos are produced; for sources, propagation and star bounds alike."""

from typing import TYPE_CHECKING

from nuem.lazy import door
from nuem.sun.birthplaces import COMPONENTS, births
from nuem.sun.density import density_breaks, electron_density, hydrogen_fraction, mass_density, neutron_density
from nuem.sun.temperatures import temperature

__all__ = [
    "COMPONENTS",
    "births",
    "density_breaks",
    "electron_density",
    "hydrogen_fraction",
    "mass_density",
    "neutron_density",
    "temperature",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
