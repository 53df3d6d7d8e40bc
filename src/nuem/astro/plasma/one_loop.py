r"""Polarisation of a plasma at one loop with the full distribution of electron velocities.

With w = (4 alpha/pi)(p^2/E)(f + fbar) dp and the function g of `nuem.astro.plasma.dispersion`, to leading order in alpha

.. math:: G_T(N) = \int w \left[1 - \tfrac13 (1 - N) v^2 g(v^2 N)\right], \qquad
          G_L(N) = \int w \left[\frac{1 - v^2}{1 - v^2 N} + \tfrac23 v^2 g(v^2 N)\right] ,

of which Braaten and Segel's form is the case of one velocity [Braaten:1993jw]. `response` keeps the recoil of the electrons as well, the terms
K^4/4 in the denominators of the loop, which are of relative order alpha for photons in the plasma.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.plasma.dispersion import Polarisation, g_function
from nuem.astro.plasma.electron_gas import Occupation
from nuem.constants import ALPHA
from nuem.numerics import checks

Real = NDArray[np.float64]


class Plasma(Protocol):
    """What a loop of electrons needs of a plasma."""

    def electrons(self) -> Occupation:
        """Electrons and positrons over their momenta."""


def polarisation(N: Real, plasma: Plasma) -> Polarisation:
    """Effective masses of both polarisations and their slopes.

    Parameters
    ----------
    N : numpy.ndarray
        (k/omega)^2; broadcasts against the plasma.
    plasma : Plasma
    """
    gas = plasma.electrons()
    weight = 4 * ALPHA / np.pi * gas.momentum**2 / gas.energy * gas.total * gas.weight
    v2, at = gas.velocity**2, N[..., None]
    g, slope = g_function(v2 * at)

    def mean(integrand: Real) -> Real:
        return np.asarray(np.einsum("...k,...k", weight, integrand))

    still = (1 - v2) / (1 - v2 * at)
    return Polarisation(
        mean(1 - (1 - at) * v2 * g / 3),
        mean(v2 * g / 3 - (1 - at) * v2**2 * slope / 3),
        mean(still + 2 / 3 * v2 * g),
        mean(still * v2 / (1 - v2 * at) + 2 / 3 * v2**2 * slope),
    )


def response(frequency: ArrayLike, wavenumber: ArrayLike, plasma: Plasma) -> tuple[Real, Real]:
    r"""Real parts of the matter's polarisation functions Pi_T and Pi_L at one loop, with recoil.

    .. math:: \Pi_T = \int w\, \Big\langle \frac{D^2 - K^2 p^2 (1 - x^2)/2}{D^2 - K^4/4} \Big\rangle_x, \qquad
              \Pi_L = \int w\, \Big\langle \frac{k^2 (E^2 - p^2 x^2)}{D^2 - K^4/4} \Big\rangle_x, \qquad D = E\omega - pkx .

    Transverse photons have omega^2 = k^2 + Pi_T, plasmons k^2 = Pi_L. The vacuum part, which renormalises the charge, is left out. For
    K^2 > 4 m^2 and below the light cone the integrand has poles; they are refused.

    Parameters
    ----------
    frequency, wavenumber : array_like
        omega and k [MeV], with 0 <= k < omega; they broadcast against the plasma.
    plasma : Plasma

    Returns
    -------
    Pi_T, Pi_L : numpy.ndarray
        [MeV^2]

    Raises
    ------
    ValueError
        Below the light cone, or above the threshold for electron pairs.
    """
    omega, k = np.broadcast_arrays(
        checks.positive("frequency", frequency, "MeV"), checks.not_negative("wavenumber", wavenumber, "MeV")
    )
    K2 = omega**2 - k**2
    if np.any(K2 <= 0):
        raise ValueError("wavenumber must be below the frequency: below the light cone plasmons are damped")
    from nuem.constants import ELECTRON_MASS
    from nuem.numerics.quadrature import panels

    if np.any(K2 >= 4 * ELECTRON_MASS**2):
        raise ValueError(f"omega^2 - k^2 = {np.max(K2):g} MeV^2 is above the threshold (2 m_e)^2 for electron pairs")
    gas = plasma.electrons()
    weight = 4 * ALPHA / np.pi * gas.momentum**2 / gas.energy * gas.total * gas.weight
    # By rapidity, x = tanh(s)/v: 1 - v x, which peaks for fast electrons along k, is then 1 - tanh(s).
    unit, unit_weights = (a.ravel() for a in panels(np.linspace(-1, 1, 9), 12))
    p, E = gas.momentum[..., None], gas.energy[..., None]
    v = p / E
    reach = np.arctanh(v)
    x = np.tanh(reach * unit) / v
    measure = unit_weights * reach / (v * np.cosh(reach * unit) ** 2) / 2
    om, kk, square = omega[..., None, None], k[..., None, None], K2[..., None, None]
    D2 = (E * om - p * kk * x) ** 2
    below = D2 - square**2 / 4
    transverse = np.einsum("...ki,...ki->...k", (D2 - square * p**2 * (1 - x**2) / 2) / below, measure)
    longitudinal = np.einsum("...ki,...ki->...k", kk**2 * (E**2 - (p * x) ** 2) / below, measure)
    return np.asarray(np.einsum("...k,...k", weight, transverse)), np.asarray(
        np.einsum("...k,...k", weight, longitudinal)
    )
