r"""What must be known before a larger detector helps?

Projections rest on assumptions, not on data. In JUNO above 0.45 MeV the spectra of the backgrounds resemble that of a moment; nuclear recoils of XLZD have hardly any background, but the moment changes little more than their
number, so that the flux of :sup:`8`\ B neutrinos must be known. A larger exposure replaces neither.
"""

from dataclasses import replace

import numpy as np

import nuem
from nuem.plots.style import BLUE, ORANGE, drawing

errors = np.array([0.3, 0.1, 0.03, 0.01, 0.003, 0.001])
juno, xenon = nuem.experiment("juno_solar"), nuem.experiment("xlzd_nr_40")
free = nuem.limit(juno).value
known = {
    "JUNO, by the error of each background": [
        nuem.limit(
            replace(
                juno,
                backgrounds=tuple(replace(one, error=error) for one in juno.backgrounds),
            )
        ).value
        for error in errors
    ],
    "XLZD nuclei, by the error of the flux": [
        nuem.limit(
            replace(xenon, flux_errors={"solar.B8": error, "solar.hep": 0.3})
        ).value
        for error in errors
    ],
}
with drawing(6.2, 4.0) as figure:
    axes = figure.subplots()
    for (label, limits), colour in zip(known.items(), (BLUE, ORANGE), strict=True):
        axes.plot(100 * errors, limits, "o-", color=colour, label=label)
        print(
            f"{label}:",
            ", ".join(
                f"{100 * error:g} %: {limit:.2e}"
                for error, limit in zip(errors, limits, strict=True)
            ),
        )
    axes.axhline(free, color=BLUE, linestyle=":", label="JUNO, backgrounds free")
    axes.legend(loc="upper left")
    axes.set(
        xscale="log",
        yscale="log",
        ylim=(1e-11, 1e-9),
        xlabel="relative error  [%]",
        ylabel=r"expected limit on the moment  [$\mu_B$]",
    )
    axes.set_title("Projections rest on what is known")
