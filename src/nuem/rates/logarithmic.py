"""A beam weighted with the logarithm of its energy, for cross sections that grow like ln E."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.flavour import Mixing
from nuem.rates.beam import Beam


@dataclass(frozen=True, slots=True)
class LogarithmicBeam:
    """The same states, the flux times ln(E/MeV)."""

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
    def breaks(self) -> NDArray[np.float64]:
        """Of the beam [MeV]."""
        return self.beam.breaks

    @property
    def distance(self) -> float:
        """Of the beam [cm]."""
        return self.beam.distance

    @property
    def lines(self) -> tuple[tuple[float, float], ...]:
        """Energy [MeV] and weighted flux [cm^-2 s^-1]."""
        return tuple((energy, flux * float(np.log(energy))) for energy, flux in self.beam.lines)

    def flux(self, energy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weighted flux [cm^-2 s^-1 MeV^-1]."""
        return np.asarray(self.beam.flux(energy) * np.log(np.maximum(energy, 1e-300)))

    def state(self, energy: NDArray[np.float64], mixing: Mixing) -> NDArray[np.complex128]:
        """Density matrix at the detector."""
        return self.beam.state(energy, mixing)
