"""An experiment's data with what is expected: background, weak scattering, best fit, and the signal that is excluded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem.numerics import checks
from nuem.plots.style import BACKGROUND, BLACK, GREY, MAGNETIC, SKY, drawing
from nuem.rates import Spectrum
from nuem.rates.spectrum import Axis

STYLES: Final = ("--", ":", "-.")
_VISIBLE: Final = 0.004  # of the highest bin: less than a line is wide
BACKGROUNDS: Final = (BACKGROUND, "#F3E2A9", "#BFD8C0", "#E3C4D4", "#C9CFE8", "#EAD3BF")
"""Pale colours of the backgrounds, from the bottom up."""
UNITS: Final = {"us": "\N{MICRO SIGN}s"}
NAMES: Final = {"argon37": r"$^{37}$Ar", "er": "electronic recoils", "cevns": "CEvNS"}


def spectrum(
    best: Spectrum,
    others: Mapping[str, Spectrum] | None = None,
    *,
    title: str = "",
    best_label: str = "expected",
    merge: int = 1,
) -> Figure:
    """Events in bins with their expectation, and below it by how many standard deviations they differ.

    Parameters
    ----------
    best : Spectrum
        What is expected, by components, such as the best fit; `observed` may be None for an experiment without public data.
    others : mapping, optional
        Label to spectrum: drawn as lines, such as the signal at its limit.
    title, best_label : str, optional
    merge : int, optional
        How many neighbouring bins to draw as one; a remainder at the upper end stays a narrower bin.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        For fewer than one bin to merge.
    """
    observed = best.observed is not None
    with drawing(6.8, 6.0 if observed else 4.6) as figure:
        panels = figure.subplots(1 + observed, 1, sharex=True, squeeze=False, height_ratios=[3.2, 1.0][: 1 + observed])
        upper = panels[0, 0]
        columns(upper, best, others or {}, best_label=best_label, merge=merge)
        upper.set_title(title)
        if observed:
            starts, edges, _ = _merged(best, merge)
            _pulls(panels[1, 0], best, edges, others or {}, starts)
            panels[1, 0].set_xlabel(upper.get_xlabel())
            upper.set_xlabel("")
    return figure


def columns(
    axes: Axes,
    best: Spectrum,
    others: Mapping[str, Spectrum],
    *,
    best_label: str = "expected",
    merge: int = 1,
    compact: bool = False,
) -> None:
    """Draw events in bins with their stacked components, as in `spectrum`.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    best, others, best_label, merge
        As in `spectrum`.
    compact : bool, optional
        Small letters in one column, for one of many panels.

    Raises
    ------
    ValueError
        For fewer than one bin to merge.
    """
    starts, edges, widths = _merged(best, merge)
    alone = len(best.total) == 1  # no density of a single bin, whose value may be a ratio of rates
    if alone:
        widths = np.ones(1)

    def shown(counts: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.add.reduceat(counts, starts)) / widths

    parts = {name: shown(counts) for name, counts in best.components.items()}
    total = shown(best.total)
    backgrounds = [name for name in best.backgrounds if np.any(parts[name])]
    _stacked(axes, edges, parts, backgrounds, total)
    axes.stairs(total, edges, color=BLACK, linewidth=1.4, label=best_label, baseline=None)
    for (label, other), style in zip(others.items(), STYLES, strict=False):
        axes.stairs(
            shown(other.total), edges, color=MAGNETIC, linestyle=style, linewidth=1.6, label=label, baseline=None
        )
    top, floor = max(float(total.max()), *(float(shown(other.total).max()) for other in others.values()), 0.0), 0.0
    if best.observed is not None:
        counts = np.add.reduceat(best.observed, starts)
        low, high = _interval(best, starts)
        centres, errors = (edges[1:] + edges[:-1]) / 2, np.array([counts - low, high - counts]) / widths
        axes.errorbar(
            centres, counts / widths, yerr=errors, fmt="o", color=BLACK, markersize=3.8, linewidth=1.0, label="data"
        )
        top, floor = max(top, float((high / widths).max())), min(float((low / widths).min()), 0.0)
    handles, labels = axes.get_legend_handles_labels()
    axis = _axis(best)
    unit, quantity = UNITS.get(axis.unit, axis.unit), axis.quantity
    axes.set(
        xlim=(edges[0], edges[-1]),
        ylim=(1.1 * floor, (1.16 + 0.08 * len(handles) if compact else 1.32) * top),
        ylabel=f"{'events' if best.errors is None else 'measured'} in the bin" if alone else f"events / {unit}",
    )
    axes.set_xlabel(quantity if quantity == unit else f"{quantity}  [{unit}]")
    order = sorted(range(len(labels)), key=lambda k: labels[k] != "data")
    axes.legend(
        [handles[k] for k in order], [labels[k] for k in order], loc="upper right", ncols=1 if compact else 2, columnspacing=1.4,
        fontsize=8.5 if compact else None, labelspacing=0.25 if compact else None, handlelength=1.4 if compact else None,
    )  # fmt: skip


def _stacked(
    axes: Axes,
    edges: NDArray[np.float64],
    parts: Mapping[str, NDArray[np.float64]],
    backgrounds: Sequence[str],
    total: NDArray[np.float64],
) -> None:
    """Fill what is expected: the weak interaction, the backgrounds upon it, and the rest."""
    below = parts["weak"]
    visible = float(below.max()) > _VISIBLE * float(total.max())
    words = "weak scattering of the neutrinos" if visible else None
    axes.stairs(below, edges, fill=True, color=SKY, alpha=0.55, label=words)
    for k, name in enumerate(backgrounds):
        above = below + parts[name]
        colour = BACKGROUNDS[k % len(BACKGROUNDS)]
        axes.stairs(above, edges, baseline=below, fill=True, color=colour, label=_label(name))
        below = above
    if np.any(total - below > _VISIBLE * total.max()):
        axes.stairs(
            np.maximum(total, below), edges, baseline=below, fill=True, color=MAGNETIC, alpha=0.35,
            label="electromagnetic scattering",
        )  # fmt: skip


def _merged(best: Spectrum, merge: int) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """First bin of each group, edges of the groups in the unit of the axis, and their widths."""
    if merge < 1:
        raise ValueError(f"merge = {merge} must be 1 or more")
    starts = np.arange(0, len(best.edges) - 1, merge)
    edges = np.append(best.edges[starts], best.edges[-1]) / _axis(best).size
    return starts, edges, np.diff(edges)


def _axis(best: Spectrum) -> Axis:
    """The axis, in MeV where energies are large."""
    axis = best.axis
    return replace(axis, unit="MeV", size=1.0) if axis.unit == "keV" and best.edges[-1] > 2.0 else axis


def _label(name: str) -> str:
    """The name of a component as it is read."""
    return NAMES.get(name, name.replace("_", " "))


def poisson_interval(
    counts: NDArray[np.float64], cl: float = 0.682689492137
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Central (Garwood) interval for the mean of a Poisson count, which zero events have too.

    Parameters
    ----------
    counts : numpy.ndarray
        Events seen.
    cl : float, optional
        Confidence level; one standard deviation of a Gaussian if not given.

    Returns
    -------
    low, high : numpy.ndarray

    Examples
    --------
    >>> low, high = poisson_interval(np.array([0.0, 4.0]))
    >>> [f"{a:.2f} to {b:.2f}" for a, b in zip(low, high, strict=True)]
    ['0.00 to 1.84', '2.09 to 7.16']
    """
    from scipy.special import gammaincinv

    seen = checks.not_negative("counts", counts)
    tail = (1 - checks.number("cl", checks.within("cl", cl, 0, 1))) / 2
    low = np.where(seen > 0, gammaincinv(np.maximum(seen, 1e-300), tail), 0.0)
    return low, np.asarray(gammaincinv(seen + 1, 1 - tail))


