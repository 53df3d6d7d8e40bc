"""Radiative decay in matter: reference values, the phase-space integral and limits."""

from functools import partial

import numpy as np
import pytest
from scipy.integrate import quad
from tests.arguments import Keywords

from nuem import Mixing
from nuem.astro.radiation.matter_decay import decay_rate, highest_density, rate, velocity_factor
from nuem.constants import ALPHA, ELECTRON_MASS, FERMI, HBAR, HBAR_C_EXACT
from nuem.units import eV

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

MIXING = Mixing.nufit(lightest_mass=0.01 * eV)


def test_rate_has_its_reference_value() -> None:
    computed = decay_rate(0.06 * eV, 0.03 * eV, 0.1, electron_density=1e24, velocity=0.5)
    assert computed == approx(1.09267530590408e-27, rel=1e-9)  # D2.rad.matter
    assert velocity_factor(0.5, 0.25) == approx(1.424134743178, rel=1e-12)


def test_velocity_factor_is_smooth_down_to_rest() -> None:
    assert velocity_factor(0.0, 0.25) == 1.25
    v = np.array([0.99e-4, 1.01e-4])
    values = velocity_factor(v, 0.25)
    assert values[0] == approx(values[1], rel=1e-9)
    assert allclose(values, 1.25, rtol=1e-7)


@pytest.mark.parametrize("v", [0.0, 0.5, 0.95])
def test_rate_is_the_two_body_phase_space_of_the_induced_current(v: float) -> None:
    """Free electrons at rest answer to a photon with the current e n/m times its field, so that
    M = (G_F/sqrt2) (e n/m) U_ei U_ej ubar_j slash(eps) (1 - gamma5) u_i with eps transverse in their rest frame. Summed over photons and
    averaged over helicity, |M|^2 = 2 G_F^2 (e n/m)^2 |U U|^2 [2 |p|^2 sin^2(theta) + m_i^2 + m_j^2]."""
    heavy, light, coupling, density = 0.06 * eV, 0.03 * eV, 0.1, 1e24
    n = density * HBAR_C_EXACT**3

    def squared(c: float) -> float:
        """At the cosine of the photon in the rest frame of the neutrino."""
        across = (
            (heavy * v) ** 2 * (1 - c**2) / (1 + v * c) ** 2
        )  # |p|^2 sin^2(theta) in the rest frame of the electrons
        response = 4 * np.pi * ALPHA * n**2 / ELECTRON_MASS**2
        return 2 * FERMI**2 * response * coupling * (2 * across + heavy**2 + light**2)

    mean = quad(squared, -1, 1, epsabs=0)[0] / 2
    at_rest = mean * (1 - (light / heavy) ** 2) / (8 * np.pi) / (2 * heavy) / HBAR
    computed = decay_rate(heavy, light, coupling, electron_density=density, velocity=v)
    assert computed == approx(at_rest * np.sqrt(1 - v**2), rel=1e-10, abs=0)


IDENTITY, ZERO = np.eye(2), np.zeros((2, 2))
PAULI = [np.array([[0, 1], [1, 0]], complex), np.array([[0, -1j], [1j, 0]]), np.diag([1.0 + 0j, -1])]
GAMMA = [np.block([[IDENTITY, ZERO], [ZERO, -IDENTITY]]).astype(complex)] + [
    np.block([[ZERO, s], [-s, ZERO]]) for s in PAULI
]
GAMMA5 = 1j * GAMMA[0] @ GAMMA[1] @ GAMMA[2] @ GAMMA[3]
LEFT, RIGHT = (np.eye(4) - GAMMA5) / 2, (np.eye(4) + GAMMA5) / 2
CONJUGATION = 1j * GAMMA[2] @ GAMMA[0]


def spinors(mass: float, momentum: np.ndarray) -> list[np.ndarray]:
    energy = np.sqrt(mass**2 + momentum @ momentum)
    turned = sum(momentum[n] * PAULI[n] for n in range(3)) / (energy + mass)
    return [np.sqrt(energy + mass) * np.concatenate([chi, turned @ chi]) for chi in np.eye(2, dtype=complex)]


def test_a_majorana_field_decays_through_its_conjugate_too() -> None:
    """-vbar_i gamma P_L v_j of the second contraction, v = C ubar^T, is -ubar_j gamma P_R u_i."""
    before, after = spinors(0.7, np.array([0.1, -0.3, 0.4])), spinors(0.2, np.array([-0.2, 0.1, 0.5]))
    for u in before:
        for w in after:
            v_i, v_j = (CONJUGATION @ (spinor_of.conj() @ GAMMA[0]) for spinor_of in (u, w))
            for gamma in GAMMA:
                second = v_i.conj() @ GAMMA[0] @ gamma @ LEFT @ v_j
                assert second == approx(w.conj() @ GAMMA[0] @ gamma @ RIGHT @ u, rel=1e-9, abs=1e-14)


