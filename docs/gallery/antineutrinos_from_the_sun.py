r"""What would solar antineutrinos look like in a detector?

If the Sun turns :math:`^8`\ B neutrinos into antineutrinos, they can be seen in inverse beta decay, whose cross section rises with energy. The limit of KamLAND :cite:p:`KamLAND:2011fld` is quoted for an undistorted
spectrum. Real conversion depends on energy, so the shape of the spectrum differs between fields.
"""

import numpy as np

from nuem import Mixing, Vertex
from nuem.conversion import antineutrino_spectrum
from nuem.plots.style import BLUE, ORANGE, drawing
from nuem.units import MeV

vertex = Vertex.from_dipole(
    "majorana", 1e-11 * np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0]])
)
mixing = Mixing.nufit()
edges = np.linspace(8, 16, 17) * MeV
with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    for field, colour in (("tachocline 100 kG", BLUE), ("uniform 100 kG", ORANGE)):
        seen = antineutrino_spectrum("kamland", mixing, vertex, field, edges=edges)
        total = seen.rate.sum()
        print(f"{field}: {total:.3g} events per kt and year")
        axes.stairs(seen.rate / total, edges / MeV, color=colour, label=field)
    axes.legend()
    axes.set(
        xlabel="antineutrino energy  [MeV]",
        ylabel="fraction of the events in a bin",
        xlim=(8, 16),
    )
    axes.set_title(r"Inverse beta decay of solar antineutrinos")
