r"""Which detector sees which neutrinos of a supernova?

Argon is sensitive to electron neutrinos, water and scintillator to electron antineutrinos. The first 30 ms of a burst are almost pure :math:`\nu_e`, so antineutrinos in them would be a sign of Majorana moments in the
field of the star :cite:p:`Akhmedov:1988uk`.
"""

import numpy as np

from nuem.plots.style import BLUE, GREEN, ORANGE, drawing
from nuem.supernova import burst, events

detectors, colours = ("dune", "hyperk", "juno"), (BLUE, ORANGE, GREEN)
with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    width = 0.25
    for k, (name, colour) in enumerate(zip(detectors, colours, strict=True)):
        heights = []
        for phase in ("neutronisation", "cooling"):
            seen = events(burst(phase), name, conversion="adiabatic")
            heights.append(sum(seen.counts.values()))
            main = max(seen.counts, key=seen.counts.get)
            print(f"{name:<7} {phase:<15} {heights[-1]:9.0f} events, most by {main}")
        axes.bar(
            np.arange(2) + (k - 1) * width,
            heights,
            width,
            color=colour,
            label=seen.detector.title,
        )
    axes.legend()
    axes.set(yscale="log", xticks=[0, 1], ylabel="events of a supernova at 10 kpc")
    axes.set_xticklabels(["neutronisation", "cooling"])
    axes.set_title("Phases of a burst in three detectors")
