"""Limits as bars and points: allowed intervals and upper limits of all experiments, those computed here next to published ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from nuem.catalogue import Entry
from nuem.experiments import Limit
from nuem.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    KIND_MARKERS,
    KIND_WORDS,
    RED,
    drawing,
    typeset,
)

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """What is allowed, to draw as a bar."""

    label: str
    pieces: tuple[Interval, ...]
    """Ascending [unit of the abscissa]."""
    kind: str
    """"recast", "approximate", "surrogate", "projection" for what was computed here, "published" otherwise."""
    central: float | None = None
    published: float | None = None
    """Largest size allowed by the experiment's own paper, to compare."""

    @property
    def interval(self) -> Interval:
        """Hull of the pieces."""
        return self.pieces[0][0], self.pieces[-1][1]


def upper_limits(groups: Mapping[str, Sequence[Bar]], *, xlabel: str, title: str = "", note: str = "") -> Figure:
    """Upper limits on a coupling of which only the square is measured, in groups, on a logarithmic axis.

    Parameters
    ----------
    groups : mapping
        Heading to bars, from top to bottom. A bar that does not begin at zero is drawn as an interval.
    xlabel : str
    title, note : str, optional
        The note stands below the figure.

    Returns
    -------
    matplotlib.figure.Figure
    """
    bars = [bar for group in groups.values() for bar in group]
    with drawing(7.4, 1.9 + 0.27 * (len(bars) + 1.3 * len(groups))) as figure:
        axes = figure.subplots()
        for row, bar in _rows(axes, groups):
            high = bar.interval[1]
            if bar.published is not None:
                axes.plot([high, bar.published], [row, row], color=GREY, linewidth=1.0, zorder=1)
                expected = bar.kind == "projection"
                axes.plot(
                    bar.published, row, marker="|", color=GREY if expected else BLACK, markersize=12, markeredgewidth=1.8, zorder=2,
                )  # fmt: skip
                axes.text(
                    1.02, row, f"{high / bar.published:.2f}", transform=axes.get_yaxis_transform(), va="center", fontsize=9.5,
                    color=GREY if expected else BLACK,
                )  # fmt: skip
            if bar.interval[0] > 0:
                axes.plot(bar.interval, [row, row], color=face(bar.kind)["color"], linewidth=4.0, alpha=0.35, zorder=1)
            axes.plot(high, row, marker=KIND_MARKERS.get(bar.kind, "|"), markersize=7.5, **face(bar.kind), zorder=3)
        values = [bar.interval[1] for bar in bars] + [bar.published for bar in bars if bar.published is not None]
        axes.set(xscale="log", xlim=(min(values) / 1.8, max(values) * 1.8), xlabel=xlabel)
        axes.set_title(title, pad=10)
        if any(bar.published is not None for bar in bars):
            axes.text(
                1.02,
                0.0,
                "here /\npublished",
                transform=axes.get_yaxis_transform(),
                va="center",
                fontsize=8.5,
                color=GREY,
            )
        _legend(figure, bars)
        _note(figure, note)
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
    bars = [bar for group in groups.values() for bar in group]
    with drawing(7.4, 2.0 + 0.27 * (len(bars) + 1.3 * len(groups))) as figure:
        axes = figure.subplots()
        for row, bar in _rows(axes, groups):
            _bar(axes, bar, row, scale)
        axes.axvline(0, color=GREY, linewidth=0.8, zorder=0)
        reach = 1.6 * max(abs(end) / scale for bar in bars for end in bar.interval)
        axes.set_xscale("symlog", linthresh=threshold, linscale=0.7)
        axes.set(xlim=(-reach, reach), xlabel=xlabel)
        axes.set_title(title, pad=10)
        axes.set_xticks([*(-tick for tick in reversed(ticks)), 0, *ticks], minor=False)
        axes.set_xticklabels([_tick(tick) for tick in axes.get_xticks()])
        axes.xaxis.set_minor_locator(NullLocator())
        _legend(figure, bars)
        _note(figure, note)
    return figure


def as_bar(limit: Limit, label: str) -> Bar:
    """A computed limit as a bar."""
    published = limit.published
    return Bar(label, limit.pieces, limit.kind, limit.best_fit, published.value if published else None)


