"""Solar antineutrinos by inverse beta decay: 8B neutrinos that a magnetic field has converted.

A published limit is a mean probability for an undistorted 8B spectrum; the probability of a field grows with the energy, so a limit on the moment folds it
with flux and cross section instead of comparing probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.conversion.earth import Night
from nuem.conversion.fields import Field
from nuem.conversion.solar import LARGEST_ENERGY, solar_conversion
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.numerics.quadrature import panels
from nuem.scattering.inverse_beta import tabulated
from nuem.sources import Sun
from nuem.units import year
from nuem.vertex import Vertex

Array = NDArray[np.float64]

END_POINT: Final = 16.6  # above the last row of the 8B spectrum [MeV]
_NODES = 12
SMALL_MOMENT: Final = 1e-16
"""At which probabilities are computed to be scaled to a limit [mu_B]."""


@dataclass(frozen=True, slots=True)
class ProtonTarget:
    """A detector of inverse beta decay.

    Parameters
    ----------
    name, title : str
    protons : float
        Free protons per kiloton.
    mass : float
        Fiducial mass [kt].
    threshold : float
        Least antineutrino energy of the search [MeV].
    limit : float or None
        Published limit on the mean probability for an undistorted 8B spectrum above the threshold, 90 % CL.
    reference : str
        Citation key of the limit.
    """

    name: str
    title: str
    protons: float
    mass: float
    threshold: float
    limit: float | None
    reference: str

    def __post_init__(self) -> None:
        for name, unit in (("protons", ""), ("mass", ""), ("threshold", "MeV")):
            value = checks.positive(name, checks.number(name, getattr(self, name), unit), unit)
            object.__setattr__(self, name, float(value))
        if self.limit is not None:
            checks.within("limit", self.limit, 0, 1)


TARGETS: Final = {
    target.name: target
    for target in (
        ProtonTarget("kamland", "KamLAND 2012, 4.53 kt yr", 8.47e31, 0.697, 8.3, 5.3e-5, "KamLAND:2011fld"),
        ProtonTarget("juno", "JUNO, sensitivity", 7.175e31, 20.0, 8.0, 2.07e-5, "Ventura:2026jun"),
        ProtonTarget("superk", "Super-K IV, 183 kt yr", 6.686e31, 22.5, 9.3, 4.7e-4, "Super-Kamiokande:2020frs"),
        ProtonTarget("superk_gd", "Super-K with gadolinium", 6.686e31, 22.5, 6.6, None, "Super-Kamiokande:2020frs"),
    )
}
"""KamLAND counts 8.47e31 protons per kiloton (1.6 events per kt and year at its limit), water and JUNO's 12.01 % of hydrogen give theirs by mass."""


@dataclass(frozen=True, slots=True, eq=False)
class AntineutrinoSpectrum:
    """Solar antineutrinos in a detector."""

    edges: Array
    """Edges of the bins of antineutrino energy [MeV]."""
    rate: Array
    """Events per kiloton and year in each bin."""
    target: ProtonTarget
    field: str
    by_events: float
    """Mean P(nu_e -> anti-nu_e) weighted with events, above the threshold."""
    by_flux: float
    """The same weighted with the 8B flux."""

    @property
    def per_year(self) -> float:
        """Events of the whole detector in a year."""
        return float(self.rate.sum()) * self.target.mass


