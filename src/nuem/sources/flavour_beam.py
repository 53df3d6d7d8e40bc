"""A beam of neutrinos that are produced in one flavour and reach the detector through vacuum."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.flavour import Mixing, flavour_state
from nuem.numerics import checks

Function = Callable[[ArrayLike], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class FlavourBeam:
    """Neutrinos or antineutrinos of one flavour at the detector: lines, a continuum, or both.

    Parameters
    ----------
    name : str
        Such as "nu_mu".
    flavour : str
        "e", "mu" or "tau".
    antineutrino : bool, optional
    lines : tuple of tuple of float, optional
        Energy [MeV] and flux [cm^-2 s^-1] of each line.
    breaks : numpy.ndarray, optional
        Energies between which the continuum is smooth, with its end points [MeV]; empty for lines alone.
    continuum : float, optional
        Flux in the continuum [cm^-2 s^-1].
    spectrum : callable or None, optional
        The continuum, normalised to 1, zero outside its end points [1/MeV].
    distance : float, optional
        Over which the state oscillates coherently [cm].
    errors : mapping, optional
        Relative uncertainty (1 sigma) of the flux by the name of its nuisance.
    time_fractions : callable or None, optional
        Takes edges of adjoining time bins [s], gives the fraction of the neutrinos that arrives in each; None for a steady source.
    """

    name: str
    flavour: str
    antineutrino: bool = False
    lines: tuple[tuple[float, float], ...] = ()
    breaks: NDArray[np.float64] = field(default_factory=lambda: np.empty(0), compare=False, repr=False)
    continuum: float = 0.0
    spectrum: Function | None = field(default=None, repr=False)
    distance: float = 0.0
    errors: Mapping[str, float] = field(default_factory=dict, hash=False)
    time_fractions: Function | None = field(default=None, repr=False)

    def flux(self, energy: ArrayLike) -> NDArray[np.float64]:
        """Continuum flux at neutrino energies [MeV], zero outside the end points [cm^-2 s^-1 MeV^-1]."""
        where = checks.real("energy", energy, "MeV")
        return np.zeros_like(where) if self.spectrum is None else np.asarray(self.continuum * self.spectrum(where))

    def state(self, energy: ArrayLike, mixing: Mixing) -> NDArray[np.complex128]:
        """Density matrix in the mass basis at the detector, shape (*energy.shape, n, n)."""
        return flavour_state(
            mixing, self.flavour, baseline=self.distance, energy=energy, antineutrino=self.antineutrino
        )

    @property
    def total_flux(self) -> float:
        """Flux of lines and continuum [cm^-2 s^-1]."""
        return self.continuum + sum(flux for _, flux in self.lines)
