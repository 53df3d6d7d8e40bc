"""Figures of spin-flavour evolution: probabilities against energy and distance, level crossings, the spin on its sphere."""

from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, PINK, RED, SKY, drawing
from nuem.propagation.levels import Levels
from nuem.propagation.propagate import Evolution
from nuem.units import km, solar_radius

COLOURS: Final = (BLUE, RED, GREEN, SKY, ORANGE, PINK, GREY, BLACK)
_SYMBOLS: Final = {"e": r"\nu_e", "mu": r"\nu_\mu", "tau": r"\nu_\tau", "x": r"\nu_x"}
_UNITS: Final = {"km": (km, "distance [km]"), "Rsun": (solar_radius, r"distance [$R_\odot$]")}
_LEAST: Final = 1e-12  # no probability is drawn below


def against_energy(evolution: Evolution, *, title: str = "") -> Figure:
    """Probability of each state against the neutrino's energy, both axes logarithmic."""
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
    """Levels along a path (lines), the diagonal of the Hamiltonian (dashes), and resonances (rings)."""
    size, label = _UNITS[unit]
    x = levels.distance / size
    with drawing(7.0, 4.8) as figure:
        axes = figure.subplots()
        for k, name in enumerate(levels.states):
            axes.plot(x, levels.diagonal[:, k], color=COLOURS[k % len(COLOURS)], linestyle="--", label=_symbol(name))
        axes.plot(x, levels.values, color=BLACK, linewidth=0.9)
        for place, one, _ in levels.resonances:
            height = np.interp(place, levels.distance, levels.diagonal[:, levels.states.index(one)])
            axes.plot(place / size, height, "o", markersize=9, markerfacecolor="none", markeredgecolor=BLACK)
        axes.set(xlabel=label, ylabel=r"level [cm$^{-1}$]", title=title)
        axes.legend(ncols=2)
    return figure


def spin_trajectory(spins: NDArray[np.float64], *, title: str = "") -> Figure:
    """The way of a spin vector, (times, 3), on the unit sphere; it starts at the dot."""
    if spins.ndim != 2 or spins.shape[1] != 3:
        raise ValueError(f"spins must be of shape (times, 3), got {spins.shape}")
    with drawing(5.0, 5.0) as figure:
        axes: Any = figure.add_subplot(projection="3d")
        u, v = np.linspace(0, 2 * np.pi, 49), np.linspace(0, np.pi, 25)
        axes.plot_wireframe(
            np.outer(np.cos(u), np.sin(v)),
            np.outer(np.sin(u), np.sin(v)),
            np.outer(np.ones_like(u), np.cos(v)),
            color=GREY,
            linewidth=0.25,
        )
        axes.plot(*spins.T, color=RED)
        axes.plot(*spins[:1].T, "o", color=BLACK)
        axes.set(xlabel=r"$S_x$", ylabel=r"$S_y$", zlabel=r"$S_z$", title=title, box_aspect=(1, 1, 1))
    return figure


def _probabilities(
    axes: Any, x: NDArray[np.float64], probabilities: NDArray[np.float64], states: tuple[str, ...]
) -> None:
    shown = probabilities.max(axis=0) > _LEAST
    for k, name in enumerate(states):
        if shown[k]:
            axes.plot(x, np.maximum(probabilities[:, k], _LEAST), color=COLOURS[k % len(COLOURS)], label=_symbol(name))
    small = probabilities[:, shown].max(axis=0).min() < 1e-2
    axes.set(ylabel="probability", yscale="log" if small else "linear", xlim=(x[0], x[-1]))
    if not small:
        axes.set_ylim(0, 1)
    axes.legend(ncols=2)


def _symbol(name: str) -> str:
    """How a state is written in a figure."""
    if name.startswith("anti-"):
        return "$" + _SYMBOLS.get(name[5:], name[5:]).replace(r"\nu", r"\bar\nu") + "$"
    if name.endswith("R"):
        return rf"$\nu_{{{name[:-1]}R}}$"
    return "$" + _SYMBOLS.get(name, r"\nu_{" + name + "}") + "$"
