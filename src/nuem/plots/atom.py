"""Drawings of bound electrons: effective numbers, structure factor, photoabsorption, a spectrum by model."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem.plots.style import BLACK, GREY, Curve, drawing

Real = NDArray[np.float64]


def effective_electrons(
    energy: Real,
    few: Sequence[Curve],
    many: Sequence[Curve],
    *,
    edges: Mapping[str, float],
    valid_from: float,
    title: str,
    ylim: tuple[float, float],
) -> Figure:
    """Numbers of electrons against the energy transfer: contact and moment above, charge below.

    Parameters
    ----------
    energy : numpy.ndarray
        T [keV].
    few, many : sequence of Curve
        Upper panel, linear, and lower panel, logarithmic.
    edges : mapping
        Name of an edge to its energy [keV].
    valid_from : float
        Below, the panels are shaded [keV].
    title : str
    ylim : tuple of float
        Of the lower panel.
    """
    with drawing(7.0, 7.2) as figure:
        upper, lower = figure.subplots(2, 1, sharex=True)
        for axes, curves in ((upper, few), (lower, many)):
            axes.axvspan(energy[0], valid_from, color="#EDEDED", linewidth=0)
            for edge in edges.values():
                axes.axvline(edge, color=GREY, linewidth=0.5, alpha=0.6)
            for curve in curves:
                shown = np.where(curve.values > 0, curve.values, np.nan)
                axes.plot(energy, shown, color=curve.colour, linestyle=curve.style, label=curve.label)
        top = max(float(curve.values.max()) for curve in few)
        upper.set(
            title=title, xscale="log", xlim=(energy[0], energy[-1]), ylim=(0, 1.12 * top), ylabel="electrons per atom"
        )
        lower.set(
            yscale="log", ylim=ylim, ylabel="electrons per atom, for a charge", xlabel=r"energy transfer $T$  [keV]"
        )
        for name, edge in edges.items():
            upper.annotate(
                name, (edge, 1.11 * top), xytext=(-1, -1), textcoords="offset points", ha="right", va="top", fontsize=8,
                color=GREY, rotation=90,
            )  # fmt: skip
        upper.legend(loc="lower right")
        lower.legend(loc="upper right", ncols=2, fontsize=9)
        lower.text(
            valid_from / 1.08,
            ylim[0] * 1.15,
            "uncertain",
            ha="right",
            va="bottom",
            fontsize=9,
            color=GREY,
            style="italic",
        )
    return figure


def structure_map(energy: Real, momentum: Real, structure: Real, *, ridge: Real, title: str) -> Figure:
    """S(T, q) as a map, with the ridge q^2 = 2mT + T^2 of free electrons.

    Parameters
    ----------
    energy, momentum : numpy.ndarray
        T and q [keV].
    structure : numpy.ndarray
        S [1/keV], (energies, momenta).
    ridge : numpy.ndarray
        q of a free electron at each T [keV].
    title : str
    """
    with drawing(6.8, 5.2) as figure:
        axes = figure.subplots()
        top = float(structure.max())
        shown = np.ma.masked_less(structure.T, 1e-5 * top)
        drawn = axes.pcolormesh(
            energy, momentum, shown, norm=LogNorm(1e-5 * top, top), cmap="viridis", shading="gouraud", rasterized=True
        )
        axes.plot(energy, ridge, color="white", linestyle=(0, (5.0, 2.0)), linewidth=1.3)
        middle = int(0.78 * len(energy))
        axes.annotate(
            "free electron", (energy[middle], ridge[middle]), xytext=(-6, 8), textcoords="offset points", color="white",
            ha="right", fontsize=10,
        )  # fmt: skip
        axes.plot(energy, energy, color="white", linestyle=(0, (1.2, 1.6)), linewidth=1.2)
        axes.annotate(
            "real photon, $q = T$", (energy[middle], energy[middle]), xytext=(0, 7), textcoords="offset points",
            color="white", ha="right", fontsize=10,
        )  # fmt: skip
        axes.set(
            xscale="log", yscale="log", xlabel=r"energy transfer $T$  [keV]", ylabel=r"momentum transfer $q$  [keV]",
            title=title, xlim=(energy[0], energy[-1]), ylim=(momentum[0], momentum[-1]),
        )  # fmt: skip
        axes.set_facecolor("#440154")
        figure.colorbar(drawn, ax=axes, label=r"$S(T, q)$  [1/keV]", pad=0.02)
    return figure


def photoabsorption(
    energy: Real,
    computed: Sequence[Curve],
    data: Mapping[str, tuple[Real, Real]],
    ratios: Sequence[Curve],
    *,
    used_from: float,
) -> Figure:
    """Photoabsorption of several elements, computed and tabulated, and their ratio.

    Parameters
    ----------
    energy : numpy.ndarray
        [keV]
    computed : sequence of Curve
        [barn], one for each element.
    data : mapping
        Element to energies [keV] and tabulated cross sections [barn].
    ratios : sequence of Curve
        Computed over tabulated.
    used_from : float
        Energy from which the tabulated ones are used in place of the computed [keV].
    """
    with drawing(6.8, 6.6) as figure:
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[2.2, 1.0])
        for curve in computed:
            upper.plot(energy, np.where(curve.values > 0, curve.values, np.nan), color=curve.colour, label=curve.label)
            at, sigma = data[curve.label]
            upper.plot(at, sigma, "o", color=curve.colour, markersize=3.0, markerfacecolor="white", markeredgewidth=0.8)
        for curve in ratios:
            lower.plot(energy, curve.values, color=curve.colour, linewidth=1.0)
        lower.axhline(1.0, color=GREY, linewidth=0.8)
        lower.axhspan(0.95, 1.05, color=GREY, alpha=0.15, linewidth=0)
        lower.axvspan(used_from, energy[-1], color="#EDEDED", linewidth=0, zorder=-1)
        lower.text(
            used_from * 1.1, 1.285, "nuem takes the tabulated total here,\nso that this ratio enters no rate", va="top",
            fontsize=8.5, color=BLACK, style="italic",
        )  # fmt: skip
        upper.set(
            xscale="log", yscale="log", ylabel=r"$\sigma_\gamma$  [barn]", xlim=(energy[0], energy[-1]),
            title="Photoabsorption: computed (lines), Elam, Ravel and Sieber (points)",
        )  # fmt: skip
        lower.set(ylim=(0.7, 1.3), ylabel="computed / table", xlabel="photon energy  [keV]")
        upper.legend(loc="upper right")
    return figure


def spectra(edges: Real, curves: Sequence[Curve], *, title: str, ylabel: str, ylim: tuple[float, float]) -> Figure:
    """Counts of one signal by model, as steps over bins.

    Parameters
    ----------
    edges : numpy.ndarray
        Of the bins [keV].
    curves : sequence of Curve
        Counts in each bin.
    title, ylabel : str
    ylim : tuple of float
    """
    with drawing(6.8, 4.6) as figure:
        axes = figure.subplots()
        for curve in curves:
            axes.stairs(
                curve.values,
                edges,
                color=curve.colour,
                linestyle=curve.style,
                label=curve.label,
                linewidth=1.5,
                baseline=None,
            )
        axes.set(
            xlim=(edges[0], edges[-1]), ylim=ylim, yscale="log", xscale="log", title=title, ylabel=ylabel,
            xlabel="reconstructed energy  [keV]",
        )  # fmt: skip
        ticks = [tick for tick in (1, 2, 5, 10, 20, 30) if edges[0] <= tick <= edges[-1]]
        axes.set_xticks(ticks, [str(tick) for tick in ticks])
        axes.legend(loc="upper right")
    return figure
