r"""Dirac neutrinos with moments that are diagonal in the mass basis, in vacuum and a constant transverse field.

.. math:: A(\nu_\alpha^L \to \nu_\beta^{L,R}) = \sum_i U_{\beta i} U^*_{\alpha i}\, e^{-iE_i t}\, \{\cos, -i\sin\}(\mu_i B t)

For two flavours these are the probabilities of [Popov:2019nkr], with the sign of cos(mu_1 B t) cos(mu_2 B t) kept. The
right-handed flavour state of the sum is U on the right-handed mass states.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import BOHR_MAGNETON, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.propagation.hamiltonian import Flavours


def constant_field_probabilities(
    distance: ArrayLike, energy: float, mixing: Flavours, *, moments: ArrayLike, field: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Probabilities P[..., final, initial] of left-handed and of right-handed flavours.

    Parameters
    ----------
    distance : array_like
        [cm]
    energy : float
        [MeV]
    mixing : Mixing or TwoFlavours
    moments : array_like
        mu_i of the mass states [mu_B].
    field : float
        Transverse field [gauss].

    Returns
    -------
    tuple of numpy.ndarray
        To left-handed and to right-handed flavours, each of shape (*distance.shape, n, n).

    Raises
    ------
    ValueError
        For another number of moments than neutrinos, or an energy that is not positive.
    """
    x = checks.not_negative("distance", distance, "cm")
    mu = checks.real("moments", moments, "mu_B")
    u = mixing.matrix
    if mu.shape != (len(u),):
        raise ValueError(f"moments must be {len(u)}, one for each mass state, got shape {mu.shape}")
    e = checks.positive("energy", checks.number("energy", energy, "MeV"), "MeV")
    phase = np.exp(-1j * mixing.splittings / (2 * e * HBAR_C_EXACT) * x[..., None])
    turn = mu * BOHR_MAGNETON * checks.number("field", field, "gauss") / HBAR_C_EXACT * x[..., None]

    def probability(factor: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.abs(np.einsum("bi,ai,...i->...ba", u, u.conj(), phase * factor)) ** 2)

    return probability(np.cos(turn)), probability(np.sin(turn))


def two_flavour_probabilities(
    mu1: ArrayLike, mu2: ArrayLike, oscillation: ArrayLike, *, theta: float
) -> dict[str, NDArray[np.float64]]:
    r"""The four probabilities of nu_e L as Popov & Studenikin write them.

    Parameters
    ----------
    mu1, mu2 : array_like
        Angles mu_1 B t and mu_2 B t [rad].
    oscillation : array_like
        dm^2 t/4p [rad].
    theta : float
        Mixing angle [rad].

    Returns
    -------
    dict
        "eL", "xL", "eR", "xR"; they sum to one.
    """
    first, two = checks.real("mu1", mu1), checks.real("mu2", mu2)
    plus, minus = (first + two) / 2, (first - two) / 2
    s2 = np.sin(checks.real("oscillation", oscillation)) ** 2
    cos2, sin2 = np.cos(2 * theta), np.sin(2 * theta)
    cc, ss = np.cos(first) * np.cos(two), np.sin(first) * np.sin(two)
    stay = np.cos(plus) * np.cos(minus) - cos2 * np.sin(plus) * np.sin(minus)
    flip = np.sin(plus) * np.cos(minus) + cos2 * np.sin(minus) * np.cos(plus)
    return {
        "eL": (stay**2 - sin2**2 * cc * s2)[()],
        "xL": (sin2**2 * (cc * s2 + np.sin(plus) ** 2 * np.sin(minus) ** 2))[()],
        "eR": (flip**2 - sin2**2 * ss * s2)[()],
        "xR": (sin2**2 * (np.sin(minus) ** 2 * np.cos(plus) ** 2 + ss * s2))[()],
    }
