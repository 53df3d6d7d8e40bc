r"""Evolution of a density matrix with decoherence: the Lindblad equation.

.. math:: \frac{d\rho}{dx} = -i[H(x), \rho] + \sum_k \left(L_k\rho L_k^\dagger - \tfrac12\{L_k^\dagger L_k, \rho\}\right)

The jump operators L_k are constant matrices in the basis in which H is given. Jumps between levels of H and jumps between helicities are
different physics: what is meant is said by the matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from nuem.numerics import checks
from nuem.propagation.bare import hamiltonian_function, resolved_hamiltonian
from nuem.propagation.engine.driver import Blocks, choose, walk
from nuem.propagation.engine.passage import Task
from nuem.propagation.engine.pieces import hermitian
from nuem.propagation.engine.tolerance import tolerance
from nuem.typing import ArrayLike, ComplexArray, FloatArray

MOST_STEPS: Final = 1 << 14


def evolve_open(
    hamiltonian: Callable[[FloatArray], ArrayLike] | ArrayLike,
    length: float,
    density: ArrayLike,
    jumps: Sequence[ArrayLike],
    *,
    tol: float = 1e-8,
    breaks: Sequence[float] = (),
) -> ComplexArray:
    """Evolve a density matrix of two to eight levels with jumps between states.

    For a constant Hamiltonian the Liouvillian is exponentiated, which is exact. Else passages of the engine and exact decoherence take turns
    on steps that are halved until the extrapolated result stands still.

    Parameters
    ----------
    hamiltonian : callable or array_like
        As in `evolve` [1/cm].
    length : float
        [cm]
    density : array_like
        rho(0), hermitian, (n, n).
    jumps : sequence of array_like
        L_k, each (n, n) [cm^-1/2].
    tol : float, optional
        Largest error of an element.
    breaks : sequence of float, optional
        As in `evolve`.

    Returns
    -------
    numpy.ndarray
        rho(length).

    Raises
    ------
    ValueError
        As `evolve`; for a density that is not hermitian, jumps of another shape, or steps that do not settle.

    Examples
    --------
    >>> rho = evolve_open(np.diag([1.0, -1.0]), 2.0, [[0.5, 0.5], [0.5, 0.5]], [np.diag([0.3, -0.3])])
    >>> print(f"{abs(rho[0, 1]):.6f}")
    0.348838
    """
    rho = np.array(checks.plain_complex("density", density))
    n = len(rho)
    if (
        rho.shape != (n, n)
        or not 2 <= n <= 8
        or np.abs(rho - rho.conj().T).max() > 1e-12 * max(np.abs(rho).max(), 1e-300)
    ):
        raise ValueError(f"density must be a hermitian matrix of two to eight levels, got shape {rho.shape}")
    operators = [checks.plain_complex("jumps", jump) for jump in jumps]
    if any(operator.shape != (n, n) or not np.all(np.isfinite(operator)) for operator in operators):
        raise ValueError(f"every jump must be a finite matrix {n} x {n}, as the density is")
    end = float(checks.not_negative("length", checks.number("length", length, "cm"), "cm"))
    tol = tolerance(tol)
    dissipator = _dissipator(operators, n)
    if end == 0:
        return rho
    if not callable(hamiltonian):
        h = hamiltonian_function(hamiltonian, n)(np.zeros(1))[0]
        identity = np.eye(n)
        return _applied(_exponential((-1j * (np.kron(h, identity) - np.kron(identity, h.T)) + dissipator) * end), rho)
    return _in_turns(hamiltonian, end, rho, dissipator, tol, breaks)


def _in_turns(
    hamiltonian: Callable[[FloatArray], ArrayLike],
    end: float,
    rho: ComplexArray,
    dissipator: ComplexArray,
    tol: float,
    breaks: Sequence[float],
) -> ComplexArray:
    """Half a step of decoherence, a step of the engine, half a step of decoherence: of second order, and extrapolated."""
    n = len(rho)
    profile = resolved_hamiltonian(hamiltonian, n, end, breaks, tol)
    pieces = hermitian(n)
    method = choose("auto", pieces, profile, float(pieces.phases(profile, np.ones(1))[0]))
    before: ComplexArray | None = None
    extrapolated: ComplexArray | None = None
    steps = 16
    while steps <= MOST_STEPS:
        distances = tuple((np.arange(1, steps) * (end / steps)).tolist())
        task = Task(pieces, profile, np.eye(n, dtype=np.complex128), method, distances)
        s = walk(task, np.ones(1), tol / steps, Blocks()).states[0]
        half = _exponential(dissipator * (0.5 * end / steps))
        now, last = rho, np.eye(n, dtype=np.complex128)
        for passage in s:
            u = passage @ last.conj().T
            now = _applied(half, u @ _applied(half, now) @ u.conj().T)
            last = passage
        if before is not None:
            better = now + (now - before) / 3
            if extrapolated is not None and np.abs(better - extrapolated).max() < tol:
                return np.asarray(0.5 * (better + better.conj().T))
            extrapolated = better
        before, steps = now, 2 * steps
    raise ValueError(
        f"decoherence and oscillation do not settle in {MOST_STEPS} steps to tol = {tol:g}; take a shorter path or a larger tol"
    )


def _dissipator(jumps: Sequence[ComplexArray], n: int) -> ComplexArray:
    """What the jumps do to the rows of rho, one after the other."""
    total, identity = np.zeros((n * n, n * n), np.complex128), np.eye(n)
    for jump in jumps:
        square = jump.conj().T @ jump
        total += np.kron(jump, jump.conj()) - 0.5 * (np.kron(square, identity) + np.kron(identity, square.T))
    return total


def _applied(superoperator: ComplexArray, rho: ComplexArray) -> ComplexArray:
    return np.asarray((superoperator @ rho.reshape(-1)).reshape(rho.shape))


def _exponential(matrix: ComplexArray) -> ComplexArray:
    from scipy.linalg import expm

    return np.asarray(expm(matrix), dtype=np.complex128)
