"""Energy resolution: the standard deviation of the Gaussian that smears an energy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.numerics.content import ByContent
from nuem.typing import FloatArray
from nuem.units import keV


class Width(Protocol):
    """A resolution: anything that knows its standard deviation."""

    def sigma(self, energy: ArrayLike) -> FloatArray:
        """Standard deviation at energies, on the scale that is measured [MeV]."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Width of the Gaussian by which an energy is smeared, sigma(E) = constant + sqrt_term sqrt(E/keV) + linear E.

    Parameters
    ----------
    constant : float, optional
        May be negative, as in fits that hold above a threshold; the width stays above a hundredth of it [MeV].
    sqrt_term : float, optional
        The term that grows with the root of the energy, at 1 keV [MeV].
    linear : float, optional
        Relative width at high energy.
    quadrature : bool, optional
        Add the three terms in quadrature instead.
    """

    constant: float = 0.0
    sqrt_term: float = 0.0
    linear: float = 0.0
    quadrature: bool = False

    def __post_init__(self) -> None:
        checks.number("constant", self.constant, "MeV")
        for name, unit in (("sqrt_term", "MeV"), ("linear", "")):
            checks.not_negative(f"{name} of the resolution", checks.number(name, getattr(self, name)), unit)
        if self.linear >= 1:
            raise ValueError(
                f"linear = {self.linear:g} of the resolution is a relative width and must be below 1, such as 0.05 for 5 per cent"
            )
        if self.constant == self.sqrt_term == self.linear == 0:
            raise ValueError("a resolution with every term zero smears nothing; leave the resolution out instead")
        if self.constant < 0 and (self.quadrature or self.sqrt_term == self.linear == 0):
            raise ValueError(
                f"constant = {self.constant / keV:g} keV of the resolution may be negative only together with a term that grows with the energy"
            )

    def sigma(self, energy: ArrayLike) -> FloatArray:
        """Standard deviation at energies [MeV]."""
        true = checks.plain("energy", energy, "MeV")
        terms = (np.full_like(true, self.constant), self.sqrt_term * np.sqrt(true / keV), self.linear * true)
        width = np.sqrt(sum(term**2 for term in terms)) if self.quadrature else sum(terms)
        return np.asarray(np.maximum(width, 0.01 * abs(self.constant)))


@dataclass(frozen=True, slots=True, eq=False)
class ResolutionTable(ByContent):
    """Widths that were measured at a few energies, linear between them; beyond its ends the table keeps its first and last width.

    Parameters
    ----------
    energy : array_like
        Ascending [MeV].
    width : array_like
        Standard deviation at each [MeV].

    Raises
    ------
    ValueError
        For energies that do not ascend, widths that are not positive, or lengths that differ.
    """

    energy: FloatArray
    width: FloatArray

    __repr__ = brief

    def __post_init__(self) -> None:
        energy = checks.not_negative("energy of the resolution", self.energy, "MeV")
        width = checks.positive("width of the resolution", self.width, "MeV")
        if energy.ndim != 1 or energy.shape != width.shape or np.any(np.diff(energy) <= 0):
            raise ValueError(
                f"a resolution needs ascending energies and a width for each; got shapes {energy.shape} and {width.shape}"
            )
        object.__setattr__(self, "energy", energy)
        object.__setattr__(self, "width", width)

    def sigma(self, energy: ArrayLike) -> FloatArray:
        """Standard deviation at energies [MeV]."""
        return np.asarray(np.interp(checks.plain("energy", energy, "MeV"), self.energy, self.width))


@dataclass(frozen=True, slots=True)
class IonisationResolution:
    r"""Noise of the electronics, and the fluctuation of the number of electron-hole pairs.

    .. math:: \sigma^2(E) = \sigma_\mathrm{noise}^2 + F \eta E

    with the Fano factor F and the energy eta that a pair costs, E being the energy that ionises.

    Parameters
    ----------
    noise : float
        Standard deviation of the noise [MeV].
    fano : float
        Fano factor, such as 0.11 in germanium.
    pair_energy : float
        Mean energy per pair [MeV], such as 2.96 eV in germanium.

    Examples
    --------
    >>> from nuem.units import eV
    >>> width = IonisationResolution(noise=68.5 * eV, fano=0.105, pair_energy=2.96 * eV)
    >>> f"{float(width.sigma(1 * keV)) / eV:.1f} eV at 1 keV"
    '70.7 eV at 1 keV'
    """

    noise: float
    fano: float
    pair_energy: float

    def __post_init__(self) -> None:
        checks.positive("noise", checks.number("noise", self.noise, "MeV"), "MeV")
        checks.not_negative("Fano factor", checks.number("Fano factor", self.fano))
        checks.not_negative("pair_energy", checks.number("pair_energy", self.pair_energy, "MeV"), "MeV")

    def sigma(self, energy: ArrayLike) -> FloatArray:
        """Standard deviation at ionisation energies [MeV]."""
        true = checks.plain("energy", energy, "MeV")
        return np.asarray(np.sqrt(self.noise**2 + self.fano * self.pair_energy * np.maximum(true, 0.0)))
