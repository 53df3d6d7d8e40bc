"""Limits computed here next to published ones: where they agree, of which kind each is, and what came before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib import patheffects
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from nuem.catalogue import Entry
from nuem.experiments import Limit
from nuem.plots.style import (
    BLACK,
    BLUE,
    GREY,
    KIND_MARKERS,
    KIND_WORDS,
    METHOD_COLOURS,
    METHOD_MARKERS,
    RED,
    drawing,
    typeset,
)


@dataclass(frozen=True, slots=True)
class Bar:
    """An allowed interval to draw as a bar."""

    label: str
    interval: tuple[float, float]
    """[unit of the abscissa]"""
    kind: str
    """"recast", "surrogate", "projection" for what was computed here, "published" otherwise."""
    central: float | None = None


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
            axes.plot(limit.value, row, marker=KIND_MARKERS[limit.kind], **_face(limit.kind), markersize=8, zorder=3)
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
            Line2D([], [], linestyle="", marker=KIND_MARKERS[kind], markersize=8, **_face(kind)) for kind in kinds
        ]
        inks = {"published": BLACK} | ({"published sensitivity of a projection": GREY} if "projection" in kinds else {})
        handles += [
            Line2D([], [], linestyle="", marker="|", color=ink, markersize=13, markeredgewidth=1.8)
            for ink in inks.values()
        ]
        figure.legend(handles, [*(KIND_WORDS[kind] for kind in kinds), *inks], loc="outside lower center", ncols=2)
    return figure


def allowed_intervals(
    groups: Mapping[str, Sequence[Bar]],
    *,
    xlabel: str,
    threshold: float,
    ticks: Sequence[float],
    scale: float,
    title: str = "",
    note: str = "",
) -> Figure:
    """Allowed intervals of a coupling that has both signs, in groups, on an axis that is linear around zero.

    Parameters
    ----------
    groups : mapping
        Heading to bars, from top to bottom.
    xlabel : str
        What the abscissa is, in units of `scale`.
    threshold : float
        Where the axis turns from linear to logarithmic [units of `scale`].
    ticks : sequence of float
        Ticks on the positive side [units of `scale`].
    scale : float
        Divides all values.
    title, note : str, optional
        The note stands below the figure.

    Returns
    -------
    matplotlib.figure.Figure
    """
    total = sum(len(bars) + 1.3 for bars in groups.values())
    with drawing(7.4, 1.6 + 0.30 * total) as figure:
        axes = figure.subplots()
        row = 0.0
        places: list[float] = []
        labels: list[str] = []
        for heading, bars in groups.items():
            axes.text(
                0.01,
                row,
                heading,
                transform=axes.get_yaxis_transform(),
                va="center",
                fontstyle="italic",
                color="#555555",
            )
            row -= 1
            for bar in bars:
                _bar(axes, bar, row, scale)
                places.append(row)
                labels.append(bar.label)
                row -= 1
            row -= 0.3
        axes.axvline(0, color=GREY, linewidth=0.8, zorder=0)
        reach = 1.6 * max(abs(end) / scale for bars in groups.values() for bar in bars for end in bar.interval)
        axes.set_xscale("symlog", linthresh=threshold, linscale=0.7)
        axes.set(xlim=(-reach, reach), ylim=(row + 0.7, 0.8), xlabel=xlabel)
        axes.set_title(title, pad=10)
        axes.set_xticks([*(-tick for tick in reversed(ticks)), 0, *ticks], minor=False)
        axes.set_xticklabels([f"{tick:g}".replace("-", "\N{MINUS SIGN}") for tick in axes.get_xticks()])
        axes.xaxis.set_minor_locator(_none())
        axes.set_yticks(places, labels, minor=False)
        axes.tick_params(axis="y", which="both", length=0)
        if note:
            figure.supxlabel(note, fontsize=9.5, color="#555555", x=0.02, ha="left")
    return figure


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
            chosen = [entry for entry in limits if entry.method == method]
            if chosen:
                axes.plot(
                    [entry.year for entry in chosen], [entry.value or np.nan for entry in chosen], linestyle="", marker=marker, markersize=6.5,
                    color=METHOD_COLOURS[method], label=method, markeredgecolor="white", markeredgewidth=0.5,
                )  # fmt: skip
        halo = [patheffects.withStroke(linewidth=2.5, foreground="white")]
        for year, limit, (right, up, text) in computed:
            axes.annotate(
                text, (year, limit.value), xytext=(right, up), textcoords="offset points", fontsize=8.5, color=BLACK,
                ha="left" if right > 0 else "right", va="center", path_effects=halo,
            )  # fmt: skip
            axes.plot(
                year,
                limit.value,
                marker="o",
                markersize=11,
                markerfacecolor="none",
                markeredgecolor=BLACK,
                linestyle="",
            )
        if computed:
            axes.plot(
                [],
                [],
                marker="o",
                markersize=10,
                markerfacecolor="none",
                markeredgecolor=BLACK,
                linestyle="",
                label="computed here",
            )
        for entry in limits:
            if entry.document in named:
                right, up, text = named[entry.document]
                axes.annotate(
                    text, (entry.year, entry.value), xytext=(right, up), textcoords="offset points", fontsize=9,
                    ha="left" if right > 0 else "right", va="center", color=METHOD_COLOURS[entry.method], path_effects=halo,
                )  # fmt: skip
        years = [entry.year for entry in limits]
        axes.set(
            yscale="log",
            xlim=(min(years) - 3, max(years) + 6),
            xlabel="year of publication",
            ylabel=ylabel,
            title=title,
        )
        axes.legend(loc="upper left", ncols=2, columnspacing=1.2, handletextpad=0.3)
        if note:
            figure.supxlabel(note, fontsize=9.5, color="#555555", x=0.02, ha="left")
    return figure


def as_bar(limit: Limit, label: str) -> Bar:
    """A computed limit as a bar."""
    return Bar(label, limit.interval, limit.kind, limit.best_fit)


def published_bar(entry: Entry) -> Bar:
    """A published entry as a bar: an upper limit bounds both signs.

    Raises
    ------
    ValueError
        For an entry without a value.
    """
    level = "CL not stated" if entry.cl is None else f"{100 * entry.cl:g}%"
    label = f"{entry.document.title()}, {typeset(entry.comment)}, {level}"
    if entry.interval is not None and entry.kind != "range of upper limits":
        return Bar(label, entry.interval, "published", entry.value)
    if entry.value is None:
        raise ValueError(f"{entry.document} prints no value of {entry.quantity}")
    return Bar(label, (-entry.value, entry.value), "published")


def numbered(bars: Sequence[Bar]) -> list[Bar]:
    """Bars of which several have one label, such as two fits in one paper, with a number behind it."""
    labels = [bar.label for bar in bars]
    return [
        replace(bar, label=f"{bar.label} ({labels[: k + 1].count(bar.label)})") if labels.count(bar.label) > 1 else bar
        for k, bar in enumerate(bars)
    ]


def _face(kind: str) -> dict[str, Any]:
    """What rests on published data is solid, a surrogate hollow, a projection hollow in another colour."""
    colour = {"surrogate": BLUE, "projection": GREY}.get(kind, RED)
    return {
        "color": colour,
        "markerfacecolor": "white" if kind in ("surrogate", "projection") else colour,
        "markeredgewidth": 1.6,
    }


def _bar(axes: Any, bar: Bar, row: float, scale: float) -> None:
    low, high = (end / scale for end in bar.interval)
    if bar.kind == "published":
        axes.plot([low, high], [row, row], color=BLACK, linewidth=2.2, solid_capstyle="butt")
    else:
        face = _face(bar.kind)
        axes.plot([low, high], [row, row], color=face["color"], linewidth=5.0, solid_capstyle="butt", alpha=0.35)
        axes.plot(
            [low, high], [row, row], linestyle="", marker="|", color=face["color"], markersize=10, markeredgewidth=1.8
        )
        if bar.central is not None:
            axes.plot(bar.central / scale, row, marker=KIND_MARKERS[bar.kind], markersize=6.5, **face)


def _none() -> Any:
    from matplotlib.ticker import NullLocator

    return NullLocator()
