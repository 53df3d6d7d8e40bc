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
    approaches: tuple[tuple[float, float, float], ...]
    """Places [cm] on the way where two neighbouring levels of one helicity are closest to each other, and these two [1/cm]."""


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
        How many positions, or which [cm]; crossings and approaches between two of them are not seen.

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
    crossings = []
    for i in range(len(names)):
        for j in range(i):
            gap = diagonal[:, i] - diagonal[:, j]
            for k in np.flatnonzero(np.sign(gap[:-1]) * np.sign(gap[1:]) < 0):
                fraction = gap[k] / (gap[k] - gap[k + 1])
                crossings.append((float(x[k] + fraction * (x[k + 1] - x[k])), names[j], names[i]))
    n = len(names) // 2
    blocks = (np.linalg.eigvalsh(h[:, half, half]) - mean[:, None] for half in (slice(n), slice(n, None)))
    approaches = tuple(sorted(place for block in blocks for place in _approaches(x, block)))
    return Levels(x, np.linalg.eigvalsh(h) - mean[:, None], diagonal, names, tuple(sorted(crossings)), approaches)


def _approaches(x: NDArray[np.float64], rising: NDArray[np.float64]) -> list[tuple[float, float, float]]:
    """Minima of the gaps between neighbours, by the parabola through three places; ripples of a percent are none."""
    minima = []
    for low, high in zip(rising.T[:-1], rising.T[1:], strict=True):
        gap = high - low
        for k in range(1, len(x) - 1):
            least = gap[k - 1] > gap[k] <= gap[k + 1]
            if least and min(gap[:k].max(), gap[k + 1 :].max()) > 1.01 * gap[k] > 0:
                curve = np.polyfit(x[k - 1 : k + 2] - x[k], gap[k - 1 : k + 2] / gap[k], 2)
                minima.append((float(x[k] - curve[1] / (2 * curve[0])), float(low[k]), float(high[k])))
    return minima
