r"""SN 1987A: right-handed neutrinos must not carry too much out of the core [Barbieri:1988nh; Ayala:1998qz; Kuznetsov:2009zm].

One zone of uniform matter, as in the literature, or a profile: a polytrope of index 1, which nuclear forces make,

.. math:: \rho = \rho_c \frac{\sin x}{x}, \quad x = \frac{\pi r}{R}, \quad \rho_c = \frac{\pi M}{4R^3}, \qquad
          T = T_c (\rho/\rho_c)^{2/3}, \quad \mu_\nu = \mu_c (\rho/\rho_c)^{1/3} ,

of one entropy and one composition: degenerate nucleons have an entropy that goes as T/rho^(2/3), and a fixed number of neutrinos per nucleon a chemical
potential that goes as rho^(1/3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.astro.emission.right_handed import supernova_luminosities
from nuem.astro.stars.bound import UNIT_MOMENT, Question, Settings, StarBound, star_bound
from nuem.astro.stars.structure import SOLAR_MASS
from nuem.numerics.quadrature import panels
from nuem.units import erg, km

_WORDS = (
    ("supernova", "thermal", "screening by hard thermal loops"),
    ("supernova_static", "static", "static Debye screening, a model for comparison"),
)
Real = NDArray[np.float64]

_EDGES: Final = np.array([0.0, 0.4, 0.7, 0.97])  # of the radius; outside neutrinos are no longer trapped
_UNIFORM: Final = np.array([0.0, 0.6, 0.9, 1.0])
DEFINITION = "root of the sum of |lambda_fe|^2 over f, of nu_e into any right-handed neutrino"


def bounds(sections: Mapping[str, Settings], question: Question) -> tuple[StarBound, ...]:
    """The moment of nu_e by which the allowed power leaves one zone, with either screening."""
    s = sections["supernova"]
    results = []
    for name, screening, words in _WORDS:
        electron, other = supernova_luminosities(
            density=s["density"], electron_fraction=s["electron_fraction"], temperature=s["temperature_MeV"],
            neutrino_potential=s["neutrino_potential_MeV"], volume=s["volume_cm3"], moment=UNIT_MOMENT, screening=screening,
        )  # fmt: skip
        value = UNIT_MOMENT * np.sqrt(s["allowed_erg_per_s"] * erg / electron)
        bound = star_bound(
            name, s, "moment", value, title=f"{s['title']}, {words}", definition=DEFINITION, natures=("dirac",),
            of_vertex=_moment_of(question, other / electron),
        )  # fmt: skip
        results.append(bound)
    return (*results, _with_profile(sections["supernova_profile"], question))


def _with_profile(s: Settings, question: Question) -> StarBound:
    star = polytrope(s)
    luminosities = np.zeros(2)
    for rho, T, potential, volume in zip(star.density, star.temperature, star.potential, star.volume, strict=True):
        luminosities += supernova_luminosities(
            density=float(rho), electron_fraction=star.electron_fraction, temperature=float(T),
            neutrino_potential=float(potential), volume=float(volume), moment=UNIT_MOMENT,
        )  # fmt: skip
    electron, other = luminosities.tolist()
    value = UNIT_MOMENT * np.sqrt(s["allowed_erg_per_s"] * erg / electron)
    moment = _moment_of(question, other / electron)
    return star_bound(
        "supernova_profile", s, "moment", value, definition=DEFINITION, natures=("dirac",), of_vertex=moment
    )


@dataclass(frozen=True, slots=True, eq=False)
class Shells:
    """Spherical shells of hot matter, from the centre outwards."""

    radius: Real
    """[cm]"""
    volume: Real
    """[cm^3]"""
    density: Real
    """[g/cm^3]"""
    temperature: Real
    """[MeV]"""
    potential: Real
    """Chemical potential of nu_e [MeV]."""
    electron_fraction: float
    surface: float
    """[cm]"""


def polytrope(s: Settings) -> Shells:
    """The star of this module's introduction."""
    surface = s["radius_km"] * km
    x, weight = (a.ravel() for a in panels(np.pi * _EDGES, 5))
    fraction = np.sin(x) / x
    return Shells(
        radius=x * surface / np.pi,
        volume=4 * (surface / np.pi) ** 3 * np.pi * x**2 * weight,
        density=np.pi * s["mass"] * SOLAR_MASS / (4 * surface**3) * fraction,
        temperature=s["temperature_MeV"] * fraction ** (2 / 3),
        potential=s["neutrino_potential_MeV"] * fraction ** (1 / 3),
        electron_fraction=s["electron_fraction"],
        surface=surface,
    )


def uniform(s: Settings) -> Shells:
    """One zone, as shells of the same matter."""
    surface = (3 * s["volume_cm3"] / (4 * np.pi)) ** (1 / 3)
    radius, weight = (a.ravel() for a in panels(surface * _UNIFORM, 5))
    unit = np.ones_like(radius)
    return Shells(
        radius=radius,
        volume=4 * np.pi * radius**2 * weight,
        density=s["density"] * unit,
        temperature=s["temperature_MeV"] * unit,
        potential=s["neutrino_potential_MeV"] * unit,
        electron_fraction=s["electron_fraction"],
        surface=float(surface),
    )


def _moment_of(question: Question, other: float) -> float | None:
    """The moment of nu_e that cools as much as the vertex; `other` is what nu_mu or nu_tau contribute for the same moment, relative to nu_e."""
    vertex, mixing = question.vertex, question.mixing
    if vertex is None or mixing is None or vertex.nature != "dirac":
        return None
    of_flavour = np.sum(np.abs(vertex.dipole @ mixing.matrix.conj().T) ** 2, axis=0)
    return float(np.sqrt(of_flavour[0] + of_flavour[1:3].sum() * other))
