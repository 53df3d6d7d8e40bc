r"""Where in the Sun does a neutrino turn into an antineutrino?

A Majorana transition moment and a magnetic field turn :math:`\nu_e` into :math:`\bar\nu_\mu`. At high density the levels are far apart and conversion is small; where they cross it is large
:cite:p:`Akhmedov:1988uk`. Here a field of 10 MG, far stronger than expected, fills a shell around 0.65 solar radii, and the curve follows one neutrino on its way out.
"""

import numpy as np

from nuem import Mixing, Vertex
from nuem.plots.style import GREY, MAGNETIC, drawing
from nuem.propagation import media, propagate
from nuem.units import MeV, solar_radius

mixing = Mixing.nufit()
pattern = np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]])
vertex = Vertex.from_flavour("majorana", mixing, dipole=1e-11 * pattern)


def field(x):
    """A shell of 10 MG around 0.65 solar radii [gauss]."""
    return 1e7 * np.exp(-(((x / solar_radius - 0.6) / 0.05) ** 2)) + 0j


sun = media.sun(start=0.05 * solar_radius, magnetic_field=field)
places = np.linspace(0, sun.length, 400)
path = propagate(10 * MeV, sun, mixing, vertex, tol=1e-7, at=list(places[1:]))
antineutrinos = path.path[0, :, 3:].sum(axis=-1)
radius = places[1:] / solar_radius + 0.05
print(f"antineutrinos that leave the Sun: {antineutrinos[-1]:.4f}")

with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    axes.plot(radius, antineutrinos, color=MAGNETIC, label="antineutrinos")
    axes.set(
        xlabel="distance from the centre  [solar radii]",
        ylabel="probability of an antineutrino",
        xlim=(0.05, 1),
        ylim=(0, None),
    )
    other = axes.twinx()
    other.plot(radius, np.abs(field(places[1:])) / 1e6, color=GREY, linestyle="--")
    other.set_ylabel("field  [MG], dashed")
    axes.set_title("A neutrino of 10 MeV with a Majorana moment of $10^{-11}\\,\\mu_B$")
