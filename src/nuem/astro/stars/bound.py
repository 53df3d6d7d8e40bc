"""A bound from a star with its inputs and sources, and the neutrinos that are compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypedDict, Unpack

import numpy as np

from nuem.astro.emission import Couplings
from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.plasma import Plasma
from nuem.astro.stars.settings import numbers
from nuem.constants import SIN2_THETA_W
from nuem.flavour import Mixing
from nuem.typing import FloatArray, Json
from nuem.vertex import Vertex

UNIT_MOMENT: Final = 1e-12
"""[mu_B]"""
UNIT_CHARGE: Final = 1e-14
"""[e]"""

Settings = Json
"""One section of ``stars.toml``."""

BY_PLASMONS: Final = "root of the sum of |mu_ij|^2 + |eps_ij|^2 over all i, j (Dirac) or i < j (Majorana)"


@dataclass(frozen=True, slots=True)
class StarBound:
    """An upper bound from a star, and the same coupling of a given vertex."""

    name: str
    """Key of the criterion, as in `nuem.astro.stars.BOUNDS` and ``stars.toml``."""
    title: str
    coupling: Literal["moment", "charge"]
    value: float
    """Upper bound [unit]."""
    unit: str
    definition: str
    """What is bounded, such as the sum over which neutrinos."""
    natures: tuple[str, ...]
    """For which neutrinos it holds: "dirac", "majorana"."""
    cl: float | None
    """Confidence level, where there is one."""
    inputs: Mapping[str, float]
    """Conditions and allowances; units stand in their names, otherwise g/cm^3 and K."""
    checked: str
    """"computed", or "criterion" where an allowance of the literature enters."""
    note: str
    references: tuple[str, ...]
    """INSPIRE keys."""
    of_vertex: float | None = None
    """The same coupling of the vertex asked about; for stars that cool by plasmons, the moment that cools as much as all its couplings."""
    expected: float | None = None
    """The bound if the observation were what is predicted without new physics [unit], where there is an observation."""

    @property
    def excluded(self) -> bool | None:
        """Whether the vertex exceeds the bound; None without a vertex."""
        return None if self.of_vertex is None else self.of_vertex > self.value

    def __repr__(self) -> str:
        return f"StarBound({self.name!r}, {self.coupling} < {self.value:.4g} {self.unit}, {' and '.join(self.natures)})"


@dataclass(frozen=True, slots=True)
class Question:
    """The neutrinos that are compared with the bounds; without a vertex, any."""

    vertex: Vertex | None = None
    mixing: Mixing | None = None
    sin2_theta_w: float = SIN2_THETA_W

    @property
    def couplings(self) -> Couplings | None:
        """Those of the vertex."""
        if self.vertex is None:
            return None
        return Couplings(vertex=self.vertex, mixing=self.mixing, sin2_theta_w=self.sin2_theta_w)

    def equivalent_moment(self, plasma: Plasma, volume: FloatArray | float = 1.0) -> float | None:
        """The moment [mu_B] by which plasmons cool as much as by all couplings beyond the standard model.

        Parameters
        ----------
        plasma : Plasma
            One place, or the shells of a star.
        volume : array_like, optional
            Of the shells [cm^3].
        """
        couplings = self.couplings
        if couplings is None:
            return None
        unit = np.sum(volume * emissivity(plasma, moment=UNIT_MOMENT, weak=False).total)
        extra = float(np.sum(volume * emissivity(plasma, couplings).extra))
        return float(UNIT_MOMENT * np.sqrt(max(extra, 0.0) / unit))


class Further(TypedDict, total=False):
    """Fields of `StarBound` that differ from those of a star that cools by plasmons."""

    cl: float | None
    definition: str
    expected: float | None
    of_vertex: float | None
    inputs: Mapping[str, float]
    natures: tuple[str, ...]
    title: str


def star_bound(
    name: str, settings: Settings, coupling: Literal["moment", "charge"], value: float, **more: Unpack[Further]
) -> StarBound:
    """A bound with the words of its section; `more` are fields of `StarBound` that differ from those of a star that cools by plasmons."""
    moment = coupling == "moment"
    fields: Json = {
        "name": name,
        "title": settings["title"],
        "coupling": coupling,
        "value": float(value),
        "unit": "mu_B" if moment else "e",
        "definition": BY_PLASMONS if moment else "charge of one Dirac neutrino, without interference",
        "natures": ("dirac", "majorana") if moment else ("dirac",),
        "cl": None,
        "inputs": numbers(settings),
        "checked": settings["checked"],
        "note": settings["note"],
        "references": tuple(settings["references"]),
    }
    return StarBound(**{**fields, **more})
