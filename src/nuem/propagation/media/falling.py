"""Densities and fields that fall off: exponentials and powers of the distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Unpack

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks
from nuem.propagation.medium import Function, FurtherField, Medium, Multiple
from nuem.propagation.quantities import Values

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Exponential:
    """first * exp(-x/height), height in cm."""

    first: float
    height: float
    featureless: ClassVar[bool] = True

    def __call__(self, x: Array) -> Array:
        """The values at distances x [cm]."""
        return np.asarray(self.first * np.exp(-x / self.height))


@dataclass(frozen=True, slots=True)
class Power:
    """first * ((start + x)/radius)^-exponent, lengths in cm."""

    first: complex
    radius: float
    exponent: float
    start: float
    featureless: ClassVar[bool] = True

    def __call__(self, x: Array) -> Values:
        """The values at distances x [cm]."""
        return np.asarray(self.first * ((self.start + x) / self.radius) ** -self.exponent)


def exponential(
    length: float,
    *,
    electron_density: float,
    scale_height: float,
    neutrons_per_electron: float = 0.0,
    **more: Unpack[FurtherField],
) -> Medium:
    """Densities that fall as exp(-x/h).

    Parameters
    ----------
    length : float
        [cm]
    electron_density : float
        At the beginning [cm^-3].
    scale_height : float
        h [cm].
    neutrons_per_electron : float, optional
    **more
        Goes to `Medium`.
    """
    height = float(checks.positive("scale_height", checks.number("scale_height", scale_height, "cm"), "cm"))
    return _falling(length, Exponential(_first(electron_density), height), neutrons_per_electron, more)


def power_law(
    length: float,
    *,
    start: float,
    electron_density: float,
    exponent: float,
    neutrons_per_electron: float = 0.0,
    **more: Unpack[FurtherField],
) -> Medium:
    """Densities that fall as (1 + x/r)^-exponent, on a path outwards.

    Parameters
    ----------
    length : float
        [cm]
    start : float
        Radius r at which the path begins [cm].
    electron_density : float
        There [cm^-3].
    exponent : float
    neutrons_per_electron : float, optional
    **more
        Goes to `Medium`.
    """
    radius = float(checks.positive("start", checks.number("start", start, "cm"), "cm"))
    power = Power(_first(electron_density), radius, checks.number("exponent", exponent), radius)
    return _falling(length, power, neutrons_per_electron, more)


def power_law_field(field: complex, radius: float, exponent: float, *, start: float = 0.0) -> Function:
    """The transverse field B_0 (r_0/r)^exponent on a path outwards.

    Parameters
    ----------
    field : complex
        B_0 = B_x + i B_y [gauss].
    radius : float
        r_0 [cm].
    exponent : float
    start : float, optional
        Radius at which the path begins [cm].
    """
    r0 = float(checks.positive("radius", checks.number("radius", radius, "cm"), "cm"))
    strength = complex(checks.complex_numbers("field", field, "gauss"))
    return Power(strength, r0, checks.number("exponent", exponent), checks.number("start", start, "cm"))


def _first(density: float) -> float:
    return float(checks.not_negative("electron_density", checks.number("electron_density", density, "cm^-3"), "cm^-3"))


def _falling(length: float, electrons: Function, ratio: float, more: FurtherField) -> Medium:
    neutrons = float(checks.not_negative("neutrons_per_electron", checks.number("neutrons_per_electron", ratio)))
    return Medium(
        length,
        electron_density=electrons,
        neutron_density=Multiple(electrons, neutrons) if neutrons else None,
        **more,
    )
