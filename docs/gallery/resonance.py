r"""Can matter make a spin flip resonant?

Without matter, a difference of masses separates :math:`\nu_e` from :math:`\bar\nu_\mu`, and a field flips few neutrinos. Matter shifts the levels; at one density they cross, and a path that is long enough flips all, however weak the
field :cite:p:`Akhmedov:1988uk`. The figure shows the largest probability along the path at each density.
Mixing is turned off to show the resonance alone.
"""

import numpy as np

from nuem import Mixing, Vertex
from nuem.plots.style import BLUE, GREEN, ORANGE, drawing
from nuem.propagation import Medium, propagate
from nuem.units import MeV, km

mixing = Mixing(
    sin2_theta12=0,
    sin2_theta13=0,
    sin2_theta23=0,
    delta=0,
    dm2_21=7.5e-17,
    dm2_31=2.5e-15,
)  # [MeV^2]
pattern = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0]])
vertex = Vertex.from_dipole("majorana", 1e-11 * pattern)
density = np.linspace(0.5e25, 7e25, 100)
places = (
    2e5 * km * np.linspace(0, 1, 101)[1:] ** 2
)  # unequal steps, so that none hides an oscillation

with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    for field, colour in ((1e6, BLUE), (3e6, GREEN), (1e7, ORANGE)):
        largest = []
        for electrons in density:
            medium = Medium(places[-1], electron_density=electrons, magnetic_field=field)
            path = propagate(10 * MeV, medium, mixing, vertex, tol=1e-6, at=list(places))
            largest.append(path.path[0, :, 3:].sum(axis=-1).max())
        best = density[int(np.argmax(largest))]
        print(
            f"{field / 1e6:g} MG: largest flip {max(largest):.2f}, at {best:.1e} electrons per cm^3"
        )
        axes.plot(density / 1e25, largest, color=colour, label=f"{field / 1e6:g} MG")
    axes.legend()
    axes.set(
        xlabel=r"electrons, without neutrons  [$10^{25}$ cm$^{-3}$]",
        ylabel="largest probability of antineutrinos",
        xlim=(0, 7),
        ylim=(0, 1.02),
    )
    axes.set_title(r"10 MeV, transition moment of $10^{-11}\,\mu_B$")
