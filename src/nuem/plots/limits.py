"""Limits computed here next to published ones: where they agree, and of which kind each is."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from nuem.experiments import Limit
from nuem.plots.bars import face
from nuem.plots.style import (
    BLACK,
    GREY,
    KIND_MARKERS,
    KIND_WORDS,
    drawing,
)


def moment_limits(limits: Sequence[Limit], names: Mapping[str, str], *, title: str = "") -> Figure:
    """Upper limits on the magnetic moment by experiment: computed here, and published.

    Parameters
    ----------
    limits : sequence of Limit
        On "moment", in the order from top to bottom.
    names : mapping
        Name of an experiment to what is written next to its row.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows = np.arange(len(limits))[::-1]
    with drawing(7.4, 1.7 + 0.52 * len(limits)) as figure:
        axes = figure.subplots()
        for row, limit in zip(rows, limits, strict=True):
            published = limit.published
            if published:
                axes.plot([limit.value, published.value], [row, row], color=GREY, linewidth=1.0, zorder=1)
                ink = GREY if limit.kind == "projection" else BLACK
                axes.plot(published.value, row, marker="|", color=ink, markersize=15, markeredgewidth=1.8, zorder=2)
                ratio = f"{limit.value / published.value:.2f}"
                axes.text(1.02, row, ratio, transform=axes.get_yaxis_transform(), va="center", fontsize=10.5)
            axes.plot(limit.value, row, marker=KIND_MARKERS[limit.kind], **face(limit.kind), markersize=8, zorder=3)
        values = [one.value for one in limits] + [one.published.value for one in limits if one.published]
        axes.set(
            xscale="log",
            xlim=(min(values) / 1.6, max(values) * 1.6),
            ylim=(-0.7, len(limits) - 0.3),
            xlabel=rf"upper limit on the magnetic moment at {100 * limits[0].cl:g}% CL  [$\mu_B$]",
        )
        axes.set_title(title, pad=10)
        axes.set_yticks(rows, [names.get(limit.experiment, limit.experiment) for limit in limits], minor=False)
        axes.tick_params(axis="y", which="both", length=0)
        axes.text(
            1.02,
            len(limits) - 0.42,
            "here /\npublished",
            transform=axes.get_yaxis_transform(),
            va="center",
            fontsize=9.5,
            color=GREY,
        )
        kinds = [kind for kind in KIND_MARKERS if any(limit.kind == kind for limit in limits)]
        handles = [
            Line2D([], [], linestyle="", marker=KIND_MARKERS[kind], markersize=8, **face(kind)) for kind in kinds
        ]
        inks = {"published": BLACK} | ({"published sensitivity of a projection": GREY} if "projection" in kinds else {})
        handles += [
            Line2D([], [], linestyle="", marker="|", color=ink, markersize=13, markeredgewidth=1.8)
            for ink in inks.values()
        ]
        figure.legend(handles, [*(KIND_WORDS[kind] for kind in kinds), *inks], loc="outside lower center", ncols=2)
    return figure
