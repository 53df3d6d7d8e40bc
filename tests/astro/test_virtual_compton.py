"""Compton scattering into a massive photon: traces of explicit Dirac matrices, gauge invariance, Klein and Nishina, slow electrons."""

import math
from functools import partial
from itertools import product

import numpy as np
import pytest

from nuem.astro.emission import virtual_compton
from nuem.astro.emission.virtual_compton import energy_moments, integrate, squared_amplitude
from nuem.constants import ALPHA

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

METRIC = np.diag([1.0, -1, -1, -1])
IDENTITY, ZERO = np.eye(2), np.zeros((2, 2))
PAULI = [np.array([[0, 1], [1, 0]], complex), np.array([[0, -1j], [1j, 0]]), np.diag([1.0 + 0j, -1])]
GAMMA = [np.block([[IDENTITY, ZERO], [ZERO, -IDENTITY]]).astype(complex)] + [
    np.block([[ZERO, s], [-s, ZERO]]) for s in PAULI
]
GAMMA5 = 1j * GAMMA[0] @ GAMMA[1] @ GAMMA[2] @ GAMMA[3]


def dot(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ METRIC @ b)


def slash(p: np.ndarray) -> np.ndarray:
    return sum(METRIC[n, n] * p[n] * GAMMA[n] for n in range(4))


