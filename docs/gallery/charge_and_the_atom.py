r"""Why is a millicharge not counted electron by electron?

A charged neutrino carries a field of nearly real photons, which the atom absorbs as a whole. The effective number of electrons exceeds the number of electrons of the atom, most of all just above
each edge. The medium screens the photons again :cite:p:`Allison:1980vw`, so the true number lies between the usual approximations.
"""

import numpy as np

from nuem.plots.style import BLACK, BLUE, GREY, ORANGE, drawing
from nuem.scattering.atom import response
from nuem.units import MeV, keV

transfer = np.geomspace(0.35, 60, 500) * keV
with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    for name, colour, label in (
        ("stepping", GREY, "electrons one by one"),
        ("hfs", BLACK, "computed atom in the liquid"),
        ("hfs-vacuum", ORANGE, "computed atom in vacuum"),
        ("epa", BLUE, "equivalent photons in vacuum"),
    ):
        numbers = response("Xe", name).at(transfer).charge_squared(0.3 * MeV)
        print(
            f"{label:<29} {np.interp(5 * keV, transfer, numbers):6.1f} electrons at 5 keV"
        )
        axes.plot(transfer / keV, numbers, color=colour, label=label)
    axes.legend()
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="energy transfer  [keV]",
        ylabel="electrons that take part, per atom",
    )
    axes.set_title("A charged neutrino of 0.3 MeV on xenon")
