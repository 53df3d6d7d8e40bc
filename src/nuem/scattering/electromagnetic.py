"""Electromagnetic scattering on a free electron at rest: magnetic moment, and charge alone.

The part of a charge that interferes with the weak interaction, and a charge radius, which does nothing else, are shifts of g_V; see
`nuem.scattering.couplings`.
"""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import CLASSICAL_RADIUS_SQUARED, ELECTRON_MASS
from nuem.numerics import checks
from nuem.scattering.kinematics import allowed


def dsigma_dT_magnetic(recoil: ArrayLike, energy: ArrayLike, *, moment: ArrayLike) -> NDArray[np.float64]:
    r"""Cross section of a magnetic moment.

    .. math:: \frac{d\sigma}{dT} = \frac{\pi\alpha^2}{m_e^2} \Big(\frac{\mu_\nu}{\mu_B}\Big)^2 \Big(\frac1T - \frac1E\Big)

    Exact in T/E for a massless neutrino and a free electron at rest. It flips helicity and so adds incoherently to the weak part; it is the
    same for neutrinos and antineutrinos [Studenikin:2016ykv, Eq. (16); Vogel:1989iv].

    Parameters
    ----------
    recoil : array_like
        Electron recoil T, above zero [MeV].
    energy : array_like
        Neutrino energy E [MeV].
    moment : array_like
        Effective magnetic moment [mu_B]; see `nuem.effective_moment`.

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero above the end point.

    Raises
    ------
    ValueError
        For a recoil of zero, where it diverges, or a negative moment.

    Examples
    --------
    >>> f"{dsigma_dT_magnetic(0.1, 1.0, moment=1e-11):.4e} cm^2/MeV"
    '2.2452e-46 cm^2/MeV'
    """
    t, e = checks.positive("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    mu = checks.not_negative("moment", moment, "mu_B")
    return np.where(allowed(t, e), pi * CLASSICAL_RADIUS_SQUARED * mu**2 * (1 / t - 1 / e), 0.0)


def dsigma_dT_charge(recoil: ArrayLike, energy: ArrayLike, *, charge: ArrayLike) -> NDArray[np.float64]:
    r"""Cross section of a millicharge alone, without its interference with the weak interaction.

    .. math:: \frac{d\sigma}{dT} = \frac{\pi\alpha^2q_\nu^2}{m_eT^2} \Big[1 + \Big(1-\frac TE\Big)^2 - \frac{m_eT}{E^2}\Big]

    Low recoils give 2 pi alpha^2 q^2/(m_e T^2). The review's Eq. (17) [Studenikin:2016ykv] has one power of alpha because it measures
    q_nu^2 in units of e^2 = alpha.

    Parameters
    ----------
    recoil : array_like
        Electron recoil T, above zero [MeV].
    energy : array_like
        Neutrino energy E [MeV].
    charge : array_like
        Charge of the neutrino [e].

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero above the end point.

    Raises
    ------
    ValueError
        For a recoil of zero, where it diverges.

    Examples
    --------
    >>> f"{dsigma_dT_charge(0.1, 1.0, charge=1e-12):.4e} cm^2/MeV"
    '2.2422e-47 cm^2/MeV'
    """
    t, e = checks.positive("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    q = checks.real("charge", charge)
    bracket = 1 + (1 - t / e) ** 2 - ELECTRON_MASS * t / e**2
    return np.where(allowed(t, e), pi * CLASSICAL_RADIUS_SQUARED * ELECTRON_MASS * (q / t) ** 2 * bracket, 0.0)
