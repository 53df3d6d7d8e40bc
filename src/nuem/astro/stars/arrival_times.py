r"""Arrival times: a magnetic field deflects charged neutrinos, which arrive later the lower their energy.

In a uniform field a path of chord d is longer by d^3/24 rho^2, with rho = E/qB.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from nuem.astro.stars.bound import Question, Settings, StarBound, star_bound
from nuem.astro.stars.pulsar import DEFINITION, largest_charge
from nuem.constants import BOHR_MAGNETON, ELECTRON_MASS, HBAR_C_EXACT, SPEED_OF_LIGHT
from nuem.numerics import checks
from nuem.typing import FloatArray
from nuem.units import kpc

_FORCE = 2 * ELECTRON_MASS * BOHR_MAGNETON  # eB of one gauss [MeV^2]


def bounds(sections: Mapping[str, Settings], question: Question) -> tuple[StarBound]:
    """The charge that would spread the arrival times of supernova neutrinos over the duration observed."""
    s = sections["delay"]
    value = delay_bound(
        slow=s["slow_MeV"], fast=s["fast_MeV"], spread=s["spread_s"], field=s["field_gauss"],
        distance=s["distance_kpc"] * kpc,
    )  # fmt: skip
    return (star_bound("delay", s, "charge", value, of_vertex=largest_charge(question), definition=DEFINITION),)


def delay(charge: ArrayLike, energy: ArrayLike, *, field: ArrayLike, distance: ArrayLike) -> FloatArray:
    """Delay of a charged neutrino with respect to light.

    Parameters
    ----------
    charge : array_like
        [e]
    energy : array_like
        [MeV]
    field : array_like
        Transverse field [gauss], uniform over the distance.
    distance : array_like
        [cm]

    Returns
    -------
    float or numpy.ndarray
        [s]; for small deflections.

    Raises
    ------
    ValueError
        For values that are not positive, but for the charge, or a deflection that is not small.
    """
    E, d = checks.positive("energy", energy, "MeV"), checks.positive("distance", distance, "cm")
    B = checks.positive("field", field, "gauss")
    bend = np.abs(checks.real("charge", charge, "e")) * _FORCE * B * d / (HBAR_C_EXACT * E)  # d/rho
    if np.any(bend > 0.3):
        raise ValueError(
            f"the path bends by {np.max(bend):g} rad; the delay is computed for small deflections, below 0.3"
        )
    return (d / SPEED_OF_LIGHT * bend**2 / 24)[()]


def delay_bound(*, slow: float, fast: float, spread: float, field: float, distance: float) -> float:
    """Charge [e] that would spread neutrinos between two energies [MeV] over a time [s]; field [gauss] and distance [cm]."""
    for name, energy in (("slow", slow), ("fast", fast)):
        checks.positive(name, energy, "MeV")
    if not slow < fast:
        raise ValueError(f"energies must ascend: slow = {slow:g} MeV, fast = {fast:g} MeV")
    small = 0.1 * HBAR_C_EXACT * slow / (_FORCE * field * distance)
    difference = delay(small, slow, field=field, distance=distance) - delay(small, fast, field=field, distance=distance)
    return float(small * np.sqrt(checks.positive("spread", spread, "s") / difference))