@pytest.mark.parametrize("phase", [0.0, 0.6, np.pi / 2, 2.5])
@pytest.mark.parametrize("v", [0.0, 0.7])
def test_majorana_rate_is_that_of_explicit_spinors(phase: float, v: float) -> None:
    """Squares of ubar_j slash(eps) (K P_L - K* P_R) u_i against K P_L alone, over spins, photons and angles in the electrons' frame."""
    heavy, light, K = 0.06, 0.045, np.exp(1j * phase)
    energy = heavy / np.sqrt(1 - v**2)
    p = np.array([0, 0, energy * v])
    vertices = {"dirac": K * LEFT, "majorana": K * LEFT - np.conj(K) * RIGHT}
    sums = dict.fromkeys(vertices, 0.0)
    nodes, weights = np.polynomial.legendre.leggauss(40)
    for c, weight in zip(nodes, weights, strict=True):  # at rest; then boosted
        at_rest = (heavy**2 - light**2) / (2 * heavy)
        k = at_rest / np.sqrt(1 - v**2) * np.array([0, 0, c + v]) + at_rest * np.array([np.sqrt(1 - c**2), 0, 0])
        direction = k / np.linalg.norm(k)
        for e in (np.array([0.0, 1, 0]), np.cross(direction, [0.0, 1, 0])):
            slash = -sum(e[n] * GAMMA[n + 1] for n in range(3))
            for u in spinors(heavy, p):
                for w in spinors(light, p - k):
                    for name, vertex in vertices.items():
                        sums[name] += weight * abs(w.conj() @ GAMMA[0] @ slash @ vertex @ u) ** 2
    rates = [
        decay_rate(heavy * eV, light * eV, 0.1, electron_density=1e24, velocity=v, nature=name, phase=phase)
        for name in vertices
    ]
    assert rates[1] / rates[0] == approx(sums["majorana"] / sums["dirac"], rel=1e-9)


def test_majorana_neutrinos_decay_twice_as_fast_to_a_massless_one() -> None:
    computed = [
        decay_rate(0.05 * eV, 0.0, 0.1, electron_density=1e24, velocity=0.3, nature=nature, phase=1.0)
        for nature in ("dirac", "majorana")
    ]
    assert computed[1] == approx(2 * computed[0], rel=1e-12)


def test_majorana_phases_count_for_majorana_neutrinos_only() -> None:
    angles: Keywords = {"sin2_theta12": 0.3, "sin2_theta13": 0.022, "sin2_theta23": 0.5, "delta": 4.0}
    masses: Keywords = {"dm2_21": 7.5e-5 * eV**2, "dm2_31": 2.5e-3 * eV**2, "lightest_mass": 0.01 * eV}
    mixings = (Mixing(**angles, **masses, alpha21=alpha) for alpha in (0.0, 1.0))
    first, other = (
        [rate(mixing, 1, 0, electron_density=1e24, nature=nature) for nature in ("dirac", "majorana")]
        for mixing in mixings
    )
    assert first[0] == approx(other[0], rel=1e-12)
    assert abs(first[1] / other[1] - 1) > 0.01
    alike = [
        rate(
            Mixing(**(angles | {"delta": 0.0}), **masses, alpha21=alpha, alpha31=alpha),
            2,
            1,
            electron_density=1e24,
            nature="majorana",
        )
        for alpha in (0.0, 1.0)
    ]
    assert alike[0] == approx(alike[1], rel=1e-12)  # only differences of phases between the two neutrinos count
    with pytest.raises(ValueError, match="nature = 'weyl' is unknown"):
        rate(MIXING, 1, 0, electron_density=1e24, nature="weyl")


def test_only_lighter_neutrinos_come_out_and_only_in_matter() -> None:
    assert rate(MIXING, 2, 0, electron_density=0.0) == 0
    assert rate(MIXING, 0, 2, electron_density=1e24) == 0
    single, double = (rate(MIXING, 1, 0, electron_density=n) for n in (1e24, 2e24))
    assert double == approx(4 * single, rel=1e-12, abs=0)
    heavy, light = MIXING.masses[[1, 0]]
    coupling = abs(MIXING.matrix[0, 1] * MIXING.matrix[0, 0]) ** 2
    assert single == approx(float(decay_rate(heavy, light, coupling, electron_density=1e24)), rel=1e-12, abs=0)
    assert decay_rate(0.05 * eV, 0.05 * eV, 0.1, electron_density=1e24) == 0


def test_says_where_the_plasma_stops_it() -> None:
    n = highest_density(2 * eV, 1 * eV)
    plasma_frequency = 3.713e-11 * np.sqrt(n) * eV  # for n in cm^-3
    assert plasma_frequency == approx(0.75 * eV, rel=1e-3)


def test_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="is not a mass state"):
        rate(MIXING, 3, 0, electron_density=1.0)
    with pytest.raises(ValueError, match="electron_density must not be negative"):
        rate(MIXING, 2, 0, electron_density=-1.0)
    with pytest.raises(ValueError, match="velocity must be below 1"):
        rate(MIXING, 2, 0, electron_density=1.0, velocity=1.0)
    with pytest.raises(ValueError, match="light must lie between"):
        decay_rate(1 * eV, 2 * eV, 0.1, electron_density=1.0)
