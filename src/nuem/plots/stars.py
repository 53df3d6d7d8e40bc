"""Drawings of stars and processes: the plane of density and temperature, dispersion, spin light, bounds by method."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib import patheffects
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from nuem.plots.style import BLACK, GREY, RED, Curve, drawing, heading, label_all

Real = NDArray[np.float64]

_HALO = [patheffects.withStroke(linewidth=2.5, foreground="white")]


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of star on the plane of density and temperature."""

    name: str
    density: float
    """[g/cm^3]"""
    temperature: float
    """[K]"""
    offset: tuple[float, float] = (6.0, 6.0)
    """Of the name from the point [points]; to the left of it if the first is negative."""


def plane(
    density: Real,
    temperature: Real,
    ratio: Real,
    places: Sequence[Place],
    *,
    regions: Mapping[str, Real],
    title: str,
    label: str,
) -> Figure:
    """A ratio by its contours over density [g/cm^3] and temperature [K], and regions where one of several things is largest.

    Parameters
    ----------
    density, temperature : numpy.ndarray
        Axes of the grid.
    ratio : numpy.ndarray
        log10 of the ratio, (temperature, density).
    places : sequence of Place
    regions : mapping
        Name to values on the grid; dashed lines divide where each is the largest.
    title, label : str
    """
    levels = np.arange(np.floor(np.nanmin(ratio)), np.ceil(np.nanmax(ratio)) + 1)
    with drawing(7.4, 5.2) as figure:
        axes = figure.subplots()
        filled = axes.contourf(density, temperature, ratio, levels=levels, cmap="RdBu_r", vmin=-8, vmax=8)
        axes.contour(density, temperature, ratio, levels=levels, colors=BLACK, linewidths=0.4)
        axes.contour(density, temperature, ratio, levels=[0.0], colors=BLACK, linewidths=1.6)
        stacked = np.maximum(list(regions.values()), -1e9)
        for index, name in enumerate(regions):
            largest = np.argmax(stacked, axis=0)
            if index < len(stacked) - 1:  # each border once
                above = np.clip(stacked[index] - stacked[index + 1 :].max(axis=0), -1, 1)
                above = np.where(largest >= index, above, np.nan)
                axes.contour(
                    density, temperature, above, levels=[0.0], colors=BLACK, linewidths=1.3, linestyles=[(0, (5, 2))]
                )
            rows, columns = np.nonzero(largest == index)
            middle = (np.quantile(density[columns], 0.58), np.median(temperature[rows]))
            axes.annotate(name, middle, ha="center", va="center", fontsize=12, style="italic", path_effects=_HALO)
        for place in places:
            axes.plot(place.density, place.temperature, "o", color=BLACK, markersize=5.5, markeredgecolor="white")
            axes.annotate(
                place.name, (place.density, place.temperature), xytext=place.offset, textcoords="offset points",
                ha="left" if place.offset[0] > 0 else "right", fontsize=10, path_effects=_HALO,
            )  # fmt: skip
        axes.set(
            xscale="log", yscale="log", xlim=(density[0], density[-1]), ylim=(temperature[0], temperature[-1]),
            xlabel=r"density $\rho$  [g cm$^{-3}$],  $Y_e = 0.5$", ylabel=r"temperature $T$  [K]", title=title,
        )  # fmt: skip
        figure.colorbar(filled, ax=axes, label=label, pad=0.02)
    return figure


def dispersion(wavenumber: Real, panels: Sequence[tuple[str, Sequence[Curve]]], *, title: str, note: str) -> Figure:
    """Branches of photons and plasmons, frequency against wave number in units of the plasma frequency, one panel for each plasma."""
    with drawing(3.3 * len(panels), 3.9) as figure:
        row = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
        heading(figure, title)
        for axes, (plasma, curves) in zip(row, panels, strict=True):
            axes.plot(wavenumber, wavenumber, color=GREY, linestyle=":", linewidth=1.0)
            for curve in curves:
                axes.plot(wavenumber, curve.values, color=curve.colour, linestyle=curve.style)
            axes.set(xlim=(0, wavenumber[-1]), ylim=(0.8, 2.2), xlabel=r"$k/\omega_p$", title=plasma)
        row[0].set_ylabel(r"$\omega/\omega_p$")
        label_all((axes, wavenumber, curves) for axes, (_, curves) in zip(row, panels, strict=True))
        figure.supxlabel(note, fontsize=9.5, x=0.01, ha="left")
    return figure


