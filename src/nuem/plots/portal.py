"""The dipole portal: limits on the moment against the mass of the heavy neutral lepton."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem.experiments.bounds.portal import PortalLimits
from nuem.plots.style import BLACK, GREY, Curve, drawing, label_along, settle
from nuem.units import MeV, keV

_STYLES = ("-", "--", "-.", ":")


@dataclass(frozen=True, slots=True, eq=False)
class Hint:
    """Another curve of the plane."""

    label: str
    masses: NDArray[np.float64]
    """[MeV]"""
    moments: NDArray[np.float64]
    """[mu_B]"""


def portal_plane(
    limits: Sequence[PortalLimits],
    names: Mapping[str, str],
    *,
    others: Sequence[Hint] = (),
    hints: Sequence[Hint] = (),
    published: Mapping[str, float] | None = None,
    title: str = "",
) -> Figure:
    """Excluded moments against the mass of a heavy neutral lepton: each experiment excludes what is above its curve.

    Parameters
    ----------
    limits : sequence of PortalLimits
    names : mapping
        Name of an experiment to what the legend says.
    others : sequence of Hint, optional
        Limits of another kind, such as those of stars; drawn dotted.
    hints : sequence of Hint, optional
        Lines that say something of the plane, such as moments of equal decay length; drawn thin, with their names along them.
    published : mapping, optional
        Name of an experiment to its published limit on an ordinary moment [mu_B], which is that of a massless partner: a diamond at the left end.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    with drawing(7.4, 5.2) as figure:
        axes = figure.subplots()
        for k, limit in enumerate(limits):
            finite = np.isfinite(limit.moments)
            flavour = _words(limit.flavour)
            axes.plot(
                limit.masses[finite] / keV,
                limit.moments[finite],
                _STYLES[(k // 6) % len(_STYLES)],
                color=f"C{k % 6}",
                label=names.get(limit.experiment, limit.experiment) + flavour,
            )
            if published and limit.experiment in published:
                axes.plot(limit.masses[0] / keV, published[limit.experiment], "D", color=f"C{k % 6}", markersize=5)
        for other in others:
            finite = np.isfinite(other.moments)
            axes.plot(other.masses[finite] / keV, other.moments[finite], ":", color=BLACK, label=other.label)
        if published:
            axes.plot([], [], "D", color=GREY, markersize=5, label="published, massless")
        axes.set(
            xscale="log",
            yscale="log",
            xlabel="mass of the heavy neutral lepton  [keV]",
            ylabel=rf"limit on the moment at {100 * limits[0].cl:g}% CL  [$\mu_B$]",
        )
        ratio = keV / MeV
        top = axes.secondary_xaxis("top", functions=(partial(np.multiply, ratio), partial(np.multiply, 1 / ratio)))
        top.set_xlabel("mass of the heavy neutral lepton  [MeV]")
        axes.set_title(title, pad=10)
        axes.legend(frameon=False, loc="upper left")
        _draw_hints(figure, axes, hints)
    return figure


def portal_flavours(
    panels: Mapping[str, Sequence[PortalLimits]], names: Mapping[str, str], *, title: str = ""
) -> Figure:
    """Excluded moments of one partner that couples to one flavour, one panel for each.

    Parameters
    ----------
    panels : mapping
        What stands above a panel to its limits; the same experiment has the same colour in all.
    names : mapping
        Name of an experiment to what the legend says.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    with drawing(10.2, 4.4) as figure:
        all_axes = figure.subplots(1, len(panels), sharey=True)
        colours = {name: f"C{k % 6}" for k, name in enumerate(names)}
        for axes, (above, limits) in zip(np.atleast_1d(all_axes), panels.items(), strict=True):
            for limit in limits:
                finite = np.isfinite(limit.moments)
                axes.plot(
                    limit.masses[finite],
                    limit.moments[finite],
                    color=colours[limit.experiment],
                    label=names[limit.experiment],
                )
            axes.set(xscale="log", yscale="log", xlabel="mass of the heavy neutral lepton  [MeV]")
            axes.set_title(above)
        first = np.atleast_1d(all_axes)[0]
        first.set_ylabel(rf"limit on the moment at {100 * next(iter(panels.values()))[0].cl:g}% CL  [$\mu_B$]")
        handles = {
            label: line
            for axes in np.atleast_1d(all_axes)
            for line, label in zip(*axes.get_legend_handles_labels(), strict=True)
        }
        figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=3, frameon=False)
        figure.suptitle(title)
    return figure


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Moments that are excluded between two ends."""

    label: str
    masses: NDArray[np.float64]
    """[MeV]"""
    low: NDArray[np.float64]
    """[mu_B]"""
    high: NDArray[np.float64]
    """[mu_B]"""


def supernova_bands(
    bands: Sequence[Band], outlines: Sequence[Band], others: Sequence[Hint], *, title: str = ""
) -> Figure:
    """Excluded bands of the moment against the mass, outlines of them in another model, and limits that exclude all above them.

    Parameters
    ----------
    bands, outlines : sequence of Band
        Filled, and their edges alone, in the same colours.
    others : sequence of Hint
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    with drawing(7.4, 5.2) as figure:
        axes = figure.subplots()
        for k, band in enumerate(bands):
            axes.fill_between(
                band.masses, band.low, band.high, color=f"C{k}", alpha=0.35, linewidth=0, label=band.label
            )
        for k, band in enumerate(outlines):
            edge = np.concatenate([band.masses, band.masses[::-1]])
            axes.plot(edge, np.concatenate([band.low, band.high[::-1]]), "--", color=f"C{k}", label=band.label)
        for k, other in enumerate(others):
            finite = np.isfinite(other.moments)
            axes.plot(other.masses[finite], other.moments[finite], _STYLES[k % 4], color=BLACK, label=other.label)
        axes.set(xscale="log", yscale="log", xlabel="mass of the heavy partner  [MeV]", ylabel=r"moment  [$\mu_B$]")
        axes.set_title(title, pad=10)
        axes.legend(frameon=False, loc="upper right", fontsize=9.5)
    return figure


def _draw_hints(figure: Figure, axes: Axes, hints: Sequence[Hint]) -> None:
    """Thin lines with their names along them, inside the limits that the data have."""
    low, high = axes.get_ylim()
    axes.set(xlim=axes.get_xlim(), ylim=(low, high))
    settle(figure)
    for hint in hints:
        inside = (hint.moments > low) & (hint.moments < high)
        if np.count_nonzero(inside) < 2:
            continue
        x = hint.masses / keV
        axes.plot(x, hint.moments, color=GREY, linewidth=0.8, zorder=0)
        place = float(x[inside][0] ** 0.75 * x[inside][-1] ** 0.25)
        label_along(axes, x, Curve(hint.label, hint.moments, GREY, at=place), size=9.0)


def _words(flavour: str) -> str:
    """What the legend says of the flavours that couple."""
    if flavour in ("all", "coherent"):
        return "" if flavour == "all" else ", one partner of all"
    symbol = flavour if flavour == "e" else rf"\{flavour}"
    return rf", $\nu_{{{symbol}}}$ only"
