"""Efficiencies: the fraction of events that is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log
from typing import Protocol, Self

import numpy as np
from numpy.typing import ArrayLike

from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.numerics.content import ByContent
from nuem.typing import FloatArray
from nuem.units import keV


class Kept(Protocol):
    """An efficiency as a function of an energy or of a number of photo-electrons."""

    def __call__(self, energy: ArrayLike) -> FloatArray:
        """Fraction that is kept."""

    def knots(self) -> FloatArray:
        """Where the function is not smooth."""


@dataclass(frozen=True, slots=True, eq=False)
class Efficiency(ByContent):
    """Fraction of the events that is kept, linear between tabulated energies and zero outside them.

    Parameters
    ----------
    energy : array_like
        Energies, ascending [MeV].
    fraction : array_like
        Efficiency at each, between 0 and 1.
    variations : mapping, optional
        Name of a nuisance to the efficiencies at -1 and +1 standard deviation.

    Raises
    ------
    ValueError
        For energies that are not ascending, a fraction outside [0, 1], or lengths that differ.
    """

    energy: FloatArray
    fraction: FloatArray
    variations: Mapping[str, tuple[Self, Self]] = field(default_factory=dict)

    __repr__ = brief

    def __post_init__(self) -> None:
        energy = checks.not_negative("energy of the efficiency", self.energy, "MeV")
        fraction = checks.within("efficiency", self.fraction, 0, 1)
        if energy.ndim != 1 or energy.shape != fraction.shape or len(energy) < 2:
            raise ValueError(f"an efficiency needs two or more pairs; got shapes {energy.shape} and {fraction.shape}")
        if np.any(np.diff(energy) <= 0):
            k = int(np.argmax(np.diff(energy) <= 0))
            raise ValueError(
                f"energies of the efficiency must ascend; {energy[k + 1] / keV:g} keV follows {energy[k] / keV:g} keV"
            )
        object.__setattr__(self, "energy", energy)
        object.__setattr__(self, "fraction", fraction)

    @classmethod
    def constant(cls, fraction: float) -> Self:
        """The same efficiency at every energy."""
        value = checks.number("efficiency", fraction)
        return cls(np.array([0.0, 1e6]), np.array([value, value]))

    def __call__(self, energy: ArrayLike) -> FloatArray:
        """Efficiency at given energies [MeV], zero outside the table."""
        return np.asarray(
            np.interp(checks.plain("energy", energy, "MeV"), self.energy, self.fraction, left=0.0, right=0.0)
        )

    def knots(self) -> FloatArray:
        """The tabulated energies [MeV]."""
        return self.energy


@dataclass(frozen=True, slots=True, eq=False)
class Sigmoid(ByContent):
    r"""An efficiency that rises from a threshold, in whatever its argument counts.

    .. math:: \varepsilon(x) = \frac{h}{1 + e^{-s (x - c)}} + o, \qquad \text{clipped to } 0 \le \varepsilon \le 1

    Parameters
    ----------
    height, steepness, centre, offset : float
        h, s > 0, c and o; s and c in the unit of the argument.
    variations : mapping, optional
        Name of a nuisance to the efficiencies at -1 and +1 standard deviation.

    Raises
    ------
    ValueError
        For a height or steepness that is not positive.

    Examples
    --------
    >>> kept = Sigmoid(1.32045, 0.285979, 10.8646, -0.333322)
    >>> f"nothing below {kept.knots()[0]:.2f} photo-electrons, {float(kept(20)):.2f} at 20"
    'nothing below 7.07 photo-electrons, 0.90 at 20'
    """

    height: float
    steepness: float
    centre: float
    offset: float = 0.0
    variations: Mapping[str, tuple[Self, Self]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("height", "steepness"):
            checks.positive(f"{name} of the efficiency", checks.number(name, getattr(self, name)))
        for name in ("centre", "offset"):
            checks.number(f"{name} of the efficiency", getattr(self, name))

    def __call__(self, energy: ArrayLike) -> FloatArray:
        """Fraction that is kept."""
        from scipy.special import expit

        x = checks.plain("energy", energy, "MeV")
        return np.asarray(np.clip(self.height * expit(self.steepness * (x - self.centre)) + self.offset, 0, 1))

    def knots(self) -> FloatArray:
        """Where it leaves 0 or meets 1."""
        levels = [-self.offset / self.height, (1 - self.offset) / self.height]
        return np.array([self.centre - log(1 / level - 1) / self.steepness for level in levels if 0 < level < 1])
