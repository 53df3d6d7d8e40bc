"""Energy that a plasma loses to neutrinos: one result for every process, by channel of the coupling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from nuem.constants import HBAR, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.units import erg

Real = NDArray[np.float64]

CHANNELS: Final = ("weak", "magnetic", "charge", "radius", "interference")
"""weak: the standard model; radius: radii squared and their interference with the weak part; interference: of charges with radii and weak part."""

POLARISATIONS: Final = ("transverse", "longitudinal")

PER_VOLUME_AND_TIME: Final = 1 / (HBAR_C_EXACT**3 * HBAR)
"""From MeV^5 to MeV cm^-3 s^-1."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class EnergyLoss:
    """Energy lost to neutrinos [MeV cm^-3 s^-1], each quantity of the shape of the plasma."""

    parts: Real
    """By polarisation (one row where a process has none), channel as `CHANNELS`, then the shape of the plasma [MeV cm^-3 s^-1]."""
    density: Real
    """Mass density [g/cm^3]."""

    @classmethod
    def of_channels(cls, channels: Mapping[str, Real], density: Real) -> Self:
        """A loss without polarisations, from its channels [MeV cm^-3 s^-1]; missing ones are zero."""
        shape = np.broadcast_shapes(np.shape(density), *(np.shape(channel) for channel in channels.values()))
        parts = np.zeros((1, len(CHANNELS), *shape))
        for name, value in channels.items():
            parts[0, CHANNELS.index(name)] = value
        return cls(parts, density)

    @property
    def weak(self) -> Real:
        """The standard model [MeV cm^-3 s^-1]."""
        return self._channel("weak")

    @property
    def magnetic(self) -> Real:
        """Magnetic and electric moments [MeV cm^-3 s^-1]."""
        return self._channel("magnetic")

    @property
    def charge(self) -> Real:
        """Charges squared [MeV cm^-3 s^-1]."""
        return self._channel("charge")

    @property
    def radius(self) -> Real:
        """Charge radii and anapole moments: squared, and times the weak interaction, so of either sign [MeV cm^-3 s^-1]."""
        return self._channel("radius")

    @property
    def interference(self) -> Real:
        """Charges times radii and weak interaction, of either sign [MeV cm^-3 s^-1]."""
        return self._channel("interference")

    @property
    def total(self) -> Real:
        """All channels and polarisations [MeV cm^-3 s^-1]."""
        return np.asarray(self.parts.sum(axis=(0, 1)))[()]

    @property
    def extra(self) -> Real:
        """What electromagnetic properties add to the standard model [MeV cm^-3 s^-1]."""
        return np.asarray(self.parts[:, 1:].sum(axis=(0, 1)))[()]

    @property
    def transverse(self) -> Real:
        """All channels, both transverse polarisations [MeV cm^-3 s^-1]."""
        return self._polarisation(0)

    @property
    def longitudinal(self) -> Real:
        """All channels, longitudinal polarisation [MeV cm^-3 s^-1]."""
        return self._polarisation(1)

    @property
    def erg_per_cm3_s(self) -> Real:
        """`total` [erg cm^-3 s^-1]."""
        return np.asarray(self.total / erg)[()]

    @property
    def erg_per_g_s(self) -> Real:
        """`total` per mass [erg g^-1 s^-1]."""
        return np.asarray(self.total / erg / self.density)[()]

    def channel(self, name: str) -> EnergyLoss:
        """One channel alone: "weak", "magnetic", "charge", "radius" or "interference"."""
        index = CHANNELS.index(checks.choice("channel", name, CHANNELS))
        parts = np.zeros_like(self.parts)
        parts[:, index] = self.parts[:, index]
        return EnergyLoss(parts, self.density)

    def by_channel(self) -> dict[str, Real]:
        """Channel to loss [MeV cm^-3 s^-1]."""
        return {name: self._channel(name) for name in CHANNELS}

    @classmethod
    def summed(cls, losses: Iterable[EnergyLoss]) -> EnergyLoss:
        """The loss by several processes in the same matter; what is not known (not a number) does not count."""
        rows = [(np.nansum(loss.parts, axis=0), loss.density) for loss in losses]
        return cls(np.sum([parts for parts, _ in rows], axis=0)[None], rows[0][1])

    def __repr__(self) -> str:
        named = ", ".join(f"{name}={np.array2string(value, precision=4)}" for name, value in self.by_channel().items())
        return f"EnergyLoss({named}) [MeV cm^-3 s^-1]"

    def _channel(self, name: str) -> Real:
        return np.asarray(self.parts[:, CHANNELS.index(name)].sum(axis=0))[()]

    def _polarisation(self, index: int) -> Real:
        if len(self.parts) != len(POLARISATIONS):
            raise ValueError("only plasmon decay by itself has polarisations")
        return np.asarray(self.parts[index].sum(axis=0))[()]
