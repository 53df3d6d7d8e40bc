"""The coupling that a limit is on: an effective one, or one element of the vertex."""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.vertex import Vertex
from nuem.vertex.form_factors import EFFECTIVE, MATRICES

_PATH: Final = re.compile(r"(\w+)\[\s*(\w+)\s*,\s*(\w+)\s*\]")


@dataclass(frozen=True, slots=True)
class Coupling:
    """A real number theta that multiplies one hermitian direction of the vertex.

    Parameters
    ----------
    name : str
        As the user wrote it.
    matrix : str
        The form factor.
    element : tuple of str or None
        [final, initial], as mass states "1", "2", "3" or as flavours; None for the same coupling of every flavour.
    nature : {"dirac", "majorana"}
    """

    name: str
    matrix: str
    element: tuple[str, str] | None
    nature: str

    @property
    def unit(self) -> str:
        """Unit of theta, as `nuem.units.parse` reads it."""
        return MATRICES[self.matrix].unit

    @property
    def scale(self) -> float:
        """A typical size of theta, at which counts change visibly."""
        return MATRICES[self.matrix].scale

    @property
    def interferes(self) -> bool:
        """Whether the sign matters: charges and radii interfere with the weak interaction, dipoles flip the helicity and do not."""
        return not MATRICES[self.matrix].flips_helicity

    def vertex(self, value: float, mixing: Mixing) -> Vertex:
        """The vertex in which this coupling has a value and all others vanish.

        Raises
        ------
        ValueError
            If the element breaks a symmetry of the vertex, such as a diagonal moment of a Majorana neutrino.
        """
        n = mixing.size
        if self.element is None:
            return Vertex(self.nature, **{self.matrix: value * np.eye(n)})
        mass = self.element[0].isdigit()
        final, initial = (int(one) - 1 if mass else mixing.index(one) for one in self.element)
        if max(final, initial) >= n or min(final, initial) < 0:
            raise ValueError(f"{self.name}: mass states run from 1 to {n}")
        direction = np.zeros((n, n), dtype=np.complex128)
        if self.nature == "majorana" and MATRICES[self.matrix].majorana == "antisymmetric":
            direction[final, initial] += 1j
            direction[initial, final] -= 1j
            if final == initial:
                raise ValueError(f"{self.name}: the diagonal {self.matrix} of a Majorana neutrino vanishes")
        else:
            direction[final, initial] = direction[initial, final] = 1.0
        matrix = {"dipole": "magnetic"}.get(self.matrix, self.matrix)
        if mass:
            return Vertex(self.nature, **{matrix: value * direction})
        return Vertex.from_flavour(self.nature, mixing, **{matrix: value * direction})


def coupling(name: str, *, nature: str = "dirac") -> Coupling:
    """Read the name of a coupling: ``"moment"``, ``"charge"``, ``"charge_radius"``, ``"anapole"``, or a path into the vertex.

    A path is a form factor with an element, ``"magnetic[1,2]"`` in the mass basis or ``"charge_radius[e,mu]"`` in the flavour basis;
    the conjugate element goes along, so that the vertex stays hermitian.

    Raises
    ------
    ValueError
        For an unknown name, form factor or basis.
    """
    if isinstance(name, str) and name in EFFECTIVE:
        return Coupling(name, EFFECTIVE[name].name, None, "dirac")
    path = _PATH.fullmatch(name.strip()) if isinstance(name, str) else None
    if path is None:
        raise ValueError(
            f"coupling = {name!r} is unknown; choose one of {', '.join(EFFECTIVE)} or an element such as 'magnetic[1,2]' or "
            "'charge_radius[e,mu]'"
        )
    matrix = checks.choice("form factor", path[1], MATRICES)
    if path[2].isdigit() != path[3].isdigit():
        raise ValueError(f"{name!r} mixes the mass and the flavour basis")
    return Coupling(
        name.replace(" ", ""), matrix, (path[2], path[3]), checks.choice("nature", nature, ("dirac", "majorana"))
    )
