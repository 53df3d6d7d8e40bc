"""The coupling that a limit is on: an effective one, one element of the vertex, or a whole vertex times a factor."""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.rates import RateTensor
from nuem.vertex import Vertex
from nuem.vertex.form_factors import EFFECTIVE, FORM_FACTORS, MATRICES

Nature = Literal["dirac", "majorana"]

_PATH: Final = re.compile(r"(\w+)\[\s*(\w+)\s*,\s*(\w+)\s*\]")
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Coupling:
    """A real number theta that multiplies one hermitian direction of the vertex.

    Parameters
    ----------
    name : str
        As the user wrote it.
    matrix : str
        The form factor; empty for a pattern whose factor is a pure number.
    element : tuple of str or None
        [final, initial], as mass states "1", "2", "3" or as flavours; None for the same coupling of every flavour.
    nature : {"dirac", "majorana"}
    pattern : Vertex or None, optional
        A vertex that theta multiplies.
    """

    name: str
    matrix: str
    element: tuple[str, str] | None
    nature: Nature
    pattern: Vertex | None = None

    @property
    def unit(self) -> str:
        """Unit of theta, as `nuem.units.parse` reads it; "1" for the factor of a pattern."""
        return MATRICES[self.matrix].unit if self.matrix else "1"

    @property
    def scale(self) -> float:
        """A typical size of theta, at which counts change visibly."""
        if self.pattern is None:
            return MATRICES[self.matrix].scale
        largest = {name: float(np.abs(getattr(self.pattern, name)).max()) for name in FORM_FACTORS}
        return min(FORM_FACTORS[name].scale / size for name, size in largest.items() if size > 0)

    @property
    def interferes(self) -> bool:
        """Whether the sign matters: charges and radii interfere with the weak interaction, dipoles flip the helicity and do not."""
        if self.pattern is None:
            return not MATRICES[self.matrix].flips_helicity
        return any(
            np.any(getattr(self.pattern, name)) for name, factor in FORM_FACTORS.items() if not factor.flips_helicity
        )

    def vertex(self, value: float, mixing: Mixing) -> Vertex:
        """The vertex in which this coupling has a value and all others vanish.

        Raises
        ------
        ValueError
            If the element breaks a symmetry of the vertex, such as a diagonal moment of a Majorana neutrino.
        """
        if self.pattern is not None:
            return value * self.pattern
        n = mixing.size
        if self.element is None:
            return Vertex(self.nature, **{self.matrix: value * np.eye(n)})
        mass = self.element[0].isdigit()
        final, initial = (int(state) - 1 if mass else mixing.index(state) for state in self.element)
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

    def _of_every_flavour(self, mixing: Mixing) -> Vertex:
        """A vertex of the same size without directions, which sets the scale of rounding errors."""
        if self.pattern is None:
            return replace(self, element=None, nature="dirac").vertex(self.scale, mixing)
        pattern = self.pattern
        sizes = {name: self.scale * float(np.abs(getattr(pattern, name)).max()) for name in FORM_FACTORS}
        return Vertex("dirac", **{name: size * np.eye(mixing.size) for name, size in sizes.items()})

    def coefficients(self, tensor: RateTensor, mixing: Mixing) -> NDArray[np.float64]:
        """Counts as a polynomial of the fitted parameter x, (powers, beams, bins).

        For a coupling that interferes x = theta/scale; for dipoles, of which only the square enters, x = (theta/scale)^2. What is below
        1e-12 of the same coupling of every flavour is rounding of a change of basis, and zero.
        """
        weak, linear, quadratic = tensor.polynomial(self.vertex(self.scale, mixing))
        changes = np.stack([linear, quadratic]) if self.interferes else quadratic[None]
        _, first, second = tensor.polynomial(self._of_every_flavour(mixing))
        size = np.abs(np.stack([first, second]) if self.interferes else second[None]).sum(axis=(1, 2))
        relevant = np.abs(changes).sum(axis=(1, 2)) > _ROUNDING * size
        return np.concatenate([weak[None], np.where(relevant[:, None, None], changes, 0.0)])

    def value(self, x: float) -> float:
        """The coupling at a fitted parameter, in base units."""
        scaled = x if self.interferes else np.sqrt(max(x, 0.0))
        return float(scaled * self.scale)

    def x(self, value: float) -> float:
        """The fitted parameter of a coupling."""
        scaled = value / self.scale
        return scaled if self.interferes else scaled**2


def coupling(name: "str | Vertex | Coupling", *, nature: Nature = "dirac") -> Coupling:
    """Read what a limit is on.

    Parameters
    ----------
    name : str, Vertex or Coupling
        ``"moment"``, ``"charge"``, ``"charge_radius"``, ``"anapole"``, or a path into the vertex: a form factor with an element, such as
        ``"magnetic[1,2]"`` in the mass basis or ``"charge_radius[e,mu]"`` in the flavour basis; the conjugate element goes along, so that
        the vertex stays hermitian. A `Vertex` is a pattern, and the limit is on the factor that multiplies it. A coupling is returned
        as it is.
    nature : {"dirac", "majorana"}, optional
        Symmetry of an element.

    Raises
    ------
    ValueError
        For an unknown name, form factor or basis, or a pattern that vanishes.
    """
    if isinstance(name, Coupling):
        return name
    if isinstance(name, Vertex):
        if name.batch:
            raise ValueError("a limit needs a single vertex; this one has leading axes")
        if not any(np.any(getattr(name, factor)) for factor in FORM_FACTORS):
            raise ValueError("every matrix of the vertex vanishes, so there is no factor to put a limit on")
        return Coupling("factor", "", None, "majorana" if name.nature == "majorana" else "dirac", name)
    text = name if isinstance(name, str) else ""
    if text in EFFECTIVE:
        return Coupling(text, EFFECTIVE[text].name, None, "dirac")
    path = _PATH.fullmatch(text.strip())
    if path is None:
        raise ValueError(
            f"coupling = {checks.shown(name)} is unknown; choose one of {', '.join(EFFECTIVE)} or an element such as 'magnetic[1,2]' or "
            f"'charge_radius[e,mu]'{_hint(name)}"
        )
    matrix = checks.choice("form factor", path[1], MATRICES)
    if path[2].isdigit() != path[3].isdigit():
        raise ValueError(f"{name!r} mixes the mass and the flavour basis")
    checks.choice("nature", nature, ("dirac", "majorana"))
    return Coupling(name.replace(" ", ""), matrix, (path[2], path[3]), nature)


def _hint(name: object) -> str:
    """The coupling that was meant, written in another way: its title, its symbol, the name of its matrix, or misspelt."""
    from difflib import get_close_matches

    words = {key: entry.effective for entry in FORM_FACTORS.values() for key in (entry.name, entry.title, entry.symbol)}
    words = {key.replace(" ", "_"): meant for key, meant in words.items() if meant is not None}
    words |= {meant: meant for meant in EFFECTIVE} | {
        "mu_nu": "moment",
        "millicharge": "charge",
        "radius": "charge_radius",
    }
    plain = re.sub(r"[\s-]+", "_", str(name).strip().lower())
    near = [plain] if plain in words else get_close_matches(plain, words, n=1, cutoff=0.75)
    return f" (did you mean {words[near[0]]!r}?)" if near else ""
