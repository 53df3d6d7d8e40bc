"""Levels along a path, and the places where two of them meet: the level-crossing diagram."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.propagation.hamiltonian import Flavours, flavour_basis, functions, hamiltonian, state_names
from nuem.propagation.medium import Medium
from nuem.vertex import Vertex


@dataclass(frozen=True, slots=True)
class Levels:
    """Eigenvalues of the Hamiltonian along a path."""

    distance: NDArray[np.float64]
    """[cm]"""
    values: NDArray[np.float64]
    """Levels in rising order, their mean taken out, (distance, state) [1/cm]."""
    diagonal: NDArray[np.float64]
    """Diagonal of the Hamiltonian in the basis of the states, the same mean taken out: what would be the levels without couplings."""
    states: tuple[str, ...]
    """Names of the columns of `diagonal`."""
    resonances: tuple[tuple[float, str, str], ...]
    """Places [cm] where the diagonal elements of two states cross, and which."""


def levels(
    energy: float,
    medium: Medium,
    mixing: Flavours,
    vertex: Vertex,
    *,
    points: ArrayLike | int = 400,
    antineutrino: bool = False,
) -> Levels:
    """Levels of a neutrino of one energy [MeV] along its path, and its resonances.

    Parameters
    ----------
    energy : float
        [MeV]
    medium, mixing, vertex, antineutrino
        As in `propagate`.
    points : int or array_like, optional
        How many places, or which [cm].

    Returns
    -------
    Levels

    Raises
    ------
    ValueError
        For an energy that is not positive, or places off the path.
    """
    e = float(checks.positive("energy", checks.number("energy", energy, "MeV"), "MeV"))
    x = np.linspace(0, medium.length, points) if isinstance(points, int) else checks.real("points", points, "cm")
    checks.within("points", x, 0, medium.length, "cm")
    pieces = hamiltonian(mixing, vertex, medium, antineutrino=antineutrino)
    values = functions(medium, pieces.names, x) if pieces.names else np.zeros((len(x), 0))
    w = flavour_basis(mixing, vertex, antineutrino=antineutrino)
    h = w @ pieces(e, values) @ w.conj().T
    mean = np.einsum("xii->x", h).real / h.shape[1]
    diagonal = np.einsum("xii->xi", h).real - mean[:, None]
    names = state_names(mixing, vertex)
    found = []
    for i in range(len(names)):
        for j in range(i):
            gap = diagonal[:, i] - diagonal[:, j]
            for k in np.flatnonzero(np.sign(gap[:-1]) * np.sign(gap[1:]) < 0):
                share = gap[k] / (gap[k] - gap[k + 1])
                found.append((float(x[k] + share * (x[k + 1] - x[k])), names[j], names[i]))
    return Levels(x, np.linalg.eigvalsh(h) - mean[:, None], diagonal, names, tuple(sorted(found)))
