"""The parameters of a fit: real numbers that multiply directions of the vertex, in the mass or the flavour basis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.fits.directions import BLOCKS, Basis, Direction, flat, single
from nuem.experiments.predicting.coupling import Nature
from nuem.flavour import Mixing
from nuem.inference.many_parameters.features import Quadratic
from nuem.numerics import checks
from nuem.scattering.polarised import polarised
from nuem.vertex import Vertex

Array = NDArray[np.float64]

_DEPENDENT: Final = 1e-9  # part of a unit vector that is left when the others are projected out


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
    unitary: NDArray[np.complex128]
    """From the mass basis to that of the blocks."""

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
        design = np.array([flat(direction.vertex) for direction in self.directions]).T
        return np.asarray(np.linalg.lstsq(design, flat(vertex), rcond=None)[0])

    @property
    def diagonal(self) -> tuple[int, ...]:
        """Places of the diagonal of a triangular dipole, which is positive."""
        if self.nature == "majorana" or not self.dipole:
            return ()
        return tuple(self.dipole[row[0]] for row in _triangle(round(len(self.dipole) ** 0.5)))

    def reached(self, vertex: Vertex) -> Array:
        """Parameters with the same scattering as a vertex.

        Raises
        ------
        ValueError
            For something else than a vertex of this nature, or one that no parameters make.
        """
        if getattr(vertex, "nature", None) != self.nature:
            raise ValueError(f"{vertex!r} is not a vertex of {self.nature} neutrinos, of which this is a fit")
        checks.single("vertex", vertex)
        target = vertex
        if self.diagonal:  # only lambda^dagger lambda is seen
            triangular = np.linalg.qr(vertex.dipole @ self.unitary.conj().T)[1]
            turned = self.unitary.conj().T @ triangular @ self.unitary
            target = vertex + Vertex.from_dipole(self.nature, turned - vertex.dipole)
        theta = self.nearest(target)
        left = np.linalg.norm(flat(self.vertex(theta)) - flat(target))
        if left > 1e-6 * max(float(np.linalg.norm(flat(target))), 1e-300):
            raise ValueError(f"no values of {', '.join(self.names)} make this vertex; fit all of its matrices")
        return theta

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
            block = BLOCKS[parameter](nature, mixing, basis)
            if parameter == "dipole":
                dipole = tuple(range(len(directions), len(directions) + len(block)))
            directions += block
        else:
            directions.append(single(parameter, nature, mixing, len(directions)))
    names = [direction.name for direction in directions]
    if not names:
        raise ValueError("a fit needs at least one parameter, such as 'dipole'")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"parameter {twice!r} is given twice")
    _independent(directions, dipole)
    moduli = {
        name.removeprefix("Re "): (k, names.index(name.replace("Re ", "Im ", 1)))
        for k, name in enumerate(names)
        if name.startswith("Re ")
    }
    unitary = mixing.matrix if basis == "flavour" else np.eye(mixing.size, dtype=np.complex128)
    return Parametrisation(nature, basis, tuple(directions), moduli, dipole, unitary)


def _independent(directions: Sequence[Direction], dipole: tuple[int, ...]) -> None:
    """Refuse parameters of which one is a sum of others: their values would be arbitrary."""
    parts = [
        direction.name
        for k, direction in enumerate(directions)
        if dipole and k not in dipole and np.any(direction.vertex.dipole)
    ]
    if parts:
        raise ValueError(f"'dipole' is the whole dipole, and {parts[0]} is part of it; give the one or the other")
    design = np.array([flat(direction.vertex) for direction in directions])
    design /= np.linalg.norm(design, axis=1, keepdims=True)
    for k in range(1, len(design)):
        coefficients = np.linalg.lstsq(design[:k].T, design[k], rcond=None)[0]
        if np.linalg.norm(design[:k].T @ coefficients - design[k]) < _DEPENDENT:
            dependent_on = [directions[j].name for j in np.flatnonzero(np.abs(coefficients) > _DEPENDENT).tolist()]
            raise ValueError(
                f"{directions[k].name} is not independent of {', '.join(dependent_on)}: scattering sees the same; leave one of them out"
            )


def _triangle(n: int) -> list[tuple[int, ...]]:
    """Places of the parameters of each row of an upper triangular matrix, the diagonal first."""
    rows, place = [], 0
    for i in range(n):
        length = 1 + 2 * (n - i - 1)
        rows.append(tuple(range(place, place + length)))
        place += length
    return rows
