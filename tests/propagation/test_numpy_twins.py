"""Plain NumPy twins of the compiled kernels: rotations, Magnus steps, cells, eigenvectors."""

import numpy as np
import pytest
from scipy.linalg import expm
from tests.propagation.random_problems import Hamiltonian, column, hermitian, magnus4

from nuem.propagation import evolve
from nuem.propagation.engine.driver import Choice
from nuem.propagation.engine.kernels.lanes import chebyshev
from nuem.typing import FloatArray


def super_adiabatic(h: Hamiltonian, panels: int, psi: np.ndarray, rounds: int = 9) -> np.ndarray:
    """Panels of sixteen Chebyshev nodes, every level on its own: Cayley rotations until no coupling is left, then phases."""
    x, transposed, weights, _ = chebyshev()
    width, n, identity = 1 / panels, len(psi), np.eye(len(psi))
    slope = 2 / width * transposed.T
    for k in range(panels):
        nodes = (k + 0.5 + 0.5 * x) * width
        w = np.linalg.eigh(h(np.array([(k + 0.5) * width]))[0])[1]
        g = w.conj().T @ h(nodes) @ w
        turn = np.broadcast_to(identity, g.shape)
        for _ in range(rounds):
            level = np.einsum("xii->xi", g).real
            gap = level[:, None, :] - level[:, :, None] + identity
            s = np.where(identity, 0, g / gap)
            r = np.linalg.solve(identity - s / 2, identity + s / 2)
            back = r.conj().swapaxes(1, 2)
            g = back @ g @ r - 1j * back @ np.tensordot(slope, r, 1)
            g = (g + g.conj().swapaxes(1, 2)) / 2
            turn = turn @ r
        assert np.abs(g[:, ~np.eye(n, dtype=bool)]).max() * width < 1e-7
        phase = width / 2 * weights @ np.einsum("xii->xi", g).real
        psi = w @ turn[-1] @ (np.exp(-1j * phase) * (turn[0].conj().T @ w.conj().T @ psi))
    return psi


def test_rotations_agree_with_their_twin() -> None:
    rng = np.random.default_rng(12)
    levels, single, double = np.diag([0.0, 2e3, 5e3, 9e3]), hermitian(rng, 4) * 200, hermitian(rng, 4) * 150

    def h(x: FloatArray) -> np.ndarray:
        return levels + column(np.exp(-2 * x)) * single + column(np.sin(3 * x)) * double

    psi = np.array([1, 1j, 0, 0]) / np.sqrt(2)
    twin = super_adiabatic(h, 12, psi)
    assert np.linalg.norm(super_adiabatic(h, 17, psi) - twin) < 1e-10
    assert np.linalg.norm(evolve(h, 1.0, psi, method="sad", tol=1e-10).state - twin) < 1e-10


@pytest.mark.parametrize("common", [0.0, 3e3])
def test_a_turning_axis_agrees_with_its_twin(common: float) -> None:
    # two levels have a way of their own; a phase that both share must not matter to it
    def h(x: FloatArray) -> np.ndarray:
        z, across = 1500 * np.cos(2 * x) + 2000, 400 * np.exp(-3 * x + 4j * x)
        return np.stack([np.stack([z, across], -1), np.stack([across.conj(), -z], -1)], -2) + common * column(
            x
        ) * np.eye(2)

    psi = np.array([0.6, 0.8j])
    twin = super_adiabatic(h, 12, psi)
    assert np.linalg.norm(super_adiabatic(h, 17, psi) - twin) < 1e-10
    assert np.linalg.norm(evolve(h, 1.0, psi, method="sad", tol=1e-10).state - twin) < 1e-10


@pytest.mark.parametrize("method", ["sad", "magnus", "cf4"])
def test_two_levels_that_cross_without_a_gap_at_the_middle_of_a_panel(method: Choice) -> None:
    # the field vanishes at a node's place, so no axis is defined there
    def h(x: FloatArray) -> FloatArray:
        return column(4e3 * (x - 0.5)) * np.diag([1.0, -1.0])

    state = evolve(h, 1.0, np.array([0.6, 0.8]), method=method, tol=1e-9).state
    assert np.linalg.norm(state - [0.6, 0.8]) < 1e-9


@pytest.mark.parametrize("method", ["magnus", "cf4"])
def test_steps_agree_with_their_twin(method: Choice) -> None:
    rng = np.random.default_rng(13)
    single, double = hermitian(rng, 6) * 8, hermitian(rng, 6) * 5

    def h(x: FloatArray) -> np.ndarray:
        return single + column(np.cos(4 * x)) * double

    psi = np.eye(6)[0]
    coarse, fine = (magnus4(h, 0, 1, steps, psi) for steps in (2000, 4000))
    twin = fine + (fine - coarse) / 15
    assert np.linalg.norm(evolve(h, 1.0, psi, method=method, tol=1e-11).state - twin) < 1e-11


def test_the_twin_has_the_order_that_its_extrapolation_assumes() -> None:
    def h(x: FloatArray) -> FloatArray:
        return column(np.cos(4 * x)) * np.array([[0, 3], [3, 0]]) + np.diag([5.0, -5.0])

    psi = np.array([1, 0])
    exact = magnus4(h, 0, 1, 6400, psi)
    errors = [np.linalg.norm(magnus4(h, 0, 1, steps, psi) - exact) for steps in (50, 100, 200)]
    assert np.log2(np.divide(errors[:-1], errors[1:])) == pytest.approx([4, 4], abs=0.1)


def test_cells_agree_with_the_matrix_exponential() -> None:
    rng = np.random.default_rng(14)
    h = hermitian(rng, 8) * 30
    psi = rng.normal(size=8) + 0j
    assert np.abs(evolve(h, 1.0, psi).state - expm(-1j * h) @ psi).max() < 1e-12
