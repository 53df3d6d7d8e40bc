"""The state of a neutrino in flight: its density matrix in the mass basis."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import HBAR_C_EXACT
from nuem.flavour.mixing import Mixing
from nuem.numerics import checks


def flavour_state(
    mixing: Mixing,
    flavour: str,
    *,
    baseline: float = 0.0,
    energy: ArrayLike | None = None,
    antineutrino: bool = False,
) -> NDArray[np.complex128]:
    r"""Density matrix of a neutrino produced in a flavour eigenstate, after propagating in vacuum.

    .. math:: \rho_{jk} = a_j a_k^*, \qquad a_j = U_{\alpha j}^* \, e^{-i\,\Delta m^2_{j1} L / 2E}

    with U in place of U^* for antineutrinos [Beacom:1999wx; Kouzakov:2017hbc, Eq. (6)]. At ``baseline = math.inf`` the coherences average
    out and rho = diag |U_{alpha j}|^2.

    Parameters
    ----------
    mixing : Mixing
    flavour : {"e", "mu", "tau", "s1", ...}
    baseline : float, optional
        Distance L from the source [cm].
    energy : array_like, optional
        Neutrino energy E [MeV]; needed for a baseline that is neither zero nor infinite.
    antineutrino : bool, optional

    Returns
    -------
    numpy.ndarray
        Hermitian, trace 1, shape (*energy.shape, n, n), [mass, mass].

    Raises
    ------
    ValueError
        For a negative baseline or energy, or an energy that is missing.
    """
    checks.known("mixing", mixing, checks.MIXING)
    row = mixing.matrix[mixing.index(flavour)]
    produced = row if antineutrino else row.conj()
    energies = None if energy is None else checks.positive("energy", energy, "MeV")
    shape = () if energies is None else energies.shape
    if np.ndim(baseline) == 0 and baseline == math.inf:
        return np.broadcast_to(np.diag(np.abs(produced) ** 2).astype(np.complex128), (*shape, mixing.size, mixing.size))
    length = checks.number("baseline", checks.not_negative("baseline", baseline, "cm"), "cm")
    if length > 0 and energies is None:
        raise ValueError(f"a baseline of {length:g} cm needs an energy [MeV]: the phase is dm^2 L/2E")
    phase = (
        np.zeros(mixing.size)
        if energies is None
        else mixing.splittings * length / (2 * energies[..., None] * HBAR_C_EXACT)
    )
    amplitude = produced * np.exp(-1j * phase)
    return np.asarray(amplitude[..., :, None] * amplitude[..., None, :].conj())


def mass_state(name: str, index: int, mixing: Mixing) -> int:
    """The number of a mass state, counted from 0.

    Raises
    ------
    ValueError
        For anything else; the message calls it by `name`.
    """
    if isinstance(index, bool) or not isinstance(index, int | np.integer) or index not in range(mixing.size):
        raise ValueError(
            f"{name} = {checks.shown(index)} is not a mass state; they are numbered from 0 to {mixing.size - 1}"
        )
    return int(index)
