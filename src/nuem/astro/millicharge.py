r"""Neutrinos with a charge that pass through a magnetic field: a star that they turn, and a delay that depends on their energy.

A charge q that leaves a uniformly magnetised star takes the angular momentum q B r^2/2 with it, r being the distance from the axis where it leaves.
N neutrinos from the whole surface, <r^2> = 2R^2/3, change the rotation of a homogeneous star (I = 2MR^2/5) by

.. math:: |\Delta\Omega| = \frac{5}{6}\, \frac{N q B}{M}

whatever its radius; for 1.4 solar masses, 1e14 gauss, 1e58 neutrinos and a period of 10 s that is 7.6e18 q/e of the rotation, the number of Studenikin
and Tokarev [Studenikin:2012vi], from which they get q < 1.3e-19 e.

In a uniform field a path of chord d is longer by d^3/24 rho^2, with rho = E/qB, so that slow neutrinos come late.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nuem.constants import ATOMIC_MASS_UNIT, AVOGADRO, BOHR_MAGNETON, ELECTRON_MASS, HBAR, HBAR_C_EXACT, SPEED_OF_LIGHT
from nuem.numerics import checks

_FORCE = 2 * ELECTRON_MASS * BOHR_MAGNETON  # eB of one gauss [MeV^2]
_GRAM = AVOGADRO * ATOMIC_MASS_UNIT  # [MeV]


def spin_down(
    charge: ArrayLike, *, field: ArrayLike, period: ArrayLike, mass: ArrayLike, neutrinos: ArrayLike = 1e58
) -> Any:
    """Change of a star's rotation by the neutrinos that leave it, relative to the rotation.

    Parameters
    ----------
    charge : array_like
        [e]
    field : array_like
        Magnetic field [gauss].
    period : array_like
        Of the rotation at birth [s].
    mass : array_like
        [g]
    neutrinos : array_like, optional
        How many leave.

    Returns
    -------
    float or numpy.ndarray
        |Delta Omega|/Omega.

    Raises
    ------
    ValueError
        For values that are not positive, but for the charge.

    Examples
    --------
    >>> print(f"{spin_down(1e-19, field=1e14, period=10, mass=1.4 * 1.98841e33):.3f}")
    0.763
    """
    B, P = checks.positive("field", field, "gauss"), checks.positive("period", period, "s")
    M, N = checks.positive("mass", mass, "g"), checks.positive("neutrinos", neutrinos)
    frequency = 5 / 6 * N * np.abs(checks.real("charge", charge, "e")) * _FORCE * B / HBAR / (M * _GRAM)
    return (frequency * P / (2 * np.pi))[()]


def spin_down_bound(
    *,
    field: float = 1e14,
    period: float = 10.0,
    mass: float = 1.4 * 1.98841e33,
    neutrinos: float = 1e58,
    allowed: float = 1.0,
) -> float:
    """Charge [e] at which the neutrinos change the rotation by `allowed` of itself; other arguments as `spin_down`."""
    return float(allowed / spin_down(1.0, field=field, period=period, mass=mass, neutrinos=neutrinos))


def delay(charge: ArrayLike, energy: ArrayLike, *, field: ArrayLike, distance: ArrayLike) -> Any:
    """By how much a charged neutrino comes later than light.

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
    if not 0 < slow < fast:
        raise ValueError(f"energies must ascend: slow = {slow:g} MeV, fast = {fast:g} MeV")
    small = 0.1 * HBAR_C_EXACT * slow / (_FORCE * field * distance)
    difference = delay(small, slow, field=field, distance=distance) - delay(small, fast, field=field, distance=distance)
    return float(small * np.sqrt(checks.positive("spread", spread, "s") / difference))
