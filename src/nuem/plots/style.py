"""The look that all figures share: type, colours that the colour-blind tell apart, labels on the curves themselves.

Nothing here changes matplotlib's settings outside a figure of nuem: each is drawn inside `drawing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib import patheffects, rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

# Okabe and Ito's palette (Color Universal Design, 2008).
BLACK, ORANGE, SKY, GREEN, BLUE, RED, PINK, GREY = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7", "#8C8C8C",
)  # fmt: skip

WEAK, MAGNETIC, CHARGE, RADIUS, BACKGROUND = BLACK, RED, BLUE, GREEN, "#D9D9D9"
"""One colour for each interaction, the same in every figure."""

FLAVOUR_SYMBOLS: Final = {"mu": r"\mu", "tau": r"\tau"}
METHOD_COLOURS: Final = {
    "reactor": BLUE,
    "solar": ORANGE,
    "accelerator": GREEN,
    "collider": PINK,
    "astrophysics": RED,
    "cosmology": SKY,
    "global fit": GREY,
    "laser": BLACK,
}
METHOD_MARKERS: Final = {
    "reactor": "s",
    "solar": "o",
    "accelerator": "D",
    "collider": "P",
    "astrophysics": "*",
    "cosmology": "X",
    "global fit": "h",
    "laser": "d",
}
KIND_MARKERS: Final = {
    "own": "D",
    "recast": "o",
    "approximate": "v",
    "combined": "P",
    "surrogate": "s",
    "projection": "^",
    "star": "*",
}
KIND_WORDS: Final = {
    "own": "own data",
    "recast": "recast of published data",
    "approximate": "recast, approximate: digitised or a rate alone",
    "combined": "several experiments together",
    "surrogate": "surrogate: expected from the published set-up",
    "projection": "projection: expected from an assumed set-up",
    "star": "stars and the early universe",
}

_SETTINGS: Final[dict[str, object]] = {
    "font.family": "STIXGeneral",
    "mathtext.fontset": "stix",
    "font.size": 11.0,
    "axes.labelsize": 12.0,
    "axes.titlesize": 12.0,
    "axes.titlelocation": "left",
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.top": True,
    "ytick.right": True,
    "xtick.minor.visible": True,
    "ytick.minor.visible": True,
    "xtick.labelsize": 10.5,
    "ytick.labelsize": 10.5,
    "legend.frameon": False,
    "legend.fontsize": 10.5,
    "lines.linewidth": 1.5,
    "figure.dpi": 150.0,
    "savefig.dpi": 200.0,
    "svg.hashsalt": "nuem",
}


LineStyle = str | tuple[int, tuple[float, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A line to draw: values against a common abscissa, and its label."""

    label: str
    values: NDArray[np.float64]
    colour: str = BLACK
    style: LineStyle = "-"
    at: float | None = None
    """Where along the abscissa the label stands; none is drawn without it."""
    side: int = 1
    """Label above (1) or below (-1) the line."""


@contextmanager
def drawing(width: float, height: float) -> Iterator[Figure]:
    """A figure of a size [inch] in the style of the house; what is left lazy, such as tick labels, is made before the style ends."""
    with rc_context(_SETTINGS):  # type: ignore[arg-type,unused-ignore]
        figure = Figure(figsize=(width, height), layout="constrained")
        yield figure
        figure.draw_without_rendering()


def heading(figure: Figure, title: str) -> None:
    """The title of a figure of several panels, above their own."""
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=13)


def label_along(axes: Axes, x: NDArray[np.float64], curve: Curve, *, gap: float = 3.5, size: float = 9.5) -> None:
    """Write a curve's label along it, parallel to it; limits and layout of the axes must be final.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x : numpy.ndarray
        Abscissa of the curve.
    curve : Curve
        With the place of its label.
    gap : float, optional
        Between line and text [points].
    size : float, optional
        Of the letters [points].
    """
    if curve.at is None:
        return
    low, high = curve.at / 1.15, curve.at * 1.15
    places = np.array([low, curve.at, high])
    points = axes.transData.transform(np.column_stack([places, np.interp(places, x, curve.values)]))
    (x0, y0), (x1, y1) = points[0], points[2]
    angle = float(np.arctan2(y1 - y0, x1 - x0))
    offset = gap * curve.side * np.array([-np.sin(angle), np.cos(angle)])
    axes.annotate(
        curve.label,
        xy=(curve.at, float(np.interp(curve.at, x, curve.values))),
        xytext=tuple(offset),
        textcoords="offset points",
        rotation=np.degrees(angle),
        rotation_mode="anchor",
        ha="center",
        va="bottom" if curve.side > 0 else "top",
        color=curve.colour,
        fontsize=size,
        path_effects=[patheffects.withStroke(linewidth=2.5, foreground="white")],
    )


