"""Weak scattering on a free electron at rest, from given couplings or from those of the standard model."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ELECTRON_MASS, SIN2_THETA_W, WEAK_SCALE
from nuem.numerics import checks
from nuem.scattering.couplings import ChiralCouplings, tree
from nuem.scattering.kinematics import allowed


def dsigma_dT_couplings(recoil: ArrayLike, energy: ArrayLike, couplings: ChiralCouplings) -> NDArray[np.float64]:
    r"""Cross section of the contact interaction with couplings g_L and g_R.

    .. math:: \frac{d\sigma}{dT} = \frac{2G_F^2m_e}{\pi}
              \Big[g_L^2 + g_R^2\Big(1 - \frac TE\Big)^2 - g_Lg_R\frac{m_eT}{E^2}\Big]

    Exact for a massless neutrino and a free electron at rest, at tree level.

    Parameters
    ----------
    recoil, energy : array_like
        Electron recoil T and neutrino energy E [MeV].
    couplings : ChiralCouplings
        May depend on the recoil; everything broadcasts.

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero above the end point.
    """
    t, e = checks.not_negative("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    left, right = couplings
    bracket = left**2 + (right * (1 - t / e)) ** 2 - left * right * ELECTRON_MASS * t / e**2
    # Never negative up to the end point, but rounding may make it so where it vanishes there.
    return np.where(allowed(t, e), WEAK_SCALE * np.maximum(bracket, 0.0), 0.0)


def dsigma_dT_weak(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    flavour: str = "e",
    antineutrino: bool = False,
    sin2_theta_w: ArrayLike = SIN2_THETA_W,
) -> NDArray[np.float64]:
    r"""Cross section of the weak interaction at tree level.

    .. math:: \frac{d\sigma}{dT} = \frac{G_F^2m_e}{2\pi}\Big[(g_V+g_A)^2 + (g_V-g_A)^2\Big(1-\frac TE\Big)^2
              + (g_A^2-g_V^2)\frac{m_eT}{E^2}\Big]

    [Studenikin:2016ykv, Eq. (12); Vogel:1989iv], with the couplings of `nuem.scattering.couplings.tree`. The review prints g_A = -1/2,
    which is the antineutrino.

    Parameters
    ----------
    recoil, energy : array_like
        Electron recoil T and neutrino energy E [MeV].
    flavour : {"e", "mu", "tau"}, optional
    antineutrino : bool, optional
    sin2_theta_w : float, optional
        sin^2 of the weak mixing angle.

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero above the end point.

    Raises
    ------
    ValueError
        For a recoil or energy that is not physical, or an unknown flavour.

    Examples
    --------
    >>> f"{dsigma_dT_weak(0.1, 1.0, antineutrino=True):.4e} cm^2/MeV"
    '8.4398e-45 cm^2/MeV'
    """
    couplings = tree(flavour, antineutrino=antineutrino, sin2_theta_w=sin2_theta_w)
    return dsigma_dT_couplings(recoil, energy, couplings)
