"""Moments that theories of mass give: against the lightest mass, across the threshold of W production, and as bands over phases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem.plots.style import BLACK, GREY, Curve, LineStyle, drawing, heading, label_all
from nuem.units import GeV, deg, eV


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """A range of values to fill, between `low` and `high`, with the line of one case inside."""

    label: str
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    line: NDArray[np.float64]
    colour: str


def against_mass(
    panels: Sequence[tuple[str, NDArray[np.float64], Sequence[Curve], Sequence[Curve]]],
    *,
    ylims: tuple[tuple[float, float], tuple[float, float]],
    title: str = "",
    styles: Mapping[str, LineStyle] | None = None,
    note: str = "",
) -> Figure:
    """Moments against the lightest mass: a column for each mass ordering, diagonal moments above and transition moments below.

    Parameters
    ----------
    panels : sequence of (title, mass, diagonal, transitions)
        Masses in MeV, drawn in eV; curves in mu_B.
    ylims : tuple of (float, float)
        Of the upper and of the lower row [mu_B].
    title : str, optional
        Stands above the panels.
    styles : mapping, optional
        What each style of line means, for a legend.
    note : str, optional
        Stands below the panels.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with drawing(4.6 * len(panels), 7.2) as figure:
        rows = figure.subplots(2, len(panels), sharex="col", sharey="row", squeeze=False, height_ratios=[1, 1.4])
        heading(figure, title)
        for k, (ordering, mass, *parts) in enumerate(panels):
            for axes, curves, limits in zip(rows[:, k], parts, ylims, strict=True):
                for curve in curves:
                    axes.plot(mass / eV, curve.values, color=curve.colour, linestyle=curve.style)
                axes.set(xscale="log", yscale="log", xlim=(mass[0] / eV, mass[-1] / eV), ylim=limits)
            rows[0, k].set_title(ordering)
            rows[1, k].set_xlabel("mass of the lightest neutrino  [eV]")
        rows[0, 0].set_ylabel(r"diagonal moment  [$\mu_B$]")
        rows[1, 0].set_ylabel(r"transition moment  [$\mu_B$]")
        if styles:
            for words, style in styles.items():
                rows[1, -1].plot([], [], color=BLACK, linestyle=style, label=words)
            rows[1, -1].legend(loc="lower right")
        if note:
            figure.supxlabel(note, fontsize=9.5, color=GREY, x=0.01, ha="left")
        label_all(
            (axes, mass / eV, curves)
            for k, (_, mass, *parts) in enumerate(panels)
            for axes, curves in zip(rows[:, k], parts, strict=True)
        )
    return figure


def across_threshold(
    mass: NDArray[np.float64],
    curves: Sequence[Curve],
    *,
    threshold: float,
    ylim: tuple[float, float],
    limits: Sequence[tuple[float, str]] = (),
    title: str = "",
) -> Figure:
    """A loop function against the mass of the neutrino, with the threshold of its decay to a W marked.

    Parameters
    ----------
    mass : numpy.ndarray
        Neutrino masses [MeV], drawn in GeV.
    curves : sequence of Curve
    threshold : float
        [MeV]
    ylim : tuple of float
        Lower and upper end of the ordinate; the function has a pole at the threshold.
    limits : sequence of (float, str), optional
        Horizontal lines at limiting values, with what they are.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    energy = mass / GeV
    with drawing(6.6, 5.0) as figure:
        axes = figure.subplots()
        for curve in curves:
            axes.plot(energy, curve.values, color=curve.colour, linestyle=curve.style)
        for value, words in limits:
            axes.axhline(value, color=GREY, linewidth=0.8, linestyle=":")
            axes.annotate(
                words, (energy[0] * 1.15, value), xytext=(0, -3), textcoords="offset points", va="top", color=GREY, fontsize=9.5
            )  # fmt: skip
        axes.axvline(threshold / GeV, color=GREY, linewidth=0.8, linestyle="--")
        axes.annotate(
            r"$m_W + m_\tau$", (threshold / GeV, 0.97), xycoords=("data", "axes fraction"), xytext=(4, 0), textcoords="offset points",
            va="top", color=GREY, fontsize=9.5,
        )  # fmt: skip
        axes.set(xscale="log", yscale="log", xlim=(energy[0], energy[-1]), ylim=ylim, title=title)
        axes.set(xlabel=r"neutrino mass $m_\nu$  [GeV]", ylabel=r"$I(a, b)$")
        label_all([(axes, energy, curves)])
    return figure


def phase_bands(
    rows: Sequence[tuple[str, NDArray[np.float64], Sequence[Band]]],
    *,
    xlabel: str,
    ylabel: str,
    ylim: tuple[float, float],
    title: str = "",
    note: str = "",
) -> Figure:
    """Bands of values over an unknown phase, against another phase: a row for each mass ordering, a column for each band.

    Parameters
    ----------
    rows : sequence of (title, phase, bands)
        Phases in radian, drawn in degrees.
    xlabel, ylabel, title, note : str
        The title stands above, the note below the panels.
    ylim : tuple of float
        One for all panels.

    Returns
    -------
    matplotlib.figure.Figure
    """
    columns = len(rows[0][2])
    with drawing(3.1 * columns, 3.0 * len(rows) + 0.6) as figure:
        panels = figure.subplots(len(rows), columns, sharex=True, sharey=True, squeeze=False)
        heading(figure, title)
        for line, (ordering, phase, bands) in zip(panels, rows, strict=True):
            for axes, band in zip(line, bands, strict=True):
                axes.fill_between(phase / deg, band.low, band.high, color=band.colour, alpha=0.25, linewidth=0)
                axes.plot(phase / deg, band.line, color=band.colour)
                axes.set(
                    yscale="log", xlim=(0, 360), ylim=ylim, xticks=range(0, 361, 90), title=f"{band.label}, {ordering}"
                )
        figure.supylabel(ylabel, fontsize=12)
        panels[-1, columns // 2].set_xlabel(xlabel)
        if note:
            figure.supxlabel(note, fontsize=9.5, color=GREY, x=0.01, ha="left")
    return figure
