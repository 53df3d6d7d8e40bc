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
        prediction = nuem.experiment(name).predict()
        radii = np.linspace(-9e-31, 4e-31, 100)
        unit = nuem.Vertex.from_flavour(
            "dirac", prediction.mixing, charge_radius=np.diag([0, 1, 0])
        )
        rise = np.array(
            [
                prediction.likelihood.profile(
                    nuem.Vertex("dirac", charge_radius=size * unit.charge_radius)
                )
                for size in radii
            ]
        )
        axes.plot(
            radii / 1e-32,
            rise - rise.min(),
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
