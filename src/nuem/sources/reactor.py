"""Antineutrinos of a nuclear reactor, from its thermal power or from a flux at the detector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import pi

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks
from nuem.numerics.table import read_toml
from nuem.sources import fission
from nuem.sources.names import lower_case
from nuem.sources.neutron_capture import capture_spectrum, capture_steps, captures_per_fission
from nuem.sources.reactor_beam import ReactorBeam, Spectrum
from nuem.sources.reactor_spectra import SPECTRA

_ROUNDING = 1e-9  # fission fractions must sum to 1 within this


@dataclass(frozen=True, slots=True, kw_only=True)
class Reactor:
    """A power reactor, normalised by its thermal power and distance or by the flux at the detector.

    Parameters
    ----------
    flux : float, optional
        Flux of **all** antineutrinos at the detector, those after neutron capture and below every threshold included [cm^-2 s^-1].
        A flux calculated for fission products only needs ``neutron_capture=False``.
    power : float, optional
        Thermal power [MeV/s], as in ``3 * GW``; needs `distance` and excludes `flux`.
    distance : float, optional
        From core to detector [cm]; with a given flux it only sets the (tiny) oscillation, and is zero if not given.
    spectrum : str, optional
        ``"huber-mueller+vogel-engel"`` (default; Vogel-Engel below 2 MeV, where the two differ by 1 to 8 %, Huber-Mueller above, and nothing
        above 8 MeV, where SM-2018 has 7e-5 of all antineutrinos), ``"sm2018"``, ``"kopeikin2012"`` (a whole pressurised-water reactor: fractions
        and captures are in it), ``"huber-mueller"`` (2 to 8 MeV, refuses everything else).
    fractions : str or mapping, optional
        Fission fractions: a name of ``reactor.toml`` or a value for each isotope, which sum to 1.
    neutron_capture : bool, optional
        Whether the 1.2 antineutrinos per fission after neutron capture on 238U are counted.
    flux_error : float, optional
        Relative uncertainty (1 sigma) of the flux at this site, such as 0.02; the nuisance "reactor.flux.<site>" is shared by all
        experiments that name the site.
    spectrum_error : float, optional
        Relative uncertainty (1 sigma) of the number of antineutrinos per fission; the nuisance "reactor.spectrum" is shared by all reactors.
    site : str, optional
        Name of the site in lower case, such as "dresden"; needed with a `flux_error`.

    Raises
    ------
    ValueError
        For both or neither of flux and power, a power without a distance, values that are not positive, an unknown spectrum or isotope,
        fractions that do not sum to 1, a request that the chosen spectrum cannot serve, an error outside 0 to 1 or a flux error without a site.

    Examples
    --------
    >>> from nuem.units import GW, m
    >>> reactor = Reactor(power=3 * GW, distance=13.9 * m)
    >>> f"{reactor.total_flux:.2e} /cm2/s, {reactor.per_fission:.2f} per fission"
    '2.55e+13 /cm2/s, 6.82 per fission'
    """

    flux: float | None = None
    power: float | None = None
    distance: float | None = None
    spectrum: str = next(iter(SPECTRA))
    fractions: str | Mapping[str, float] = field(default="typical_pwr", hash=False)
    neutron_capture: bool = True
    flux_error: float = 0.0
    spectrum_error: float = 0.0
    site: str = ""
    name: str = field(default="reactor", init=False)
    emitted: str = field(default="e", init=False)
    per_fission: float = field(init=False, repr=False, compare=False)
    """Antineutrinos per fission."""
    beams: tuple[ReactorBeam, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        checks.choice("spectrum", self.spectrum, SPECTRA)
        checks.flag("neutron_capture", self.neutron_capture)
        for quantity, unit in (("flux", "1 / cm2 / s"), ("power", "MeV / s"), ("distance", "cm")):
            value = getattr(self, quantity)
            if value is not None:
                checks.positive(quantity, checks.number(quantity, value, unit), unit)
                object.__setattr__(self, quantity, float(checks.real(quantity, value, unit)))
        if (self.flux is None) == (self.power is None):
            raise ValueError("give either the flux at the detector or the power of the reactor with its distance")
        if self.power is not None and self.distance is None:
            raise ValueError(f"a power of {self.power:g} MeV/s needs the distance of the detector [cm]")
        self._check_errors()
        fractions = fission_fractions(self.fractions)
        parts, breaks, within = self._per_fission(fractions)
        object.__setattr__(self, "per_fission", _integral(parts, breaks))
        beam = ReactorBeam(
            parts,
            breaks,
            self._fissions(fractions),
            self.distance or 0.0,
            within,
            flux_error=self.flux_error,
            spectrum_error=self.spectrum_error,
            site=self.site,
        )
        object.__setattr__(self, "beams", (beam,))

    def _check_errors(self) -> None:
        for name in ("flux_error", "spectrum_error"):
            value = checks.number(name, checks.within(name, getattr(self, name), 0, 1))
            object.__setattr__(self, name, value)
        if self.site != "":
            lower_case("site", self.site, "dresden")
        if self.flux_error > 0 and not self.site:
            raise ValueError(
                f"flux_error = {self.flux_error:g} needs the name of the site, such as site = 'dresden': experiments at one site share the error"
            )

    def _per_fission(
        self, fractions: Mapping[str, float]
    ) -> tuple[tuple[Spectrum, ...], NDArray[np.float64], tuple[float, float] | None]:
        """Parts of the spectrum, their breaks, and the range outside which it is refused."""
        kind = SPECTRA[self.spectrum]
        if kind.whole and self.fractions != "typical_pwr":
            raise ValueError(
                f"the spectrum {self.spectrum!r} is that of a whole typical_pwr; other fission fractions need another spectrum"
            )
        if kind.whole and not self.neutron_capture:
            raise ValueError(f"neutron capture cannot be taken out of the spectrum {self.spectrum!r}")
        if kind.within is not None and self.flux is not None:
            low, high = kind.within
            raise ValueError(
                f"a flux of all antineutrinos cannot be spread over {low:g} to {high:g} MeV; give power and distance, or another spectrum"
            )
        fissions = kind.parts(fractions)
        parts: list[Spectrum] = list(fissions)
        breaks = [part.knots for part in fissions]
        if self.neutron_capture and kind.takes_captures:
            parts.append(capture_spectrum() * captures_per_fission())
            breaks.append(capture_steps())
        return tuple(parts), np.unique(np.concatenate(breaks)), kind.within

    def _fissions(self, fractions: Mapping[str, float]) -> float:
        """Fissions per second and area of the sphere through the detector [cm^-2 s^-1]."""
        if self.flux is not None:
            return self.flux / self.per_fission
        assert self.power is not None
        assert self.distance is not None
        return self.power / energy_per_fission(fractions) / (4 * pi * self.distance**2)

    @property
    def total_flux(self) -> float:
        """Flux of all antineutrinos of the spectrum [cm^-2 s^-1]."""
        return self.beams[0].fissions * self.per_fission

    @property
    def references(self) -> tuple[str, ...]:
        """Citation keys of the spectrum."""
        keys = tuple(read_toml("nuem.sources", "reactor.toml")["spectra"][self.spectrum]["references"])
        return (*keys, "Ma:2012bm") if self.flux is None else keys

    @property
    def description(self) -> str:
        """The source on one line."""
        where = "" if self.distance is None else f" at {self.distance / 100:g} m"
        spectrum = SPECTRA[self.spectrum]
        kind = "whole reactor" if spectrum.whole else f"fission fractions {self.fractions}"
        captures = "" if self.neutron_capture and spectrum.within is None else ", no neutron capture"
        return (
            f"reactor antineutrinos{where}, {self.total_flux:.3g} /cm2/s, spectrum {self.spectrum} "
            f"({self.per_fission:.2f} per fission, {kind}{captures})"
        )


def fission_fractions(fractions: str | Mapping[str, float]) -> dict[str, float]:
    """Fission fractions by name, or a mapping of isotope to fraction, checked.

    Parameters
    ----------
    fractions : str or mapping
        As in `Reactor`.

    Raises
    ------
    ValueError
        For an unknown name or isotope, a negative fraction, or fractions that do not sum to 1.
    """
    if not isinstance(fractions, Mapping):
        sets = read_toml("nuem.sources", "reactor.toml")["fission_fractions"]
        return dict(sets[checks.choice("fractions", fractions, tuple(sets))])
    checked = {
        checks.choice("isotope", isotope, fission.ISOTOPES): checks.number(
            f"fraction of {isotope}", checks.not_negative(f"fraction of {isotope}", value)
        )
        for isotope, value in fractions.items()
    }
    total = sum(checked.values())
    if abs(total - 1) > _ROUNDING:
        raise ValueError(f"fission fractions must sum to 1, got {total:g} from {dict(fractions)}")
    return checked


def energy_per_fission(fractions: Mapping[str, float]) -> float:
    """Mean thermal energy per fission of a mixture of isotopes [MeV]."""
    energies = read_toml("nuem.sources", "reactor.toml")["energy_per_fission"]
    return float(sum(fraction * energies[isotope] for isotope, fraction in fractions.items()))


def _integral(parts: tuple[Spectrum, ...], breaks: NDArray[np.float64]) -> float:
    """Integral of the sum over all energies; Gauss-Legendre between the breaks."""
    nodes, weights = np.polynomial.legendre.leggauss(24)
    half = np.diff(breaks)[:, None] / 2
    energy = breaks[:-1, None] + half * (nodes + 1)
    return float(np.sum(half * weights * sum(part(energy) for part in parts)))
