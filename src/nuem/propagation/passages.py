"""The operator that takes any state from the start of a medium to places on its path."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nuem.constants import SIN2_THETA_W
from nuem.numerics import checks
from nuem.propagation.bare import positions
from nuem.propagation.engine.crossing import Order, cross
from nuem.propagation.engine.phases import turned
from nuem.propagation.engine.tolerance import tolerance
from nuem.propagation.hamiltonian import Flavours, functions, hamiltonian
from nuem.propagation.medium import Medium
from nuem.propagation.resolving import resolved
from nuem.typing import ArrayLike, ComplexArray, FloatArray
from nuem.vertex import Vertex


def passages(
    energy: ArrayLike,
    medium: Medium,
    mixing: Flavours,
    vertex: Vertex,
    *,
    at: Sequence[float] = (),
    tol: float = 1e-9,
    antineutrino: bool = False,
) -> tuple[ComplexArray, FloatArray]:
    """Evolution operators between the start of a medium, places on the way, and the end.

    Parameters
    ----------
    energy : array_like
        Neutrino energies [MeV].
    medium, mixing, vertex, antineutrino
        As in `propagate`.
    at : sequence of float, optional
        Places on the path [cm], in rising order.
    tol : float, optional
        Largest error of a state.

    Returns
    -------
    operators : numpy.ndarray
        Unitary S(x, 0), shape (energies, places and the end, 2n, 2n), between mass states: left-handed ones, then those of the other helicity.
    errors : numpy.ndarray
        Estimated error of a state, for each energy.

    Notes
    -----
    No tolerance is warned of: the errors are returned, and rounding is for the caller to judge.
    """
    energies = np.atleast_1d(checks.positive("energy", energy, "MeV")).astype(np.float64)
    tol = tolerance(tol)
    pieces = hamiltonian(mixing, vertex, medium, antineutrino=antineutrino)
    profile = resolved(pieces, medium, tol, SIN2_THETA_W)
    start = np.eye(len(pieces.vacuum), dtype=np.complex128)
    distances = positions("at", at, medium.length)
    crossed = cross(pieces, profile, energies, start, Order(tol, "auto", tuple(distances), averaged=True))
    places = np.array([*distances, medium.length])
    turn = turned(crossed.shift[:, None, :], places[:, None], energies[:, None, None])
    return crossed.states * turn[..., None], crossed.errors


def local_hamiltonian(
    energy: ArrayLike, medium: Medium, mixing: Flavours, vertex: Vertex, *, at: ArrayLike, antineutrino: bool = False
) -> ComplexArray:
    """The Hamiltonian between mass states at places on the path, shape (energies, places, 2n, 2n) [1/cm]; arguments as in `passages`."""
    energies = np.atleast_1d(checks.positive("energy", energy, "MeV"))
    x = np.atleast_1d(checks.within("at", at, 0, medium.length, "cm"))
    pieces = hamiltonian(mixing, vertex, medium, antineutrino=antineutrino)
    values = functions(medium, pieces.names, x) if pieces.names else np.zeros((len(x), 0))
    return np.stack([pieces(float(e), values) for e in energies])
