"""Recoils far below the neutrino energy: the estimates from which limits are read off at a threshold."""

from math import pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ALPHA, CLASSICAL_RADIUS_SQUARED, ELECTRON_MASS, FERMI, SIN2_THETA_W, WEAK_SCALE
from nuem.numerics import checks
from nuem.scattering.couplings import tree


def weak_plateau(*, flavour: str = "e", sin2_theta_w: ArrayLike = SIN2_THETA_W) -> NDArray[np.float64]:
    r"""The weak cross section for T << E, which depends on neither.

    .. math:: \frac{d\sigma}{dT} = \frac{G_F^2m_e}{2\pi}\,(1 + 4s^2 + 8s^4)\,[1 + O(T/E)]

    [Studenikin:2016ykv, Eq. (13)]; for nu_mu and nu_tau 1 - 4s^2 + 8s^4. The same for neutrinos and antineutrinos.

    Parameters
    ----------
    flavour : {"e", "mu", "tau"}, optional
    sin2_theta_w : float, optional

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV].
    """
    left, right = tree(flavour, sin2_theta_w=sin2_theta_w)
    return np.asarray(WEAK_SCALE * (left**2 + right**2))


def charge_tail(recoil: ArrayLike, *, charge: ArrayLike) -> NDArray[np.float64]:
    r"""The cross section of a charge alone for T << E.

    .. math:: \frac{d\sigma}{dT} = \frac{2\pi\alpha^2q_\nu^2}{m_eT^2}

    [Studenikin:2016ykv, Eq. (17)], which measures the charge with e^2 = alpha and so shows one power of alpha only.

    Parameters
    ----------
    recoil : array_like
        Electron recoil T [MeV].
    charge : array_like
        Charge of the neutrino [e].

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV].
    """
    t, q = checks.positive("recoil", recoil, "MeV"), checks.real("charge", charge)
    return np.asarray(2 * pi * CLASSICAL_RADIUS_SQUARED * ELECTRON_MASS * (q / t) ** 2)


def equal_moment(
    recoil: ArrayLike, *, flavour: str = "e", sin2_theta_w: ArrayLike = SIN2_THETA_W
) -> NDArray[np.float64]:
    r"""The magnetic moment whose cross section equals the weak one at a recoil, for T << E.

    .. math:: \mu^2 = \frac{G_F^2m_e^3T}{2\pi^2\alpha^2}\,(1 + 4s^2 + 8s^4)\,\mu_B^2

    [Studenikin:2016ykv, Eq. (18)]: where the electromagnetic interaction begins to dominate, not a limit; that depends on the background.

    Parameters
    ----------
    recoil : array_like
        Electron recoil T [MeV].
    flavour : {"e", "mu", "tau"}, optional
    sin2_theta_w : float, optional

    Returns
    -------
    numpy.ndarray
        [mu_B].

    Examples
    --------
    >>> f"{equal_moment(0.0028):.3e} mu_B"
    '1.079e-11 mu_B'
    """
    t = checks.not_negative("recoil", recoil, "MeV")
    left, right = tree(flavour, sin2_theta_w=sin2_theta_w)
    return np.asarray(FERMI / (pi * ALPHA) * np.sqrt(2 * ELECTRON_MASS**3 * t * (left**2 + right**2)))


def charge_from_moment(recoil: ArrayLike, moment: ArrayLike) -> NDArray[np.float64]:
    r"""The charge whose cross section equals that of a magnetic moment at a recoil, for T << E.

    .. math:: |q_\nu| = \sqrt{\frac{T}{2m_e}}\,\frac{\mu_\nu}{\mu_B}\,e

    It turns a limit on the moment at threshold into one on the charge [Studenikin:2013my]; interference with the weak interaction and the
    enhanced response of bound electrons to a charge are left out.

    Parameters
    ----------
    recoil : array_like
        Electron recoil T [MeV].
    moment : array_like
        Magnetic moment [mu_B].

    Returns
    -------
    numpy.ndarray
        [e].

    Examples
    --------
    >>> f"{charge_from_moment(0.0028, 2.9e-11):.2e} e"
    '1.52e-12 e'
    """
    t, mu = checks.not_negative("recoil", recoil, "MeV"), checks.not_negative("moment", moment, "mu_B")
    return np.asarray(np.sqrt(t / (2 * ELECTRON_MASS)) * mu)
