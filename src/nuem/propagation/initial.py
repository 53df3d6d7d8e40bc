"""The state at production: a flavour, amplitudes, or a density matrix."""

import numpy as np
from numpy.typing import ArrayLike

from nuem.numerics import checks
from nuem.propagation.hamiltonian import Flavours
from nuem.typing import ComplexArray, FloatArray
from nuem.vertex import Vertex


def initial_state(
    initial: ArrayLike | str, mixing: Flavours, vertex: Vertex, *, antineutrino: bool
) -> tuple[FloatArray, ComplexArray]:
    """Weights and orthonormal columns in the order of the states of the result."""
    n = len(mixing.matrix)
    if isinstance(initial, str):
        column = np.zeros((2 * n, 1), np.complex128)
        column[mixing.index(initial) + (n if antineutrino and vertex.nature == "majorana" else 0)] = 1
        return np.ones(1), column
    state = checks.plain_complex("initial", initial)
    if not np.all(np.isfinite(state)):
        raise ValueError("initial must be finite")
    if state.shape == (2 * n,):
        if abs(np.linalg.norm(state) - 1) > 1e-9:
            raise ValueError(f"initial must be normalised; its norm is {np.linalg.norm(state):g}")
        return np.ones(1), (state / np.linalg.norm(state))[:, None]
    if state.shape == (2 * n, 2 * n):
        weights, columns = np.linalg.eigh((state + state.conj().T) / 2)
        if np.abs(state - state.conj().T).max() > 1e-9 or weights.min() < -1e-9 or abs(weights.sum() - 1) > 1e-9:
            raise ValueError("initial must be a density matrix: hermitian, positive, of trace 1")
        return weights, columns
    raise ValueError(
        f"initial must be a flavour, {2 * n} amplitudes or a density matrix {2 * n} x {2 * n}; got shape {state.shape}"
    )
