"""One Sun: densities, temperature, and where neutrinos are produced; for sources, propagation and star bounds alike."""

from nuem.sun.births import COMPONENTS, births
from nuem.sun.density import electron_density, hydrogen_fraction, mass_density, neutron_density, tabulated_radii
from nuem.sun.temperature import temperature

__all__ = [
    "COMPONENTS",
    "births",
    "electron_density",
    "hydrogen_fraction",
    "mass_density",
    "neutron_density",
    "tabulated_radii",
    "temperature",
]
