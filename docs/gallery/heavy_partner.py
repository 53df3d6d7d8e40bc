r"""Up to which mass can a heavy partner be reached?

A transition moment may lead to a heavy neutral lepton instead of a light neutrino :cite:p:`Magill:2018jla`. The collision must then provide its mass, so solar neutrinos are sensitive to masses up to about 300 keV, and those of stopped pions
up to tens of MeV.
"""

import numpy as np

import nuem
from nuem.plots.style import BLUE, ORANGE, drawing
from nuem.units import MeV

reach = {
    "xenonnt": np.array([0.001, 0.03, 0.1, 0.2, 0.3, 0.4]),
    "coherent_csi": np.array([0.001, 1.0, 5.0, 10.0, 20.0, 30.0]),
}
names = {"xenonnt": "XENONnT, Sun", "coherent_csi": "COHERENT CsI, stopped pions"}
with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    for (name, masses), colour in zip(reach.items(), (BLUE, ORANGE), strict=True):
        limits = [nuem.limit(name, "portal", mass=mass * MeV).value for mass in masses]
        for mass, limit in zip(masses, limits, strict=True):
            print(f"{name:<13} {mass:>6g} MeV: {limit:.2e} mu_B")
        axes.plot(masses, limits, "o-", color=colour, label=names[name])
    axes.legend(loc="center left", bbox_to_anchor=(0.0, 0.62))
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="mass of the heavy neutral lepton  [MeV]",
        ylabel=r"limit on the moment, 90% CL  [$\mu_B$]",
    )
    axes.set_title("The dipole portal, the same moment for all flavours")