def label_all(
    panels: Iterable[tuple[Axes, NDArray[np.float64], Sequence[Curve]]], *, gap: float = 3.5, size: float = 9.5
) -> None:
    """`label_along` for every curve of all panels of a figure (axes, abscissa, curves), after the layout has settled."""
    every = list(panels)
    settle(every[0][0].figure)  # type: ignore[arg-type]  # not inside a subfigure
    for axes, x, curves in every:
        for curve in curves:
            label_along(axes, x, curve, gap=gap, size=size)


def settle(figure: Figure) -> None:
    """Give the axes of a figure their places, for what depends on them."""
    layout = figure.get_layout_engine()
    assert layout is not None, "every figure of `drawing` has a layout"
    layout.execute(figure)


def scientific(value: float, unit: str = "", *, digits: int = 2) -> str:
    r"""A number for mathematical type, such as ``$7.1\times10^{-12}\,\mu_B$``; `digits` significant ones, no zeros at the end.

    Examples
    --------
    >>> scientific(7.05e-12, "mu_B")
    '$7.1\\times10^{-12}\\,\\mu_B$'
    """
    units = {"mu_B": r"\mu_B", "cm2": r"\mathrm{cm}^2", "": ""}
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    head = "" if mantissa == "1" else "-" if mantissa == "-1" else mantissa + r"\times"
    return f"${head}10^{{{int(power)}}}" + (rf"\,{units.get(unit, unit)}" if unit else "") + "$"


def coupling_symbol(name: str) -> str | None:
    r"""The name of a coupling, or of a parameter of a fit, in mathematical type without its dollars; None for names of another kind.

    Examples
    --------
    >>> coupling_symbol("charge_radius[e,mu]"), coupling_symbol("moment")
    ('\\langle r^2\\rangle_{e\\mu}', '\\mu_\\nu')
    """
    bare = name.removeprefix("Re ").removeprefix("Im ")
    part = {"Re ": r"\mathrm{Re}\,", "Im ": r"\mathrm{Im}\,"}.get(name[:3], "")
    head, _, element = bare.partition("[")
    index = "".join(FLAVOUR_SYMBOLS.get(flavour, flavour) for flavour in element.rstrip("]").split(","))
    symbol = {
        "moment": r"\mu_\nu", "charge_radius": r"\langle r^2\rangle", "charge": "q", "anapole": "a", "magnetic": r"\mu",
        "electric": r"\epsilon", "dipole": r"\lambda",
    }.get(head)  # fmt: skip
    if head.startswith("Lambda_"):
        symbol, index = r"\Lambda", FLAVOUR_SYMBOLS.get(head[7:], head[7:])
    if symbol is None:
        return None
    shown = rf"{part}{symbol}_{{{index}}}" if index else f"{part}{symbol}"
    return f"|{shown}|" if head.startswith("Lambda_") and not part else shown


def typeset(text: str) -> str:
    r"""A comment of a table of limits, its particles in mathematical type.

    Examples
    --------
    >>> typeset("nubar_mu e --> nubar_mu e")
    '$\\bar\\nu_{\\mu}$ e$\\to\\bar\\nu_{\\mu}$ e'
    """
    particle = {"mu": r"\mu", "tau": r"\tau", "e": "e"}

    def symbol(match: re.Match[str]) -> str:
        bar, flavour = (r"\bar" if match[1] else ""), match[2]
        return rf"${bar}\nu" + (rf"_{{{particle[flavour]}}}" if flavour else "") + "$"

    text = re.sub(r"\bnu(bar)?(?:_(mu|tau|e))?\b", symbol, text)
    text = text.replace("nuES", r"$\nu$ES").replace("CEnuNS", r"CE$\nu$NS").replace("gamma", r"$\gamma$")
    return text.replace("e+ e-", "e$^+$e$^-$").replace(" --> ", r"$\to$").replace("$$", "")