def collision(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Momenta p, k, p', q of a random collision with a random mass of the final photon; electrons of mass one."""
    p = np.array([0.0, *generator.normal(size=3)])
    p[0] = math.sqrt(1 + p[1:] @ p[1:])
    direction = generator.normal(size=3)
    k = generator.uniform(0.3, 2) * np.array([1, *(direction / np.linalg.norm(direction))])
    total = p + k
    root = math.sqrt(dot(total, total))
    mass = generator.uniform(0.1, 1) * (root - 1)
    energy = (root**2 + mass**2 - 1) / (2 * root)
    direction = generator.normal(size=3)
    q = math.sqrt(energy**2 - mass**2) * direction / np.linalg.norm(direction)
    flow, boost = total[1:] / total[0], total[0] / root
    along = flow @ q
    q = np.array([boost * (energy + along), *(q + flow * ((boost - 1) * along / (flow @ flow) + boost * energy))])
    return p, k, total - q, q


def vertices(p: np.ndarray, k: np.ndarray, q: np.ndarray, axial: bool) -> dict[tuple[int, int], np.ndarray]:
    """The two diagrams by index of the photon and of the current."""
    identity = np.eye(4)
    s, u = dot(p + k, p + k) - 1, dot(p - q, p - q) - 1
    computed = {}
    for a, b in product(range(4), repeat=2):
        current = GAMMA[b] @ GAMMA5 if axial else GAMMA[b]
        computed[a, b] = (
            current @ (slash(p + k) + identity) @ GAMMA[a] / s + GAMMA[a] @ (slash(p - q) + identity) @ current / u
        )
    return computed


def bar(matrix: np.ndarray) -> np.ndarray:
    return GAMMA[0] @ matrix.conj().T @ GAMMA[0]


@pytest.mark.parametrize("current", ["vector", "axial"])
def test_amplitudes_are_traces_of_dirac_matrices(current: str) -> None:
    """Sum over spins with -g for the photon and -g + q q/M^2 for the current, a quarter of which is the mean: 2 e^4 {...}."""
    generator = np.random.default_rng(3)
    for _ in range(10):
        p, k, after, q = collision(generator)
        M2 = dot(q, q)
        matrices = vertices(p, k, q, current == "axial")
        start, end = slash(p) + np.eye(4), slash(after) + np.eye(4)
        total = 0.0
        for a in range(4):
            along = sum(METRIC[b, b] * q[b] * matrices[a, b] for b in range(4))
            total -= METRIC[a, a] * np.trace(end @ along @ start @ bar(along)).real / M2
            for b in range(4):
                sign = METRIC[a, a] * METRIC[b, b]
                total += sign * np.trace(end @ matrices[a, b] @ start @ bar(matrices[a, b])).real
        s, u = 2 * dot(p, k), dot(p - q, p - q) - 1
        assert total / 4 == approx(
            2 * squared_amplitude(np.array(s), np.array(u), np.array(M2), current=current), rel=1e-9
        )


def test_the_vector_current_is_conserved_and_the_photon_transverse() -> None:
    p, k, after, q = collision(np.random.default_rng(5))
    matrices = vertices(p, k, q, axial=False)
    start, end = slash(p) + np.eye(4), slash(after) + np.eye(4)
    for index in range(4):
        by_current = sum(METRIC[b, b] * q[b] * matrices[index, b] for b in range(4))
        by_photon = sum(METRIC[a, a] * k[a] * matrices[a, index] for a in range(4))
        for contracted in (by_current, by_photon):
            assert np.abs(end @ contracted @ start).max() < 1e-12


@pytest.mark.parametrize("kind", ["moment", "weak"])
def test_a_pair_of_neutrinos_is_a_photon_that_decays(kind: str) -> None:
    """Over the phase space of the pair, the current squared is 2 M Gamma (-g + q q/M^2): M Gamma = mu^2 M^4/24 pi for mu sigma^{mu nu} q_nu,
    and M^2/(24 pi) for the left-handed current gamma^mu P_L, of which G_F^2 C_V^2 M^6/(48 pi^2 alpha) is made."""
    q = np.array([1.3, 0.2, -0.4, 0.7])
    M2 = dot(q, q)
    sigma_q = [
        sum(METRIC[b, b] * q[b] * 0.5j * (GAMMA[a] @ GAMMA[b] - GAMMA[b] @ GAMMA[a]) for b in range(4))
        for a in range(4)
    ]
    left = (np.eye(4) - GAMMA5) / 2
    current = sigma_q if kind == "moment" else [gamma @ left for gamma in GAMMA]
    flow, boost = q[1:] / q[0], q[0] / math.sqrt(M2)
    cosines, weights = np.polynomial.legendre.leggauss(6)
    tensor = np.zeros((4, 4), dtype=complex)
    for cosine, weight in zip(cosines, weights / 2, strict=True):
        for azimuth in np.arange(8) * np.pi / 4:
            sine = math.sqrt(1 - cosine**2)
            half = math.sqrt(M2) / 2 * np.array([sine * math.cos(azimuth), sine * math.sin(azimuth), cosine])
            along, energy = flow @ half, math.sqrt(M2) / 2
            k = np.array(
                [boost * (energy + along), *(half + flow * ((boost - 1) * along / (flow @ flow) + boost * energy))]
            )
            for a, b in product(range(4), repeat=2):
                trace = np.trace(slash(k) @ current[a] @ slash(q - k) @ bar(current[b]))
                tensor[a, b] += weight / 8 * trace / (8 * np.pi)
    half_width = M2**2 / (24 * np.pi) if kind == "moment" else M2 / (24 * np.pi)
    expected = 2 * half_width * (-METRIC + np.outer(q, q) / M2)
    assert np.allclose((tensor + tensor.T) / 2, expected, rtol=1e-9, atol=1e-12)


def test_a_massless_photon_scatters_as_klein_and_nishina_say() -> None:
    """d sigma/d Omega = (alpha^2/2 m^2)(w'/w)^2 [w'/w + w/w' - sin^2] of an electron at rest."""
    w, cosine = 0.7, np.linspace(-1, 1, 9)
    final = w / (1 + w * (1 - cosine))
    braces = squared_amplitude(2 * w * np.ones_like(final), -2 * final, np.zeros_like(final))
    # |M|^2/(64 pi^2) (w'/w)^2
    computed = 2 * (4 * np.pi * ALPHA) ** 2 * braces / (64 * np.pi**2) * (final / w) ** 2
    expected = ALPHA**2 / 2 * (final / w) ** 2 * (final / w + w / final - (1 - cosine**2))
    assert allclose(computed, expected, rtol=1e-12)


def test_slow_electrons_radiate_the_pair_as_dipoles() -> None:
    """sigma_T int dM^2/pi sqrt(1 - M^2/w^2) (1 + M^2/2w^2) (M^2)^(n-2): 4/5 w^2 for a moment, 12/35 w^4 for a vector current."""
    w = np.array([1e-5])
    thomson = 8 * np.pi / 3 * ALPHA**2
    computed = integrate(w)
    assert computed[0, 1] == approx(4 / 5 * thomson / np.pi * w**3, rel=1e-3)
    assert computed[1, 1] == approx(12 / 35 * thomson / np.pi * w**5, rel=1e-3)
    assert allclose(computed[:2, 0], computed[:2, 1], rtol=1e-3)  # as much forward as backward


def test_the_table_is_the_quadrature() -> None:
    w = np.geomspace(2e-7, 5e9, 57)
    assert allclose(energy_moments(w), integrate(w), rtol=2e-6)
    low = energy_moments(np.array([1e-9, 1e-8]))
    assert allclose(low[:, :, 1] / low[:, :, 0], 10.0 ** np.array([[3, 3], [5, 5], [5, 5]]), rtol=1e-12)


def test_more_nodes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    w = np.geomspace(1e-6, 1e9, 16)
    coarse = integrate(w)
    monkeypatch.setattr(virtual_compton, "_NODES", 90)
    assert allclose(coarse, integrate(w), rtol=1e-9)


def test_refuses_unknown_currents() -> None:
    with pytest.raises(ValueError, match="current = 'tensor' is unknown"):
        squared_amplitude(np.array(1.0), np.array(-1.0), np.array(0.0), current="tensor")
