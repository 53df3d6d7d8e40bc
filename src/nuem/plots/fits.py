"""Figures of a fit: profile curves with each experiment's share, contours of pairs, and all pairs as a corner plot."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.interpolate import RectBivariateSpline

from nuem.plots.model_planes import draw_plane
from nuem.plots.style import BLACK, BLUE, FLAVOUR_SYMBOLS, GREEN, GREY, ORANGE, PINK, RED, SKY, coupling_symbol, drawing
from nuem.typing import FloatArray

if TYPE_CHECKING:
    from nuem.experiments import Contour, Fit, ModelScan, ProfileCurve

_COLOURS: Final = (BLUE, ORANGE, GREEN, RED, SKY, PINK)
_UNITS: Final = {"mu_B": r"\mu_B", "cm2": r"\mathrm{cm}^2", "e": "e"}


def profiles(curves: "Sequence[ProfileCurve]", *, columns: int = 3) -> Figure:
    """-2 ln L along parameters, all else free, and what each experiment adds.

    Parameters
    ----------
    curves : sequence of ProfileCurve
        From `Fit.profile`.
    columns : int, optional
        Panels side by side.
    """
    wide = min(columns, len(curves))
    high = -(-len(curves) // wide)
    with drawing(0.6 + 3.1 * wide, 0.5 + 2.7 * high) as figure:
        panels = figure.subplots(high, wide, squeeze=False, sharey=True)
        for panel, curve in zip(panels.ravel(), curves, strict=False):
            _profile(panel, curve)
        for panel in panels.ravel()[len(curves) :]:
            panel.set_visible(False)
        for row in panels:
            row[0].set_ylabel(r"$-2\,\Delta\ln L$")
        panels[0, 0].set_title("Each parameter by itself, all others at their best")
        panels[0, 0].legend(fontsize=8.5, loc="upper center")
    return figure


def contours(regions: "Mapping[str, Contour]", *, title: str = "") -> Figure:
    """The allowed region of two parameters for one or more sets of experiments.

    Parameters
    ----------
    regions : mapping
        Label to the region, of the same two parameters.
    title : str, optional
    """
    with drawing(5.2, 4.6) as figure:
        axes = figure.subplots()
        _regions(axes, regions)
        axes.legend(loc="upper right")
        first = next(iter(regions.values()))
        axes.set_title(title or f"Allowed at {100 * first.cl:g} % CL, everything else free")
    return figure


def planes(panels: "Sequence[Mapping[str, Contour]]", *, title: str = "") -> Figure:
    """Regions of several pairs of parameters side by side, each for the same sets of experiments.

    Parameters
    ----------
    panels : sequence of mapping
        Label to the region, as in `contours`.
    title : str, optional
    """
    with drawing(0.6 + 3.3 * len(panels), 3.5) as figure:
        for axes, regions in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
            _regions(axes, regions)
        figure.axes[0].set_title(title)
        figure.axes[-1].legend(loc="upper right", fontsize=9)
    return figure


def corner(found: "Fit", names: Sequence[str] | None = None, *, cl: float = 0.90, points: int = 15) -> Figure:
    """Every pair of parameters as a region, every single one as a curve.

    Parameters
    ----------
    found : Fit
    names : sequence of str, optional
        Parameters or moduli; `Fit.quantities` if not given.
    cl : float, optional
        Confidence level.
    points : int, optional
        Of the grid of each pair, along each axis.
    """
    quantities = list(found.quantities if names is None else names)
    size = len(quantities)
    curves = [found.profile(name, cl) for name in quantities]
    powers = [_power(curve.values) for curve in curves]
    with drawing(1.0 + 2.0 * size, 0.8 + 1.9 * size) as figure:
        panels = figure.subplots(size, size, squeeze=False, sharex="col")
        for row in range(size):
            for column in range(size):
                panel = panels[row, column]
                if column > row:
                    panel.set_visible(False)
                elif column == row:
                    _profile(panel, curves[row], shares=False, power=powers[row])
                    panel.yaxis.tick_right()
                    panel.set(ylabel=r"$-2\,\Delta\ln L$" if row == 0 else "", xlabel="")
                else:
                    contour = found.contour(quantities[column], quantities[row], cl, points=points)
                    _region(panel, contour, [powers[column], powers[row]], BLUE)
                    if column == 0:
                        panel.set_ylabel(_label(contour.names[1], contour.units[1], powers[row]))
                if row == size - 1:
                    panel.set_xlabel(_label(quantities[column], found.units[curves[column].name], powers[column]))
        figure.suptitle(
            f"{' + '.join(found.experiments)}: allowed at {100 * cl:g} % CL (regions, dashed lines)", fontsize=12
        )
    return figure


def model(
    scan: "ModelScan",
    walls: Mapping[str, tuple[FloatArray, float]],
    *,
    rise: float = 4.605,
) -> Figure:
    """Two parameters of a model: what experiments exclude, and other walls.

    Parameters
    ----------
    scan : ModelScan
        Of two parameters, on logarithmic grids.
    walls : mapping
        Label to a quantity on the grid and the value that it must not exceed.
    rise : float, optional
        Of -2 ln L at the border; 4.605 is 90 % for two parameters.
    """
    with drawing(5.6, 4.4) as figure:
        axes = figure.subplots()
        draw_plane(axes, scan, walls, rise)
        axes.legend(loc="center right", fontsize=9, frameon=True)
        axes.set_title("A model against experiments; excluded to the right")
    return figure


def bounds(
    allowed: Mapping[str, float],
    laboratory: Mapping[str, tuple[str, float]],
    *,
    title: str = "Majorana neutrinos, all phases free",
) -> Figure:
    """Largest effective moments that a fit allows, next to limits from laboratories.

    Parameters
    ----------
    allowed : mapping
        Flavour to the largest moment in the allowed region [mu_B].
    laboratory : mapping
        Flavour to the name and the value of a limit [mu_B].
    title : str, optional
        Says the confidence level of both.
    """
    with drawing(6.0, 2.6) as figure:
        axes = figure.subplots()
        for row, (flavour, value) in enumerate(allowed.items()):
            axes.barh(
                -row,
                value,
                left=1e-13,
                height=0.5,
                color=ORANGE,
                alpha=0.6,
                label="allowed by the fit" if row == 0 else None,
            )
            if flavour in laboratory:
                name, limit = laboratory[flavour]
                axes.plot(limit, -row, marker="<", color=BLUE, ms=7, ls="", label="laboratory" if row == 0 else None)
                axes.annotate(name, (limit, -row), xytext=(8, -3), textcoords="offset points", fontsize=9)
        axes.set_yticks(
            [-row for row in range(len(allowed))],
            [rf"$\mu_{{\nu_{{{FLAVOUR_SYMBOLS.get(flavour, flavour)}}}}}$" for flavour in allowed],
        )
        axes.yaxis.minorticks_off()
        axes.set(
            xscale="log", xlabel=r"effective moment  [$\mu_B$]", xlim=(1e-13, 1e-4), ylim=(0.6 - len(allowed), 0.9)
        )
        axes.tick_params(axis="y", labelsize=13)
        axes.legend(loc="upper right", fontsize=9)
        axes.set_title(title)
    return figure


def _profile(axes: Axes, curve: "ProfileCurve", *, shares: bool = True, power: int | None = None) -> None:
    power = _power(curve.values) if power is None else power
    x = curve.values / 10.0**power
    if shares:
        for (name, contribution), colour in zip(curve.shares.items(), (*_COLOURS, GREY) * 3, strict=False):
            if np.abs(contribution).max() > 0.02 * curve.rise.max():
                axes.plot(x, contribution, color=colour, lw=1.1, label=name)
    axes.plot(x, curve.rise, color=BLACK, lw=1.8, label="sum" if shares else None)
    axes.axhline(curve.threshold, color=GREY, lw=0.8, ls="--", label=f"{100 * curve.cl:g} % CL" if shares else None)
    lowest = min(0.0, *(float(rise.min()) for rise in curve.shares.values())) if shares else 0.0
    axes.set(
        xlabel=_label(curve.name, curve.unit, power),
        ylim=(max(lowest, -curve.threshold) - 0.2, 2.2 * curve.threshold),
        xlim=(x.min(), x.max()),
    )


def _regions(axes: Axes, regions: "Mapping[str, Contour]") -> None:
    """Regions of the same two parameters."""
    first = next(iter(regions.values()))
    powers = [
        _power(np.concatenate([getattr(region, side) for region in regions.values()])) for side in ("first", "second")
    ]
    for (label, region), colour in zip(regions.items(), _COLOURS, strict=False):
        _region(axes, region, powers, colour)
        axes.plot([], [], color=colour, lw=2, label=label)
    axes.set(
        xlabel=_label(first.names[0], first.units[0], powers[0]),
        ylabel=_label(first.names[1], first.units[1], powers[1]),
    )


def refined(contour: "Contour", times: int = 8) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Both parameters and the rise of -2 ln L on a finer grid, by cubic splines.

    The rise is smooth, so that the border of a region needs far fewer points than straight lines between them would.

    Parameters
    ----------
    contour : Contour
    times : int, optional
        Steps of the finer grid in one of the given grid.
    """
    axes = [contour.first, contour.second]
    fine = [np.linspace(axis[0], axis[-1], times * (len(axis) - 1) + 1) for axis in axes]
    x, y, new_x, new_y = (axis / np.ptp(axis) for axis in (*axes, *fine))
    spline = RectBivariateSpline(x, y, contour.rise, kx=min(3, len(x) - 1), ky=min(3, len(y) - 1))
    return fine[0], fine[1], np.asarray(spline(new_x, new_y))


def _region(axes: Axes, contour: "Contour", powers: Sequence[int], colour: str) -> None:
    first, second, rise = refined(contour)
    x, y = first / 10.0 ** powers[0], second / 10.0 ** powers[1]
    axes.contourf(x, y, rise.T, levels=[-np.inf, contour.threshold], colors=[colour], alpha=0.25)
    axes.contour(x, y, rise.T, levels=[contour.threshold], colors=[colour], linewidths=1.5)


def _power(values: FloatArray) -> int:
    """The power of ten of the largest value."""
    return int(np.floor(np.log10(max(float(np.abs(values).max()), 1e-300))))


def _label(name: str, unit: str, power: int) -> str:
    """A parameter in mathematical type, with its unit."""
    symbol = coupling_symbol(name)
    if symbol is None:
        return f"{name}  [$10^{{{power}}}$ {unit}]" if unit != "1" else f"{name}  [$10^{{{power}}}$]"
    return rf"${symbol}$  [$10^{{{power}}}\,{_UNITS.get(unit, unit)}$]"