def spin_light(
    momentum: Real,
    rates: Sequence[tuple[Curve, Real]],
    fraction: Real,
    spectra: Sequence[Curve],
    above: Real,
    plasmas: Sequence[Curve],
    *,
    unit: str,
) -> Figure:
    """Rate of spin light against momentum with its closed forms, its spectrum, and what a photon mass leaves of it.

    Parameters
    ----------
    momentum : numpy.ndarray
        p/m.
    rates : sequence
        Rates, each with its closed forms, not a number where none holds.
    fraction : numpy.ndarray
        Photon energy over the largest one.
    spectra : sequence of Curve
        (omega_max/Gamma) dGamma/d omega; names are p/m, V/2m.
    above : numpy.ndarray
        Momentum over the threshold.
    plasmas : sequence of Curve
        Rate over that of massless photons.
    unit : str
        Of the rates.
    """
    with drawing(11.4, 4.0) as figure:
        left, right, last = figure.subplots(1, 3)
        heading(figure, "Spin light of a neutrino in matter")
        for curve, closed in rates:
            left.plot(momentum, curve.values, color=curve.colour)
            left.plot(momentum, closed, color=BLACK, linestyle=(0, (1.2, 1.6)), linewidth=2.4)
        left.set(
            xscale="log", yscale="log", xlim=(momentum[0], momentum[-1]), xlabel="$p/m$", ylabel=f"rate  [{unit}]",
            title="Rate; dotted: closed forms",
        )  # fmt: skip
        for curve in spectra:
            right.plot(fraction, curve.values, color=curve.colour, label=curve.label)
        right.set(
            xlim=(0, 1), ylim=(0, 4), xlabel=r"photon energy $\omega/\omega_{\rm max}$",
            ylabel=r"$(\omega_{\rm max}/\Gamma)\, d\Gamma/d\omega$", title="Spectrum",
        )  # fmt: skip
        right.legend(loc="upper right", title="$p/m,\\ V/2m$")
        for curve in plasmas:
            last.plot(above, curve.values, color=curve.colour, label=curve.label)
        last.set(
            xscale="log", xlim=(above[0], above[-1]), ylim=(0, 1.05), xlabel="momentum over the threshold",
            ylabel="rate over that of massless photons", title="In a plasma, $V/2m = 1$",
        )  # fmt: skip
        last.legend(loc="lower right")
        label_all([(left, momentum, [curve for curve, _ in rates])])
    return figure


@dataclass(frozen=True, slots=True)
class Mark:
    """One limit."""

    value: float
    colour: str
    computed: bool
    name: str = ""


def by_method(
    rows: Mapping[str, Sequence[Mark]], *, title: str, xlabel: str, note: str, legend: Mapping[str, str]
) -> Figure:
    """Limits in rows, published ones as points and computed ones as diamonds with their names.

    Parameters
    ----------
    rows : mapping
        Name of a row to its limits, from top to bottom.
    title, xlabel, note : str
    legend : mapping
        Words to colour.
    """
    with drawing(8.6, 0.56 * len(rows) + 2.0) as figure:
        axes = figure.subplots()
        for place, results in enumerate(rows.values()):
            y = -place
            axes.axhline(y, color=GREY, linewidth=0.4, zorder=0)
            for mark in results:
                if not mark.computed:
                    axes.plot(mark.value, y, "o", color=mark.colour, markersize=5, alpha=0.75, markeredgewidth=0)
            named = sorted((mark for mark in results if mark.computed), key=lambda mark: mark.value)
            for step, mark in enumerate(named):
                shift = (9.0, -9.0, 21.0, -21.0)[step % 4]
                axes.plot(mark.value, y, "D", color="white", markeredgecolor=RED, markersize=6.5, zorder=3)
                axes.annotate(
                    mark.name, (mark.value, y), xytext=(0, shift), textcoords="offset points",
                    ha="center", va="bottom" if shift > 0 else "top", fontsize=7.5, color=RED, path_effects=_HALO,
                    arrowprops={"arrowstyle": "-", "color": RED, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 2},
                )  # fmt: skip
        handles: list[Line2D | Patch] = [
            axes.plot([], [], "o", color=colour, markersize=5, label=words)[0] for words, colour in legend.items()
        ]
        handles.append(axes.plot([], [], "D", color="white", markeredgecolor=RED, label="computed here")[0])
        axes.set(
            xscale="log", yticks=[-place for place in range(len(rows))], ylim=(0.7 - len(rows), 0.7), xlabel=xlabel,
            title=title, ylabel="where the neutrinos come from",
        )  # fmt: skip
        axes.set_yticklabels(list(rows))
        axes.tick_params(axis="y", which="both", length=0)
        axes.legend(handles=handles, loc="upper right", ncols=2, fontsize=9)
        figure.supxlabel(note, fontsize=9, x=0.01, ha="left")
    return figure
