"""Drawings of stars and processes: the plane of density and temperature, dispersion, spin light, bounds by method."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import patheffects
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem.plots.style import BLACK, GREY, RED, Curve, drawing, label_all

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
    density: Real, temperature: Real, ratio: Real, places: Sequence[Place], *, even: Real, title: str, label: str
) -> Figure:
    """A ratio by its contours over density [g/cm^3] and temperature [K].

    Parameters
    ----------
    density, temperature : numpy.ndarray
        Axes of the grid.
    ratio : numpy.ndarray
        log10 of the ratio, (temperature, density); not a number where nothing is known.
    places : sequence of Place
    even : numpy.ndarray
        Temperature [K] of plasma frequency at each density: a line.
    title, label : str
    """
    levels = np.arange(np.floor(np.nanmin(ratio)), np.ceil(np.nanmax(ratio)) + 1)
    with drawing(7.4, 5.2) as figure:
        axes = figure.subplots()
        axes.set_facecolor("#EDEDED")
        filled = axes.contourf(density, temperature, ratio, levels=levels, cmap="RdBu_r", vmin=-8, vmax=8)
        axes.contour(density, temperature, ratio, levels=levels, colors=BLACK, linewidths=0.4)
        axes.contour(density, temperature, ratio, levels=[0.0], colors=BLACK, linewidths=1.6)
        axes.plot(density, even, color=BLACK, linestyle=(0, (5.0, 2.0)), linewidth=1.1)
        middle = int(0.33 * len(density))
        axes.annotate(
            r"$T = \omega_p$", (density[middle], even[middle]), xytext=(4, -4), textcoords="offset points", va="top",
            fontsize=9.5, path_effects=_HALO,
        )  # fmt: skip
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
        bar = figure.colorbar(filled, ax=axes, label=label, pad=0.02)
        bar.ax.xaxis.set_label_position("top")
        bar.ax.set_xlabel(r"$\log_{10}$", fontsize=10)
    return figure


def dispersion(wavenumber: Real, panels: Sequence[tuple[str, Sequence[Curve]]], *, note: str) -> Figure:
    """Branches of photons and plasmons, frequency against wave number in units of the plasma frequency, one panel for each plasma."""
    with drawing(3.3 * len(panels), 3.9) as figure:
        row = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
        for axes, (title, curves) in zip(row, panels, strict=True):
            axes.plot(wavenumber, wavenumber, color=GREY, linestyle=":", linewidth=1.0)
            for curve in curves:
                axes.plot(wavenumber, curve.values, color=curve.colour, linestyle=curve.style)
            axes.set(xlim=(0, wavenumber[-1]), ylim=(0.8, 2.2), xlabel=r"$k/\omega_p$", title=title)
        row[0].set_ylabel(r"$\omega/\omega_p$")
        for axes, (_, curves) in zip(row, panels, strict=True):
            label_all(axes, wavenumber, [curve for curve in curves if curve.at is not None])
        figure.supxlabel(note, fontsize=9.5, x=0.01, ha="left")
    return figure


def spin_light(
    momentum: Real, rates: Sequence[tuple[Curve, Real]], fraction: Real, spectra: Sequence[Curve], *, unit: str
) -> Figure:
    """Rate of spin light against momentum with its closed forms, and its spectrum.

    Parameters
    ----------
    momentum : numpy.ndarray
        p/m.
    rates : sequence
        Rates, each with its closed forms, not a number where none holds.
    fraction : numpy.ndarray
        Photon energy over the largest one.
    spectra : sequence of Curve
        (omega_max/Gamma) dGamma/d omega.
    unit : str
        Of the rates.
    """
    with drawing(8.6, 4.0) as figure:
        left, right = figure.subplots(1, 2)
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
        right.legend(loc="upper right")
        label_all(left, momentum, [curve for curve, _ in rates])
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
    with drawing(8.6, 0.52 * len(rows) + 2.0) as figure:
        axes = figure.subplots()
        for place, marks in enumerate(rows.values()):
            y = -place
            axes.axhline(y, color=GREY, linewidth=0.4, zorder=0)
            for mark in marks:
                if not mark.computed:
                    axes.plot(mark.value, y, "o", color=mark.colour, markersize=5, alpha=0.75, markeredgewidth=0)
            named = sorted((mark for mark in marks if mark.computed), key=lambda mark: mark.value)
            for step, mark in enumerate(named):
                shift = (7.0, -7.0, 16.0)[step % 3]
                axes.plot(mark.value, y, "D", color="white", markeredgecolor=RED, markersize=6.5, zorder=3)
                axes.annotate(
                    mark.name, (mark.value, y), xytext=(0, shift), textcoords="offset points",
                    ha="center", va="bottom" if shift > 0 else "top", fontsize=7.5, color=RED, path_effects=_HALO,
                )  # fmt: skip
        handles: list[Any] = [
            axes.plot([], [], "o", color=colour, markersize=5, label=words)[0] for words, colour in legend.items()
        ]
        handles.append(axes.plot([], [], "D", color="white", markeredgecolor=RED, label="computed here")[0])
        axes.set(
            xscale="log", yticks=[-place for place in range(len(rows))], ylim=(0.7 - len(rows), 0.7), xlabel=xlabel,
            title=title, ylabel="method",
        )  # fmt: skip
        axes.set_yticklabels(list(rows))
        axes.tick_params(axis="y", which="both", length=0)
        axes.legend(handles=handles, loc="upper right", ncols=2, fontsize=9)
        figure.supxlabel(note, fontsize=9, x=0.01, ha="left")
    return figure
