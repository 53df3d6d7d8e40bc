"""Mass states inside a field: the states that become mass states when the field is switched off slowly."""

import numpy as np
from numpy.typing import NDArray

Complex = NDArray[np.complex128]


def dressed_mass_states(hamiltonian: Complex) -> Complex:
    """Columns are the states of mass i and either helicity, dressed by a weak coupling to all other masses.

    The eigenvectors belong in pairs of one mass, nu_i and its flipped partner, which stay degenerate. Each pair is turned within itself to be as close to the
    bare states as a unitary matrix allows (the effective Hamiltonian of des Cloizeaux), so nothing of the precession within a pair is undone.

    Parameters
    ----------
    hamiltonian : numpy.ndarray
        Between mass states, (..., 2n, 2n) [1/cm].

    Returns
    -------
    numpy.ndarray
        Unitary W[..., bare state, dressed state]; the identity without a field.
    """
    vectors = np.linalg.eigh(hamiltonian)[1]
    n = vectors.shape[-1] // 2
    weight = np.abs(vectors) ** 2
    mass = weight[..., :n, :] + weight[..., n:, :]  # of each mass in each eigenvector
    dressed = np.empty_like(vectors)
    for i in range(n):
        members = np.argsort(-mass[..., i, :], axis=-1)[..., :2]
        pair = np.take_along_axis(vectors, members[..., None, :], axis=-1)
        left, _, right = np.linalg.svd(pair[..., [i, i + n], :])
        turned = pair @ np.conj(np.swapaxes(left @ right, -1, -2))
        dressed[..., :, i], dressed[..., :, i + n] = turned[..., :, 0], turned[..., :, 1]
    return dressed
