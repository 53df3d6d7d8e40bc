r"""Quenching: the visible energy of a nuclear recoil, E_ee = Q(T) T, in electron equivalents.

A response needs Q only as it stands: neither its inverse nor its derivative, so tables and curves that are not monotonic do no harm. Recoils
outside the range of a quenching factor are not counted.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import inf
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike

from nuem.elements import element
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.numerics.content import ByContent
from nuem.numerics.table import read_table, shipped
from nuem.typing import FloatArray
from nuem.units import keV

GERMANIUM_TABLES: Final = ("Fef", "YBe")


class Quenching(ABC):
    """A quenching factor as a function of the nuclear recoil."""

    __slots__ = ()

    @abstractmethod
    def factor(self, recoil: ArrayLike) -> FloatArray:
        """Q at recoils T [MeV]."""

    def visible(self, recoil: ArrayLike) -> FloatArray:
        """Electron-equivalent energy Q T [MeV]."""
        return self.factor(recoil) * checks.plain("recoil", recoil, "MeV")

    def knots(self) -> FloatArray:
        """Recoils at which Q is not smooth [MeV]."""
        return np.empty(0)

    @property
    def range(self) -> tuple[float, float]:
        """Recoils for which Q is known [MeV]."""
        return 0.0, inf

    @property
    def variations(self) -> Mapping[str, tuple[Quenching, Quenching]]:
        """Name of each nuisance to the quenching at -1 and +1 standard deviation."""
        return {}


@dataclass(frozen=True, slots=True)
class Lindhard(Quenching):
    r"""The model of Lindhard [Lindhard:1963zz].

    .. math:: Q = \frac{k g}{1 + k g}, \qquad g = 3 \epsilon^{0.15} + 0.7 \epsilon^{0.6} + \epsilon, \qquad
              \epsilon = 11.5\, Z^{-7/3}\, T/\mathrm{keV}

    Below about 0.3 keV in germanium it is an extrapolation.

    Parameters
    ----------
    symbol : str
        Element that recoils.
    k : float, optional
        0.133 Z^(2/3) A^(-1/2) if not given.
    k_error : float, optional
        Standard deviation of k; the nuisance is "quenching.<symbol>.k".

    Raises
    ------
    ValueError
        For an unknown element, or k that is not positive or not larger than its error.

    Examples
    --------
    >>> f"{Lindhard('Ge').k:.3f}, {float(Lindhard('Ge', k=0.162).factor(1 * keV)):.4f} at 1 keV"
    '0.157, 0.1755 at 1 keV'
    """

    symbol: str
    k: float = 0.0
    k_error: float = 0.0

    def __post_init__(self) -> None:
        atom = element(self.symbol)
        slope = checks.number("k", self.k)
        k = slope if slope != 0 else 0.133 * atom.Z ** (2 / 3) / atom.atomic_weight**0.5
        object.__setattr__(self, "k", checks.number("k", checks.positive("k", k)))
        error = checks.number("k_error", checks.not_negative("k_error", self.k_error))
        if error >= self.k:
            raise ValueError(f"k_error = {error:g} must be smaller than k = {self.k:g}")

    def factor(self, recoil: ArrayLike) -> FloatArray:
        """Q at recoils T [MeV]."""
        true = np.maximum(checks.plain("recoil", recoil, "MeV"), 0.0)
        epsilon = 11.5 * element(self.symbol).Z ** (-7 / 3) * true / keV
        g = 3 * epsilon**0.15 + 0.7 * epsilon**0.6 + epsilon
        return np.asarray(self.k * g / (1 + self.k * g))

    @property
    def variations(self) -> Mapping[str, tuple[Quenching, Quenching]]:
        """The nuisance of k."""
        if self.k_error == 0:
            return {}
        return {
            f"quenching.{self.symbol}.k": (
                replace(self, k=self.k - self.k_error, k_error=0.0),
                replace(self, k=self.k + self.k_error, k_error=0.0),
            )
        }


@dataclass(frozen=True, slots=True, eq=False)
class QuenchingPolynomial(ByContent, Quenching):
    """E_ee as a polynomial of the recoil without a constant: c_1 T + c_2 T^2 + ...; negative values are cut at zero.

    A quenching factor that is linear in T, such as 0.246 + 0.00078 T/keV in liquid argon, is the polynomial (0.246, 0.00078/keV).

    Parameters
    ----------
    coefficients : array_like
        c_1 [-], c_2 [1/MeV], ...
    varied : mapping, optional
        Name of a nuisance to the coefficients at -1 and +1 standard deviation.

    Raises
    ------
    ValueError
        Without coefficients, for zeros alone, or c_1 above 1.

    Examples
    --------
    >>> argon = QuenchingPolynomial([0.246, 0.00078 / keV])
    >>> f"{float(argon.visible(50 * keV)) / keV:.2f} keVee"
    '14.25 keVee'
    """

    coefficients: FloatArray
    varied: Mapping[str, tuple[ArrayLike, ArrayLike]] = field(default_factory=dict)

    __repr__ = brief

    def __post_init__(self) -> None:
        object.__setattr__(self, "coefficients", _coefficients(self.coefficients))
        checks.mapping("varied", self.varied, "{name of a nuisance: (values at -1, values at +1)}")
        pairs = {name: (_coefficients(low), _coefficients(high)) for name, (low, high) in self.varied.items()}
        object.__setattr__(self, "varied", pairs)

    def factor(self, recoil: ArrayLike) -> FloatArray:
        """Q at recoils T [MeV]."""
        true = checks.plain("recoil", recoil, "MeV")
        return np.asarray(np.maximum(np.polynomial.polynomial.polyval(true, self.coefficients), 0.0))

    @property
    def variations(self) -> Mapping[str, tuple[Quenching, Quenching]]:
        """The nuisances of the coefficients."""
        return {
            name: (QuenchingPolynomial(np.asarray(low)), QuenchingPolynomial(np.asarray(high)))
            for name, (low, high) in self.varied.items()
        }


@dataclass(frozen=True, slots=True, eq=False)
class QuenchingTable(ByContent, Quenching):
    """A tabulated quenching factor, linear between its recoils; nothing is known outside them.

    Parameters
    ----------
    recoil : array_like
        Nuclear recoils, two or more, ascending [MeV].
    values : array_like
        Q at each.
    varied : mapping, optional
        Name of a nuisance to the values at -1 and +1 standard deviation.

    Raises
    ------
    ValueError
        For recoils that do not ascend, values outside 0 to 1, or lengths that differ.
    """

    recoil: FloatArray
    values: FloatArray
    varied: Mapping[str, tuple[ArrayLike, ArrayLike]] = field(default_factory=dict)

    __repr__ = brief

    def __post_init__(self) -> None:
        recoil = checks.not_negative("recoil of the quenching table", self.recoil, "MeV")
        if recoil.ndim != 1 or len(recoil) < 2 or np.any(np.diff(recoil) <= 0):
            raise ValueError(
                f"recoils of the quenching table must ascend and be two or more, got {checks.shown((recoil / keV).tolist())} keV"
            )
        object.__setattr__(self, "recoil", recoil)
        object.__setattr__(self, "values", _factors(self.values, recoil))
        checks.mapping("varied", self.varied, "{name of a nuisance: (values at -1, values at +1)}")
        pairs = {name: (_factors(low, recoil), _factors(high, recoil)) for name, (low, high) in self.varied.items()}
        object.__setattr__(self, "varied", pairs)

    @classmethod
    def germanium(cls, measurement: str) -> Self:
        """Q of germanium as used with the data of Dresden-II [Collar:2021fcl; Colaresi:2022obx], 0 to 4.5 keV.

        Parameters
        ----------
        measurement : {"Fef", "YBe"}
            Iron-filtered neutrons, or photoneutrons of a YBe source. Both were measured above about 0.25 keV only: below, they extrapolate.

        Examples
        --------
        >>> [round(float(QuenchingTable.germanium(name).factor(0.5 * keV)), 3) for name in ("Fef", "YBe")]
        [0.34, 0.248]
        """
        column = checks.choice("quenching of germanium", measurement, GERMANIUM_TABLES)
        table = read_table(shipped("nuem.detectors", "quenching_germanium.csv"), {"recoil": "keV", column: ""})
        return cls(table["recoil"], table[column])

    def factor(self, recoil: ArrayLike) -> FloatArray:
        """Q at recoils T [MeV], zero outside the table."""
        true = checks.plain("recoil", recoil, "MeV")
        return np.asarray(np.interp(true, self.recoil, self.values, left=0.0, right=0.0))

    def knots(self) -> FloatArray:
        """The tabulated recoils [MeV]."""
        return self.recoil

    @property
    def range(self) -> tuple[float, float]:
        """First and last recoil of the table [MeV]."""
        return float(self.recoil[0]), float(self.recoil[-1])

    @property
    def variations(self) -> Mapping[str, tuple[Quenching, Quenching]]:
        """The nuisances of the table."""
        return {
            name: (QuenchingTable(self.recoil, np.asarray(low)), QuenchingTable(self.recoil, np.asarray(high)))
            for name, (low, high) in self.varied.items()
        }


def _coefficients(values: ArrayLike) -> FloatArray:
    numbers = checks.real("coefficients of the quenching", values)
    if numbers.ndim != 1 or len(numbers) == 0 or not np.any(numbers):
        raise ValueError(
            f"a quenching polynomial needs one or more coefficients that are not all zero, got {checks.shown(numbers.tolist())}"
        )
    if numbers[0] > 1:
        raise ValueError(
            f"c_1 = {numbers[0]:g} of the quenching polynomial is the part of a small recoil that is visible, 1 at most"
        )
    return numbers


def _factors(values: ArrayLike, recoil: FloatArray) -> FloatArray:
    factors = checks.within("quenching factor", values, 0, 1)
    if factors.shape != recoil.shape:
        raise ValueError(f"{factors.shape} quenching factors for {len(recoil)} recoils")
    return factors
