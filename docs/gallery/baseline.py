r"""Does a magnetic moment depend on the distance?

What a detector measures is :math:`\sum_j |\sum_i U^*_{ei} e^{-i\Delta m^2_{i1}L/2E} \lambda_{ji}|^2`: the phases between the mass states change with the distance :cite:p:`Beacom:1999wx`. A reactor experiment at 60 km and one at 20 m
measure different moments of the same neutrino, unless there is only one transition moment, which has no other to interfere with.
"""

import numpy as np

import nuem
from nuem.plots.style import BLUE, GREEN, ORANGE, drawing
from nuem.units import MeV, km

mixing = nuem.Mixing.nufit()
patterns = {
    "only 1 and 2": np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0]]),
    "all equal": np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]]),
    "1 and 3 with the opposite sign": np.array([[0, 1, -1], [-1, 0, 1], [1, -1, 0]]),
}
baselines = np.geomspace(0.01, 300, 400) * km
with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    for (name, pattern), colour in zip(
        patterns.items(), (BLUE, GREEN, ORANGE), strict=True
    ):
        vertex = nuem.Vertex.from_dipole("majorana", 1e-11 * pattern)
        seen = [
            nuem.effective_moment(
                vertex, mixing, "e", antineutrino=True, baseline=L, energy=4 * MeV
            )
            for L in baselines
        ]
        print(f"{min(seen):.2e} to {max(seen):.2e} mu_B, {name}")
        axes.plot(baselines / km, np.array(seen) / 1e-11, color=colour, label=name)
    axes.legend(title="moments between mass states")
    axes.set(
        xscale="log",
        xlabel="distance from the reactor  [km]",
        ylabel=r"effective moment  [$10^{-11}\,\mu_B$]",
        ylim=(0, None),
    )
    axes.set_title("Antineutrinos of 4 MeV, Majorana moments of $10^{-11}\\,\\mu_B$")
