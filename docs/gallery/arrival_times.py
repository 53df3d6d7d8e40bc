r"""Which flavour scatters at a spallation source?

Stopped pions give :math:`\nu_\mu` at once; their muons give :math:`\nu_e` and :math:`\bar\nu_\mu` within 2.2 microseconds. With a pulsed accelerator the arrival time separates one flavour from the others, and so the
charge radius of the muon neutrino from that of the electron neutrino.
"""

import numpy as np

from nuem.plots.style import BLUE, GREEN, ORANGE, drawing
from nuem.sources import PionDecay
from nuem.units import m

source = PionDecay(
    distance=19.3 * m,
    neutrinos_per_proton=0.0848,
    protons=3.198e23,
    pulse_mean=0.5e-6,
    pulse_width=0.15e-6,
)
edges = np.linspace(0, 6e-6, 121)
symbols = {"nu_mu": r"$\nu_\mu$", "nu_e": r"$\nu_e$", "antinu_mu": r"$\bar\nu_\mu$"}
with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    for beam, colour in zip(source.beams, (BLUE, ORANGE, GREEN), strict=True):
        fractions = beam.time_fractions(edges)
        early = beam.time_fractions(np.array([0, 1e-6]))[0]
        print(f"{beam.name:<10} {early:.0%} arrive in the first microsecond")
        style = "--" if beam.name == "antinu_mu" else "-"
        axes.stairs(
            fractions,
            edges * 1e6,
            color=colour,
            linestyle=style,
            label=symbols[beam.name],
        )
    axes.legend()
    axes.set(
        xlabel=r"arrival time  [$\mu$s]",
        ylabel="fraction in a bin of 0.05 $\\mu$s",
        xlim=(0, 6),
        ylim=(0, None),
    )
    axes.set_title("Neutrinos of pions and muons at rest")
