r"""A rate is a trace: counts that are bilinear in the couplings, with weights that were integrated once.

With G_L = g_L + D_0 + D_1/T, G_R = g_R + D_0 + D_1/T (weak couplings, charge radius D_0, millicharge D_1/T) and the dipole lambda,

.. math:: N_b = \mathrm{Re} \sum_{(A, B)} \mathrm{Tr}\,[W_b^{AB} A^\dagger B], \qquad A, B \in \{g_L + D_0,\; g_R + D_0,\; D_1,\; \lambda\}
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.scattering.couplings import shift_matrices
from nuem.vertex import Vertex

LEFT, RIGHT, CHARGE, DIPOLE = range(4)
PAIRS: Final = (
    (LEFT, LEFT),
    (RIGHT, RIGHT),
    (RIGHT, LEFT),
    (CHARGE, LEFT),
    (CHARGE, RIGHT),
    (CHARGE, CHARGE),
    (DIPOLE, DIPOLE),
)
"""The pairs (A, B) of couplings whose products A^dagger B a rate is made of."""


@dataclass(frozen=True, slots=True, eq=False)
class RateTensor:
    """Rates of a source in a detector for every vertex: contract with couplings and be done.

    `counts` is what folding was for: a few microseconds for an arbitrary complex vertex.
    """

    beams: tuple[str, ...]
    relative_errors: NDArray[np.float64]
    """Uncertainty (1 sigma) of the flux of each beam."""
    weights: NDArray[np.complex128]
    """W, (beams, bins, pairs, n, n)."""
    weak_left: NDArray[np.complex128]
    weak_right: NDArray[np.complex128]
    """g_L and g_R in the mass basis, (n, n)."""
    relative_accuracy: float
    """Largest relative change of a bin when the integration was refined."""
    _couplings: NDArray[np.complex128]
    """The four couplings side by side, (n, 4, n), the weak ones filled in."""
    _flat: NDArray[np.float64]
    """The weights as they meet the real and imaginary parts of all products of couplings, (beams, bins, 2 (4n)^2)."""
    _summed: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        beams: tuple[str, ...],
        relative_errors: NDArray[np.float64],
        weights: NDArray[np.complex128],
        weak: tuple[NDArray[np.complex128], NDArray[np.complex128]],
        relative_accuracy: float,
    ) -> "RateTensor":
        """Lay the weights out so that a contraction is one real matrix-vector product."""
        left, right = weak
        n = len(left)
        couplings = np.zeros((n, 4, n), dtype=np.complex128)
        couplings[:, LEFT], couplings[:, RIGHT] = left, right
        full = np.zeros((*weights.shape[:2], 4, n, 4, n), dtype=np.complex128)
        for k, (first, second) in enumerate(PAIRS):  # Re Tr[W M] = sum of Re W^T Re M - Im W^T Im M
            full[:, :, first, :, second, :] = weights[:, :, k].swapaxes(-1, -2).conj()
        flat = full.reshape(*weights.shape[:2], -1).view(np.float64)
        return cls(beams, relative_errors, weights, left, right, relative_accuracy, couplings, flat, flat.sum(axis=0))

    def counts(self, vertex: Vertex | None = None) -> NDArray[np.float64]:
        """Expected counts in each bin from all beams; without a vertex the weak interaction alone.

        Raises
        ------
        ValueError
            If the vertex has another number of neutrinos than the mixing of the tensor.
        """
        return self._summed @ self._products(vertex)

    def counts_by_beam(self, vertex: Vertex | None = None) -> NDArray[np.float64]:
        """Expected counts, (beams, bins)."""
        return self._flat @ self._products(vertex)

    def scattering_parts(self, vertex: Vertex) -> dict[str, NDArray[np.float64]]:
        """Counts by what scatters: the weak interaction, the charge and radius with their interference, the magnetic moment."""
        total, weak = self.counts(vertex), self.counts()
        magnetic = self.counts(Vertex(vertex.nature, magnetic=vertex.magnetic, electric=vertex.electric)) - weak
        return {"weak": weak, "charge and radius": total - weak - magnetic, "magnetic": magnetic}

    def _products(self, vertex: Vertex | None) -> NDArray[np.float64]:
        """A^dagger B of all pairs of couplings, as one real vector."""
        couplings = self._couplings
        n = len(couplings)
        if vertex is not None:
            if not isinstance(vertex, Vertex):
                raise ValueError(f"vertex = {vertex!r} is not a nuem.Vertex")
            if vertex.size != n:
                raise ValueError(f"the vertex has {vertex.size} neutrinos, the mixing of this rate {n}")
            couplings = couplings.copy()
            radius, charge = shift_matrices(vertex)
            couplings[:, :CHARGE] += radius[:, None]
            couplings[:, CHARGE] = charge
            couplings[:, DIPOLE] = vertex.dipole
        side_by_side = couplings.reshape(n, -1)
        return (side_by_side.conj().T @ side_by_side).view(np.float64).ravel()
