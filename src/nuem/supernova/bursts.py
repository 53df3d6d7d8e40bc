"""Bursts by name: parametric fluxes that round off what simulations agree on, and tables of any simulation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks
from nuem.numerics.table import read_table
from nuem.supernova.emission import SPECIES, Burst, Emission
from nuem.units import erg, kpc, s

Array = NDArray[np.float64]

NEUTRONISATION_EDGES: Final = np.concatenate([np.arange(-10, 31, 1.0)]) * 1e-3
COOLING_EDGES: Final = np.concatenate([np.linspace(0.03, 0.05, 10)[:-1], np.geomspace(0.05, 15.0, 60)])

PEAK: Final = 3.3e53 * erg / s
"""Largest luminosity in nu_e, 3-4e53 erg/s within 10 % for all progenitors [Kachelriess:2004ds]."""


RISE: Final = 0.02
"""Time in which luminosities rise to those of the accretion [s]: 20 ms for anti-nu_e, 10 ms for nu_x in a model of 27 solar masses [Mirizzi:2015eza]."""
HARDENING: Final = 0.07
"""The same of mean energies [s]: 50 to 110 ms there, for anti-nu_e from 11.6 MeV at 30 ms to 13.4 MeV at 100 ms."""


def comparison(distance: float = 10 * kpc) -> Burst:
    """A burst defined to compare calculations with: nu_e 2e51 erg, 11 MeV, 3.5; anti-nu_e 3e50, 12, 2.8; each other species 2.5e50, 15, 2.4."""
    return Burst(
        "test",
        {
            "e": Emission(2.0e51 * erg, 11.0, 3.5),
            "anti-e": Emission(0.3e51 * erg, 12.0, 2.8),
            "x": Emission(0.25e51 * erg, 15.0, 2.4),
        },
        distance,
    )


def neutronisation(distance: float = 10 * kpc) -> Burst:
    """The first 30 ms: a peak of nu_e, 7 ms wide, and the others rising after it.

    Rounded from simulations [Kachelriess:2004ds]; 3e51 erg in nu_e, which is good to some ten per cent for all progenitors.
    """
    edges = NEUTRONISATION_EDGES
    peak = _mean(lambda t: np.exp(-0.5 * ((t - 4e-3) / 2.8e-3) ** 2), edges) * PEAK
    plateau = _mean(lambda t: 1 / (1 + np.exp(-(t - 8e-3) / 2e-3)), edges) * 3e52 * erg / s
    rise = _mean(lambda t: 1 / (1 + np.exp(-(t - 16e-3) / 4e-3)), edges) * 2.5e52 * erg / s
    width = np.diff(edges)
    return Burst(
        "neutronisation",
        {
            "e": Emission((peak + plateau) * width, 11.0, 3.5),
            "anti-e": Emission(rise * width, 11.0, 3.0),
            "x": Emission(rise * width, 14.0, 2.4),
        },
        distance,
        edges,
    )


def cooling(distance: float = 10 * kpc) -> Burst:
    """From 30 ms to 15 s: accretion and cooling, 3e53 erg in all, a sixth of it in each species.

    Exponentials with 0.4 s (a quarter) and 3.5 s; mean energies 12, 14 and 15 MeV that fall by a third over 10 s. A shape, not a model.
    """
    edges = COOLING_EDGES
    fraction = 0.25 * _decay(edges, 0.4) + 0.75 * _decay(edges, 3.5)
    middle = (edges[1:] + edges[:-1]) / 2
    softening = 1 - middle / 30
    means, pinch = {"e": 12.0, "anti-e": 14.0, "x": 15.0}, {"e": 2.9, "anti-e": 2.8, "x": 2.3}
    emitted = 3e53 * erg / 6 * fraction
    emissions = {name: Emission(emitted, means[name] * softening, pinch[name]) for name in SPECIES}
    return Burst("cooling", emissions, distance, edges)


def whole(distance: float = 10 * kpc) -> Burst:
    """Neutronisation, then cooling, which takes over within some ten milliseconds.

    At 30 ms luminosities and spectra are those at the end of the neutronisation. Their differences from the cooling decay as exponentials, with 20 ms and 70 ms
    [Mirizzi:2015eza].
    """
    first, second = neutronisation(distance), cooling(distance)
    assert first.times is not None
    assert second.times is not None
    widths = np.diff(first.times), np.diff(second.times)
    rising, hardening = (_remaining(second.times, time) for time in (RISE, HARDENING))

    def joined(before: Emission, after: Emission) -> Emission:
        step = before.energy[-1] / widths[0][-1] - after.energy[0] / widths[1][0]
        steps = {part: getattr(before, part)[-1] - getattr(after, part)[0] for part in ("mean_energy", "pinching")}
        return Emission(
            np.concatenate([before.energy, after.energy + step * widths[1] * rising]),
            np.concatenate([before.mean_energy, after.mean_energy + steps["mean_energy"] * hardening]),
            np.concatenate([before.pinching, after.pinching + steps["pinching"] * hardening]),
        )

    emissions = {name: joined(first.emissions[name], second.emissions[name]) for name in SPECIES}
    return Burst("whole", emissions, distance, np.concatenate([first.times, second.times[1:]]))


def from_table(path: Path | str, distance: float = 10 * kpc) -> Burst:
    """A simulation: one row per time with the luminosity, mean energy and pinching of each species.

    Columns ``time_s``, and for each of e, anti_e and x ``luminosity_e_erg/s``, ``mean_e_MeV``, ``pinching_e``. Intervals are those between neighbouring rows, with the means of both.
    """
    columns = {"time": "s"}
    for name in ("e", "anti_e", "x"):
        columns |= {f"luminosity_{name}": "erg/s", f"mean_{name}": "MeV", f"pinching_{name}": ""}
    table = read_table(Path(path), columns)
    times = table["time"]
    if len(times) < 2 or np.any(np.diff(times) <= 0):
        raise ValueError(f"{Path(path).name} must have at least two rows, the time rising")

    for name in ("e", "anti_e", "x"):
        checks.not_negative(f"{Path(path).name}: luminosity_{name}", table[f"luminosity_{name}"] / (erg / s), "erg/s")

    def between(name: str) -> Array:
        return np.asarray((table[name][1:] + table[name][:-1]) / 2)

    emissions = {
        species: Emission(
            between(f"luminosity_{name}") * np.diff(times), between(f"mean_{name}"), between(f"pinching_{name}")
        )
        for species, name in zip(SPECIES, ("e", "anti_e", "x"), strict=True)
    }
    return Burst(Path(path).stem, emissions, distance, times)


BURSTS: Final[dict[str, Callable[[float], Burst]]] = {
    "test": comparison,
    "neutronisation": neutronisation,
    "cooling": cooling,
    "whole": whole,
}
"""Every parametric burst by its name."""


def burst(name: str | Path = "whole", *, distance: float = 10 * kpc) -> Burst:
    """A burst by its name, or from the table of a simulation.

    Parameters
    ----------
    name : {"test", "neutronisation", "cooling", "whole"} or path, optional
        The path of a CSV file as in `from_table`.
    distance : float, optional
        [cm]

    Returns
    -------
    Burst

    Examples
    --------
    >>> from nuem.units import erg
    >>> print(burst("whole"), f"{burst('whole').total_energy / erg:.1e} erg")
    Burst('whole', 10 kpc, -0.01 to 15 s in 108 intervals) 3.0e+53 erg
    """
    distance = checks.number("distance", distance, "cm")
    if isinstance(name, Path) or str(name).lower().endswith(".csv"):
        return from_table(name, distance)
    return BURSTS[checks.choice("burst", name, BURSTS)](distance)


def _mean(shape: Callable[[Array], Array], edges: Array) -> Array:
    """Mean of a function over each interval."""
    nodes, weights = np.polynomial.legendre.leggauss(4)
    middle, half = (edges[1:] + edges[:-1]) / 2, np.diff(edges) / 2
    return np.asarray(shape(middle[:, None] + half[:, None] * nodes) @ weights / 2)


def _remaining(edges: Array, time: float) -> Array:
    """Mean over each interval of an exponential that is 1 at the first edge."""
    fallen = np.exp(-(edges - edges[0]) / time)
    return np.asarray(time * (fallen[:-1] - fallen[1:]) / np.diff(edges))


def _decay(edges: Array, time: float) -> Array:
    """Fractions of an exponential decay in each interval; all of it together is 1."""
    survived = np.exp(-(edges - edges[0]) / time)
    return np.asarray((survived[:-1] - survived[1:]) / (1 - survived[-1]))
