"""Reach of a burst in moments that act inside the star: Majorana moments turn nu_e into antineutrinos, Dirac moments into sterile neutrinos.

Asimov data without a moment: the counts of every channel in every interval of time, Poisson, with one flux factor known to 10 % for all of them. The reach is the smallest
moment whose counts raise -2 ln L by 2.71.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.propagation import Medium
from nuem.supernova.conversion import in_star
from nuem.supernova.counting import Events, events
from nuem.supernova.detectors import BurstDetector
from nuem.supernova.emission import Burst
from nuem.supernova.sensitivity import DELTA_90, FLUX_ERROR, deviance
from nuem.vertex import Vertex

Array = NDArray[np.float64]

ENERGIES = np.geomspace(4.0, 60.0, 14)
"""Energies at which the conversion is computed if none are given [MeV]; straight lines between."""
LARGEST = 1e-8  # moment up to which is searched [mu_B]
_STEPS = 7  # bisections of a factor of two: to 0.5 %


@dataclass(frozen=True, slots=True, eq=False)
class StarReach:
    """The moment that a burst could show by what happens in the star."""

    moment: float
    """Factor of the pattern, at 90 % CL [mu_B]; infinite if no moment up to 1e-8 mu_B is seen."""
    without: tuple[Events, ...]
    """Events in each detector without a moment."""
    at_reach: tuple[Events, ...]
    """Events at the reach; those without a moment if there is none."""

    __repr__ = brief


def star_reach(
    burst: Burst,
    detectors: Sequence[BurstDetector | str] | BurstDetector | str,
    medium: Medium,
    mixing: Mixing,
    *,
    pattern: Vertex | None = None,
    energy: ArrayLike = ENERGIES,
    flux_error: float = FLUX_ERROR,
    tol: float = 1e-5,
) -> StarReach:
    """Reach in the moment that acts on the way through the star.

    Parameters
    ----------
    burst : Burst
    detectors : str, BurstDetector or sequence
        One or several, taken together.
    medium : Medium
        Of the star, with its magnetic field; see `nuem.supernova.in_star`.
    mixing : Mixing
    pattern : Vertex, optional
        In units of which the moment is sought; if not given Majorana, with all three transition moments between flavours equal.
    energy : array_like, optional
        Where the conversion is computed [MeV].
    flux_error : float, optional
        Relative, 1 sigma, common to all channels.
    tol : float, optional
        Of the integration.

    Returns
    -------
    StarReach

    Raises
    ------
    ValueError
        For a star without a field, a pattern without moments, or a burst without events.
    """
    names = [detectors] if isinstance(detectors, str | BurstDetector) else list(detectors)
    unit = equal_moments(mixing) if pattern is None else pattern
    largest = float(np.abs(unit.dipole).max())
    if largest == 0:
        raise ValueError("the pattern has no dipole moment, so that no field acts on it")
    if medium.magnetic_field is None:
        raise ValueError("the star has no magnetic_field, in which alone a moment acts")
    error = float(checks.not_negative("flux_error", checks.number("flux_error", flux_error)))

    def seen(moment: float) -> tuple[Events, ...]:
        vertex = Vertex.from_dipole(unit.nature, moment / largest * unit.dipole)
        conversion = in_star(medium, mixing, vertex, energy=energy, tol=tol)
        return tuple(events(burst, name, None, mixing, conversion=conversion) for name in names)

    without = seen(0.0)
    data = _all_counts(without)
    if data.sum() == 0:
        raise ValueError(f"{burst!r} has no events in {', '.join(one.detector.name for one in without)}")

    def rise(at: tuple[Events, ...]) -> float:
        return deviance(data, _all_counts(at), error)

    low, high = 0.0, 1e-13
    found = seen(high)
    while rise(found) < DELTA_90:
        if high >= LARGEST:
            return StarReach(float("inf"), without, without)
        low, high = high, 2 * high
        found = seen(high)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        between = seen(middle)
        if rise(between) < DELTA_90:
            low = middle
        else:
            high, found = middle, between
    return StarReach(high / largest, without, found)


def equal_moments(mixing: Mixing) -> Vertex:
    """A Majorana vertex whose three transition moments between flavours are one."""
    return Vertex.from_flavour("majorana", mixing, dipole=np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]]))


def _all_counts(at: tuple[Events, ...]) -> Array:
    return np.concatenate([values for one in at for values in one.channels.values()])
