"""Conversion of solar neutrinos in a magnetic field, from where they are produced to the Earth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.conversion.closed import closed_arrivals, largest_mixing, rough_flips
from nuem.conversion.earth import Night, flavour_of_mass_states
from nuem.conversion.engine import engine_arrivals
from nuem.conversion.fields import Field, Profile, solar_field
from nuem.conversion.matter_levels import MatterLevels, NeutrinosInField
from nuem.conversion.undress import dressed_mass_states
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.propagation import Medium
from nuem.propagation.engine.tolerance import tolerance
from nuem.propagation.hamiltonian import flavour_basis, state_names
from nuem.propagation.passages import local_hamiltonian
from nuem.sun import births
from nuem.sun.birthplaces import Component
from nuem.units import solar_radius
from nuem.vertex import Vertex

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
Place = Literal["earth", "surface"]
Method = Literal["auto", "closed", "engine"]

LARGEST_ENERGY = 20.0
"""No solar neutrino has more [MeV]."""
NEGLIGIBLE = 1e-8
"""Fraction of the births in a shell that is left out."""
WEAK = 0.03
"""Largest mu B over a gap for which "auto" takes the closed forms: they then hold to its square, 1e-3 of the flips."""
ADIABATIC = 5e-4
"""Fraction of the flips by which levels that turn in matter change them; found by comparison with the engine."""
SMOOTH = 0.01
"""Largest fraction of the flips that structure of the field at the wave number dm^2/2E may cause for "auto" to take the closed forms."""


@dataclass(frozen=True, slots=True, eq=False)
class SolarConversion:
    """Solar neutrinos of one component after the Sun, averaged over their birthplaces."""

    energy: Array
    """Neutrino energies [MeV]."""
    states: tuple[str, ...]
    """Names of the columns of `probabilities`."""
    probabilities: Array
    """Of each flavour and helicity, (n_energy, 2n), in the order of `nuem.propagation.propagate`."""
    mass_probabilities: Array
    """Of each mass state and helicity outside the field, (n_energy, 2n): neutrinos 1 to n, then antineutrinos or right-handed states."""
    component: str
    at: str
    """"earth" or "surface"."""
    night: Night
    field: str
    """What was assumed of the magnetic field."""
    method: str
    """"closed" or "engine"."""
    error_estimate: float
    """Estimated error of a probability: of the closed forms what they leave out, of the engine its tolerance.

    It is that of a sum over the tabulated birthplaces, which are 0.005 R apart; that sum is right to some 1e-3 of the flips.
    """

    @property
    def flipped(self) -> Array:
        """Probability of the other helicity, all its states together, (n_energy,): antineutrinos, or sterile neutrinos."""
        half = self.mass_probabilities.shape[1] // 2
        return np.asarray(self.mass_probabilities[:, half:].sum(axis=1))

    def __repr__(self) -> str:
        low, high = float(self.energy.min()), float(self.energy.max())
        span = f"{low:g} MeV" if len(self.energy) == 1 else f"{len(self.energy)} energies from {low:g} to {high:g} MeV"
        return (
            f"SolarConversion({self.component}, {span}, at the {self.at}, field: {self.field}, method: {self.method})"
        )


def solar_conversion(
    energy: ArrayLike,
    mixing: Mixing,
    vertex: Vertex,
    magnetic_field: Field | None,
    *,
    component: Component = "B8",
    at: Place = "earth",
    night: Night = False,
    method: Method = "auto",
    tol: float = 1e-9,
) -> SolarConversion:
    """Probabilities of flavours and helicities of solar neutrinos, averaged over their birthplaces.

    Neutrinos leave the Sun as mass states, which lose their coherence on the way home. A field that is still there at the surface is taken to
    fade slowly outside it; the flavours at the surface, inside the field, differ, by a factor of three in the example of the documentation.

    Two closed forms add up: flips at birth (`nuem.conversion.birth`), and flips of degenerate pairs in the outer Sun (`nuem.conversion.outer_pairs`). They hold
    for a smooth field and mu B far below the gaps between masses; otherwise all six states are integrated.

    Parameters
    ----------
    energy : array_like
        Neutrino energies [MeV], up to 20.
    mixing : Mixing
        Of three neutrinos.
    vertex : Vertex
        Dipole moments; Majorana neutrinos turn into antineutrinos, Dirac neutrinos into sterile right-handed ones.
    magnetic_field : SolarField, float, callable, str or tuple
        A named profile with its strength, as an object or as ``"tachocline 100 kG"``; a uniform field [gauss]; or a function of the distance from the centre [cm]
        that gives B_x + i B_y [gauss]. See `nuem.conversion.solar_field`.
    component : {"pp", "pep", "hep", "Be7", "B8", "N13", "O15", "F17"}, optional
        Which neutrinos; each is produced in its own part of the Sun.
    at : {"earth", "surface"}, optional
        Where the flavours are seen.
    night : False, "mean" or float, optional
        At the Earth: by day; averaged over days and nights of a year; or at a zenith angle of the Sun [rad], through the Earth above pi/2.
    method : {"auto", "closed", "engine"}, optional
    tol : float, optional
        Tolerance of the engine.

    Returns
    -------
    SolarConversion

    Raises
    ------
    ValueError
        For no field, an energy above 20 MeV, more than three neutrinos, or `night` at the surface.

    Examples
    --------
    >>> vertex = Vertex.from_dipole("majorana", 1e-11 * np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0]]))
    >>> sun = solar_conversion([5.0, 10.0], Mixing.nufit(), vertex, "tachocline 100 kG")
    >>> print(sun.method, "P(anti-nu_e) =", ", ".join(f"{p:.2e}" for p in sun.probabilities[:, 3]))
    closed P(anti-nu_e) = 9.96e-07, 4.78e-06
    """
    energies = _row(energy)
    checks.in_order("solar_conversion", "energy", mixing=(mixing, checks.MIXING), vertex=(vertex, checks.VERTEX))
    checks.single("vertex", vertex)
    checks.within("energy of solar neutrinos", energies, 0, LARGEST_ENERGY, "MeV")
    tol = tolerance(tol)
    checks.choice("at", at, get_args(Place))
    checks.choice("method", method, get_args(Method))
    if at == "surface" and night is not False:
        raise ValueError("night is for at='earth'; at the surface of the Sun there is none")
    field, breaks, name = solar_field(magnetic_field)
    levels = MatterLevels(mixing, vertex)
    neutrinos = NeutrinosInField(levels, energies, field)
    radius, fraction = births(component)
    shells = fraction > NEGLIGIBLE
    produced = radius[shells], fraction[shells] / fraction[shells].sum()
    arrived = None
    if method != "engine":
        mixed = largest_mixing(neutrinos)
        if method == "closed" or mixed <= WEAK:
            arrived = closed_arrivals(neutrinos, breaks, produced)
            flips = float(np.einsum("eaa->ea", arrived).real[:, 3:].sum(axis=1).max())
            rough = rough_flips(neutrinos)
            error = (mixed**2 + ADIABATIC) * flips + rough
            if method == "auto" and rough > SMOOTH * flips:
                arrived = None
    method_used = "engine" if arrived is None else "closed"
    if arrived is None:
        arrived, error = engine_arrivals(energies, mixing, vertex, field, breaks, produced, tol)
    mass = np.clip(np.einsum("eaa->ea", arrived).real, 0, 1)
    if at == "earth":
        probabilities = _at_earth(energies, mixing, mass, night, majorana=levels.majorana)
    else:
        basis = flavour_basis(mixing, vertex) @ _dressed_at_surface(energies, mixing, vertex, field)
        probabilities = np.einsum("eab,ebc,eac->ea", basis, arrived, basis.conj()).real
    states = state_names(mixing, vertex)
    return SolarConversion(energies, states, probabilities, mass, component, at, night, name, method_used, float(error))


def _row(energy: ArrayLike) -> Array:
    """Energies in one row [MeV]."""
    energies = np.atleast_1d(checks.positive("energy", energy, "MeV")).astype(np.float64)
    if energies.ndim != 1 or not energies.size:
        raise ValueError(f"energy must be a number or a row of numbers, got shape {energies.shape}")
    return energies


def _at_earth(energy: Array, mixing: Mixing, mass: Array, night: Night, *, majorana: bool) -> Array:
    """Flavours of mass states without coherence; right-handed mass states stay what they are."""
    n = mixing.size
    active = flavour_of_mass_states(energy, mixing, night, antineutrino=False)
    left = np.einsum("eai,ei->ea", active, mass[:, :n])
    if not majorana:
        return np.concatenate([left, mass[:, n:]], axis=1)
    anti = flavour_of_mass_states(energy, mixing, night, antineutrino=True)
    return np.concatenate([left, np.einsum("eai,ei->ea", anti, mass[:, n:])], axis=1)


def _dressed_at_surface(energy: Array, mixing: Mixing, vertex: Vertex, field: Profile) -> Complex:
    """Columns are the dressed mass states inside the field at the surface."""
    edge = 0.999 * solar_radius

    def outermost(x: Array) -> Complex:
        return np.broadcast_to(np.asarray(field(np.minimum(edge + x, solar_radius)), np.complex128), np.shape(x))

    shell = Medium(solar_radius - edge, magnetic_field=outermost)
    return dressed_mass_states(local_hamiltonian(energy, shell, mixing, vertex, at=shell.length)[:, 0])
