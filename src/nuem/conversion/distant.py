r"""Neutrinos from distant sources after random fields: helicity flips of the mass states, and flavour ratios at the Earth.

.. math:: F_\alpha = \sum_i |U_{\alpha i}|^2 (1 - P_i) \sum_\beta |U_{\beta i}|^2 S_\beta

for Dirac neutrinos with moments that are diagonal in the mass basis. If all flip alike the ratios stay what they are and the flux is halved at most; one mass state that is depleted alone moves them.
Transition moments do nothing as long as mu B is far below dm^2/2E: a field of 1 uG and 1e-13 mu_B need 6.5e22 eV.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import BOHR_MAGNETON
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.propagation.closed_forms.domains import fixed_strength
from nuem.propagation.closed_forms.flavour_ratios import at_earth
from nuem.propagation.closed_forms.two_level import precession
from nuem.vertex import Vertex

Array = NDArray[np.float64]


def random_field_flips(vertex: Vertex, *, field: float, coherence: float, distance: float) -> Array:
    """Mean probability of each mass state to flip in random cells of one strength of the transverse field.

    Parameters
    ----------
    vertex : Vertex
        Diagonal Dirac moments count; Majorana neutrinos have none.
    field : float
        Transverse field [gauss].
    coherence : float
        Length of a cell [cm].
    distance : float
        [cm]

    Returns
    -------
    numpy.ndarray
        P_i, at most one half for many cells.
    """
    checks.single("vertex", vertex)
    strength = float(checks.not_negative("field", checks.number("field", field, "gauss"), "gauss"))
    cell = float(checks.positive("coherence", checks.number("coherence", coherence, "cm"), "cm"))
    way = float(checks.positive("distance", checks.number("distance", distance, "cm"), "cm"))
    if vertex.nature == "majorana":
        return np.zeros(vertex.size)
    cells = max(1, round(way / cell))
    moments = np.abs(np.diag(vertex.dipole))
    return np.asarray(fixed_strength(precession(moments, strength) * way / cells, cells))


def transition_energy(moment: float, field: float, mixing: Mixing) -> float:
    """Energy at which mu B equals dm2_21/2E [MeV]: far below it transition moments do nothing in vacuum.

    Examples
    --------
    >>> from nuem.units import eV
    >>> print(f"{transition_energy(1e-13, 1e-6, Mixing.nufit()) / eV:.2e} eV")
    6.51e+22 eV
    """
    checks.known("mixing", mixing, checks.MIXING)
    strength = checks.positive("field", checks.number("field", field, "gauss"), "gauss")
    coupling = checks.positive("moment", checks.number("moment", moment, "mu_B"), "mu_B") * strength * BOHR_MAGNETON
    return float(mixing.dm2_21 / (2 * coupling))


@dataclass(frozen=True, slots=True, eq=False)
class FlavourRatios:
    """Flavours of what arrives from a distant source."""

    fractions: Array
    """Of e, mu, tau in what arrives; they sum to one."""
    survival: float
    """Fraction of the flux that is still active."""

    __repr__ = brief


def flavour_ratios(source: ArrayLike | str, mixing: Mixing, flips: ArrayLike = 0.0) -> FlavourRatios:
    """Flavour ratios at the Earth of a distant source, oscillations averaged, after mass states have flipped.

    Parameters
    ----------
    source : array_like or {"pion", "muon-damped", "neutron"}
        Fractions of the flavours at the source, or its name.
    mixing : Mixing
    flips : array_like, optional
        Probability of each mass state to have become sterile, one number or one each; `random_field_flips` has those of fields.

    Returns
    -------
    FlavourRatios

    Examples
    --------
    >>> print(flavour_ratios("pion", Mixing.nufit(), [0.5, 0, 0]).fractions.round(3))
    [0.265 0.384 0.351]
    """
    checks.known("mixing", mixing, checks.MIXING)
    flipped = checks.one_or("flips", checks.within("flips", flips, 0, 1), mixing.size)
    arriving = at_earth(source, mixing, lost=flipped)
    if arriving.ndim != 1:
        raise ValueError(f"source must be the fractions of one source, got shape {np.shape(source)}")
    arriving = arriving[:3]
    survival = float(arriving.sum())
    if survival == 0:
        raise ValueError("flips = 1 for every mass state: no active neutrino arrives")
    return FlavourRatios(arriving / survival, survival)
