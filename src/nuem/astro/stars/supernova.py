"""SN 1987A: right-handed neutrinos must not carry too much out of the core [Barbieri:1988nh; Ayala:1998qz; Kuznetsov:2009zm]."""

from collections.abc import Mapping

import numpy as np

from nuem.astro.emission.right_handed import supernova_luminosities
from nuem.astro.stars.bound import UNIT_MOMENT, Question, Settings, StarBound, star_bound
from nuem.units import erg

_WORDS = (
    ("supernova", "thermal", "screening by hard thermal loops"),
    ("supernova_static", "static", "static Debye screening, a model for comparison"),
)
DEFINITION = "root of the sum of |lambda_fe|^2 over f, of nu_e into any right-handed neutrino"


def bounds(sections: Mapping[str, Settings], asked: Question) -> tuple[StarBound, ...]:
    """The moment of nu_e by which the allowed power leaves one zone, with either screening."""
    s = sections["supernova"]
    results = []
    for name, screening, words in _WORDS:
        electron, other = supernova_luminosities(
            density=s["density"], electron_fraction=s["electron_fraction"], temperature=s["temperature_MeV"],
            neutrino_potential=s["neutrino_potential_MeV"], volume=s["volume_cm3"], moment=UNIT_MOMENT, screening=screening,
        )  # fmt: skip
        value = UNIT_MOMENT * np.sqrt(s["allowed_erg_per_s"] * erg / electron)
        one = star_bound(
            name, s, "moment", value, title=f"{s['title']}, {words}", definition=DEFINITION, natures=("dirac",),
            found=_moment_of(asked, other / electron),
        )  # fmt: skip
        results.append(one)
    return tuple(results)


def _moment_of(asked: Question, other: float) -> float | None:
    """The moment of nu_e that cools as much as the vertex; `other` is what nu_mu or nu_tau contribute for the same moment, relative to nu_e."""
    vertex, mixing = asked.vertex, asked.mixing
    if vertex is None or mixing is None or vertex.nature != "dirac":
        return None
    of_flavour = np.sum(np.abs(vertex.dipole @ mixing.matrix.conj().T) ** 2, axis=0)
    return float(np.sqrt(of_flavour[0] + of_flavour[1:3].sum() * other))
