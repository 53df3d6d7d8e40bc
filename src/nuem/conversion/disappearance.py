r"""Dirac moments from the Sun: active 8B neutrinos that a field makes sterile, against the neutral-current flux of SNO.

.. math:: (1 - \langle P_\mathrm{lost} \rangle)\, \Phi_\mathrm{SSM} = \Phi_\mathrm{NC}

Diagonal moments are not suppressed in the outer third of the Sun, where matter no longer holds the helicities apart. This is never a limit on antineutrinos.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from nuem.conversion.fields import Field, solar_field
from nuem.conversion.solar import solar_conversion
from nuem.flavour import Mixing
from nuem.sources import Sun
from nuem.typing import ArrayLike, FloatArray
from nuem.units import solar_radius
from nuem.vertex import Vertex

NEUTRAL_CURRENT: Final = (5.25e6, 0.04)
"""8B flux by neutral currents and its relative error [cm^-2 s^-1] [SNO:2011hxd]."""
DEUTERON: Final = 2.2246  # threshold of nu d -> nu p n [MeV]
_QUANTILE_90: Final = 2.7055  # of chi^2 with one degree of freedom, two-sided 90 %
# moments times the strongest field [mu_B gauss]: 0.2 rad of precession in the whole Sun, and a hundred times the splitting of mass states at 10 MeV
_WEAKEST: Final = 1e-8
_STRONGEST: Final = 0.1
_ACCURACY: Final = 1e-4
_RADII: Final = 2000


@dataclass(frozen=True, slots=True)
class SterileLimit:
    """A limit on a universal Dirac moment from the active flux."""

    value: float
    """Largest moment [mu_B], 90 % CL; infinite if the field cannot turn enough neutrinos."""
    probability: float
    """Largest mean probability to become sterile."""
    field: str


def largest_loss() -> float:
    """Mean probability to become sterile that the measured and the predicted flux allow, 90 % CL (Delta chi^2 = 2.71)."""
    (beam,) = Sun(components=("B8",)).beams
    (error,) = beam.errors.values()
    measured, accuracy = NEUTRAL_CURRENT
    ratio = measured / beam.total_flux
    # with p = 1 - P: (p - ratio)^2/(p^2 error^2 + ratio^2 accuracy^2) = 2.71, and the best fit is physical
    best = max(0.0, 1 - ratio)
    offset = _chi2(1 - best, ratio, error, accuracy)
    survival = np.linspace(1 - best, 0.05, 20000)
    return float(1 - survival[np.argmax(_chi2(survival, ratio, error, accuracy) - offset > _QUANTILE_90)])


def sterile_limit(*, magnetic_field: Field | None, mixing: Mixing | None = None) -> SterileLimit:
    """The universal Dirac moment that would make more 8B neutrinos sterile than the measured flux allows.

    Parameters
    ----------
    magnetic_field
        As in `nuem.solar_conversion`.
    mixing : Mixing, optional
        NuFIT for normal ordering if not given.

    Returns
    -------
    SterileLimit

    Examples
    --------
    >>> limit = sterile_limit(magnetic_field="tachocline 100 kG")
    >>> print(f"mu < {limit.value:.2g} mu_B ({limit.field}), P(sterile) < {limit.probability:.2f}")
    mu < 3e-12 mu_B (tachocline, 100000 gauss (assumed)), P(sterile) < 0.21
    """
    from scipy.optimize import brentq

    lepton = Mixing.nufit() if mixing is None else mixing
    (beam,) = Sun(components=("B8",)).beams
    energy = np.linspace(DEUTERON, 16.0, 15)
    weight = beam.flux(energy)
    allowed = largest_loss()

    profile, _, name = solar_field(magnetic_field)
    strongest = float(np.abs(profile(np.linspace(0, solar_radius, _RADII))).max())
    if strongest == 0:
        return SterileLimit(float("inf"), allowed, name)

    def beyond(logarithm: float) -> float:
        vertex = Vertex("dirac", magnetic=np.exp(logarithm) * np.eye(3))
        conversion = solar_conversion(energy, lepton, vertex, magnetic_field)
        return float(weight @ conversion.flipped / weight.sum()) - allowed

    low = high = float(np.log(_WEAKEST / strongest))
    excess = beyond(high)
    while excess < 0:
        if high > np.log(_STRONGEST / strongest):
            return SterileLimit(float("inf"), allowed, name)
        # flips grow as the square of the moment, or more slowly
        growth = 0.5 * np.log(allowed / max(excess + allowed, 1e-6 * allowed)) + 0.1
        low, high = high, high + growth
        excess = beyond(high)
    return SterileLimit(float(np.exp(brentq(beyond, low, high, xtol=_ACCURACY))), allowed, name)


def _chi2(survival: ArrayLike, ratio: float, error: float, accuracy: float) -> FloatArray:
    p = np.asarray(survival, dtype=np.float64)
    return np.asarray((p - ratio) ** 2 / ((p * error) ** 2 + (ratio * accuracy) ** 2))
