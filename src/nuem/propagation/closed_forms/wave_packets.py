r"""Separation of wave packets: between masses, and between the two spin states in a magnetic field.

A packet of width sigma_x has a relative width of the energy hbar c/(2 sigma_x E). It damps an interference as an energy spread of that width
does, exp(-(L/L_coh)^2), so `propagate` takes it as ``average=``; a packet and a spread of the source are one damping, never two.
"""

from __future__ import annotations

import numpy as np

from nuem.constants import BOHR_MAGNETON, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.typing import ArrayLike, FloatArray


def relative_width(packet: ArrayLike, energy: ArrayLike) -> FloatArray:
    """Relative width of the energy, hbar c/(2 sigma_x E), of a wave packet: what ``propagate(average=...)`` takes.

    Parameters
    ----------
    packet : array_like
        sigma_x [cm].
    energy : array_like
        E [MeV].

    Examples
    --------
    >>> f"{relative_width(1e-11, 3.0):.4f}"
    '0.3289'
    """
    width, e = checks.positive("packet", packet, "cm"), checks.positive("energy", energy, "MeV")
    return (HBAR_C_EXACT / (2 * width * e))[()]


def coherence_length(packet: ArrayLike, energy: ArrayLike, dm2: ArrayLike) -> FloatArray:
    r"""Length after which two mass states of a wave packet have separated.

    .. math:: L_\mathrm{coh} = \frac{4\sqrt2\,\sigma_x E^2}{|\Delta m^2|}

    The prefactor is a convention, that of the damping exp(-(L/L_coh)^2).

    Parameters
    ----------
    packet : array_like
        sigma_x [cm].
    energy : array_like
        E [MeV].
    dm2 : array_like
        [MeV^2]

    Returns
    -------
    float or numpy.ndarray
        [cm]
    """
    width, e = checks.positive("packet", packet, "cm"), checks.positive("energy", energy, "MeV")
    return np.asarray(4 * np.sqrt(2) * width * e**2 / np.abs(checks.real("dm2", dm2)))[()]


def spin_velocity_difference(
    momentum: ArrayLike, *, mass: ArrayLike, moment: ArrayLike, field: ArrayLike, angle: ArrayLike
) -> FloatArray:
    r"""Difference of the group velocities of the two spin states in a magnetic field.

    .. math:: E_\pm = \sqrt{m^2 + p^2 + (\mu B)^2 \pm 2\mu B\sqrt{m^2 + p_\perp^2}}, \qquad
              \Delta v = \frac{2\mu B\, m^2 \cos^2\alpha}{p^3 \sin\alpha}

    to first order in mu B and m/p, derived here; it vanishes for a momentum across the field and is not for one along it (sin alpha >> m/p).

    Parameters
    ----------
    momentum : array_like
        p [MeV].
    mass : array_like
        m [MeV].
    moment : array_like
        mu [mu_B].
    field : array_like
        B, the whole of it [gauss].
    angle : array_like
        alpha between momentum and field [rad].

    Returns
    -------
    float or numpy.ndarray
        [c]
    """
    p, m = checks.positive("momentum", momentum, "MeV"), checks.not_negative("mass", mass, "MeV")
    energy = BOHR_MAGNETON * checks.real("moment", moment, "mu_B") * checks.real("field", field, "gauss")
    a = checks.real("angle", angle)
    if np.any(np.abs(np.sin(a)) * p < 10 * m):
        raise ValueError("the angle between momentum and field must be far above m/p")
    return np.asarray(2 * np.abs(energy) * m**2 * np.cos(a) ** 2 / (p**3 * np.abs(np.sin(a))))[()]


def spin_coherence_length(
    packet: ArrayLike, momentum: ArrayLike, *, mass: ArrayLike, moment: ArrayLike, field: ArrayLike, angle: ArrayLike
) -> FloatArray:
    r"""Length after which the two spin states of a wave packet have separated in a magnetic field, 2 sqrt2 sigma_x/|Delta v| [cm].

    It rises as p^3 and is infinite for a momentum across the field. The prefactor is a convention; `packet` is sigma_x [cm], the rest as in
    `spin_velocity_difference`.
    """
    width = checks.positive("packet", packet, "cm")
    apart = spin_velocity_difference(momentum, mass=mass, moment=moment, field=field, angle=angle)
    with np.errstate(divide="ignore"):
        return np.asarray(2 * np.sqrt(2) * width / np.asarray(apart))[()]
