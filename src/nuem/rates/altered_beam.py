"""Beams that differ from another one in a single respect: the flux, or the state."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nuem.flavour import Mixing, flavour_state
from nuem.rates.beam import Beam, Source
from nuem.typing import ComplexArray, FloatArray


@dataclass(frozen=True, slots=True)
class AlteredBeam:
    """A beam as it is; what differs is overridden below."""

    beam: Beam

    @property
    def name(self) -> str:
        """Of the beam."""
        return self.beam.name

    @property
    def antineutrino(self) -> bool:
        """Of the beam."""
        return self.beam.antineutrino

    @property
    def errors(self) -> Mapping[str, float]:
        """Relative errors of the flux."""
        return self.beam.errors

    @property
    def lines(self) -> tuple[tuple[float, float], ...]:
        """Energy [MeV] and flux [cm^-2 s^-1] of each line."""
        return self.beam.lines

    @property
    def breaks(self) -> FloatArray:
        """Of the continuum [MeV]."""
        return self.beam.breaks

    @property
    def distance(self) -> float:
        """Over which the state oscillates [cm]."""
        return self.beam.distance

    def flux(self, energy: FloatArray) -> FloatArray:
        """Continuum flux [cm^-2 s^-1 MeV^-1]."""
        return self.beam.flux(energy)

    def state(self, energy: FloatArray, mixing: Mixing) -> ComplexArray:
        """Density matrix in the mass basis, (*energy.shape, n, n)."""
        return self.beam.state(energy, mixing)


class LogarithmicBeam(AlteredBeam):
    """The flux times ln(E/MeV), for cross sections that grow like ln E."""

    __slots__ = ()

    @property
    def lines(self) -> tuple[tuple[float, float], ...]:
        """Energy [MeV] and weighted flux [cm^-2 s^-1]."""
        return tuple((energy, flux * float(np.log(energy))) for energy, flux in self.beam.lines)

    def flux(self, energy: FloatArray) -> FloatArray:
        """Weighted flux [cm^-2 s^-1 MeV^-1]."""
        return np.asarray(self.beam.flux(energy) * np.log(np.maximum(energy, 1e-300)))


class UnoscillatedBeam(AlteredBeam):
    """Electron neutrinos that keep their flavour."""

    __slots__ = ()

    @property
    def distance(self) -> float:
        """Zero: nothing oscillates [cm]."""
        return 0.0

    def state(self, energy: FloatArray, mixing: Mixing) -> ComplexArray:
        """Density matrix of nu_e in the mass basis, (*energy.shape, n, n)."""
        return flavour_state(mixing, "e", baseline=0.0, energy=energy, antineutrino=self.beam.antineutrino)


@dataclass(frozen=True, slots=True)
class Unoscillated:
    """A source of electron neutrinos or antineutrinos without oscillations, for which the expectation of a solar experiment is stated."""

    source: Source

    @property
    def name(self) -> str:
        """Of the source."""
        return self.source.name

    @property
    def beams(self) -> tuple[UnoscillatedBeam, ...]:
        """Its beams."""
        return tuple(UnoscillatedBeam(beam) for beam in self.source.beams)
