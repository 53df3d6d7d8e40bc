"""Antineutrinos of tritium: the softest source there is, 18.6 keV at most."""

from dataclasses import dataclass, field
from functools import cache
from math import log

import numpy as np

from nuem.constants import AVOGADRO
from nuem.numerics.table import read_toml
from nuem.sources.beta import BetaDecay
from nuem.sources.flavour_beam import FlavourBeam
from nuem.sources.radioactive import flux_at, keep_inputs, mean_activity
from nuem.units import year

# Panels that narrow towards the end point, where the electron is slow and its Fermi function steep.
_GRADED = np.array([0.0, 0.5, 0.8, 0.95, 0.99, 0.999, 0.9999, 1.0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tritium:
    """A mass of tritium next to or inside a detector, with the spectrum of an allowed decay.

    Parameters
    ----------
    mass : float
        Of tritium at the beginning of the run [g].
    distance : float
        From the detector [cm]; for a large one see `nuem.sources.effective_distance`.
    duration : float, optional
        Of the run [s], over which the flux is the mean; without it the activity is taken as constant.
    activity_error : float, optional
        Relative uncertainty (1 sigma); its nuisance is "activity.H3".

    Raises
    ------
    ValueError
        For values that are not positive, or an error outside 0 to 1.

    Examples
    --------
    >>> from nuem.units import g, m, year
    >>> source = Tritium(mass=60 * g, distance=1 * m, duration=5 * year)
    >>> f"{source.activity:.3e} decays a second, {source.decays:.3e} in 5 years"
    '2.136e+16 decays a second, 2.938e+24 in 5 years'
    """

    mass: float
    distance: float
    duration: float = 0.0
    activity_error: float = 0.0
    name: str = field(default="tritium", init=False)
    emitted: str = field(default="e", init=False)
    beams: tuple[FlavourBeam, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keep_inputs(self, mass="g", distance="cm")
        spectrum = tritium_spectrum()
        breaks = _GRADED * spectrum.end_point
        flux = flux_at(mean_activity(self.activity, _half_life(), self.duration), self.distance)
        errors = {"activity.H3": self.activity_error} if self.activity_error else {}
        beam = FlavourBeam("tritium", "e", True, (), breaks, flux, spectrum, self.distance, errors)
        object.__setattr__(self, "beams", (beam,))

    @property
    def activity(self) -> float:
        """At the beginning [1/s]."""
        atoms = self.mass * AVOGADRO / _data()["molar_mass"]
        return float(atoms * log(2) / _half_life())

    @property
    def decays(self) -> float:
        """Number of decays in the run."""
        return mean_activity(self.activity, _half_life(), self.duration) * self.duration

    @property
    def total_flux(self) -> float:
        """Mean flux [cm^-2 s^-1]."""
        return self.beams[0].total_flux

    @property
    def references(self) -> tuple[str, ...]:
        """Citation keys."""
        return ("Lucas:2000zz",)

    @property
    def description(self) -> str:
        """The source on one line."""
        time = f", mean over {self.duration / year:g} years" if self.duration else ""
        return f"{self.mass:g} g of tritium at {self.distance / 100:g} m, {self.total_flux:.3g} /cm2/s{time}"


@cache
def tritium_spectrum() -> BetaDecay:
    """The normalised antineutrino spectrum."""
    data = _data()
    return BetaDecay(data["end_point"], int(data["daughter_charge"]))


def _data() -> dict[str, float]:
    data: dict[str, float] = read_toml("nuem.sources", "radioactive.toml")["H3"]
    return data


def _half_life() -> float:
    """[s]"""
    return _data()["half_life_years"] * year
