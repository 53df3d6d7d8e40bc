"""Neutrinos of chromium-51: four lines of electron capture, of which one carries four fifths."""

from dataclasses import dataclass, field

from nuem.numerics.table import read_toml
from nuem.sources.flavour_beam import FlavourBeam
from nuem.sources.radioactive import flux_at, keep_inputs, mean_activity
from nuem.units import day


@dataclass(frozen=True, slots=True, kw_only=True)
class Chromium51:
    """A source of 51Cr next to a detector [Barinov:2022wfh].

    Parameters
    ----------
    activity : float
        At the beginning of the run [1/s]; 1 MCi is 3.7e16.
    distance : float
        From the detector [cm]; for a large one see `nuem.sources.effective_distance`.
    duration : float, optional
        Of the run [s], over which the flux is the mean; without it the activity is taken as constant.
    activity_error : float, optional
        Relative uncertainty (1 sigma); its nuisance is "activity.Cr51".

    Raises
    ------
    ValueError
        For values that are not positive, or an error outside 0 to 1.

    Examples
    --------
    >>> from nuem.units import day, m
    >>> source = Chromium51(activity=5 * 3.7e16, distance=1 * m, duration=50 * day)
    >>> f"{source.total_flux:.3g} /cm2/s on average, mean energy {source.mean_energy:.3f} MeV"
    '8.4e+11 /cm2/s on average, mean energy 0.716 MeV'
    """

    activity: float
    distance: float
    duration: float = 0.0
    activity_error: float = 0.0
    name: str = field(default="51Cr", init=False)
    emitted: str = field(default="e", init=False)
    beams: tuple[FlavourBeam, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keep_inputs(self, activity="1/s", distance="cm")
        data = read_toml("nuem.sources", "radioactive.toml")["Cr51"]
        flux = flux_at(mean_activity(self.activity, data["half_life_days"] * day, self.duration), self.distance)
        lines = tuple((energy, fraction * flux) for energy, fraction in data["lines"])
        errors = {"activity.Cr51": self.activity_error} if self.activity_error else {}
        beam = FlavourBeam("51Cr", "e", lines=lines, distance=self.distance, errors=errors)
        object.__setattr__(self, "beams", (beam,))

    @property
    def total_flux(self) -> float:
        """Mean flux of all lines [cm^-2 s^-1]."""
        return self.beams[0].total_flux

    @property
    def mean_energy(self) -> float:
        """Mean energy of the neutrinos [MeV]."""
        return sum(energy * flux for energy, flux in self.beams[0].lines) / self.total_flux

    @property
    def references(self) -> tuple[str, ...]:
        """Citation keys."""
        return ("Barinov:2022wfh",)

    @property
    def description(self) -> str:
        """The source on one line."""
        time = f", mean over {self.duration / day:g} days" if self.duration else ""
        return f"51Cr of {self.activity:.3g} /s at {self.distance / 100:g} m, {self.total_flux:.3g} /cm2/s{time}"
