"""The one shape that a Hamiltonian has: matrices that functions of the distance and powers of the energy multiply."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from nuem.propagation.engine.profile import Profile
from nuem.typing import BoolArray, ComplexArray, FloatArray, IntArray

FAST: Final = 1e8  # rad: a phase beyond which a weak coupling averages out
WEAK: Final = 1e-5  # coupling over gap, below which it does
_SAMPLES: Final = 33  # energies at which a phase is integrated, if there are more


@dataclass(frozen=True)
class Pieces:
    """H(x, E) = shift/E + vacuum/E + sum_k f_k(x) matrix_k E^power_k [1/cm] in the mass basis; E in MeV."""

    vacuum: ComplexArray
    names: tuple[str, ...]
    matrices: tuple[ComplexArray, ...]
    powers: tuple[int, ...]
    shift: float
    """Mean of the vacuum levels that was taken out, times E [MeV/cm]: a phase of all amplitudes."""

    def __call__(self, energy: float, values: FloatArray) -> ComplexArray:
        """The Hamiltonian without its shift [1/cm] at values[..., k] of the functions."""
        h = np.zeros((*values.shape[:-1], *self.vacuum.shape), np.complex128) + self.vacuum / energy
        for k, (matrix, power) in enumerate(zip(self.matrices, self.powers, strict=True)):
            h += values[..., k, None, None] * matrix * energy**power
        return h

    @cached_property
    def sizes(self) -> FloatArray:
        """Spectral norm of each matrix."""
        return np.array([np.linalg.norm(matrix, 2) for matrix in self.matrices])

    def of(self, states: IntArray) -> "Pieces":
        """The Hamiltonian of some of the states alone; the mean of their vacuum levels goes into the shift."""
        grid = np.ix_(states, states)
        vacuum = self.vacuum[grid]
        mean = float(np.trace(vacuum).real) / len(states)
        matrices = tuple(matrix[grid] for matrix in self.matrices)
        return Pieces(vacuum - mean * np.eye(len(states)), self.names, matrices, self.powers, self.shift + mean)

    def sectors(self) -> list[IntArray]:
        """The states in groups that nothing couples to each other, whatever the energy and the place."""
        return _connected(np.logical_or.reduce([self.vacuum != 0, *(matrix != 0 for matrix in self.matrices)]))

    def fast(self, profile: Profile, energy: float) -> bool:
        """Whether any two vacuum levels differ by so large a phase that a coupling between them may average out."""
        return float(np.ptp(np.diag(self.vacuum).real)) / energy * float(profile.breakpoints[-1]) > FAST

    def secular(self, profile: Profile, energy: float) -> tuple[list[IntArray], float]:
        r"""The states in groups that nothing couples for long, and the error of a state if the rest is dropped.

        A coupling lambda across a gap Delta in vacuum turns fast: over a path L with Delta L far above one it leaves
        2 lambda/Delta at every jump of the medium, which add at random, and a phase of lambda^2 L/Delta.
        """
        gap, coupling = self._rivals(profile, energy)
        length = float(profile.breakpoints[-1])
        dropped = (coupling > 0) & (gap * length > FAST) & (coupling < WEAK * gap)
        if not np.any(dropped):
            return self.sectors(), 0.0
        groups = _connected((coupling > 0) & ~dropped)
        label = np.empty(len(gap), dtype=np.int64)
        for k, states in enumerate(groups):
            label[states] = k
        apart = (label[:, None] != label[None, :]) & (coupling > 0)
        ratio = np.where(apart, coupling / np.where(apart, gap, 1.0), 0.0)
        flip = float(np.sqrt(np.max(np.sum(4 * ratio**2, axis=1)) * len(profile.breakpoints)))
        return groups, flip + float(np.max(np.sum(ratio * coupling, axis=1))) * length

    def _rivals(self, profile: Profile, energy: float) -> tuple[FloatArray, FloatArray]:
        """Gaps of the vacuum levels and the largest couplings between them [1/cm]."""
        level = np.diag(self.vacuum).real
        gap = np.abs(level[:, None] - level[None, :]) / energy
        coupling = np.abs(self.vacuum - np.diag(level)) / energy
        for k, (matrix, power) in enumerate(zip(self.matrices, self.powers, strict=True)):
            coupling = coupling + np.abs(matrix) * profile.largest[k] * energy**power
        np.fill_diagonal(coupling, 0.0)
        return gap, coupling

    def phases(self, profile: Profile, energies: FloatArray) -> FloatArray:
        """Integral over the path of the Frobenius norm of H without its shift, for each energy [rad]."""
        few = energies
        if len(energies) > 2 * _SAMPLES:
            few = np.geomspace(energies.min(), energies.max(), _SAMPLES)
        stack = np.array([self.vacuum, *self.matrices])
        overlap = np.einsum("aij,bij->ab", stack.conj(), stack).real
        powers = np.array([-1, *self.powers])

        def norm(f: FloatArray, energy: float) -> FloatArray:
            terms = np.concatenate([np.ones((len(f), 1)), f[:, : len(self.matrices)]], axis=1) * energy**powers
            return np.asarray(np.sqrt(np.maximum(np.einsum("xa,ab,xb->x", terms, overlap, terms, optimize=True), 0.0)))

        at_few = profile.integrals(lambda f: np.array([norm(f, float(energy)) for energy in few]))
        if few is energies:
            return at_few
        rounded = np.interp(np.log(energies), np.log(few), np.log(np.maximum(at_few, 1e-300)))
        return np.asarray(np.exp(rounded))


def hermitian(n: int) -> Pieces:
    """H as n^2 real functions: its diagonal, then the real and the imaginary parts above it, row by row."""
    matrices = []
    for part in (1.0, 1j):
        for i, j in zip(*np.triu_indices(n, 1), strict=True):
            matrix = np.zeros((n, n), np.complex128)
            matrix[i, j], matrix[j, i] = part, np.conj(part)
            matrices.append(matrix)
    diagonal = [np.diag(row).astype(np.complex128) for row in np.eye(n)]
    return Pieces(np.zeros((n, n), np.complex128), (), (*diagonal, *matrices), (0,) * n**2, 0.0)


def _connected(linked: BoolArray) -> list[IntArray]:
    """States that are linked, directly or through others."""
    n = len(linked)
    reached = np.linalg.matrix_power((linked | linked.T | np.eye(n, dtype=bool)).astype(np.int64), n) > 0
    return [np.flatnonzero(row).astype(np.int64) for k, row in enumerate(reached) if row.argmax() == k]
