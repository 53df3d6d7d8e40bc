"""Figures of a supernova: events in time, the flavours along the star, and the reach against the field."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from nuem.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, PINK, RED, SKY, drawing
from nuem.propagation import Evolution
from nuem.supernova import Burst, Crossing, Events, Reach
from nuem.units import kpc, s

_COLOURS = (BLACK, RED, BLUE, GREEN, ORANGE, SKY, PINK, GREY)
_LABELS = {
    "e": r"$\nu_e$",
    "x": r"$\nu_\mu$ and $\nu_\tau$",
    "anti-e": r"$\bar\nu_e$",
    "anti-x": r"$\bar\nu_\mu$ and $\bar\nu_\tau$",
}
_FIELD = r"transverse field  [$\mu$G]"


def event_rates(seen: Sequence[Events], *, labels: Sequence[str] = (), title: str = "") -> Figure:
    """Events per time in each detector, or in one under several assumptions, each with its label.

    Parameters
    ----------
    seen : sequence of Events
        Of bursts with times.
    labels : sequence of str, optional
        One for each; the detectors if not given.
    title : str, optional
        The burst and its distance if not given.
    """
    if any(expected.burst.times is None for expected in seen):
        raise ValueError("a burst without times has no rate; choose neutronisation, cooling, whole or a table")
    names = labels or [expected.detector.title for expected in seen]
    with drawing(7.0, 4.8) as figure:
        axes = figure.subplots()
        for k, (expected, label) in enumerate(zip(seen, names, strict=True)):
            assert expected.burst.times is not None
            rate = expected.total / np.diff(expected.burst.times)
            axes.stairs(rate, expected.burst.times / s, color=_COLOURS[k % len(_COLOURS)], label=label)
        positive = max(float(expected.burst.times[-1]) for expected in seen if expected.burst.times is not None)
        axes.set_xscale("symlog" if positive > 1 else "linear", **({"linthresh": 0.03} if positive > 1 else {}))
        axes.set(yscale="log", xlabel="time after the bounce  [s]", ylabel="events per second")
        axes.set_title(title or _burst(seen[0].burst))
        axes.legend()
    return figure


def _burst(burst: Burst) -> str:
    return f"Supernova at {burst.distance / kpc:g} kpc, burst: {burst.name}"


def flavours_along_star(
    path: Evolution, *, start: float, crossings: Sequence[Crossing] = (), average: int = 1
) -> Figure:
    """Probability of each state along the radius, with the places where levels cross; nu_mu and nu_tau together.

    Parameters
    ----------
    path : Evolution
        Of one energy, with the distances that were asked for.
    start : float
        Radius at which the medium begins [cm].
    crossings : sequence of Crossing, optional
    average : int, optional
        So many neighbouring places are averaged: oscillations are far shorter than a figure can show.
    """
    if not len(path.distance):
        raise ValueError("the evolution has no probabilities along the path: ask propagate for them with at=")
    with drawing(7.4, 4.8) as figure:
        axes = figure.subplots()
        count = len(path.distance) // average * average
        radius = (start + path.distance[:count]).reshape(-1, average).mean(axis=1)
        for k, (name, values) in enumerate(_by_helicity(path).items()):
            axes.plot(
                radius,
                values[:count].reshape(-1, average).mean(axis=1),
                color=_COLOURS[k],
                label=_LABELS.get(name, name),
            )
        for crossing in crossings:
            axes.axvline(start + crossing.distance, color=GREY, lw=0.8, ls=":")
            axes.annotate(
                crossing.kind,
                (start + crossing.distance, 1.01),
                xycoords=("data", "axes fraction"),
                rotation=60,
                fontsize=7,
                va="bottom",
            )
        axes.set(xscale="log", xlabel="radius  [cm]", ylabel="probability", ylim=(0, 1))
        # the names of the crossings stand between the axes and the title
        axes.set_title(
            f"Flavours of a {path.energy[0]:g} MeV neutrino on its way out of the star", pad=34 if crossings else None
        )
        axes.legend(ncols=2)
    return figure


def reach_against_field(fields: Sequence[float], found: Sequence[Reach]) -> Figure:
    """Reach in a Dirac moment against the Galactic field, with the spread over realisations.

    Parameters
    ----------
    fields : sequence of float
        [gauss]
    found : sequence of Reach
        One for each field.
    """
    with drawing(7.0, 4.8) as figure:
        axes = figure.subplots()
        x = np.asarray(fields) * 1e6
        median, low, high = (np.array([getattr(reach, name) for reach in found]) for name in ("moment", "low", "high"))
        axes.fill_between(x, low, high, color=SKY, alpha=0.4, lw=0, label="68 % of the fields")
        axes.plot(x, median, color=BLUE, label="median")
        axes.set(xscale="log", yscale="log", xlabel=_FIELD, ylabel=r"Dirac moment at 90 % CL  [$\mu_B$]")
        axes.set_title("Smallest Dirac moment that a supernova would show by its lost neutrinos")
        axes.legend()
    return figure


def _by_helicity(path: Evolution) -> dict[str, NDArray[np.float64]]:
    """Probabilities along the path, those of nu_mu and nu_tau added, and of all right-handed states."""
    probability = path.path[0]
    kinds = {
        "mu": "x",
        "tau": "x",
        "anti-mu": "anti-x",
        "anti-tau": "anti-x",
        "1R": "sterile",
        "2R": "sterile",
        "3R": "sterile",
    }
    sums: dict[str, NDArray[np.float64]] = {}
    for k, name in enumerate(path.states):
        kind = kinds.get(name, name)
        sums[kind] = sums.get(kind, np.zeros(len(probability))) + probability[:, k]
    return sums
