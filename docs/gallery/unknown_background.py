r"""How much exposure does an unknown background require?

The expected limit on a moment falls slowly, like the exposure to the power -1/4. With a flat background :math:`B` it is weaker from the beginning, and weaker
still if only the shape of the background is known: the data must then determine its size, and above a few keV the spectrum of a moment is nearly flat too. Solar neutrinos on xenon from 1 to 30 keV,
after :cite:t:`AristizabalSierra:2020zod`; today's :math:`B` is that of XENONnT :cite:p:`XENON:2022ltv`.
"""

from dataclasses import replace

import numpy as np

import nuem
from nuem.plots.style import BLUE, ORANGE, drawing

xlzd = nuem.experiment("xlzd_40")
flat, xe136 = xlzd.backgrounds
width = 29  # keV
exposures = np.array([1, 4, 16, 64, 256])


def limit(exposure, rate, error):
    """Expected limit [mu_B] for an exposure [tonne year] and a rate [1/(tonne year keV)]."""
    (channel,) = xlzd.channels
    target = replace(channel.target, exposure=channel.target.exposure * exposure / 40)
    own = replace(
        flat, counts=replace(flat.counts, total=rate * exposure * width), error=error
    )
    xenon = replace(xe136, counts=xe136.counts * exposure / 40)
    scaled = replace(
        xlzd,
        channels=(replace(channel, target=target),),
        backgrounds=(own, xenon),
    )
    return nuem.limit(scaled).value


with drawing(6.2, 4.2) as figure:
    axes = figure.subplots()
    for rate, colour in ((15.8, ORANGE), (1.0, BLUE)):
        for error, style, words in (
            (None, "-", "free"),
            (0.0, "--", "known"),
        ):
            values = [limit(exposure, rate, error) for exposure in exposures]
            label = f"{rate:g}, {words}"
            axes.loglog(exposures, values, style, color=colour, label=label)
            print(
                f"B = {label:<12}", " ".join(f"{value:.2e}" for value in values), "mu_B"
            )
    axes.legend(title="B [1/(t yr keV)]")
    axes.set(
        xlabel="exposure  [tonne year]",
        ylabel=r"expected limit, 90% CL  [$\mu_B$]",
    )
    axes.set_title("Magnetic moment from the Sun, by liquid xenon")
