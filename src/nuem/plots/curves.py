"""Curves by name on one pair of axes: what the command line draws."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, PINK, RED, SKY, drawing

_COLOURS = (BLACK, RED, BLUE, GREEN, ORANGE, SKY, PINK, GREY)


def curves(
    x: NDArray[np.float64],
    values: Mapping[str, NDArray[np.float64]],
    *,
    xlabel: str,
    ylabel: str,
    title: str = "",
    logarithmic: bool = True,
) -> Figure:
    """Values against an abscissa, with a legend; on logarithmic axes what is not positive is left out.

    Parameters
    ----------
    x : numpy.ndarray
        Abscissa of all curves.
    values : mapping
        Label to ordinates.
    xlabel, ylabel, title : str
    logarithmic : bool, optional
        Whether the ordinate is logarithmic; the abscissa is where it spans more than a factor of ten.
    """
    with drawing(7.0, 4.8) as figure:
        axes = figure.subplots()
        for k, (label, ordinates) in enumerate(values.items()):
            shown = np.where(ordinates > 0, ordinates, np.nan) if logarithmic else ordinates
            style = "-" if k < len(_COLOURS) else "--"
            axes.plot(
                x, shown, style, color=_COLOURS[k % len(_COLOURS)], label=label, marker="o" if len(x) < 3 else None
            )
        wide = bool(x[0] > 0 and x[-1] > 10 * x[0])
        axes.set(xscale="log" if wide else "linear", xlabel=xlabel, ylabel=ylabel, title=title)
        axes.set_yscale("log" if logarithmic and any(np.any(value > 0) for value in values.values()) else "linear")
        axes.legend()
    return figure


def steps(
    edges: NDArray[np.float64], counts: Mapping[str, NDArray[np.float64]], *, xlabel: str, ylabel: str, title: str = ""
) -> Figure:
    """Counts in bins, as steps."""
    with drawing(7.0, 4.8) as figure:
        axes = figure.subplots()
        for k, (label, values) in enumerate(counts.items()):
            axes.stairs(values, edges, color=_COLOURS[k % len(_COLOURS)], label=label)
        axes.set(xlabel=xlabel, ylabel=ylabel, title=title)
        axes.legend()
    return figure
