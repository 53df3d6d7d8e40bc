"""Solar antineutrinos for several fields: probability and rate against the energy."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from nuem.conversion import SolarConversion
from nuem.conversion.antineutrinos import AntineutrinoSpectrum
from nuem.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, PINK, RED, SKY, drawing

_COLOURS = (BLACK, RED, BLUE, GREEN, ORANGE, SKY, PINK, GREY)


def antineutrinos(
    converted: Mapping[str, SolarConversion], seen: Mapping[str, AntineutrinoSpectrum] | None = None
) -> Figure:
    """Probability of an electron antineutrino at the Earth and, next to it, its events in a detector.

    Parameters
    ----------
    converted : mapping
        Label of each field to its conversion, at rising energies.
    seen : mapping, optional
        Label to events by inverse beta decay, of the same fields.
    """
    panels = 1 if seen is None else 2
    with drawing(4.6 * panels + 0.8, 4.4) as figure:
        axes = figure.subplots(1, panels, squeeze=False)[0]
        for k, (label, conversion) in enumerate(converted.items()):
            half = conversion.probabilities.shape[1] // 2
            axes[0].plot(
                conversion.energy, conversion.probabilities[:, half], color=_COLOURS[k % len(_COLOURS)], label=label
            )
        axes[0].set(yscale="log", xlabel=r"$E_\nu$  [MeV]", ylabel=r"$P(\nu_e \to \bar\nu_e)$ at the Earth")
        axes[0].set_title("Antineutrinos from the Sun, by its field")
        axes[0].legend()
        if seen is not None:
            for k, (label, events) in enumerate(seen.items()):
                rate = events.rate / np.diff(events.edges)
                axes[1].stairs(rate, events.edges, color=_COLOURS[k % len(_COLOURS)], label=label)
            axes[1].set(yscale="log", xlabel=r"$E_\nu$  [MeV]", ylabel="events per kiloton, year and MeV")
            axes[1].set_title("What inverse beta decay would count")
    return figure
