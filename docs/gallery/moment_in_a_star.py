r"""Where does a magnetic moment cool a star more than the weak interaction?

Plasmons decay into neutrinos by the weak interaction and by a magnetic moment. The ratio of the two goes like :math:`1/\omega_p^2`: a moment dominates at low density and matters in the cores of red giants,
and the weak interaction dominates in dense white dwarfs :cite:p:`Raffelt:1990pj`.
"""

import numpy as np

from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.plasma import Plasma
from nuem.plots.style import BLUE, GREEN, ORANGE, drawing
from nuem.units import kelvin

density = np.geomspace(1e2, 1e9, 50)
plasma = Plasma(density, 0.5, 1e8 * kelvin)
with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    for moment, colour in ((1e-12, BLUE), (3e-12, GREEN), (1e-11, ORANGE)):
        loss = emissivity(plasma, moment=moment)
        ratio = loss.channel("magnetic").total / loss.channel("weak").total
        equal = density[np.argmin(np.abs(np.log(ratio)))]
        print(f"{moment:g} mu_B: equal at {equal:.1e} g/cm^3")
        label = rf"${moment / 1e-12:g}\times10^{{-12}}\,\mu_B$"
        axes.plot(density, ratio, color=colour, label=label)
    axes.axhline(1, color="black", linestyle=":")
    axes.axvspan(1e5, 1e6, color="0.9", label="core of a red giant")
    axes.legend()
    axes.set(
        xscale="log",
        yscale="log",
        xlabel=r"density  [g/cm$^3$]",
        ylabel="energy loss, moment / weak",
        xlim=(1e2, 1e9),
    )
    axes.set_title("Plasmon decay at $10^8$ K")
