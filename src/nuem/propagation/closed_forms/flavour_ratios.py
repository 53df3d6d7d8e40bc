"""Neutrinos from afar: oscillations averaged out, flavour ratios, coherence."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.propagation.hamiltonian import Flavours

SOURCES = {"pion": (1 / 3, 2 / 3, 0.0), "muon-damped": (0.0, 1.0, 0.0), "neutron": (1.0, 0.0, 0.0)}


def averaged_probabilities(mixing: Flavours) -> NDArray[np.float64]:
    """P[final, initial] = sum_i |U_fi|^2 |U_ii|^2, oscillations in vacuum averaged out; no CP or Majorana phase shows but in |U|."""
    squared = np.abs(mixing.matrix) ** 2
    return np.asarray(squared @ squared.T)


def at_earth(source: ArrayLike | str, mixing: Flavours, *, flipped: bool = False) -> NDArray[np.float64]:
    """Flavour fractions at Earth of fractions at the source.

    Parameters
    ----------
    source : array_like or {"pion", "muon-damped", "neutron"}
        Fractions of the flavours that sum to one, or the name of a source.
    mixing : Mixing
    flipped : bool, optional
        Whether a universal Dirac moment and long random fields have turned half of all neutrinos right-handed: all fractions are halved, and
        their ratios are the same.

    Returns
    -------
    numpy.ndarray
    """
    if isinstance(source, str):
        source = SOURCES[checks.choice("source", source, SOURCES)]
    fractions = checks.within("source", source, 0, 1)
    n = len(mixing.matrix)
    if fractions.shape[-1:] != (n,) and not (fractions.shape == (3,) and n > 3):
        raise ValueError(f"source must have {n} fractions, got shape {fractions.shape}")
    if np.any(np.abs(fractions.sum(axis=-1) - 1) > 1e-6):
        raise ValueError(f"fractions of the source must sum to 1, got {float(np.max(fractions.sum(axis=-1))):g}")
    padded = np.concatenate([fractions, np.zeros((*fractions.shape[:-1], n - fractions.shape[-1]))], axis=-1)
    return np.asarray(padded @ averaged_probabilities(mixing).T) * (0.5 if flipped else 1.0)


def coherence_length(packet: ArrayLike, energy: ArrayLike, dm2: ArrayLike) -> Any:
    r"""Length after which two mass states of a wave packet have parted, 4 sqrt2 sigma_x E^2/|dm^2| [cm].

    The prefactor is a convention (Giunti's). `packet` is sigma_x [cm], `energy` in MeV, `dm2` in MeV^2.
    """
    width, e = checks.positive("packet", packet, "cm"), checks.positive("energy", energy, "MeV")
    return (4 * np.sqrt(2) * width * e**2 / np.abs(checks.real("dm2", dm2)))[()]
