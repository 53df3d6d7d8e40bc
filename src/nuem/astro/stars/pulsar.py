r"""Pulsars: neutrinos with a charge that leave a magnetised star change its rotation.

A charge q that leaves a uniformly magnetised star takes the angular momentum q B r^2/2 with it, r being the distance from the axis where it leaves.
N neutrinos from the whole surface, <r^2> = 2R^2/3, change the rotation of a homogeneous star (I = 2MR^2/5) by

.. math:: |\Delta\Omega| = \frac{5}{6}\, \frac{N q B}{M}

whatever its radius; for 1.4 solar masses, 1e14 gauss, 1e58 neutrinos and a period of 10 s that is 7.6e18 q/e of the rotation, the number of Studenikin
and Tokarev [Studenikin:2012vi], from which they get q < 1.3e-19 e.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from nuem.astro.stars.bound import Question, Settings, StarBound, star_bound
from nuem.astro.stars.structure import SOLAR_MASS
from nuem.constants import ATOMIC_MASS_UNIT, AVOGADRO, BOHR_MAGNETON, ELECTRON_MASS, HBAR
from nuem.numerics import checks
from nuem.typing import FloatArray

_FORCE = 2 * ELECTRON_MASS * BOHR_MAGNETON  # eB of one gauss [MeV^2]
_GRAM = AVOGADRO * ATOMIC_MASS_UNIT  # [MeV]

DEFINITION = "largest charge of a Dirac neutrino, the eigenvalues of the matrix"


def bounds(sections: Mapping[str, Settings], question: Question) -> tuple[StarBound]:
    """The charge that changes the rotation by as much as is allowed."""
    s = sections["pulsar"]
    value = spin_down_bound(
        field=s["field_gauss"], period=s["period_s"], mass=s["mass"] * SOLAR_MASS, neutrinos=s["neutrinos"],
        allowed=s["allowed_fraction"],
    )  # fmt: skip
    return (star_bound("pulsar", s, "charge", value, of_vertex=largest_charge(question), definition=DEFINITION),)


def largest_charge(question: Question) -> float | None:
    """The largest charge that a neutrino of a vertex has [e]; None without a vertex."""
    return None if question.vertex is None else float(np.max(np.abs(np.linalg.eigvalsh(question.vertex.charge))))


def spin_down(
    charge: ArrayLike, *, field: ArrayLike, period: ArrayLike, mass: ArrayLike, neutrinos: ArrayLike = 1e58
) -> FloatArray:
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
    mass: float = 1.4 * SOLAR_MASS,
    neutrinos: float = 1e58,
    allowed: float = 1.0,
) -> float:
    """Charge [e] at which the neutrinos change the rotation by `allowed` of itself; other arguments as `spin_down`."""
    checks.positive("allowed", allowed)
    return float(allowed / spin_down(1.0, field=field, period=period, mass=mass, neutrinos=neutrinos))