def published_bar(entry: Entry) -> Bar:
    """A published entry as a bar: an upper limit on a charge or a radius bounds both signs.

    Raises
    ------
    ValueError
        For an entry without a value.
    """
    level = "CL not stated" if entry.cl is None else f"{100 * entry.cl:g}%"
    label = f"{entry.document.title()}, {typeset(entry.comment)}, {level}"
    if entry.interval is not None and entry.kind != "range of upper limits":
        return Bar(label, (entry.interval,), "published", entry.value)
    if entry.value is None:
        raise ValueError(f"{entry.document} prints no value of {entry.quantity}")
    return Bar(label, ((0.0 if entry.quantity == "magnetic_moment" else -entry.value, entry.value),), "published")


def numbered(bars: Sequence[Bar]) -> list[Bar]:
    """Bars of which several have one label, such as two fits in one paper, with a number behind it."""
    labels = [bar.label for bar in bars]
    return [
        replace(bar, label=f"{bar.label} ({labels[: k + 1].count(bar.label)})") if labels.count(bar.label) > 1 else bar
        for k, bar in enumerate(bars)
    ]


class Face(TypedDict):
    """Colours of a marker, as matplotlib names them."""

    color: str
    markerfacecolor: str
    markeredgewidth: float


def face(kind: str) -> Face:
    """A recast is solid, pale if the data are digitised; a surrogate hollow, a projection hollow in another colour; published black."""
    colour = {"surrogate": BLUE, "projection": GREY, "published": BLACK, "star": GREEN}.get(kind, RED)
    fill = {"approximate": "#F2B78C", "surrogate": "white", "projection": "white"}.get(kind, colour)
    return {"color": colour, "markerfacecolor": fill, "markeredgewidth": 1.6}


def _rows(axes: Axes, groups: Mapping[str, Sequence[Bar]]) -> list[tuple[float, Bar]]:
    """The height of each bar, below the headings of its group, which are written."""
    placed: list[tuple[float, Bar]] = []
    row = 0.0
    for heading, bars in groups.items():
        axes.text(
            0.01, row, heading, transform=axes.get_yaxis_transform(), va="center", fontstyle="italic", color="#555555", fontsize=10.0,
            in_layout=False,
        )  # fmt: skip
        placed += [(row - 1 - k, bar) for k, bar in enumerate(bars)]
        row -= len(bars) + 1.3
    axes.set_ylim(row + 0.7, 0.8)
    axes.set_yticks([place for place, _ in placed], [bar.label for _, bar in placed], minor=False)
    axes.tick_params(axis="y", which="both", length=0)
    return placed


def _bar(axes: Axes, bar: Bar, row: float, scale: float) -> None:
    look = face(bar.kind)
    for low, high in ((a / scale, b / scale) for a, b in bar.pieces):
        if bar.kind == "published":
            axes.plot([low, high], [row, row], color=BLACK, linewidth=2.2, solid_capstyle="butt")
            continue
        axes.plot([low, high], [row, row], color=look["color"], linewidth=5.0, solid_capstyle="butt", alpha=0.35)
        axes.plot(
            [low, high], [row, row], linestyle="", marker="|", color=look["color"], markersize=10, markeredgewidth=1.8
        )
    if bar.kind != "published" and bar.central is not None:
        axes.plot(bar.central / scale, row, marker=KIND_MARKERS[bar.kind], markersize=6.0, **look)


def _tick(value: float) -> str:
    """A number on an axis; powers of ten from 1000 on."""
    if abs(value) < 1000:
        return f"{value:g}".replace("-", "\N{MINUS SIGN}")
    sign = "-" if value < 0 else ""
    return f"${sign}10^{{{round(np.log10(abs(value)))}}}$"


def _legend(figure: Figure, bars: Sequence[Bar]) -> None:
    """What the markers mean."""
    kinds = [kind for kind in KIND_MARKERS if any(bar.kind == kind for bar in bars)]
    handles = [Line2D([], [], linestyle="", marker=KIND_MARKERS[kind], markersize=8, **face(kind)) for kind in kinds]
    labels = [KIND_WORDS[kind] for kind in kinds]
    if any(bar.kind == "published" or bar.published is not None for bar in bars):
        handles.append(Line2D([], [], linestyle="", marker="|", color=BLACK, markersize=13, markeredgewidth=1.8))
        labels.append("published")
    if any(bar.kind == "projection" and bar.published is not None for bar in bars):
        handles.append(Line2D([], [], linestyle="", marker="|", color=GREY, markersize=13, markeredgewidth=1.8))
        labels.append("published sensitivity of a projection")
    figure.legend(handles, labels, loc="outside upper left", ncols=2, fontsize=9.5)


def _note(figure: Figure, note: str) -> None:
    """Small print below a figure."""
    if note:
        figure.supxlabel(note, fontsize=9.5, color="#555555", x=0.02, ha="left")
