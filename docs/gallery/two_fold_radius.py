r"""Why does coherent scattering allow two charge radii?

The rate is proportional to the square of an amplitude: the weak charge of the nucleus plus a term from the charge radius. An amplitude of the opposite sign gives the same rate, so the data allow two regions :cite:p:`COHERENT:2021xmm`: one at
the standard model and one far from it. Other targets, with other ratios of neutrons to protons, move the second region and not the first.
"""

import numpy as np

import nuem
from nuem.plots.style import BLUE, ORANGE, drawing

with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    for name, colour in (("coherent_csi", BLUE), ("coherent_lar", ORANGE)):
        computed = nuem.limit(name, "charge_radius[mu,mu]")
        for low, high in computed.pieces:
            print(f"{name}: {low:+.2e} to {high:+.2e} {computed.unit}")
        curve = nuem.experiments.combine([name]).curve("charge_radius[mu,mu]")
        radii = np.linspace(-90, 40, 260)  # [1e-32 cm2]
        rise = curve.profile(radii)[0] - curve.best.minimum
        axes.plot(
            radii,
            rise,
            color=colour,
            label=nuem.experiment(name).material,
        )
    axes.axhline(2.706, color="black", linestyle=":", label="90% CL")
    axes.legend()
    axes.set(
        xlabel=r"charge radius of $\nu_\mu$  [$10^{-32}$ cm$^2$]",
        ylabel=r"rise of $-2\ln L$",
        ylim=(0, 12),
    )
    axes.set_title("COHERENT: the amplitude has two signs")
