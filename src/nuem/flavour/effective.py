"""The effective magnetic moment: what a scattering experiment measures of the dipole matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nuem.flavour.mixing import Mixing
from nuem.flavour.states import flavour_state
from nuem.numerics import checks
from nuem.typing import ComplexArray, FloatArray
from nuem.vertex import Vertex


def effective_moment(
    vertex: Vertex,
    mixing: Mixing,
    flavour: str,
    *,
    baseline: float = 0.0,
    energy: ArrayLike | None = None,
    antineutrino: bool = False,
) -> FloatArray:
    r"""Effective magnetic moment of a neutrino produced in a flavour eigenstate, at a distance from its source.

    .. math:: \mu_{\nu_\ell}^2(L, E) = \sum_j \Big| \sum_i U^*_{\ell i}\, e^{-i \Delta m^2_{i1} L/2E} (\mu_{ji} - i\epsilon_{ji}) \Big|^2
              = \mathrm{Tr}\,[\lambda \rho \lambda^\dagger]

    [Studenikin:2016ykv, after Eq. (19); Beacom:1999wx]; for antineutrinos U -> U^* and lambda -> lambda^*, which equals L -> -L.

    Parameters
    ----------
    vertex : Vertex
    mixing : Mixing
    flavour : {"e", "mu", "tau"}
        The flavour at birth.
    baseline : float, optional
        Distance L [cm]; zero is the short-baseline limit, ``math.inf`` the one in which oscillations average out.
    energy : array_like, optional
        Neutrino energy E [MeV]; needed for a finite baseline above zero.
    antineutrino : bool, optional

    Returns
    -------
    float or numpy.ndarray
        mu_eff [mu_B], of the shape of `energy`, after the leading axes of the vertex.

    Raises
    ------
    ValueError
        If vertex and mixing differ in size, or as in `flavour_state`.

    Examples
    --------
    >>> vertex = Vertex("dirac", magnetic=1e-11 * np.eye(3))
    >>> f"{effective_moment(vertex, Mixing.nufit(), 'e'):.3g} mu_B"
    '1e-11 mu_B'
    """
    state = flavour_state(mixing, flavour, baseline=baseline, energy=energy, antineutrino=antineutrino)
    return _moment(vertex, state.conj() if antineutrino else state)


def averaged_effective_moment(vertex: Vertex, probabilities: ArrayLike) -> FloatArray:
    r"""Effective moment of an incoherent mixture of mass states, such as solar neutrinos.

    .. math:: \mu_\mathrm{eff}^2 = \sum_i P_i \sum_j |\lambda_{ji}|^2

    No CP or Majorana phase enters [Grimus:2002vb; Canas:2015yoa, Eq. (16)]. With P2 = P(nu_e -> nu_1) of two neutrinos in matter, P is
    (c13^2 P2, c13^2 (1 - P2), s13^2).

    Parameters
    ----------
    vertex : Vertex
    probabilities : array_like
        P_i, the fraction of each mass state; the last axis runs over mass states and sums to one.

    Returns
    -------
    float or numpy.ndarray
        mu_eff [mu_B], with the leading axes of the vertex first.

    Raises
    ------
    ValueError
        If the probabilities are not between 0 and 1, do not sum to 1, or are not one for each neutrino of the vertex.
    """
    checks.known("vertex", vertex, checks.VERTEX)
    fractions = checks.within("probabilities", probabilities, 0, 1)
    if fractions.ndim == 0 or fractions.shape[-1] != vertex.size:
        raise ValueError(f"probabilities must have {vertex.size} entries on the last axis, got shape {fractions.shape}")
    total = fractions.sum(axis=-1)
    if np.any(np.abs(total - 1) > 1e-6):
        raise ValueError(
            f"probabilities must sum to 1, got {np.ravel(total)[np.argmax(np.abs(np.ravel(total) - 1))]:g}"
        )
    squared = np.sum(np.abs(vertex.dipole) ** 2, axis=-2)
    return np.asarray(np.sqrt(np.tensordot(squared, fractions, axes=(-1, -1))))[()]


def _moment(vertex: Vertex, state: ComplexArray) -> FloatArray:
    """sqrt(Tr[lambda rho lambda^dagger]) of a neutrino; an antineutrino's state comes conjugated, which conjugates lambda."""
    checks.known("vertex", vertex, checks.VERTEX)
    if state.shape[-1] != vertex.size:
        raise ValueError(f"the vertex has {vertex.size} neutrinos but the mixing has {state.shape[-1]}")
    weight = vertex.dipole.conj().swapaxes(-1, -2) @ vertex.dipole
    squared = np.tensordot(weight, state, axes=((-2, -1), (-1, -2))).real
    root = np.sqrt(np.maximum(squared, 0.0))
    return np.asarray(root)[()]
