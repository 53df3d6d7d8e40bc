"""The parameters of a fit: real numbers that multiply directions of the vertex, in the mass or the flavour basis."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.coupling import Nature, coupling
from nuem.flavour import Mixing
from nuem.flavour.mixing import FLAVOURS
from nuem.inference.features import Quadratic
from nuem.numerics import checks
from nuem.scattering.polarised import polarised
from nuem.vertex import Vertex
from nuem.vertex.form_factors import FORM_FACTORS, MATRICES

Basis = Literal["mass", "flavour"]
Array = NDArray[np.float64]

BLOCKS: Final = ("dipole", "charge_radius", "charge")


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


@dataclass(frozen=True, slots=True, eq=False)
class Parametrisation:
    """Parameters theta, in units of their scales, and the vertex sum_i theta_i V_i that they make."""

    nature: Nature
    basis: Basis
    directions: tuple[Direction, ...]
    moduli: Mapping[str, tuple[int, int]]
    """Name of a complex number to the places of its real and imaginary part."""
    dipole: tuple[int, ...]
    """Places of the block "dipole", if it is there."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters."""
        return tuple(direction.name for direction in self.directions)

    @property
    def scales(self) -> Array:
        """Their scales, in their units."""
        return np.array([direction.scale for direction in self.directions])

    @property
    def features(self) -> Quadratic:
        """What the rates need to know."""
        vertices = [direction.vertex for direction in self.directions]
        return Quadratic(*polarised(vertices, vertices[0].size))

    def vertex(self, theta: Array) -> Vertex:
        """The vertex at parameters."""
        result = float(theta[0]) * self.directions[0].vertex
        for value, direction in zip(theta[1:], self.directions[1:], strict=True):
            result = result + float(value) * direction.vertex
        return result

    def nearest(self, vertex: Vertex) -> Array:
        """Parameters whose vertex comes closest to another one, matrix by matrix in units of typical sizes."""
        design = np.array([_flat(direction.vertex) for direction in self.directions]).T
        return np.asarray(np.linalg.lstsq(design, _flat(vertex), rcond=None)[0])

    def standard(self, theta: Array) -> tuple[Array, str]:
        """The same physics with unphysical phases removed, and what was done, in words."""
        if not self.dipole:
            return theta, ""
        result = theta.copy()
        places = np.array(self.dipole)
        if self.nature == "majorana":
            values = result[places[::2]] + 1j * result[places[1::2]]
            values = values * np.exp(-1j * np.angle(values[np.argmax(np.abs(values))]))
            result[places[::2]], result[places[1::2]] = values.real, values.imag
            return result, "the common phase of the Lambda is not physical: the largest one is real and positive"
        for row in _triangle(round(len(places) ** 0.5)):
            at = places[list(row)]
            if result[at[0]] < 0:
                result[at] *= -1
        return result, (
            "a unitary matrix from the left is not physical, since right-handed states are not observed: the dipole is upper triangular "
            "with a positive diagonal"
        )


def parametrisation(
    parameters: Sequence[str | Vertex], *, nature: Nature, mixing: Mixing, basis: Basis
) -> Parametrisation:
    """Read the parameters of a fit.

    Parameters
    ----------
    parameters : sequence of str or Vertex
        Blocks "dipole", "charge_radius" (with the anapole moment: <r^2> - 6a) and "charge", single elements as in `nuem.limit`, or a
        vertex, which is multiplied by a real number.
    nature : {"dirac", "majorana"}
    mixing : Mixing
        Turns the flavour basis.
    basis : {"mass", "flavour"}
        Of the blocks.

    Raises
    ------
    ValueError
        For an unknown name, the same parameter twice, or a block that does not exist in a basis.
    """
    checks.choice("nature", nature, ("dirac", "majorana"))
    checks.choice("basis", basis, ("mass", "flavour"))
    directions: list[Direction] = []
    dipole: tuple[int, ...] = ()
    for parameter in parameters:
        if isinstance(parameter, str) and parameter in BLOCKS:
            block = {"dipole": _dipole, "charge_radius": _radii, "charge": _charges}[parameter](nature, mixing, basis)
            if parameter == "dipole":
                dipole = tuple(range(len(directions), len(directions) + len(block)))
            directions += block
        else:
            directions.append(_single(parameter, nature, mixing, len(directions)))
    names = [direction.name for direction in directions]
    if not names:
        raise ValueError("a fit needs at least one parameter, such as 'dipole'")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"parameter {twice!r} is given twice")
    moduli = {
        name.removeprefix("Re "): (k, names.index(name.replace("Re ", "Im ", 1)))
        for k, name in enumerate(names)
        if name.startswith("Re ")
    }
    return Parametrisation(nature, basis, tuple(directions), moduli, dipole)


def _single(element: str | Vertex, nature: Nature, mixing: Mixing, number: int) -> Direction:
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
    return [_single(name, nature, mixing, 0) for name in names]


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


def _triangle(n: int) -> list[tuple[int, ...]]:
    """Places of the parameters of each row of an upper triangular matrix, the diagonal first."""
    rows, place = [], 0
    for i in range(n):
        length = 1 + 2 * (n - i - 1)
        rows.append(tuple(range(place, place + length)))
        place += length
    return rows


def _flat(vertex: Vertex) -> Array:
    """What scattering sees of a vertex, as real numbers of order one."""
    matrices = (
        vertex.dipole / FORM_FACTORS["magnetic"].scale,
        vertex.charge / FORM_FACTORS["charge"].scale,
        vertex.effective_radius / FORM_FACTORS["charge_radius"].scale,
    )
    flat = np.concatenate([matrix.ravel() for matrix in matrices])
    return np.concatenate([flat.real, flat.imag])
