"""The dipole portal: limits on the moment against the mass of the heavy neutral lepton."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem.experiments.portal import PortalLimits
from nuem.plots.style import BLACK, GREY, Curve, drawing, label_along
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
        for other in others:
            finite = np.isfinite(other.moments)
            axes.plot(other.masses[finite] / keV, other.moments[finite], ":", color=BLACK, label=other.label)
        axes.set(
            xscale="log",
            yscale="log",
            xlabel="mass of the heavy neutral lepton  [keV]",
            ylabel=rf"limit on the moment at {100 * limits[0].cl:g}% CL  [$\mu_B$]",
        )
        ratio = keV / MeV
        top = axes.secondary_xaxis("top", functions=(partial(np.multiply, ratio), partial(np.multiply, 1 / ratio)))
        top.set_xlabel("[MeV]")
        axes.set_title(title, pad=12)
        axes.legend(frameon=False, loc="upper left")
        _draw_hints(figure, axes, hints)
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
            seen = np.isfinite(other.moments)
            axes.plot(other.masses[seen], other.moments[seen], _STYLES[k % 4], color=BLACK, label=other.label)
        axes.set(xscale="log", yscale="log", xlabel="mass of the heavy partner  [MeV]", ylabel=r"moment  [$\mu_B$]")
        axes.set_title(title, pad=10)
        axes.legend(frameon=False, loc="upper right", fontsize=9.5)
    return figure


def _draw_hints(figure: Figure, axes: Any, hints: Sequence[Hint]) -> None:
    """Thin lines with their names along them, inside the limits that the data have."""
    low, high = axes.get_ylim()
    axes.set(xlim=axes.get_xlim(), ylim=(low, high))
    figure.draw_without_rendering()
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
