"""Neutrinos from distant sources: oscillations averaged out, flavour ratios."""

import numpy as np
from numpy.typing import ArrayLike

from nuem.numerics import checks
from nuem.propagation.hamiltonian import Flavours
from nuem.typing import FloatArray

SOURCES = {"pion": (1 / 3, 2 / 3, 0.0), "muon-damped": (0.0, 1.0, 0.0), "neutron": (1.0, 0.0, 0.0)}


def averaged_probabilities(mixing: Flavours) -> FloatArray:
    """P[final, initial] = sum_i |U_fi|^2 |U_bi|^2, oscillations in vacuum averaged out; no CP or Majorana phase shows but in |U|."""
    squared = np.abs(mixing.matrix) ** 2
    return np.asarray(squared @ squared.T)


def at_earth(source: ArrayLike | str, mixing: Flavours, *, lost: ArrayLike = 0.0) -> FloatArray:
    r"""Flavours at the Earth of neutrinos from a distant source.

    .. math:: F_\alpha = \sum_i |U_{\alpha i}|^2 (1 - P_i) \sum_\beta |U_{\beta i}|^2 S_\beta

    Parameters
    ----------
    source : array_like or {"pion", "muon-damped", "neutron"}
        Fractions S of the flavours that sum to one, or the name of a source.
    mixing : Mixing or TwoFlavours
    lost : array_like, optional
        Probability P that a neutrino has become right-handed in fields, for all mass states or for each. A universal Dirac moment in long random
        fields loses one half: the flux is halved, and the ratios are the same.

    Returns
    -------
    numpy.ndarray
        Of each flavour, per neutrino that left the source.

    Examples
    --------
    >>> from nuem import Mixing
    >>> found = at_earth("pion", Mixing.nufit(), lost=[0.5, 0, 0])
    >>> print((found / found.sum()).round(3))
    [0.265 0.384 0.351]
    """
    if isinstance(source, str):
        source = SOURCES[checks.choice("source", source, SOURCES)]
    fractions = checks.within("source", source, 0, 1)
    n = len(mixing.matrix)
    if fractions.shape[-1:] != (n,) and not (fractions.shape == (3,) and n > 3):
        raise ValueError(f"source must have {n} fractions, got shape {fractions.shape}")
    if np.any(np.abs(fractions.sum(axis=-1) - 1) > 1e-6):
        raise ValueError(f"fractions of the source must sum to 1, got {float(np.max(fractions.sum(axis=-1))):g}")
    gone = checks.within("lost", lost, 0, 1)
    if gone.shape not in ((), (n,)):
        raise ValueError(f"lost must be one probability or {n}, one for each mass state; got shape {gone.shape}")
    padded = np.concatenate([fractions, np.zeros((*fractions.shape[:-1], n - fractions.shape[-1]))], axis=-1)
    squared = np.abs(mixing.matrix) ** 2
    return np.asarray(((padded @ squared) * (1 - gone)) @ squared.T)
