"""Dirac matrices, and spin sums by explicit traces: the second route to formulas of the vertex."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.complex128]

METRIC: Final = np.diag([1.0, -1.0, -1.0, -1.0])


@cache
def gamma_matrices() -> tuple[tuple[Array, ...], Array]:
    """gamma^mu and gamma_5 in the chiral representation."""
    pauli = (
        np.array([[0, 1], [1, 0]], dtype=np.complex128),
        np.array([[0, -1j], [1j, 0]], dtype=np.complex128),
        np.array([[1, 0], [0, -1]], dtype=np.complex128),
    )
    zero, unit = np.zeros((2, 2)), np.eye(2)
    gamma = [np.block([[zero, unit], [unit, zero]]).astype(np.complex128)]
    gamma += [np.block([[zero, sigma], [-sigma, zero]]) for sigma in pauli]
    return tuple(gamma), 1j * gamma[0] @ gamma[1] @ gamma[2] @ gamma[3]


def slash(momentum: NDArray[np.float64]) -> Array:
    """p_mu gamma^mu."""
    gamma, _ = gamma_matrices()
    return np.asarray(sum(METRIC[k, k] * momentum[k] * gamma[k] for k in range(4)))


def structures(momentum: NDArray[np.float64]) -> dict[str, tuple[Array, ...]]:
    r"""The four vertex functions of Eq. (2) at a photon momentum q, each with upper index.

    Charge gamma^mu, magnetic -i sigma^{mu nu} q_nu, electric sigma^{mu nu} q_nu gamma_5, anapole (q^2 gamma^mu - q^mu qslash) gamma_5.
    """
    gamma, gamma5 = gamma_matrices()
    q, square = slash(momentum), momentum @ METRIC @ momentum
    sigma_q = tuple(0.5j * (matrix @ q - q @ matrix) for matrix in gamma)  # sigma^{mu nu} q_nu
    return {
        "charge": gamma,
        "magnetic": tuple(-1j * matrix for matrix in sigma_q),
        "electric": tuple(matrix @ gamma5 for matrix in sigma_q),
        "anapole": tuple((square * gamma[k] - momentum[k] * q) @ gamma5 for k in range(4)),
    }


def scattering(structure: str, recoil: float, energy: float, mass: float) -> float:
    """Spin-summed square of one photon's exchange between a left-handed neutrino and a fermion at rest, with unit couplings [MeV^2 ...].

    L_{ab} of the neutrino's vertex contracted with that of the charged fermion, over q^4.
    """
    gamma, gamma5 = gamma_matrices()
    final, struck = energy - recoil, np.sqrt(recoil**2 + 2 * mass * recoil)
    cosine = (energy**2 + struck**2 - final**2) / (2 * energy * struck)
    before = np.array([mass, 0.0, 0.0, 0.0])
    after = np.array([mass + recoil, struck * np.sqrt(max(1 - cosine**2, 0.0)), 0.0, struck * cosine])
    incoming = np.array([energy, 0.0, 0.0, energy])
    q = incoming - (outgoing := incoming + before - after)
    vertex, left, unit = structures(q)[structure], (np.eye(4) - gamma5) / 2, mass * np.eye(4)
    total = 0.0
    for a in range(4):
        for b in range(4):
            bar = gamma[0] @ (vertex[b] @ left).conj().T @ gamma[0]
            neutrino = np.trace(slash(outgoing) @ vertex[a] @ left @ slash(incoming) @ bar)
            charged = np.trace((slash(after) + unit) @ gamma[a] @ (slash(before) + unit) @ gamma[b])
            total += METRIC[a, a] * METRIC[b, b] * float((neutrino * charged).real)
    return total / float(q @ METRIC @ q) ** 2


def radiative_decay(mass: float, lighter: float) -> float:
    """Rate of nu_i -> nu_j gamma at rest by a magnetic structure of unit coupling [MeV^3].

    Masses in MeV. Two-body phase space times the square of the amplitude, summed over polarisations of the photon and spins, half of it for the initial ones.
    """
    gamma, _ = gamma_matrices()
    photon = (mass**2 - lighter**2) / (2 * mass)
    before, q = np.array([mass, 0.0, 0.0, 0.0]), np.array([photon, 0.0, 0.0, photon])
    vertex = structures(q)["magnetic"]
    final, initial = slash(before - q) + lighter * np.eye(4), slash(before) + mass * np.eye(4)
    square = sum(
        -METRIC[a, a] * np.trace(final @ vertex[a] @ initial @ gamma[0] @ vertex[a].conj().T @ gamma[0]).real / 2
        for a in range(4)
    )
    return float(photon * square / (8 * np.pi * mass**2))
