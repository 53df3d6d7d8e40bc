r"""How much does a limit depend on the choice of the statistic?

For the same events of XENONnT :cite:p:`XENON:2022ltv` and the same model, this varies the statistic, the confidence level and the treatment of bound electrons.
Two published numbers for these data, 6.4e-12 and 7.2e-12 (arXiv:2510.12449), differ by no more than these choices.
"""

import numpy as np

import nuem
from nuem.plots.style import BLACK, BLUE, MAGNETIC, drawing

for model in ("stepping", "free"):
    for cl in (0.90, 0.95):
        row = [
            nuem.limit("xenonnt", statistic=s, cl=cl, electrons=model)
            for s in ("one-sided", "two-sided")
        ]
        print(
            f"{model:<9} {cl:.0%}: one-sided {row[0].value:.2e}, two-sided {row[1].value:.2e} mu_B"
        )

likelihood = nuem.likelihood("xenonnt")
moments = np.linspace(0, 1.4e-11, 60)
rise = np.array(
    [likelihood.profile(nuem.Vertex("dirac", magnetic=mu * np.eye(3))) for mu in moments]
)
rise -= rise.min()

with drawing(6.2, 4.2) as figure:
    axes = figure.subplots()
    axes.plot(moments / 1e-12, rise, color=BLACK)
    for threshold, label, colour in (
        (2.706, "two-sided 90%", MAGNETIC),
        (1.642, "one-sided 90%", BLUE),
    ):
        axes.axhline(threshold, color=colour, linestyle="--", linewidth=1.0)
        axes.text(0.3, threshold + 0.12, label, color=colour)
    axes.set(
        xlabel=r"magnetic moment  [$10^{-12}\,\mu_B$]",
        ylabel=r"rise of $-2\ln L$",
        xlim=(0, 14),
        ylim=(0, 10),
    )
    axes.set_title("XENONnT: background and solar fluxes profiled")
