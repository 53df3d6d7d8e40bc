"""The neutrinos of a source as if they kept the flavour that they were produced in."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.flavour import Mixing, flavour_state
from nuem.rates.beam import Beam, Source


@dataclass(frozen=True, slots=True)
class UnoscillatedBeam:
    """A beam of electron neutrinos that stay what they are."""

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
        """Of the beam."""
        return self.beam.errors

    @property
    def lines(self) -> tuple[tuple[float, float], ...]:
        """Energy [MeV] and flux [cm^-2 s^-1] of each line."""
        return self.beam.lines

    @property
    def breaks(self) -> NDArray[np.float64]:
        """Of the continuum [MeV]."""
        return self.beam.breaks

    @property
    def distance(self) -> float:
        """Zero: nothing oscillates [cm]."""
        return 0.0

    def flux(self, energy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Continuum flux [cm^-2 s^-1 MeV^-1]."""
        return self.beam.flux(energy)

    def state(self, energy: NDArray[np.float64], mixing: Mixing) -> NDArray[np.complex128]:
        """Density matrix of nu_e in the mass basis, (*energy.shape, n, n)."""
        return flavour_state(mixing, "e", baseline=0.0, energy=energy, antineutrino=self.beam.antineutrino)


@dataclass(frozen=True, slots=True)
class Unoscillated:
    """A source of electron neutrinos or antineutrinos without oscillations, such as the expectation of a solar experiment is made for."""

    source: Source

    @property
    def name(self) -> str:
        """Of the source."""
        return self.source.name

    @property
    def beams(self) -> tuple[UnoscillatedBeam, ...]:
        """Its beams."""
        return tuple(UnoscillatedBeam(beam) for beam in self.source.beams)
