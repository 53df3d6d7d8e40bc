"""Spin light of massive photons: exact spinors, the limit of massless photons, threshold."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuem.astro.radiation import spin_light
from nuem.astro.radiation.spin_light import potential, rate, threshold
from nuem.astro.radiation.spin_light_plasma import _emission, _Neutrino, reduced_rate
from nuem.units import MeV, eV

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

IDENTITY, ZERO = np.eye(2), np.zeros((2, 2))
PAULI = [np.array([[0, 1], [1, 0]], complex), np.array([[0, -1j], [1j, 0]]), np.diag([1.0 + 0j, -1])]
BETA = np.block([[ZERO, IDENTITY], [IDENTITY, ZERO]])
ALPHAS = [np.block([[-s, ZERO], [ZERO, s]]) for s in PAULI]
SIGMA = [np.block([[s, ZERO], [ZERO, s]]) for s in PAULI]


def spinor(k: np.ndarray, helicity: int, a: float) -> tuple[float, np.ndarray]:
    """Positive-energy state of alpha.k + beta + 2 a P_L in the chiral basis, m = 1."""
    size = np.linalg.norm(k)
    H = sum(k[n] * ALPHAS[n] for n in range(3)) + BETA + 2 * a * np.diag([1.0, 1, 0, 0])
    S = sum(k[n] * SIGMA[n] for n in range(3)) / size
    E = math.hypot(size - helicity * a, 1) + a
    values, vectors = np.linalg.eigh(H + 1e3 * (size + 1 + a) * S * helicity)
    return E, vectors[:, np.argmin(np.abs(values - E - 1e3 * (size + 1 + a)))]


@pytest.mark.parametrize(
    ("p", "a", "gap", "fraction"),
    [(3.0, 1.0, 0.7, 0.5), (3.0, 1.0, 0.7, 0.2), (10.0, 0.5, 1.2, 0.8), (0.5, 4.0, 1.2, 0.3)],
)
def test_emission_is_that_of_exact_spinors(p: float, a: float, gap: float, fraction: float) -> None:
    """Sum over transverse photons of |u' (beta Sigma.B - i beta alpha.E) u|^2 with B = kappa n x e, E = omega e."""
    from nuem.astro.radiation.spin_light_plasma import _ranges

    neutrino = _Neutrino(p, a, gap)
    low, high = _ranges(neutrino)[-1]
    final = low + fraction * (high - low)
    E, incoming = spinor(np.array([0, 0, p]), -1, a)
    after = math.hypot(final - a, 1) + a
    omega = E - after
    kappa = math.sqrt(omega**2 - gap**2)
    cosine = (p**2 + kappa**2 - final**2) / (2 * p * kappa)
    assert -1 < cosine < 1
    direction = np.array([math.sqrt(1 - cosine**2), 0, cosine])
    _, other = spinor(np.array([0, 0, p]) - kappa * direction, +1, a)
    total = 0.0
    for e in (np.array([0.0, 1, 0]), np.cross(direction, [0.0, 1, 0])):
        B = kappa * np.cross(direction, e)
        coupling = sum(B[n] * BETA @ SIGMA[n] - 1j * omega * e[n] * BETA @ ALPHAS[n] for n in range(3))
        total += abs(other.conj() @ coupling @ incoming) ** 2
    computed = _emission(np.array(final), neutrino)
    assert computed[0] == approx(omega, rel=1e-12)
    assert computed[1] == approx(total, rel=1e-8)


@settings(max_examples=40)
@given(st.floats(-2, 8), st.floats(-4, 6))
def test_without_mass_it_is_the_rate_in_angles(log_p: float, log_a: float) -> None:
    p, a = 10**log_p, 10**log_a
    assert reduced_rate(p, a, 0.0) == approx(spin_light.reduced_rate(p, a), rel=1e-6)


@pytest.mark.parametrize(("p", "a"), [(1e6, 1.0), (1e3, 1e-2), (3.0, 1.0), (1.0, 50.0)])
def test_a_small_mass_changes_little_and_more_takes_more_away(p: float, a: float) -> None:
    edge = math.sqrt(1 + 4 * a * p) - 1  # gap (gap + 2) = 4 a p
    rates = [reduced_rate(p, a, x * edge)[0] for x in (0, 1e-5, 0.1, 0.4, 0.7, 0.95, 0.999, 0.99999)]
    assert rates[1] == approx(rates[0], rel=1e-3)
    assert np.all(np.diff(rates) < 0)
    assert rates[-1] < 0.005 * rates[0]
    assert (
        rates[-1] / rates[-2] == approx(0.1, rel=0.01) or p > 1e5
    )  # the phase space of two bodies, but for fast neutrinos
    assert reduced_rate(p, a, 1.001 * edge) == (0, 0)


def test_photons_at_the_threshold_are_as_fast_as_neutrinos() -> None:
    """Of masses m and m_gamma at one velocity: the photon has the share m_gamma/(m + m_gamma) of the energy."""
    p, a, gap = 1e8, 1.0, 1.0e4
    edge = math.sqrt(1 + 4 * a * p) - 1
    number, energy = reduced_rate(p, a, edge * (1 - 1e-7))
    assert energy / number / p == approx(edge / (1 + edge), rel=1e-3)
    assert reduced_rate(p, a, gap)[0] > number


def test_a_neutrino_in_a_neutron_star_radiates_less_than_without_plasma() -> None:
    V = abs(float(potential(neutron_density=1e38, flavour="mu")))
    edge = threshold(0.1 * eV, V, 10 * MeV)
    without = rate(2 * edge, 0.1 * eV, V, moment=1e-11)
    computed = [rate(x * edge, 0.1 * eV, V, moment=1e-11, photon_mass=10 * MeV) for x in (0.999, 1.001, 2.0, 1e3)]
    assert computed[0].rate == 0
    assert 0 < computed[1].rate < 1e-4 * without.rate
    assert 0.1 * without.rate < computed[2].rate < without.rate
    assert computed[3].rate == approx(rate(1e3 * edge, 0.1 * eV, V, moment=1e-11).rate, rel=0.03)
    assert 0 < computed[2].mean_energy < 2 * edge
