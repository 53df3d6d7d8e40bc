"""Published limits against the year of their publication, with those computed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nuem.catalogue import Entry
from nuem.experiments import Limit
from nuem.plots.style import (
    BLACK,
    METHOD_COLOURS,
    METHOD_MARKERS,
    drawing,
)

HALO = [patheffects.withStroke(linewidth=2.5, foreground="white")]


def published_by_year(
    entries: Sequence[Entry],
    *,
    named: Mapping[str, tuple[float, float, str]],
    computed: Sequence[tuple[float, Limit, tuple[float, float, str]]] = (),
    ylabel: str = r"upper limit on the magnetic moment  [$\mu_B$]",
    title: str = "",
    note: str = "",
) -> Figure:
    """Published upper limits against the year, by method, with those computed here.

    Parameters
    ----------
    entries : sequence of Entry
        Those without an upper limit are left out.
    named : mapping
        Document to the offset of its label from its point [points], and the label itself.
    computed : sequence of (year, Limit, label), optional
        Where in time to draw what was computed here, and its label with the offset, as in `named`.
    ylabel, title, note : str, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    limits = [entry for entry in entries if entry.value is not None and entry.kind.endswith(("limit", "limits"))]
    with drawing(7.6, 5.8) as figure:
        axes = figure.subplots()
        for method, marker in METHOD_MARKERS.items():
            of_method = [entry for entry in limits if entry.method == method]
            if of_method:
                axes.plot(
                    [entry.year for entry in of_method], [entry.value or np.nan for entry in of_method], linestyle="", marker=marker, markersize=6.5,
                    color=METHOD_COLOURS[method], label=method, markeredgecolor="white", markeredgewidth=0.5,
                )  # fmt: skip
        _computed(axes, computed)
        for entry in limits:
            if entry.document in named:
                right, up, text = named[entry.document]
                axes.annotate(
                    text, (entry.year, entry.value), xytext=(right, up), textcoords="offset points", fontsize=9,
                    ha="left" if right > 0 else "right", va="center", color=METHOD_COLOURS[entry.method], path_effects=HALO,
                )  # fmt: skip
        years = [entry.year for entry in limits]
        axes.set(
            yscale="log",
            xlim=(min(years) - 3, max(years) + 10),
            xlabel="year of publication",
            ylabel=ylabel,
            title=title,
        )
        axes.legend(loc="upper left", ncols=2, columnspacing=1.2, handletextpad=0.3)
        if note:
            figure.supxlabel(note, fontsize=9.5, color="#555555", x=0.02, ha="left")
    return figure


def _computed(axes: Axes, computed: Sequence[tuple[float, Limit, tuple[float, float, str]]]) -> None:
    """Circles around the limits that were computed here."""
    circle = partial(axes.plot, marker="o", markerfacecolor="none", markeredgecolor=BLACK, linestyle="")
    for year, limit, (right, up, text) in computed:
        axes.annotate(
            text, (year, limit.value), xytext=(right, up), textcoords="offset points", fontsize=8.5, color=BLACK,
            ha="left" if right > 0 else "right", va="center", path_effects=HALO,
        )  # fmt: skip
        circle(year, limit.value, markersize=11)
    if computed:
        circle([], [], markersize=10, label="computed here")
