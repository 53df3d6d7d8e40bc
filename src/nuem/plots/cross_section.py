"""Cross sections and recoil rates against the recoil energy, and how far each coupling lifts them above the weak interaction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem.plots.style import GREY, Curve, drawing, heading, label_all
from nuem.units import keV


def cross_sections(
    recoil: NDArray[np.float64],
    curves: Sequence[Curve],
    ratios: Sequence[Curve] = (),
    *,
    title: str = "",
    ylabel: str = r"$\mathrm{d}\sigma/\mathrm{d}T$  [cm$^2$/MeV]",
    ratio_label: str = "total / weak",
    ylim: tuple[float, float] | None = None,
    ratio_lim: tuple[float, float] = (0.5, 20.0),
) -> Figure:
    """Curves against recoil energy on logarithmic axes, each with its label on it, and their ratios below.

    Parameters
    ----------
    recoil : numpy.ndarray
        Abscissa of all curves [MeV]; it is drawn in keV.
    curves : sequence of Curve
        Values in the unit of `ylabel`; zeros (beyond an end point) are left out.
    ratios : sequence of Curve, optional
        For the lower panel, without which there is none.
    title, ylabel, ratio_label : str, optional
    ylim, ratio_lim : tuple of float, optional
        Lower and upper end of the ordinates.

    Returns
    -------
    matplotlib.figure.Figure
    """
    energy = recoil / keV
    with drawing(6.6, 7.0 if ratios else 5.0) as figure:
        panels = figure.subplots(
            2 if ratios else 1, 1, sharex=True, squeeze=False, height_ratios=[2.6, 1.25][: 1 + bool(ratios)]
        )
        upper = panels[0, 0]
        _lines(upper, energy, curves)
        upper.set(xscale="log", yscale="log", ylabel=ylabel, title=title, xlim=(energy[0], energy[-1]), ylim=ylim)
        if ratios:
            lower = panels[1, 0]
            lower.axhline(1.0, color=GREY, linewidth=0.8)
            _lines(lower, energy, ratios)
            lower.set(yscale="log", ylim=ratio_lim, ylabel=ratio_label)
            ticks = [tick for tick in (0.2, 0.5, 1, 2, 5, 10, 20, 50) if ratio_lim[0] <= tick <= ratio_lim[1]]
            lower.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
            lower.minorticks_off()
            lower.tick_params(axis="x", which="minor", bottom=True, top=True)
        panels[-1, 0].set_xlabel(r"electron recoil energy $T$  [keV]")
        label_all((axes, energy, lines) for axes, lines in zip(panels[:, 0], (curves, ratios), strict=False))
    return figure


def rates(
    panels: Sequence[tuple[str, NDArray[np.float64], Sequence[Curve]]],
    *,
    title: str = "",
    ylabel: str = r"$\mathrm{d}R/\mathrm{d}T$  [events / (kg day keV)]",
    ylim: tuple[float, float] | None = None,
) -> Figure:
    """Recoil rates of several sources and targets side by side, the same curves in each.

    Parameters
    ----------
    panels : sequence of (title, recoil, curves)
        The recoil in MeV, the values in the unit of `ylabel`.
    title, ylabel : str, optional
    ylim : tuple of float, optional
        One for all panels, so that they can be compared.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with drawing(4.6 * len(panels), 4.8) as figure:
        grid = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
        heading(figure, title)
        for axes, (place, recoil, curves) in zip(grid, panels, strict=True):
            energy = recoil / keV
            _lines(axes, energy, curves)
            axes.set(xscale="log", yscale="log", xlim=(energy[0], energy[-1]), title=place, ylim=ylim)
            axes.set_xlabel(r"electron recoil energy $T$  [keV]")
        grid[0].set_ylabel(ylabel)
        figure.legend(handles=grid[0].get_lines(), loc="outside lower center", ncols=2, columnspacing=3.0)
    return figure


def _lines(axes: object, x: NDArray[np.float64], curves: Sequence[Curve]) -> None:
    for curve in curves:
        shown = np.where(curve.values > 0, curve.values, np.nan)
        axes.plot(x, shown, color=curve.colour, linestyle=curve.style, label=curve.label)  # type: ignore[attr-defined]
