r"""Neutrinos of pions and muons that decay at rest in the target of an accelerator.

Each pion that stops gives one nu_mu with a sharp energy, and its muon one nu_e and one antinu_mu with the spectra of a muon at rest,

.. math:: E_{\nu_\mu} = \frac{m_\pi^2 - m_\mu^2}{2 m_\pi} = 29.8\ \mathrm{MeV}, \qquad
          \frac{dN_{\nu_e}}{dx} = 12\, x^2 (1 - x), \qquad \frac{dN_{\bar\nu_\mu}}{dx} = 2\, x^2 (3 - 2x), \qquad x = 2E/m_\mu .

Decay in flight, capture and the few negative pions (below 1 % at a spallation source [COHERENT:2021yvp]) are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import pi
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import MUON_MASS
from nuem.numerics import checks
from nuem.sources.flavour_beam import FlavourBeam
from nuem.sources.names import lower_case
from nuem.sources.pulse import Pulse

PION_MASS: Final = 139.57039  # charged pion [MeV] [ParticleDataGroup:2022pth]
LINE: Final = (PION_MASS**2 - MUON_MASS**2) / (2 * PION_MASS)
"""Energy of the nu_mu of a pion at rest [MeV]."""
END_POINT: Final = MUON_MASS / 2
"""Largest energy of the neutrinos of a muon at rest, for a massless electron [MeV]."""


def electron_spectrum(energy: ArrayLike) -> NDArray[np.float64]:
    """nu_e of a muon that decays at rest, normalised to 1 [1/MeV]; zero outside 0 to m_mu/2."""
    x = checks.plain("energy", energy, "MeV") / END_POINT
    return np.where((x > 0) & (x < 1), 12 * x**2 * (1 - x), 0.0) / END_POINT


def muon_spectrum(energy: ArrayLike) -> NDArray[np.float64]:
    """antinu_mu of a positive muon that decays at rest, normalised to 1 [1/MeV]; zero outside 0 to m_mu/2."""
    x = checks.plain("energy", energy, "MeV") / END_POINT
    return np.where((x > 0) & (x < 1), 2 * x**2 * (3 - 2 * x), 0.0) / END_POINT


@dataclass(frozen=True, slots=True, kw_only=True)
class PionDecay:
    """Pions and muons that decay at rest: prompt nu_mu, and nu_e and antinu_mu delayed by the lifetime of the muon.

    Only the product of the flux and the exposure counts events: with the mass of the detector times the same `duration` as exposure [g s],
    the number of protons fixes it.

    Parameters
    ----------
    distance : float
        From target to detector [cm].
    neutrinos_per_proton : float
        Neutrinos of **each** of the three flavours per proton, such as 0.0848.
    protons : float
        Protons on target.
    duration : float, optional
        Time over which they arrived [s]; 1 s if not given.
    pulse_mean, pulse_width : float, optional
        Gaussian pulse of protons, mean and standard deviation [s]; both or neither. Without them the source is steady.
    flux_error : float, optional
        Relative uncertainty (1 sigma) of the flux, common to all flavours and to all experiments at the facility.
    facility : str, optional
        Name of the accelerator in lower case; the nuisance is "<facility>.flux".

    Raises
    ------
    ValueError
        For values that are not positive, an error outside 0 to 1, one of the two parts of the pulse alone.

    Examples
    --------
    >>> from nuem.units import m, year
    >>> beam = PionDecay(distance=19.3 * m, neutrinos_per_proton=0.0848, protons=3.198e23, duration=2 * year, flux_error=0.1)
    >>> for part in beam.beams:
    ...     print(f"{part.name:<10}{part.total_flux:.3g} /cm2/s", part.errors)
    nu_mu     9.18e+06 /cm2/s {'sns.flux': 0.1}
    nu_e      9.18e+06 /cm2/s {'sns.flux': 0.1}
    antinu_mu 9.18e+06 /cm2/s {'sns.flux': 0.1}
    """

    distance: float
    neutrinos_per_proton: float
    protons: float
    duration: float = 1.0
    pulse_mean: float | None = None
    pulse_width: float | None = None
    flux_error: float = 0.0
    facility: str = "sns"
    name: str = field(default="pion decay at rest", init=False)
    emitted: str = field(default="mu, e", init=False)
    beams: tuple[FlavourBeam, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for quantity, unit in (("distance", "cm"), ("neutrinos_per_proton", ""), ("protons", ""), ("duration", "s")):
            value = checks.number(quantity, checks.positive(quantity, getattr(self, quantity), unit), unit)
            object.__setattr__(self, quantity, value)
        error = checks.number("flux_error", checks.within("flux_error", self.flux_error, 0, 1))
        object.__setattr__(self, "flux_error", error)
        lower_case("facility", self.facility, "sns")
        if (self.pulse_mean is None) != (self.pulse_width is None):
            raise ValueError(
                f"pulse_mean = {self.pulse_mean} and pulse_width = {self.pulse_width}: give both, or neither for a steady source"
            )
        object.__setattr__(self, "beams", self._beams())

    @property
    def pulse(self) -> Pulse | None:
        """The pulse of protons; None if the source is steady."""
        if self.pulse_mean is None or self.pulse_width is None:
            return None
        return Pulse(self.pulse_mean, self.pulse_width)

    @property
    def flux(self) -> float:
        """Flux of each flavour at the detector [cm^-2 s^-1]."""
        return self.neutrinos_per_proton * self.protons / self.duration / (4 * pi * self.distance**2)

    @property
    def total_flux(self) -> float:
        """Flux of the three flavours [cm^-2 s^-1]."""
        return 3 * self.flux

    @property
    def references(self) -> tuple[str, ...]:
        """Citation keys."""
        return ("COHERENT:2021yvp",)

    @property
    def description(self) -> str:
        """The source on one line."""
        pulse = self.pulse
        time = "steady" if pulse is None else f"pulse at {pulse.mean * 1e9:g} +- {pulse.width * 1e9:g} ns"
        return (
            f"pions and muons at rest at {self.distance / 100:g} m, {self.protons:.4g} protons, {self.neutrinos_per_proton:g} neutrinos of each "
            f"flavour per proton, {time}"
        )

    def _beams(self) -> tuple[FlavourBeam, ...]:
        pulse = self.pulse
        errors: Mapping[str, float] = {f"{self.facility}.flux": self.flux_error} if self.flux_error else {}
        prompt = None if pulse is None else pulse.prompt
        delayed = None if pulse is None else pulse.delayed
        ends, far = np.array([0.0, END_POINT]), self.distance
        line = ((LINE, self.flux),)
        return (
            FlavourBeam("nu_mu", "mu", lines=line, distance=far, errors=errors, time_fractions=prompt),
            FlavourBeam("nu_e", "e", False, (), ends, self.flux, electron_spectrum, far, errors, delayed),
            FlavourBeam("antinu_mu", "mu", True, (), ends, self.flux, muon_spectrum, far, errors, delayed),
        )
