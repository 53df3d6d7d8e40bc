"""Photoabsorption of an atom: as computed from its orbitals below 0.8 keV, as Elam, Ravel and Sieber tabulate it from 1 keV on.

The computed cross section is dipole only, so it lacks retardation (4 % at 15 keV, 10 % at 30 keV in xenon), and next to an edge, where it
has the resonances of one independent electron, it differs from tables by tens of per cent. What is taken from the tables is the total
alone, and it enters the transverse photons of a charge alone; the shells, and N_w, N_mu and N_q with them, are as computed.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.elements import element
from nuem.numerics import checks
from nuem.numerics.table import read_table, shipped
from nuem.scattering.atom.subshell_table import tables, total
from nuem.units import keV

COMPUTED_UP_TO, TABULATED_FROM = 0.8 * keV, 1.0 * keV


def photoabsorption(symbol: str, energy: ArrayLike) -> NDArray[np.float64]:
    """Cross section of a photon on an atom.

    Parameters
    ----------
    symbol : str
        An element that has tables.
    energy : array_like
        Of the photon [MeV].

    Returns
    -------
    numpy.ndarray
        [cm^2]; zero below the first threshold.

    Raises
    ------
    ValueError
        For an element without tables, or an energy below zero.

    Examples
    --------
    >>> f"{photoabsorption('Xe', 2 * keV):.3e} cm^2"
    '4.534e-19 cm^2'
    """
    photon = checks.not_negative("energy", energy, "MeV")
    sigma = np.zeros(photon.shape)
    soft, hard = photon < TABULATED_FROM, photon > COMPUTED_UP_TO
    between = soft & hard
    sigma[soft] = computed(symbol, photon[soft])
    sigma[hard & ~soft] = elam(symbol, photon[hard & ~soft])
    fraction = np.log(photon[between] / COMPUTED_UP_TO) / np.log(TABULATED_FROM / COMPUTED_UP_TO)
    sigma[between] *= (elam(symbol, photon[between]) / sigma[between]) ** fraction
    return sigma


def computed(symbol: str, energy: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum over the computed subshells, in dipole approximation [cm^2]."""
    return np.asarray(total(tables(symbol), energy)[3])


def elam(symbol: str, energy: NDArray[np.float64]) -> NDArray[np.float64]:
    """The tabulated cross section [cm^2], a power of the energy [MeV] between points; an edge is two points at one energy."""
    points, sigma = _points(symbol)
    log, value, at = np.log(points), np.log(sigma), np.log(energy)
    left = np.clip(np.searchsorted(points, energy, side="right") - 1, 0, len(points) - 2)
    left -= points[left + 1] == points[left]  # only below the first point could it be the lower one of an edge
    slope = (value[left + 1] - value[left]) / (log[left + 1] - log[left])
    return np.asarray(np.exp(value[left] + slope * (at - log[left])))


def knots(symbol: str) -> NDArray[np.float64]:
    """Energies between which the part that is tabulated is smooth [MeV]."""
    points = _points(symbol)[0]
    return np.concatenate([[COMPUTED_UP_TO, TABULATED_FROM], points[points > COMPUTED_UP_TO]])


@cache
def _points(symbol: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    columns = _file()
    rows = columns["Z"] == element(symbol).Z
    if not rows.any():
        raise ValueError(
            f"{symbol} is half added: it has a table of its atomic response but no photoabsorption; run make element SYMBOL={symbol}"
        )
    return columns["energy"][rows], columns["sigma"][rows]


@cache
def _file() -> dict[str, NDArray[np.float64]]:
    return read_table(shipped("nuem.scattering.atom", "photoabsorption.csv"), {"Z": "", "energy": "eV", "sigma": "cm2"})
