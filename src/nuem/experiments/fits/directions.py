"""Directions of the vertex that the parameters of a fit multiply: blocks, single elements, patterns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.predicting.coupling import Nature, coupling
from nuem.flavour import Mixing
from nuem.flavour.mixing import FLAVOURS
from nuem.vertex import Vertex
from nuem.vertex.form_factors import FORM_FACTORS, MATRICES

Basis = Literal["mass", "flavour"]
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Direction:
    """One real parameter."""

    name: str
    unit: str
    """As `nuem.units.parse` reads it."""
    scale: float
    """A size at which counts change visibly [`unit`]."""
    vertex: Vertex
    """The vertex at that size."""


def single(element: str | Vertex, nature: Nature, mixing: Mixing, number: int) -> Direction:
    """One element of the vertex, or a pattern."""
    parameter = coupling(element, nature=nature)
    name = f"factor {number + 1}" if isinstance(element, Vertex) else parameter.name
    vertex = parameter.vertex(parameter.scale, mixing)
    if vertex.nature != nature:
        raise ValueError(f"{name} is a coupling of {vertex.nature} neutrinos, and the fit is of {nature} ones")
    return Direction(name, parameter.unit, parameter.scale, vertex)


def _dipole(nature: Nature, mixing: Mixing, basis: Basis) -> list[Direction]:
    """Majorana: lambda_ij = eps_ijk Lambda_k. Dirac: an upper triangular matrix, of which lambda^dagger lambda is all that is seen."""
    n, unit, scale = mixing.size, MATRICES["dipole"].unit, MATRICES["dipole"].scale
    labels = _labels(n, mixing, basis)
    result = []

    def add(name: str, matrix: NDArray[np.complex128]) -> None:
        vertex = (
            Vertex.from_flavour(nature, mixing, dipole=scale * matrix)
            if basis == "flavour"
            else Vertex.from_dipole(nature, scale * matrix)
        )
        result.append(Direction(name, unit, scale, vertex))

    if nature == "majorana":
        if n != 3:
            raise ValueError(f"the Majorana dipole is written as three Lambda, for three neutrinos; the mixing has {n}")
        for k in range(3):
            i, j = (k + 1) % 3, (k + 2) % 3
            matrix = np.zeros((3, 3), dtype=np.complex128)
            matrix[i, j], matrix[j, i] = 1, -1
            add(f"Re Lambda_{labels[k]}", matrix)
            add(f"Im Lambda_{labels[k]}", 1j * matrix)
        return result
    for i in range(n):
        for j in range(i, n):
            matrix = np.zeros((n, n), dtype=np.complex128)
            matrix[i, j] = 1
            name = f"dipole[{labels[i]},{labels[j]}]"
            if i == j:
                add(name, matrix)
            else:
                add(f"Re {name}", matrix)
                add(f"Im {name}", 1j * matrix)
    return result


def _radii(nature: Nature, mixing: Mixing, basis: Basis) -> list[Direction]:
    """The hermitian matrix <r^2> - 6a; for Majorana neutrinos <r^2> is its imaginary and a its real part in the mass basis."""
    scale = FORM_FACTORS["charge_radius"].scale
    unitary = mixing.matrix

    def vertex(matrix: NDArray[np.complex128]) -> Vertex:
        mass = scale * (unitary.conj().T @ matrix @ unitary if basis == "flavour" else matrix)
        if nature == "dirac":
            return Vertex(nature, charge_radius=mass)
        return Vertex(nature, charge_radius=1j * mass.imag, anapole=-mass.real / 6)

    return _hermitian("charge_radius", scale, _labels(mixing.size, mixing, basis), vertex)


def _charges(nature: Nature, mixing: Mixing, basis: Basis) -> list[Direction]:
    """Hermitian for Dirac neutrinos, imaginary and antisymmetric in the mass basis for Majorana ones."""
    scale, labels = FORM_FACTORS["charge"].scale, _labels(mixing.size, mixing, basis)
    if nature == "dirac":

        def vertex(matrix: NDArray[np.complex128]) -> Vertex:
            charge = scale * matrix
            return (
                Vertex.from_flavour(nature, mixing, charge=charge)
                if basis == "flavour"
                else Vertex(nature, charge=charge)
            )

        return _hermitian("charge", scale, labels, vertex)
    if basis == "flavour":
        raise ValueError(
            "the charges of Majorana neutrinos are antisymmetric in the mass basis; fit them with basis='mass'"
        )
    names = [f"charge[{labels[i]},{labels[j]}]" for i in range(mixing.size) for j in range(i + 1, mixing.size)]
    return [single(name, nature, mixing, 0) for name in names]


def _hermitian(
    name: str, scale: float, labels: Sequence[str], vertex: Callable[[NDArray[np.complex128]], Vertex]
) -> list[Direction]:
    n, unit = len(labels), FORM_FACTORS[name].unit
    result = []
    for i in range(n):
        for j in range(i, n):
            element = f"{name}[{labels[i]},{labels[j]}]"
            parts = [(element, 1.0 + 0j)] if i == j else [(f"Re {element}", 1.0 + 0j), (f"Im {element}", 1j)]
            for full, value in parts:
                matrix = np.zeros((n, n), dtype=np.complex128)
                matrix[i, j] = value
                matrix[j, i] = np.conj(value)
                result.append(Direction(full, unit, scale, vertex(matrix)))
    return result


def _labels(n: int, mixing: Mixing, basis: Basis) -> list[str]:
    if basis == "mass":
        return [str(k + 1) for k in range(n)]
    return [*FLAVOURS, *(f"s{k + 1}" for k in range(mixing.size - 3))]


def flat(vertex: Vertex) -> Array:
    """What scattering sees of a vertex, as real numbers of order one."""
    matrices = (
        vertex.dipole / FORM_FACTORS["magnetic"].scale,
        vertex.charge / FORM_FACTORS["charge"].scale,
        vertex.effective_radius / FORM_FACTORS["charge_radius"].scale,
    )
    flat = np.concatenate([matrix.ravel() for matrix in matrices])
    return np.concatenate([flat.real, flat.imag])


BLOCKS: Final[dict[str, Callable[[Nature, Mixing, Basis], list[Direction]]]] = {
    "dipole": _dipole,
    "charge_radius": _radii,
    "charge": _charges,
}
"""Name of a block of parameters to what makes its directions."""
