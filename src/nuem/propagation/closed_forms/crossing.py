r"""Level crossings: where they are, how adiabatic, and the probability to jump.

Majorana nu_e -> anti-nu_mu cross where sqrt2 G_F (n_e - n_n) = (dm^2/2E) cos 2theta, Dirac nu_e -> nu_mu R where n_e - n_n/2 stands instead
[Lim:1987tk; Akhmedov:1988uk]. Dirac nu_e -> nu_e R cross where n_e = n_n/2, that is Y_e = 1/3.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nuem.constants import FERMI, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.propagation.closed_forms.two_level import precession
from nuem.typing import FloatArray


def resonance_density(energy: ArrayLike, *, dm2: float, sin2_theta: float) -> FloatArray:
    r"""The density at which a spin-flavour resonance is.

    .. math:: n = \frac{\Delta m^2 \cos 2\theta}{2\sqrt2\, G_F E}

    Parameters
    ----------
    energy : array_like
        [MeV]
    dm2 : float
        [MeV^2]
    sin2_theta : float

    Returns
    -------
    float or numpy.ndarray
        n_e - n_n for Majorana neutrinos, n_e - n_n/2 for Dirac neutrinos, n_e for oscillations without a flip [cm^-3]; negative if the
        resonance is one of antineutrinos.
    """
    e = checks.positive("energy", energy, "MeV")
    cosine = 1 - 2 * checks.within("sin2_theta", sin2_theta, 0, 1)
    return np.asarray(checks.real("dm2", dm2) * cosine / (2 * np.sqrt(2) * FERMI * HBAR_C_EXACT**3 * e))[()]


def adiabaticity(
    energy: ArrayLike, *, moment: float, field: float, scale_height: float, dm2: float, sin2_theta: float
) -> FloatArray:
    r"""Adiabaticity of a spin-flavour resonance.

    .. math:: \gamma_R = \frac{8E(\mu B)^2}{\Delta m^2 \cos 2\theta} L_\rho, \qquad L_\rho = \left|\frac{d\ln n}{dr}\right|^{-1}

    Parameters
    ----------
    energy : array_like
        [MeV]
    moment : float
        Transition moment [mu_B].
    field : float
        Transverse field at the resonance [gauss].
    scale_height : float
        L_rho of n_e - n_n there [cm].
    dm2 : float
        [MeV^2]
    sin2_theta : float

    Returns
    -------
    float or numpy.ndarray
        Far above one, the flip is complete.
    """
    e = checks.positive("energy", energy, "MeV")
    wave = abs(checks.number("dm2", dm2) * (1 - 2 * checks.number("sin2_theta", sin2_theta))) / (2 * e * HBAR_C_EXACT)
    if np.any(wave == 0):
        raise ValueError("dm2 cos 2theta is zero: there is no resonance")
    height = checks.positive("scale_height", scale_height, "cm")
    return (4 * precession(moment, field) ** 2 * height / wave)[()]


def landau_zener(gamma: ArrayLike) -> FloatArray:
    """Probability exp(-pi gamma/2) to stay in the first state at a crossing with a constant slope (Landau 1932; Zener 1932)."""
    return np.exp(-0.5 * np.pi * checks.not_negative("gamma", gamma))[()]


def exponential_crossing(splitting: ArrayLike, *, scale_height: float, theta: float) -> FloatArray:
    r"""Probability to change levels in an exponential profile n = n_0 exp(-r/r_0), from far inside the resonance to vacuum; exact.

    .. math:: P_c = \frac{e^{-2\pi r_0 \omega \sin^2\theta} - e^{-2\pi r_0\omega}}{1 - e^{-2\pi r_0\omega}}

    (Toshev 1987; Petcov 1988). For r_0 -> 0 it is cos^2 theta, where the Landau-Zener formula gives one.

    Parameters
    ----------
    splitting : array_like
        omega = dm^2/2E in vacuum [1/cm].
    scale_height : float
        r_0 [cm].
    theta : float
        Vacuum mixing angle, from 0 to pi/2 [rad].

    Returns
    -------
    float or numpy.ndarray

    Examples
    --------
    >>> f"{exponential_crossing(1.5, scale_height=1.0, theta=0.3):.12f}"
    '0.439029077500'
    """
    omega = checks.positive("splitting", splitting)
    a = 2 * np.pi * checks.positive("scale_height", scale_height, "cm") * omega
    angle = checks.within("theta", theta, 0, np.pi / 2)
    # (e^{-a s} - e^{-a})/(1 - e^{-a}) with s = sin^2, free of cancellation for small a
    return np.asarray(np.exp(-a * np.sin(angle) ** 2) * np.expm1(-a * np.cos(angle) ** 2) / np.expm1(-a))[()]


def averaged_conversion(jump: ArrayLike, *, cos_inside: ArrayLike, cos_outside: ArrayLike) -> FloatArray:
    r"""Phase-averaged probability to have changed state after one crossing.

    .. math:: P = \tfrac12 - \left(\tfrac12 - P_c\right) \cos 2\theta_i \cos 2\theta_f

    [Parke:1986jy]; cos 2theta are those of the levels at birth and at the end, -1 deep inside and +1 outside for a complete adiabatic flip.
    """
    p = checks.within("jump", jump, 0, 1)
    first, last = checks.within("cos_inside", cos_inside, -1, 1), checks.within("cos_outside", cos_outside, -1, 1)
    return (0.5 - (0.5 - p) * first * last)[()]
