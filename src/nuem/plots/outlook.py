"""Outlook: limits of today, expected ones, and what theories of mass predict, on one axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nuem.plots.style import BLUE, GREEN, GREY, ORANGE, RED, drawing

_BANDS = (0.22, 0.42)  # opacity of 95 and 68 per cent


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the figure; moments in mu_B."""

    label: str
    moment: float
    """Upper limit, or the median of what is expected."""
    bands: tuple[float, float, float, float] | None = None
    """Limits at -2, -1, 1 and 2 standard deviations; None for a limit from data."""
    published: float | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a theory lets expect, from a lowest to a highest moment [mu_B]."""

    label: str
    low: float
    high: float


def outlook(
    today: Sequence[Row], projections: Sequence[Row], theories: Sequence[Prediction], *, title: str = "", note: str = ""
) -> Figure:
    """Limits, projections with their bands, and theories.

    Parameters
    ----------
    today : sequence of Row
    projections : sequence of Row
    theories : sequence of Prediction
        Drawn below, on an axis that reaches down to them.
    title, note : str, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows = [*today, *projections]
    with drawing(7.8, 2.4 + 0.3 * (len(rows) + len(theories))) as figure:
        above, below = figure.subplots(2, 1, height_ratios=(len(rows) + 1.0, len(theories) + 1.0))
        heights = _heights(len(today), len(projections))
        for height, row in zip(heights, rows, strict=True):
            _draw_row(above, row, height)
        sizes = [moment for row in rows for moment in (row.moment, *(row.bands or ()), row.published or row.moment)]
        above.set(xscale="log", xlim=(min(sizes) / 1.5, max(sizes) * 1.5), ylim=(-0.8, heights[0] + 0.8))
        above.set_yticks(heights, [row.label for row in rows], minor=False)
        above.axhline(len(projections) - 0.4, color=GREY, linewidth=0.6)
        above.set_xlabel(r"effective magnetic moment, 90% CL  [$\mu_B$]")
        above.set_title(title, pad=10)
        _legend(above)
        _draw_theories(below, theories, today, projections)
        for axes in (above, below):
            axes.tick_params(axis="y", which="both", length=0)
        if note:
            figure.supxlabel(note, fontsize=9.5, color="#555555", x=0.02, ha="left")
    return figure


def _heights(today: int, projections: int) -> list[float]:
    """Where rows stand, from top to bottom, with a gap between the groups."""
    return [projections + 0.2 + k for k in range(today)][::-1] + [projections - 1.0 - k for k in range(projections)]


def _draw_row(axes: Axes, row: Row, height: float) -> None:
    colour = RED if row.bands is None else BLUE
    if row.bands is not None:
        for (low, high), opacity in zip((row.bands[::3], row.bands[1:3]), _BANDS, strict=True):
            axes.barh(height, high - low, 0.56, left=low, color=BLUE, alpha=opacity, linewidth=0)
    axes.plot(row.moment, height, marker="o" if row.bands is None else "D", color=colour, markersize=6)
    if row.published is not None:
        axes.plot(row.published, height, marker="|", color="black", markersize=13, markeredgewidth=1.7)


def _draw_theories(
    axes: Axes, theories: Sequence[Prediction], today: Sequence[Row], projections: Sequence[Row]
) -> None:
    colours = (GREEN, GREEN, ORANGE, ORANGE)
    for k, theory in enumerate(theories):
        height = len(theories) - 1 - k
        axes.barh(
            height, theory.high - theory.low, 0.5, left=theory.low, color=colours[k % len(colours)], alpha=0.7,
            hatch="//" if k >= 2 else None, edgecolor="white", linewidth=0,
        )  # fmt: skip
    reach = min(row.moment for row in projections)
    axes.axvspan(min(row.moment for row in today), 1e-9, color=RED, alpha=0.16, linewidth=0)
    axes.axvspan(reach, min(row.moment for row in today), color=BLUE, alpha=0.22, linewidth=0)
    axes.set(
        xscale="log",
        xlim=(min(theory.low for theory in theories) / 5, 1e-9),
        ylim=(-0.7, len(theories) - 0.3),
        xlabel=r"magnetic moment  [$\mu_B$]",
    )
    axes.set_xticks(10.0 ** np.arange(-26, -8, 2))
    axes.set_yticks(np.arange(len(theories))[::-1], [theory.label for theory in theories], minor=False)


def _legend(axes: Axes) -> None:
    axes.plot([], [], "o", color=RED, markersize=6, label="limit, computed here")
    axes.plot([], [], "D", color=BLUE, markersize=6, label="expected: median, 68 and 95%")
    axes.plot([], [], "|", color="black", markersize=11, markeredgewidth=1.7, label="published")
    axes.legend(loc="upper right", fontsize=9.5)
