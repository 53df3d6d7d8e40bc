"""The beams of a source, as a rate needs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nuem.flavour import Mixing


class Beam(Protocol):
    """Neutrinos of one origin at the detector: an energy spectrum and a state.

    A pulsed beam has `time_fractions` besides, which takes edges of adjoining time bins [s] and gives the fraction that arrives in each.
    """

    @property
    def name(self) -> str:
        """Such as "pp" or "reactor"."""

    @property
    def antineutrino(self) -> bool:
        """Whether these are antineutrinos."""

    @property
    def errors(self) -> Mapping[str, float]:
        """Named nuisance to relative error (1 sigma) of the flux, such as ``{"solar.pp": 0.006}``; empty if none is stated."""

    @property
    def lines(self) -> tuple[tuple[float, float], ...]:
        """Monochromatic parts: energy [MeV] and flux [cm^-2 s^-1]."""

    @property
    def breaks(self) -> NDArray[np.float64]:
        """Energies between which `flux` is smooth, from end to end of the continuum, ascending [MeV]; empty for lines only."""

    @property
    def distance(self) -> float:
        """Distance over which `state` oscillates coherently [cm]; zero where it does not."""

    def flux(self, energy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Continuum flux [cm^-2 s^-1 MeV^-1], zero outside `breaks`."""

    def state(self, energy: NDArray[np.float64], mixing: Mixing) -> NDArray[np.complex128]:
        """Density matrix at the detector in the mass basis, (*energy.shape, n, n)."""


class Source(Protocol):
    """Where neutrinos come from: one or more beams."""

    @property
    def name(self) -> str:
        """Such as "sun" or "reactor"."""

    @property
    def beams(self) -> tuple[Beam, ...]:
        """The beams, each with a flux uncertainty of its own."""
