r"""How much does a reactor limit depend on quenching?

In coherent scattering germanium sees only a part of the nuclear recoil as ionisation. Measurements of that part disagree below 1 keV :cite:p:`Collar:2021fcl`, where most recoils of reactor antineutrinos lie. The limits from the same data differ
accordingly.
"""

import numpy as np

import nuem
from nuem.detectors import Lindhard, QuenchingTable
from nuem.plots.style import BLACK, BLUE, ORANGE, drawing
from nuem.units import keV

for name in ("dresden2", "dresden2_ybe"):
    limit = nuem.limit(name, "charge_radius")
    low, high = limit.interval
    print(f"{name:<13} charge radius {low:+.2e} to {high:+.2e} {limit.unit}")

recoil = np.geomspace(0.3, 4, 200) * keV
models = {
    "Lindhard, k = 0.162": (Lindhard("Ge", k=0.162), BLACK, "-"),
    "iron-filtered neutrons": (QuenchingTable.germanium("Fef"), BLUE, "--"),
    "photoneutrons": (QuenchingTable.germanium("YBe"), ORANGE, "-."),
}
with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    for name, (model, colour, style) in models.items():
        axes.plot(
            recoil / keV, model.factor(recoil), color=colour, linestyle=style, label=name
        )
    axes.legend()
    axes.set(
        xscale="log",
        xlabel="nuclear recoil  [keV]",
        ylabel="ionisation / recoil",
        ylim=(0, 0.4),
    )
    axes.set_xticks([0.3, 0.5, 1, 2, 4], ["0.3", "0.5", "1", "2", "4"])
    axes.xaxis.set_minor_formatter("")
    axes.set_title("Quenching in germanium")
