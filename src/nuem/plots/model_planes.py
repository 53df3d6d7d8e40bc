"""Planes of two parameters of theories of mass: what laboratories and stars exclude, and where the neutrino is light by nature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem.plots.style import BLACK, BLUE, GREEN, ORANGE, PINK, RED, drawing, heading

if TYPE_CHECKING:
    from nuem.experiments import ModelScan

Array = NDArray[np.float64]

_WALLS: Final = RED, GREEN, ORANGE, PINK, BLACK


@dataclass(frozen=True, slots=True, eq=False)
class ModelPlane:
    """One theory."""

    title: str
    scan: "ModelScan"
    """Of two parameters, on logarithmic grids."""
    walls: Mapping[str, tuple[Array, float]] = field(default_factory=dict)
    """Label to a quantity on the grid and the value that it must not exceed."""


def model_planes(planes: Sequence[ModelPlane], *, rise: float = 4.605, title: str = "") -> Figure:
    """Theories side by side; what lies to the right of a line is excluded by it.

    Parameters
    ----------
    planes : sequence of ModelPlane
    rise : float, optional
        Of -2 ln L at the border; 4.605 is 90 % for two parameters.
    title : str, optional
    """
    with drawing(0.9 + 3.5 * len(planes), 4.6) as figure:
        panels = figure.subplots(1, len(planes), squeeze=False)[0]
        for panel, plane in zip(panels, planes, strict=True):
            draw_plane(panel, plane.scan, plane.walls, rise)
            panel.set_title(plane.title)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), fontsize=10)
        heading(figure, title)
    return figure


def draw_plane(axes: Axes, scan: "ModelScan", walls: Mapping[str, tuple[Array, float]], rise: float) -> None:
    """The region that experiments exclude, and a line for every other wall."""
    (first, x), (second, y) = scan.axes.items()
    axes.contourf(x, y, scan.rise.T, levels=[rise, max(float(scan.rise.max()), 2 * rise)], colors=[BLUE], alpha=0.3)
    axes.contour(x, y, scan.rise.T, levels=[rise], colors=[BLUE], linewidths=1.8)
    axes.plot([], [], color=BLUE, label=" + ".join(scan.experiments))
    for (label, (values, limit)), colour in zip(walls.items(), _WALLS, strict=False):
        with np.errstate(divide="ignore"):
            height = np.log10(values / limit).T
        axes.contour(x, y, height, levels=[0.0], colors=[colour], linewidths=1.5, linestyles="--")
        axes.plot([], [], color=colour, ls="--", label=label)
    axes.set(xscale="log", yscale="log", xlabel=first, ylabel=second)