def _interval(best: Spectrum, starts: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One standard deviation around what was seen, from the errors or of Poisson counts."""
    assert best.observed is not None
    counts = np.asarray(np.add.reduceat(best.observed, starts))
    if best.errors is None:
        return poisson_interval(counts)
    errors = np.sqrt(np.add.reduceat(best.errors**2, starts))
    return counts - errors, counts + errors


def _pulls(
    axes: Axes,
    best: Spectrum,
    edges: NDArray[np.float64],
    others: Mapping[str, Spectrum],
    starts: NDArray[np.intp],
) -> None:
    """How far data and expectation differ: in errors, or for counts the signed root of each bin's share of -2 ln L."""
    assert best.observed is not None
    counts, expected = np.add.reduceat(best.observed, starts), np.add.reduceat(best.total, starts)
    if best.errors is None:
        logarithm = counts * np.log(np.where(counts > 0, counts, 1.0) / expected)
        values = np.sign(counts - expected) * np.sqrt(2 * np.maximum(expected - counts + logarithm, 0.0))
        errors = np.sqrt(expected)
    else:
        errors = np.sqrt(np.add.reduceat(best.errors**2, starts))
        values = (counts - expected) / errors
    centres = (edges[1:] + edges[:-1]) / 2
    axes.axhspan(-1, 1, color=GREY, alpha=0.18, linewidth=0)
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.plot(centres, values, "o", color=BLACK, markersize=3.8)
    for other, style in zip(others.values(), STYLES, strict=False):
        shift = (np.add.reduceat(other.total, starts) - expected) / errors
        axes.stairs(shift, edges, color=MAGNETIC, linestyle=style, linewidth=1.3, baseline=None)
    reach = max(3.4, 1.15 * float(np.abs(values).max()))
    axes.set(ylim=(-reach, reach), yticks=[-2, 0, 2], ylabel=r"(data $-$ expected) / $\sigma$")
