"""Spin light: reference values in every regime, Dirac spinors, closed forms, threshold, units."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from nuem.astro.radiation.spin_light import (
    closed_form,
    photon_energy,
    potential,
    rate,
    reduced_rate,
    regime,
    spectrum_in_angle,
    threshold,
)
from nuem.constants import BOHR_MAGNETON_SQUARED, HBAR
from nuem.units import MeV, eV

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

REFERENCE = {
    (100.0, 1.0): (31.98962253792003, 1093.1038830566788),  # D2.SLnu.p100_am1
    (1.0, 0.3): (0.012745186534334698, 0.00523630794929902),  # D.SLnu.GST.p1_am0.3
    (10.0, 50.0): (47620.00906134414, 2537352.5650591636),  # D.SLnu.GST.p10_am50
    (1.0, 0.001): (1.1926692953714523e-09, 3.3575989972618456e-12),  # D.SLnu.GST.p1_am0.001
    (100.0, 1e-4): (1.6011315337316996e-08, 3.043036543807188e-08),  # D.SLnu.GST.p100_am0.0001
    (1000.0, 1e-6): (1.6875227083437391e-12, 3.357574843607544e-12),  # D.SLnu.GST.p1000_am1e-6
    (1e4, 1.0): (3183.2580474070196, 10613513.23643966),  # D.SLnu.GST.p1e4_am1
}


@pytest.mark.parametrize("point", REFERENCE)
def test_rates_have_their_reference_values(point: tuple[float, float]) -> None:
    assert reduced_rate(*point) == approx(REFERENCE[point], rel=1e-12, abs=0)


def test_photon_energy_and_threshold_have_their_reference_values() -> None:
    assert photon_energy(0.999, 100.0, 1.0, 2.0) == approx(95.91944071454886, rel=1e-12)  # D2.SLnu.w
    V = abs(float(potential(neutron_density=1e38, flavour="mu")))
    assert threshold(0.1 * eV, V, 10 * MeV) / eV == approx(7890163812209.04, rel=1e-9)  # D2.SLnu.thr


@settings(max_examples=60)
@given(st.floats(-2, 4), st.floats(-4, 3), st.floats(-1, 1))
def test_energy_and_momentum_are_conserved_at_each_angle(log_p: float, log_a: float, cosine: float) -> None:
    p, a = 10**log_p, 10**log_a
    omega = float(photon_energy(cosine, p, 1.0, 2 * a))
    final = math.hypot(p - omega * cosine, omega * math.sqrt(1 - cosine**2))
    before, after = math.hypot(p + a, 1), math.hypot(final - a, 1) + omega
    assert before == approx(after, rel=1e-9)


def squared_amplitude(p: float, a: float, cosine: float) -> float:
    """dGamma/dcos from exact spinors of H = alpha.p + beta m + 2a P_L in the chiral basis, with mu in Heaviside-Lorentz units; m = 1."""
    identity, zero = np.eye(2), np.zeros((2, 2))
    pauli = [np.array([[0, 1], [1, 0]], complex), np.array([[0, -1j], [1j, 0]]), np.diag([1.0 + 0j, -1])]
    beta = np.block([[zero, identity], [identity, zero]])
    alpha = [np.block([[-s, zero], [zero, s]]) for s in pauli]
    Sigma = [np.block([[s, zero], [zero, s]]) for s in pauli]
    left = np.diag([1.0, 1, 0, 0])

    def spinor(k: np.ndarray, helicity: int) -> tuple[float, np.ndarray]:
        H = sum(k[n] * alpha[n] for n in range(3)) + beta + 2 * a * left
        size = np.linalg.norm(k)
        S = sum(k[n] * Sigma[n] for n in range(3)) / size
        E = math.hypot(size - helicity * a, 1) + a
        values, vectors = np.linalg.eigh(H + 1e3 * (size + 1 + a) * S * helicity)
        best = np.argmin(np.abs(values - E - 1e3 * (size + 1 + a)))
        return E, vectors[:, best]

    omega = float(photon_energy(cosine, p, 1.0, 2 * a))
    k = omega * np.array([math.sqrt(1 - cosine**2), 0, cosine])
    before, after = np.array([0, 0, p]), np.array([0, 0, p]) - k
    _, incoming = spinor(before, -1)
    _, other = spinor(after, +1)
    direction = k / omega
    total = 0.0
    for e in (np.array([0.0, 1, 0]), np.cross(direction, [0.0, 1, 0])):
        B = np.cross(direction, e)  # magnetic and electric field of a photon, in units of i omega and omega
        coupling = sum(B[n] * beta @ Sigma[n] for n in range(3)) - 1j * sum(e[n] * beta @ alpha[n] for n in range(3))
        total += abs(other.conj() @ coupling @ incoming) ** 2
    final = float(np.linalg.norm(after))
    slope = 1 + (final - a) / math.hypot(final - a, 1) * (omega - p * cosine) / final  # d(E' + omega)/d omega
    return omega**2 * omega / (8 * math.pi**2) * 2 * math.pi * total / slope


@pytest.mark.parametrize(("p", "a"), [(1.0, 0.3), (3.0, 1.0), (0.5, 4.0)])
@pytest.mark.parametrize("cosine", [-0.7, 0.1, 0.9])
def test_angular_distribution_is_that_of_exact_spinors(p: float, a: float, cosine: float) -> None:
    computed = spectrum_in_angle(cosine, p, 1.0, 2 * a, moment=1.0) * HBAR / BOHR_MAGNETON_SQUARED
    assert computed == approx(squared_amplitude(p, a, cosine), rel=1e-8)


def test_rate_is_the_integral_of_its_spectrum() -> None:
    computed = rate(2.0, 1.0, 1.0, moment=1e-12)
    assert computed.rate == approx(
        quad(lambda c: spectrum_in_angle(c, 2.0, 1.0, 1.0, moment=1e-12), -1, 1, epsrel=1e-10, epsabs=0)[0], rel=1e-9
    )


@pytest.mark.parametrize(
    ("p", "a", "word"),
    [(1.0, 1e-5, "dilute"), (1e-3, 1e-5, "dilute"), (1e8, 1.0, "relativistic"), (10.0, 1e6, "dense")],
)
def test_each_regime_has_its_closed_form(p: float, a: float, word: str) -> None:
    assert regime(p, 1.0, 2 * a) == word
    assert reduced_rate(p, a) == approx(closed_form(p, a, word), rel=2e-3, abs=0)


@pytest.mark.parametrize(("p", "a"), [(1e10, 1e-3), (1e15, 1e-12), (1e6, 1e6), (1e3, 1e8), (1e-3, 1e-3), (1e12, 1e3)])
def test_extreme_conditions_keep_their_digits(p: float, a: float) -> None:
    number, energy = reduced_rate(p, a)
    assert number > 0
    assert 0 < energy / number < p + a


def test_relativistic_neutrinos_lose_a_third_of_their_energy() -> None:
    computed = rate(1e6, 1.0, 2.0, moment=1e-12)
    assert computed.regime == "relativistic"
    assert computed.mean_energy == approx(1e6 / 3, rel=1e-3)


def test_the_moment_counts_in_heaviside_lorentz_units() -> None:
    """Gaussian formula 4 mu_G^2 a^2 p with mu_G^2 = mu_HL^2/4 pi; a Bohr magneton is the same particle property in both."""
    p, m, a = 1e3 * MeV, 0.1 * eV, 1e-5 * eV
    gaussian_bohr_magneton2 = BOHR_MAGNETON_SQUARED / (4 * math.pi)
    expected = 4 * (1e-11) ** 2 * gaussian_bohr_magneton2 * a**2 * p / HBAR
    computed = rate(p, m, 2 * a, moment=1e-11)
    assert computed.regime == "relativistic"
    assert computed.rate == approx(expected, rel=1e-3, abs=0)


def test_only_the_higher_state_radiates() -> None:
    V = float(potential(neutron_density=1e38, flavour="mu"))
    assert V < 0
    assert rate(1.0, 1e-7, V, moment=1e-11).rate == 0
    assert rate(1.0, 1e-7, V, moment=1e-11, antineutrino=True).rate > 0
    assert rate(1.0, 1e-7, 0.0, moment=1e-11).rate == 0
    assert potential(electron_density=1e26, neutron_density=5e25) / eV == approx(9.505506259e-12, rel=1e-6)


def test_a_plasma_closes_the_channel_below_the_threshold() -> None:
    V = abs(float(potential(neutron_density=1e38, flavour="mu")))
    edge = threshold(0.1 * eV, V, 10 * MeV)
    below, above = (rate(x * edge, 0.1 * eV, V, moment=1e-11, photon_mass=10 * MeV).rate for x in (0.999, 1.001))
    assert below == 0
    assert above > 0


def test_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="momentum must be positive"):
        rate(0.0, 1.0, 1.0, moment=1e-11)
    with pytest.raises(ValueError, match="mass must be positive"):
        rate(1.0, 0.0, 1.0, moment=1e-11)
    with pytest.raises(ValueError, match="cosine must lie between"):
        photon_energy(1.1, 1.0, 1.0, 1.0)
    with pytest.raises(ValueError, match="flavour = 'sterile' is unknown"):
        potential(electron_density=1.0, flavour="sterile")
