"""The antineutrinos of a reactor at the detector: sums of spectra per fission."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.flavour import Mixing, flavour_state
from nuem.numerics import checks

Spectrum = Callable[[ArrayLike], NDArray[np.float64]]
"""Antineutrinos per fission at energies [MeV]."""


@dataclass(frozen=True, slots=True)
class ReactorBeam:
    """Reactor antineutrinos at the detector.

    Parameters
    ----------
    parts : tuple of callable
        Spectra per fission, which add up [1/MeV/fission].
    breaks : numpy.ndarray
        Energies at which the sum is not smooth, with the end points [MeV].
    fissions : float
        Fissions per area of the sphere through the detector [cm^-2 s^-1].
    distance : float
        From the core [cm].
    within : tuple of float, optional
        Range outside which the spectrum is unknown rather than zero, and refused [MeV].
    flux_error, spectrum_error : float, optional
        Relative uncertainties (1 sigma) of the flux at this site, and of the spectrum, which all reactors share.
    site : str, optional
        Name of the site.
    """

    parts: tuple[Spectrum, ...]
    breaks: NDArray[np.float64] = field(compare=False)
    fissions: float
    distance: float
    within: tuple[float, float] | None = None
    name: str = "reactor"
    antineutrino: bool = True
    flux_error: float = 0.0
    spectrum_error: float = 0.0
    site: str = ""
    lines: tuple[tuple[float, float], ...] = ()

    def __repr__(self) -> str:
        low, high = self.breaks[0], self.breaks[-1]
        return f"ReactorBeam({self.name!r}, {low:g} to {high:g} MeV, at {self.distance:g} cm)"

    @property
    def errors(self) -> Mapping[str, float]:
        """Relative uncertainties (1 sigma) of the flux by nuisance: "reactor.flux.<site>" and "reactor.spectrum"."""
        named = {f"reactor.flux.{self.site}": self.flux_error, "reactor.spectrum": self.spectrum_error}
        return {name: error for name, error in named.items() if error > 0}

    def flux(self, energy: ArrayLike) -> NDArray[np.float64]:
        """Flux at antineutrino energies [MeV], zero outside the end points [cm^-2 s^-1 MeV^-1]."""
        where = checks.real("energy", energy, "MeV")
        if self.within is not None:
            checks.within("energy of the Huber-Mueller spectrum", where, *self.within, "MeV")
        return np.asarray(self.fissions * sum(part(where) for part in self.parts))

    def state(self, energy: ArrayLike, mixing: Mixing) -> NDArray[np.complex128]:
        """Density matrix in the mass basis at the detector, shape (*energy.shape, n, n)."""
        return flavour_state(mixing, "e", baseline=self.distance, energy=energy, antineutrino=True)
