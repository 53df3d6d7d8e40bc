"""Electrons in a central field on given radial points: bound orbitals, and what leads from them to free waves (atomic units)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuem.elements.kernels import continuum, dirac
from nuem.elements.radial import RadialGrid

_TINY = 1e-18  # below, products in single precision would fall to denormal numbers, which are slow


@dataclass(frozen=True, slots=True, eq=False)
class Orbital:
    """A bound orbital, normalised to one: its energy and the large and the small component on the points of its field."""

    n: int
    kappa: int
    energy: float
    P: NDArray[np.float64]
    Q: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CentralField:
    """Potential energy of an electron on the points of a grid and on their Gauss points."""

    grid: RadialGrid
    potential: NDArray[np.float64]
    gauss_potential: NDArray[np.float64]

    @property
    def _field(self) -> dirac.Field:
        grid = self.grid
        return dirac.Field(grid.r, grid.weight, self.potential, grid.gauss, grid.gauss_weight, self.gauss_potential)

    def bound(self, n: int, kappa: int, guess: float) -> Orbital:
        """The orbital (n, kappa), sought from an energy."""
        P, Q = np.zeros_like(self.potential), np.zeros_like(self.potential)
        energy = dirac.bound(n, kappa, guess, self._field, P, Q)
        return Orbital(n, kappa, energy, P, Q)

    def transitions(
        self, orbital: Orbital, weight: NDArray[np.float64], energies: NDArray[np.float64], kappa: int
    ) -> NDArray[np.float32]:
        """Densities (P_b P_e + Q_b Q_e) dr between an orbital on the inner points and free waves, (points, energies).

        Parameters
        ----------
        orbital : Orbital
            On the first points of the grid, which must go on to where the potential is -1/r.
        weight : numpy.ndarray
            dr of those points.
        energies : numpy.ndarray
            Of the free electron, ascending [hartree].
        kappa : int
            Of the free electron.
        """
        density = np.zeros((len(weight), len(energies)))
        continuum.transitions(energies, kappa, orbital.P, orbital.Q, weight, self._field, density)
        density[np.abs(density) < _TINY] = 0.0
        return density.astype(np.float32)
