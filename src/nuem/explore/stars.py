r"""Bounds from stars as a few numbers, so that a browser can hold any vertex against them.

What a star sees of a vertex is one moment. For stars that cool by plasmons [Braaten:1993jw; Haft:1993jt] its square is

.. math:: \mu^2 = \mathrm{Tr}\,\lambda^\dagger\lambda \Big(\times \tfrac12\Big)
          + k_0\, \big(\mathrm{Tr}\,q^2\big)_{L+R} + \frac{k_1}{6}\, \big(2\,\mathrm{Tr}\, q\,r\big)_{L+R} + \frac{k_2}{36} \big(\mathrm{Tr}\,r^2\big)_{L+R} ,

where the half is for Majorana neutrinos, left-handed currents have the radius <r^2> - 6a + r_w, with that of the weak interaction, r_w, right-handed ones,
of Dirac neutrinos, <r^2> + 6a, and Tr r_w^2 is not counted. The numbers k are ratios of plasma integrals; they are read off the bounds of a few simple
vertices.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.astro.emission.couplings import vector_couplings
from nuem.astro.stars import BOUNDS, WITHOUT_SOURCE, StarBound, bounds
from nuem.astro.stars.bound import BY_PLASMONS
from nuem.astro.stars.pulsar import DEFINITION as LARGEST_CHARGE
from nuem.astro.stars.supernova import DEFINITION as OF_ELECTRON_FLAVOUR
from nuem.constants import RADIUS_SHIFT
from nuem.flavour import Mixing
from nuem.typing import FloatArray, Json
from nuem.vertex import Vertex

_MOMENT: Final = 1e-12  # mu_B
_CHARGE: Final = 1e-13  # e; its square and its interference with the weak interaction are of one size in stars
_RADIUS: Final = (
    1e-28  # cm^2; its square is larger than its interference of either sign, so that no energy loss is negative
)

_KINDS: Final = {BY_PLASMONS: "plasmons", OF_ELECTRON_FLAVOUR: "flavour", LARGEST_CHARGE: "charge"}
"""What is bounded, and the name of its formula in the page; anything else is a root mean square of moments."""


def star_records(mixing: Mixing) -> list[Json]:
    """Every bound that a vertex can be compared with, with the numbers of its formula."""
    return [record for name in BOUNDS if name not in WITHOUT_SOURCE for record in _criterion(name, mixing)]


def weak_radius(mixing: Mixing) -> NDArray[np.complex128]:
    """r_w, the charge radius that would act on electrons as the vector part of the weak interaction does, in the mass basis [cm^2]."""
    u = mixing.matrix
    return np.asarray(u.conj().T @ (vector_couplings()[:, None] * u) / RADIUS_SHIFT)


def _criterion(name: str, mixing: Mixing) -> list[Json]:
    def bounds_with(**matrices: FloatArray) -> list[StarBound]:
        results = bounds(Vertex.from_flavour("dirac", mixing, **matrices), mixing, names=[name])
        return [bound for bound in results if bound.of_vertex is not None]

    first = bounds_with(magnetic=_MOMENT * np.diag([1.0, 0, 0]))
    kinds = [_KINDS.get(bound.definition, "mean") for bound in first]
    numbers: list[dict[str, float]] = [{} for _ in first]
    if "plasmons" in kinds:
        bound = np.eye(3)
        charges = [_squares(bounds_with(charge=sign * _CHARGE * bound)) for sign in (1, -1)]
        radii = [_squares(bounds_with(charge_radius=sign * _RADIUS * bound)) for sign in (1, -1)]
        k0 = (charges[0] + charges[1]) / 2 / (6 * _CHARGE**2)
        k1 = (charges[0] - charges[1]) / 2 / (2 * _CHARGE * float(np.trace(weak_radius(mixing)).real) / 6)
        k2 = (radii[0] + radii[1]) / 2 / (6 * _RADIUS**2 / 36)
        numbers = [{"k0": float(a), "k1": float(b), "k2": float(c)} for a, b, c in zip(k0, k1, k2, strict=True)]
    elif "flavour" in kinds:
        second = _squares(bounds_with(magnetic=_MOMENT * np.diag([0, 1.0, 0]))) / _squares(first)
        numbers = [{"other": float(value)} for value in second]
    return [_record(*fields) for fields in zip(first, kinds, numbers, strict=True)]


def _squares(values: list[StarBound]) -> NDArray[np.float64]:
    return np.array([bound.of_vertex for bound in values], dtype=np.float64) ** 2


def _record(bound: StarBound, kind: str, numbers: dict[str, float]) -> Json:
    return {
        "name": bound.name,
        "title": bound.title,
        "kind": kind,
        "numbers": numbers,
        "value": bound.value,
        "unit": bound.unit,
        "definition": bound.definition,
        "natures": list(bound.natures),
        "cl": bound.cl,
        "references": list(bound.references),
    }
