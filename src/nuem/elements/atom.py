r"""An atom as a central field: Dirac orbitals in the field of the nucleus, of all electrons, and of Slater's exchange.

.. math:: V(r) = -\frac Zr + \int\frac{\rho(r')}{|r - r'|}d^3r' - \frac32\left(\frac{3\rho}{\pi}\right)^{1/3},

never weaker than the -1/r that an electron far out must see (Latter's tail). The nucleus is a point; open subshells are averaged over the
sphere. An electron that is set free moves in the same field, so that its waves are orthogonal to the bound orbitals. Atomic units inside.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nuem.elements.atomic_units import HARTREE
from nuem.elements.radial import RadialGrid
from nuem.elements.subshells import Subshell, atomic_number, subshells
from nuem.units import eV

if TYPE_CHECKING:  # it brings the compiler, which takes a while to load
    from nuem.elements.central_field import CentralField

_MEASURED = 10 * eV  # below, levels were measured in solids and say little of a free atom
_FIRST, _LAST = 1e-5, 60.0  # Bohr, the first over Z
_MIXING = 0.35
_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True)
class Atom:
    """The self-consistent neutral atom of an element; its field is solved for when it is first asked for, within half a second.

    Parameters
    ----------
    symbol : str
        Such as ``"Xe"``.
    configuration : str, optional
        Such as ``"[Xe] 4f14 5d6 6s2"``; if not given, that of the ground state, which is known of `nuem.elements.elements`.
    exchange : float, optional
        Factor of Slater's exchange; 2/3 is that of Kohn and Sham, and the difference shows what hangs on it.

    Raises
    ------
    ValueError
        For an unknown element, a configuration that cannot be read or has not Z electrons, or an exchange that is not positive. Later, for a
        field that does not converge.

    Examples
    --------
    >>> xenon = Atom("Xe")
    >>> f"{-xenon.eigenvalues[1, -1] * HARTREE / eV:.0f} eV"
    '34559 eV'
    >>> Atom("Os", "[Xe] 4f14 5d6 6s2").Z
    76
    """

    symbol: str
    configuration: str | None = None
    _: KW_ONLY
    exchange: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what is no atom."""
        subshells(self.symbol, self.configuration)
        if not isinstance(self.exchange, int | float) or not 0 < self.exchange < np.inf:
            raise ValueError(f"exchange must be a positive number, such as 1 or 2/3, got {self.exchange!r}")

    @property
    def Z(self) -> int:
        """Atomic number."""
        return atomic_number(self.symbol)

    @property
    def subshells(self) -> tuple[Subshell, ...]:
        """From the innermost outwards."""
        return subshells(self.symbol, self.configuration)

    @property
    def eigenvalues(self) -> dict[tuple[int, int], float]:
        """Energy of each subshell (n, kappa) [hartree]."""
        return _solved(self).eigenvalues

    @property
    def grid(self) -> RadialGrid:
        """Points on which the field is known."""
        return _solved(self).grid

    @property
    def charge(self) -> NDArray[np.float64]:
        """r V(r) on the grid."""
        return _solved(self).charge

    @property
    def density(self) -> NDArray[np.float64]:
        """Radial density of the electrons on the grid, 4 pi r^2 n(r) [1/Bohr]."""
        return _solved(self).density

    @property
    def tail(self) -> float:
        """Radius beyond which V = -1/r [Bohr]."""
        bare = np.abs(self.charge + 1) > 1e-7
        return float(self.grid.r[bare][-1]) if self.Z > 1 else 0.0

    def field(self, grid: RadialGrid) -> CentralField:
        """The field on other points."""
        return _field(self.grid, self.charge, grid)

    def threshold(self, shell: Subshell) -> float:
        """Energy that sets an electron of a subshell free [hartree]: the measured one where it is above 10 eV, else the eigenvalue."""
        if self.Z == 1:
            return 0.5
        if shell.binding > _MEASURED:
            return shell.binding / HARTREE
        return -self.eigenvalues[shell.n, shell.kappa]


@dataclass(frozen=True, slots=True, eq=False)
class _Solution:
    """Eigenvalues [hartree], r V(r) and the radial density of electrons on a grid."""

    eigenvalues: dict[tuple[int, int], float]
    grid: RadialGrid
    charge: NDArray[np.float64]
    density: NDArray[np.float64]


@cache
def _solved(atom: Atom) -> _Solution:
    from scipy.integrate import cumulative_simpson

    Z, shells = atom.Z, atom.subshells
    grid = RadialGrid.between(_FIRST / Z, _LAST, step=0.01, linear=2.0)
    r, weight = grid.r, grid.weight
    charge = -1 - (Z - 1) / (1 + r * Z ** (1 / 3)) ** 2
    energies = {(shell.n, shell.kappa): -0.5 * (Z / shell.n) ** 2 * (0.7 if shell.n > 1 else 1) for shell in shells}
    for _ in range(300):
        field = _field(grid, charge, grid)
        density = np.zeros_like(r)
        for shell in shells:
            orbital = field.bound(shell.n, shell.kappa, energies[shell.n, shell.kappa])
            energies[shell.n, shell.kappa] = orbital.energy
            density += shell.electrons * (orbital.P**2 + orbital.Q**2)
        inside = cumulative_simpson(density * weight, initial=0)
        outside = cumulative_simpson(density / r * weight, initial=0)
        hole = -1.5 * atom.exchange * (3 * density / (4 * np.pi**2 * r**2)) ** (1 / 3)
        new = np.minimum(-Z + inside + r * (outside[-1] - outside + hole), -1.0)
        change = np.max(np.abs(new - charge)) if Z > 1 else 0.0  # the one electron of hydrogen does not see itself
        if change < _TOLERANCE * Z:
            return _Solution(energies, grid, charge, density)
        charge = charge + _MIXING * (new - charge)
    raise ValueError(f"the field of {atom.symbol} does not converge; its last change was {change:.1g}")


def _field(coarse: RadialGrid, charge: NDArray[np.float64], grid: RadialGrid) -> CentralField:
    from scipy.interpolate import CubicSpline

    from nuem.elements.central_field import CentralField

    first, last = coarse.r[0], coarse.r[-2]
    spline = CubicSpline(np.log(coarse.r), charge)

    def potential(r: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.where(r > last, -1.0, spline(np.log(np.clip(r, first, last)))) / r)

    return CentralField(grid, potential(grid.r), potential(grid.gauss))


def neutral(atom: Atom | str) -> Atom:
    """An atom as it is, or that of an element's symbol in its ground state."""
    return Atom(atom) if isinstance(atom, str) else atom
