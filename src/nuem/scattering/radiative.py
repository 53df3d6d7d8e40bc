r"""Radiative corrections to neutrino-electron scattering, after Bahcall, Kamionkowski and Sirlin [Bahcall:1995mm].

The electroweak corrections are in rho and in kappa(T), which multiplies sin^2 theta_W; the photonic ones in f_-, f_+ and f_+-, whose
fits are those of the paper's appendices. T is the kinetic energy of the electron alone: a photon that is emitted is not counted.

The difference between kappa of nu_e and of nu_mu is the charge radius that the standard model gives them. A `charge_radius` given here is
on top of that; adding the standard model's again would count it twice. nu_tau takes the kappa of nu_mu, which leaves out the difference
of their charge radii (about one per cent of the cross section).
"""

from __future__ import annotations

from math import pi
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ALPHA, ELECTRON_MASS, WEAK_SCALE
from nuem.flavour import FLAVOURS
from nuem.numerics import checks
from nuem.scattering.couplings import ChiralCouplings, vector_shift
from nuem.scattering.kinematics import allowed

RHO: Final = 1.0126  # [Bahcall:1995mm]
SIN2_THETA_W_BKS: Final = 0.2317
"""sin^2 theta_W at m_Z, MS-bar, of [Bahcall:1995mm]; kappa(T) carries it to low energy."""

_KAPPA: Final = {"e": (0.9791, 0.0097), "mu": (0.9970, -0.00037), "tau": (0.9970, -0.00037)}  # [Bahcall:1995mm]


def loop_integral(recoil: ArrayLike) -> NDArray[np.float64]:
    r"""The function I(T) through which kappa runs.

    .. math:: I(T) = \frac16\Big\{\frac13 + (3-x^2)\Big[\frac x2\ln\frac{x+1}{x-1} - 1\Big]\Big\}
              = \sum_{k\ge1} \frac{2(k+2)\,u^k}{3(2k+1)(2k+3)}, \qquad x^2 = \frac1u = 1 + \frac{2m_e}{T}

    The series, all of whose terms are positive, takes over where the closed form cancels.
    """
    t = checks.not_negative("recoil", recoil, "MeV")
    u = t / (t + 2 * ELECTRON_MASS)
    small = np.minimum(u, 0.15)
    series = np.zeros_like(u)
    for k in range(20, 0, -1):
        series = small * (series + 2 * (k + 2) / (3 * (2 * k + 1) * (2 * k + 3)))
    x2 = 1 / np.maximum(u, 0.15)
    x = np.sqrt(x2)
    closed = (1 / 3 + (3 - x2) * (x * np.arctanh(1 / x) - 1)) / 6
    return np.where(u < 0.15, series, closed)


def couplings(
    recoil: ArrayLike, *, flavour: str = "e", antineutrino: bool = False, sin2_theta_w: ArrayLike = SIN2_THETA_W_BKS
) -> ChiralCouplings:
    r"""Couplings with the electroweak corrections.

    .. math:: g_L = \delta_{\ell e} - \rho\,(\tfrac12 - \kappa s^2), \qquad g_R = \rho\kappa s^2

    The paper has both signs reversed, which no cross section sees; ours is the sign to which a charge radius adds.

    Parameters
    ----------
    recoil : array_like
        Electron recoil T [MeV].
    flavour : {"e", "mu", "tau"}, optional
    antineutrino : bool, optional
    sin2_theta_w : float, optional
        MS-bar at m_Z.
    """
    at_rest, slope = _KAPPA[checks.choice("flavour", flavour, FLAVOURS)]
    s2 = checks.within("sin2_theta_w", sin2_theta_w, 0, 1)
    kappa = at_rest + slope * loop_integral(recoil)
    left = np.asarray((1.0 if flavour == "e" else 0.0) - RHO * (0.5 - kappa * s2))
    right = np.asarray(RHO * kappa * s2)
    return ChiralCouplings(right, left) if antineutrino else ChiralCouplings(left, right)


