"""Figures of spin-flavour evolution: probabilities against energy and distance, level crossings, the spin on its sphere."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d import Axes3D
from numpy.typing import NDArray

from nuem.plots.style import BLACK, BLUE, GREEN, GREY, PINK, RED, drawing
from nuem.propagation.evolution import Evolution
from nuem.propagation.levels import Levels
from nuem.units import km, solar_radius

COLOURS: Final = (BLUE, RED, GREEN, PINK)  # of four flavours
_SYMBOLS: Final = {"e": r"\nu_e", "mu": r"\nu_\mu", "tau": r"\nu_\tau", "x": r"\nu_x"}
_UNITS: Final = {"km": (km, "distance [km]"), "Rsun": (solar_radius, r"distance [$R_\odot$]")}
_LEAST: Final = 1e-12  # no probability is drawn below


def against_energy(evolution: Evolution, *, title: str = "") -> Figure:
    """Probability of each state against the neutrino's energy; the other helicity is dashed."""
    with drawing(7.0, 4.6) as figure:
        axes = figure.subplots()
        _probabilities(axes, evolution.energy, evolution.probabilities, evolution.states)
        axes.set(xscale="log", xlabel=r"$E_\nu$ [MeV]", title=title)
    return figure


def against_distance(evolution: Evolution, *, energy: int = 0, unit: str = "km", title: str = "") -> Figure:
    """Probability of each state along the path, for one of the energies; `unit` is "km" or "Rsun"."""
    if not len(evolution.distance):
        raise ValueError("the evolution has no path; ask for one with at=")
    size, label = _UNITS[unit]
    with drawing(7.0, 4.6) as figure:
        axes = figure.subplots()
        _probabilities(axes, evolution.distance / size, evolution.path[energy], evolution.states)
        axes.set(xlabel=label, title=title)
    return figure


def level_crossings(levels: Levels, *, unit: str = "km", title: str = "") -> Figure:
    """Levels along a path (black), and the diagonal of the Hamiltonian (dashes; dots for the other helicity).

    Rings are resonances, where two diagonal elements cross; bars stand where two levels of one helicity are closest to each other, which
    among strongly mixed flavours is what is left of a crossing.
    """
    size, label = _UNITS[unit]
    x = levels.distance / size
    power = int(np.floor(np.log10(max(np.abs(levels.values).max(), np.abs(levels.diagonal).max(), 1e-300))))
    scale = 10.0**power
    with drawing(7.0, 4.8) as figure:
        axes = figure.subplots()
        axes.plot(x, levels.values / scale, color=BLACK, linewidth=0.9)
        for k, name in enumerate(levels.states):
            colour, other = _colour(k, len(levels.states))
            line = ":" if other else "--"
            axes.plot(x, levels.diagonal[:, k] / scale, color=colour, linestyle=line, label=_symbol(name))
        for place, state, _ in levels.resonances:
            height = np.interp(place, levels.distance, levels.diagonal[:, levels.states.index(state)]) / scale
            axes.plot(place / size, height, "o", markersize=9, markerfacecolor="none", markeredgecolor=BLACK)
        for place, *ends in levels.approaches:
            axes.plot([place / size] * 2, np.array(ends) / scale, color=GREY, linewidth=0.8, marker="_", markersize=8)
        axes.set(xlabel=label, ylabel=rf"level [$10^{{{power}}}$ cm$^{{-1}}$]", title=title, xlim=(x[0], x[-1]))
        axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5))
    return figure


def spin_trajectory(spins: NDArray[np.float64], *, title: str = "") -> Figure:
    """The path of a spin vector, (times, 3), on the unit sphere, from the dot to the arrow head; the far side is pale."""
    if spins.ndim != 2 or spins.shape[1] != 3:
        raise ValueError(f"spins must be of shape (times, 3), got {spins.shape}")
    with drawing(5.0, 5.0) as figure:
        axes: Axes3D = figure.add_subplot(projection="3d")
        axes.view_init(elev=20, azim=-60)
        angle, zero = np.linspace(0, 2 * np.pi, 97), np.zeros(97)
        for circle in (
            (np.cos(angle), np.sin(angle), zero),
            (zero, np.cos(angle), np.sin(angle)),
            (np.cos(angle), zero, np.sin(angle)),
        ):
            axes.plot(*circle, color=GREY, linewidth=0.6, alpha=0.6)
        eye = np.array(
            [np.cos(-np.pi / 3) * np.cos(np.pi / 9), np.sin(-np.pi / 3) * np.cos(np.pi / 9), np.sin(np.pi / 9)]
        )
        near = (spins @ eye > 0)[:, None]
        axes.plot(*spins.T, color=RED, alpha=0.35)
        axes.plot(*np.where(near, spins, np.nan).T, color=RED)
        axes.plot(*spins[:1].T, "o", color=BLACK)
        axes.plot(*spins[-1:].T, "^", color=RED)
        axes.grid(visible=False)
        ticks = [-1, 0, 1]
        axes.set(
            xlabel=r"$S_x$", ylabel=r"$S_y$", zlabel=r"$S_z$", xticks=ticks, yticks=ticks, zticks=ticks, title=title
        )
        axes.set_box_aspect((1, 1, 1), zoom=0.88)
    return figure


def _probabilities(
    axes: Axes, x: NDArray[np.float64], probabilities: NDArray[np.float64], states: tuple[str, ...]
) -> None:
    shown = probabilities.max(axis=0) > _LEAST
    for k, name in enumerate(states):
        if shown[k]:
            colour, other = _colour(k, len(states))
            line = "--" if other else "-"
            axes.plot(x, np.maximum(probabilities[:, k], _LEAST), color=colour, linestyle=line, label=_symbol(name))
    small = probabilities[:, shown].max(axis=0).min() < 1e-2
    axes.set(ylabel="probability", yscale="log" if small else "linear", xlim=(x[0], x[-1]))
    if not small:
        axes.set_ylim(0, 1)
    axes.legend(ncols=2)


def _colour(state: int, states: int) -> tuple[str, bool]:
    """The colour of a flavour, which its other helicity shares, and whether it is that one."""
    return COLOURS[state % (states // 2)], state >= states // 2


def _symbol(name: str) -> str:
    """How a state is written in a figure."""
    if name.startswith("anti-"):
        return "$" + _SYMBOLS.get(name[5:], name[5:]).replace(r"\nu", r"\bar\nu") + "$"
    if name.endswith("R"):
        return rf"$\nu_{{{name[:-1]}R}}$"
    return "$" + _SYMBOLS.get(name, r"\nu_{" + name + "}") + "$"
