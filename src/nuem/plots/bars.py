"""Allowed intervals as bars: those computed here next to published ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from nuem.catalogue import Entry
from nuem.experiments import Limit
from nuem.plots.style import (
    BLACK,
    BLUE,
    GREY,
    KIND_MARKERS,
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
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_yticks(places, labels, minor=False)
        axes.tick_params(axis="y", which="both", length=0)
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


def face(kind: str) -> dict[str, Any]:
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
        look = face(bar.kind)
        axes.plot([low, high], [row, row], color=look["color"], linewidth=5.0, solid_capstyle="butt", alpha=0.35)
        axes.plot(
            [low, high], [row, row], linestyle="", marker="|", color=look["color"], markersize=10, markeredgewidth=1.8
        )
        if bar.central is not None:
            axes.plot(bar.central / scale, row, marker=KIND_MARKERS[bar.kind], markersize=6.5, **look)
