r"""Cross section of up-scattering above a recoil, in closed form.

The cross section in T has powers of T alone, so that on a point charge it has the antiderivative

.. math:: F(T) = \ln T - \frac TE + \frac{r\,[T - (2E + M)\ln T]}{4E^2} + \frac{r^2\,[\ln T + M/T]}{8E^2}, \qquad r = \frac{m_4^2}{M},

for spin 1/2, and :math:`[T^2 - rT - r^2\ln T]/8E^2` more for spin 0.
"""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import CLASSICAL_RADIUS_SQUARED
from nuem.numerics import checks
from nuem.scattering.portal.cross_section import Spin, Target, target_properties
from nuem.scattering.portal.kinematics import recoil_range


def cross_section(
    energy: ArrayLike,
    *,
    mass: ArrayLike,
    moment: ArrayLike,
    target: Target,
    lowest: ArrayLike = 0.0,
    spin: Spin | None = None,
    target_mass: float | None = None,
) -> NDArray[np.float64]:
    """Cross section of nu + target -> N + target for recoils above a lowest one, on a point charge.

    A heavy partner needs no lowest recoil: the kinematics have one. The form factor of a nucleus is left out, which is right for q R << 1.

    Parameters
    ----------
    energy : array_like
        Of the neutrino [MeV].
    mass : array_like
        Mass m_4 of the heavy neutral lepton [MeV].
    moment : array_like
        Effective transition moment of the incoming state [mu_B].
    target : "electron" or (Z, A)
    lowest : array_like, optional
        Recoil above which is counted [MeV].
    spin, target_mass
        As in `dsigma_dT`.

    Returns
    -------
    numpy.ndarray
        [cm^2]; zero below the threshold.

    Raises
    ------
    ValueError
        For a massless partner without a lowest recoil, where the cross section diverges, and as `dsigma_dT`.

    Examples
    --------
    >>> f"{cross_section(0.862, mass=0.1, moment=1e-11, target='electron', lowest=1e-3):.4g} cm^2"
    '1.397e-46 cm^2'
    """
    e, m4 = checks.positive("energy", energy, "MeV"), checks.not_negative("mass", mass, "MeV")
    mu, above = checks.not_negative("moment", moment, "mu_B"), checks.not_negative("lowest", lowest, "MeV")
    charge, _, m, half = target_properties(target, spin, target_mass)
    if np.any((m4 == 0) & (above == 0)):
        raise ValueError("the cross section of a massless partner diverges at small recoils; give a lowest one")
    first, last = recoil_range(e, mass=m4, target_mass=m)
    start = np.maximum(first, above)
    possible = start < last  # false where the range is not a number, below the threshold
    low, high = np.where(possible, start, 1.0), np.where(possible, last, 1.0)
    r, logarithm, width = m4**2 / m, np.log(high / low), high - low
    value = logarithm - width / e + r * (width - (2 * e + m) * logarithm) / (4 * e**2)
    value = value + r**2 * (logarithm - m * width / (high * low)) / (8 * e**2)
    if not half:
        value = value + (width * (high + low - r) - r**2 * logarithm) / (8 * e**2)
    return np.where(possible, pi * CLASSICAL_RADIUS_SQUARED * (mu * charge) ** 2 * np.maximum(value, 0.0), 0.0)