def antineutrino_spectrum(
    target: ProtonTarget | str,
    mixing: Mixing,
    vertex: Vertex,
    magnetic_field: Field | None,
    *,
    edges: ArrayLike | None = None,
    night: Night = False,
) -> AntineutrinoSpectrum:
    """Events of solar antineutrinos by inverse beta decay.

    Parameters
    ----------
    target : ProtonTarget or {"kamland", "juno", "superk", "superk_gd"}
    mixing : Mixing
    vertex : Vertex
        Majorana, with transition moments.
    magnetic_field
        As in `nuem.solar_conversion`.
    edges : array_like, optional
        Of bins in the antineutrino energy [MeV]; 1 MeV wide from the threshold if not given.
    night
        As in `nuem.solar_conversion`.

    Returns
    -------
    AntineutrinoSpectrum

    Raises
    ------
    ValueError
        For Dirac neutrinos, which turn into sterile ones; an unknown detector; edges that do not rise.

    Examples
    --------
    >>> vertex = Vertex.from_dipole("majorana", 1e-11 * np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0]]))
    >>> seen = antineutrino_spectrum("kamland", Mixing.nufit(), vertex, "tachocline 100 kG")
    >>> print(f"{seen.rate.sum():.2f} events per kiloton and year above {seen.edges[0]} MeV")
    0.16 events per kiloton and year above 8.3 MeV
    """
    protons = proton_target(target)
    checks.single("vertex", vertex)
    if vertex.nature != "majorana":
        raise ValueError("a Dirac neutrino that flips is sterile, not an antineutrino: use a Majorana vertex")
    bins = _default_bins(protons.threshold) if edges is None else edges
    bins = np.atleast_1d(checks.within("edges", bins, 0, LARGEST_ENERGY, "MeV"))
    if bins.ndim != 1 or len(bins) < 2 or np.any(np.diff(bins) <= 0):
        raise ValueError(f"edges must be two or more rising energies [MeV], got {bins.tolist()}")
    energy, weight = panels(bins, _NODES)
    conversion = solar_conversion(np.maximum(energy.ravel(), 1e-3), mixing, vertex, magnetic_field, night=night)
    (beam,) = Sun(components=("B8",)).beams
    flux = weight * beam.flux(energy)
    probability = conversion.probabilities[:, 3].reshape(energy.shape)
    events = flux * tabulated()(energy)
    rate = (events * probability).sum(axis=1) * protons.protons * year
    means = [float((w * probability).sum() / w.sum()) for w in (events, flux)]
    return AntineutrinoSpectrum(bins, rate, protons, conversion.field, *means)


def _default_bins(threshold: float) -> Array:
    """1 MeV wide; the last one reaches the end point."""
    count = max(int(END_POINT - threshold), 1)
    return np.append(threshold + np.arange(count), END_POINT)


def proton_target(target: ProtonTarget | str) -> ProtonTarget:
    """A detector of inverse beta decay by its name."""
    return target if isinstance(target, ProtonTarget) else TARGETS[checks.choice("detector", target, TARGETS)]


@dataclass(frozen=True, slots=True)
class FieldLimit:
    """A limit on a moment in a given field; what is limited is the product of both."""

    value: float
    """Largest moment [mu_B], 90 % CL."""
    field: str
    rate: float
    """Events per kiloton and year at the limit."""
    target: ProtonTarget


def antineutrino_limit(
    target: ProtonTarget | str = "kamland",
    *,
    magnetic_field: Field | None,
    mixing: Mixing | None = None,
    pattern: Vertex | None = None,
    night: Night = False,
) -> FieldLimit:
    """The moment at which solar antineutrinos would be as many as a published limit allows.

    The published mean probability of an undistorted 8B spectrum is read as a number of events, and these are folded with the energy dependence of the field.

    Parameters
    ----------
    target : ProtonTarget or str, optional
    magnetic_field
        As in `nuem.solar_conversion`; there is no default, for a limit without a field means nothing.
    mixing : Mixing, optional
        NuFIT for normal ordering if not given.
    pattern : Vertex, optional
        Majorana vertex in units of which the moment is limited; mu_12 alone if not given.
    night
        As in `nuem.solar_conversion`.

    Returns
    -------
    FieldLimit

    Raises
    ------
    ValueError
        For a detector without a published limit, or a field that turns no neutrino.

    Examples
    --------
    >>> limit = antineutrino_limit("kamland", magnetic_field="tachocline 50 kG")
    >>> print(f"mu_12 < {limit.value:.2g} mu_B in a field {limit.field}")
    mu_12 < 6.3e-11 mu_B in a field tachocline, 50000 gauss (assumed)
    """
    protons = proton_target(target)
    if protons.limit is None:
        raise ValueError(f"{protons.title} has no published limit; choose kamland, juno or superk")
    lepton = Mixing.nufit() if mixing is None else mixing
    unit = Vertex.from_dipole("majorana", [[0, 1, 0], [-1, 0, 0], [0, 0, 0]]) if pattern is None else pattern

    checks.single("pattern", unit)
    # flips are so rare at a limit that they grow with the square of the moment: one evaluation at a small moment is enough
    small = SMALL_MOMENT / max(float(np.abs(unit.dipole).max()), 1e-300)
    weak = Vertex.from_dipole("majorana", small * unit.dipole)
    spectrum = antineutrino_spectrum(protons, lepton, weak, magnetic_field, night=night)
    if spectrum.by_events <= 0:
        raise ValueError(f"the field {spectrum.field} turns no neutrinos into antineutrinos: no limit")
    scale = protons.limit / spectrum.by_events
    return FieldLimit(float(small * np.sqrt(scale)), spectrum.field, float(spectrum.rate.sum() * scale), protons)