def dsigma_dT_radiative(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    flavour: str = "e",
    antineutrino: bool = False,
    charge_radius: ArrayLike = 0.0,
    sin2_theta_w: ArrayLike = SIN2_THETA_W_BKS,
    photons: bool = True,
) -> NDArray[np.float64]:
    r"""Weak cross section with radiative corrections.

    .. math:: \frac{d\sigma}{dT} = \frac{2G_F^2m_e}\pi\Big\{g_L^2\Big[1+\frac\alpha\pi f_-\Big]
              + g_R^2(1-z)^2\Big[1+\frac\alpha\pi f_+\Big] - g_Lg_R\frac{m_e}Ez\Big[1+\frac\alpha\pi f_{+-}\Big]\Big\}, \quad z = \frac TE

    The photonic part falls to minus infinity logarithmically at the end point, where soft photons would have to be summed; the logarithm is
    cut off at 1e-15 of its argument.

    Parameters
    ----------
    recoil, energy : array_like
        Electron recoil T and neutrino energy E [MeV].
    flavour : {"e", "mu", "tau"}, optional
    antineutrino : bool, optional
    charge_radius : array_like, optional
        A charge radius beyond that of the standard model, in coherence [cm^2].
    sin2_theta_w : float, optional
        MS-bar at m_Z.
    photons : bool, optional
        False leaves the photonic corrections out.

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero above the end point.

    Raises
    ------
    ValueError
        For a recoil or energy that is not physical, or an unknown flavour.
    """
    t, e = checks.not_negative("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    t, e = np.broadcast_arrays(t, e)
    left, right = couplings(t, flavour=flavour, antineutrino=antineutrino, sin2_theta_w=sin2_theta_w).shifted(
        vector_shift(t, charge_radius=charge_radius)
    )
    forward, backward, cross = brackets(t, e, photons=photons)
    return np.asarray(WEAK_SCALE * np.maximum(left**2 * forward + right**2 * backward - left * right * cross, 0.0))


Array = NDArray[np.float64]


def brackets(recoil: Array, energy: Array, *, photons: bool = True) -> tuple[Array, Array, Array]:
    """What multiplies g_L^2, g_R^2 and -g_L g_R, photonic corrections included; zero above the end point.

    Parameters
    ----------
    recoil, energy : numpy.ndarray
        Electron recoil T and neutrino energy E, of one shape [MeV].
    photons : bool, optional
        False leaves the photonic corrections out.
    """
    possible = allowed(recoil, energy)
    minus, plus, cross = _photons(np.where(possible, recoil, 0.0), energy) if photons else (0.0, 0.0, 0.0)
    z, strength = np.where(possible, recoil / energy, 0.0), ALPHA / pi
    forward = np.where(possible, 1 + strength * minus, 0.0)
    backward = np.where(possible, (1 - z) ** 2 + strength * plus, 0.0)
    return forward, backward, np.where(possible, ELECTRON_MASS / energy * z * (1 + strength * cross), 0.0)


def _photons(t: Array, e: Array) -> tuple[Array, Array, Array]:
    """f_-, (1-z)^2 f_+ and f_+- of the appendix of [Bahcall:1995mm]; zero at zero recoil."""
    from scipy.special import spence

    m = ELECTRON_MASS
    t = np.maximum(t, 1e-12 * m)
    z, total, momentum = t / e, t + m, np.sqrt(t * (t + 2 * m))
    beta = momentum / total

    def dilogarithm(x: Array) -> Array:
        """L(x), the integral of ln|1-t|/t from 0 to x."""
        return np.asarray(-spence(1 - x))

    soft = np.maximum((t + momentum) / (total + momentum) - z, 1e-15)  # 1 - z - m/(E_e + l), without the cancellation
    lz, ln_z, ln_1z = np.log(soft), np.log(z), np.log1p(-z)
    f0 = np.arctanh(beta) / beta - 1
    f0 = np.where(beta < 1e-3, beta**2 / 3 + beta**4 / 5, f0)
    spence_z = dilogarithm(z)
    minus = (
        f0 * (2 * lz - ln_1z - ln_z / 2 - 5 / 12)
        + (spence_z - dilogarithm(beta)) / 2
        - ln_1z**2 / 2
        - (11 / 12 + z / 2) * ln_1z
        + z * (ln_z + np.log(2 * e / m) / 2)
        - (31 / 18 + ln_z / 12) * beta
        - 11 * z / 12
        + z**2 / 24
    )
    squared = (1 - z) ** 2
    plus = (
        f0 * (squared * (2 * lz - ln_1z - ln_z / 2 - 2 / 3) - (z**2 * ln_z + 1 - z) / 2)
        - squared / 2 * (ln_1z**2 + beta * (dilogarithm(1 - z) - ln_z * ln_1z))
        + ln_1z * (z**2 / 2 * ln_z + (1 - z) / 3 * (2 * z - 0.5))
        - z**2 / 2 * dilogarithm(1 - z)
        - z * (1 - 2 * z) / 3 * ln_z
        - z * (1 - z) / 6
        - beta / 12 * (ln_z + (1 - z) * (115 - 109 * z) / 6)
    )
    return minus, plus, 2 * f0 * lz
