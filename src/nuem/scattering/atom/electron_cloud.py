r"""Form factor of the electrons of a neutral atom, F_e(q) per electron, F_e(0) = 1.

.. math:: F_e(q) = \frac1Z\int d^3r\, n(r)\, \frac{\sin qr}{qr}

A cloud is a sum of exponentials (hydrogen, helium) or the computed density of a larger atom. Next to F_e stands 1 - F_e, which is what the
nucleus shows of its charge, computed without a difference.
"""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ALPHA, ELECTRON_MASS
from nuem.elements.atom import Atom
from nuem.numerics import checks

_INVERSE_BOHR = ALPHA * ELECTRON_MASS  # 1/a_0 [MeV]

# Exponents [1/a_0] and coefficients of the Hartree-Fock 1s orbital of helium in Slater functions [Clementi:1974zz].
_HELIUM = ((1.41714, 0.76838), (2.37682, 0.22346), (4.39628, 0.04082), (6.52699, -0.00994), (7.94252, 0.00230))


class ElectronCloud(Protocol):
    """Electrons of an atom as a photon of momentum q sees them."""

    def form_factor(self, momentum: ArrayLike) -> NDArray[np.float64]:
        """F_e(q), q in MeV."""

    def screening(self, momentum: ArrayLike) -> NDArray[np.float64]:
        """1 - F_e(q), q in MeV."""


@dataclass(frozen=True, slots=True)
class SlaterCloud:
    r"""Electrons in one s orbital that is a sum of Slater functions, sum c_i sqrt(zeta_i^3/pi) exp(-zeta_i r).

    .. math:: F_e = \sum_{ij} w_{ij} \Big(1 + \frac{q^2a_0^2}{(\zeta_i + \zeta_j)^2}\Big)^{-2}, \qquad
              w_{ij} = 8 c_ic_j \frac{(\zeta_i\zeta_j)^{3/2}}{(\zeta_i + \zeta_j)^3}

    Parameters
    ----------
    terms : tuple of (float, float)
        Exponent zeta [1/a_0] and coefficient c of each function; the orbital is normalised.

    Examples
    --------
    >>> hydrogen = SlaterCloud(((1.0, 1.0),))
    >>> f"{hydrogen.form_factor(0.003729):.4f}"
    '0.6400'
    """

    terms: tuple[tuple[float, float], ...]

    def form_factor(self, momentum: ArrayLike) -> NDArray[np.float64]:
        """F_e(q), q in MeV."""
        x, weight = self._pairs(momentum)
        return np.asarray((weight / (1 + x) ** 2).sum(axis=-1))

    def screening(self, momentum: ArrayLike) -> NDArray[np.float64]:
        """1 - F_e(q), q in MeV."""
        x, weight = self._pairs(momentum)
        return np.asarray((weight * x * (2 + x) / (1 + x) ** 2).sum(axis=-1))

    def _pairs(self, momentum: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """q^2 a_0^2/(zeta_i + zeta_j)^2 and the normalised weight of every pair of functions, on a last axis."""
        q = checks.not_negative("momentum", momentum, "MeV")[..., None] / _INVERSE_BOHR
        exponents, coefficients = np.array(self.terms).T
        sums = np.add.outer(exponents, exponents)
        weight = 8 * np.outer(coefficients * exponents**1.5, coefficients * exponents**1.5) / sums**3
        return q**2 / sums.ravel() ** 2, weight.ravel() / weight.sum()


@dataclass(frozen=True, slots=True)
class ComputedCloud:
    """Electrons of the Dirac-Hartree-Fock-Slater atom of an element (`nuem.elements.Atom`).

    A mean field with Slater's exchange: good to some per cent for light atoms, where hydrogen and helium have better ones.
    """

    symbol: str

    def form_factor(self, momentum: ArrayLike) -> NDArray[np.float64]:
        """F_e(q), q in MeV."""
        radius, fraction = _density(self.symbol)
        q = checks.not_negative("momentum", momentum, "MeV")[..., None] / _INVERSE_BOHR
        return np.asarray(np.sinc(q * radius / np.pi) @ fraction)

    def screening(self, momentum: ArrayLike) -> NDArray[np.float64]:
        """1 - F_e(q), q in MeV."""
        radius, fraction = _density(self.symbol)
        x = checks.not_negative("momentum", momentum, "MeV")[..., None] / _INVERSE_BOHR * radius
        small = np.minimum(x, 0.5) ** 2
        series = small / 6 * (1 - small / 20 * (1 - small / 42 * (1 - small / 72 * (1 - small / 110))))
        return np.asarray(np.where(x < 0.5, series, 1 - np.sinc(x / np.pi)) @ fraction)


HYDROGEN = SlaterCloud(((1.0, 1.0),))
"""The exact 1s orbital, also of deuterium and tritium."""

HELIUM = SlaterCloud(_HELIUM)
"""The Hartree-Fock orbital of helium."""

SCREENED_HELIUM = SlaterCloud(((27 / 16, 1.0),))
"""The variational orbital with one exponent, 27/16, as used by [Cadeddu:2019qmv]."""


def electron_cloud(symbol: str) -> ElectronCloud:
    """The best cloud here for an element: exact for hydrogen, Hartree-Fock for helium, computed for others.

    Parameters
    ----------
    symbol : str
        Such as "He".

    Raises
    ------
    ValueError
        For an unknown element.
    """
    if symbol == "H":
        return HYDROGEN
    if symbol == "He":
        return HELIUM
    Atom(symbol)
    return ComputedCloud(symbol)


@cache
def _density(symbol: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Radii [a_0] and the fraction of the electrons at each."""
    atom = Atom(symbol)
    electrons = atom.density * atom.grid.weight
    return atom.grid.r, electrons / electrons.sum()
