"""Closed forms: reference values, limits, and the engine as their second way."""

import warnings
from collections.abc import Callable

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.constants import BOHR_MAGNETON, BOHR_MAGNETON_SQUARED, HBAR_C_EXACT
from nuem.propagation import Medium, ToleranceWarning, TwoFlavours, evolve, propagate
from nuem.propagation.closed_forms.constant_field import constant_field_probabilities, two_flavour_probabilities
from nuem.propagation.closed_forms.crossing import (
    adiabaticity,
    averaged_conversion,
    exponential_crossing,
    landau_zener,
    resonance_density,
)
from nuem.propagation.closed_forms.domains import fixed_axis, fixed_strength, gaussian_strength, many_weak, monte_carlo
from nuem.propagation.closed_forms.flavour_ratios import at_earth, averaged_probabilities
from nuem.propagation.closed_forms.two_level import charged_current_potential, flip_probability, precession
from nuem.propagation.closed_forms.wave_packets import coherence_length
from nuem.propagation.media import random_domains
from nuem.typing import ComplexArray, FloatArray
from nuem.units import eV, gauss, km, kpc, m, muB, solar_radius

MIXING = Mixing(
    sin2_theta12=0.304,
    sin2_theta13=0.0222,
    sin2_theta23=0.573,
    delta=1.1 * np.pi,
    dm2_21=7.42e-5 * eV**2,
    dm2_31=2.515e-3 * eV**2,
)
SX = np.array([[0, 1], [1, 0]])
SZ = np.diag([1.0, -1.0])


def test_constant_and_rotating_fields_have_the_reference_probabilities() -> None:
    # B.2lev; B3 with the right and the wrong sign of the twist
    assert flip_probability(4.2, coupling=0.35, splitting=1.1) == pytest.approx(0.04444180981428734, rel=1e-13)
    assert flip_probability(5, coupling=0.4, splitting=1.3, twist=0.7) == pytest.approx(0.229228100651768, rel=1e-13)
    assert flip_probability(5, coupling=0.4, splitting=1.3, twist=-0.7) == pytest.approx(0.0843686, rel=1e-5)


def test_a_rotating_field_is_what_the_engine_finds() -> None:
    def h(x: FloatArray) -> ComplexArray:
        w = 0.4 * np.exp(-0.7j * x)
        zero = 0 * x
        return np.stack([np.stack([0.65 + zero, w]), np.stack([w.conj(), -0.65 + zero])]).transpose(2, 0, 1)

    assert abs(evolve(h, 5.0, [1, 0]).state[1]) ** 2 == pytest.approx(0.229228100651768, abs=1e-10)


@pytest.mark.parametrize("nature", ["dirac", "majorana"])
def test_full_dephasing_adds_up_the_levels_on_both_sides_of_a_jump(nature: str) -> None:
    """P(e -> a) = sum_fi |<a|f>|^2 |<f|i>|^2 |<i|e>|^2 with the levels f after the jump and i before it: what the jump mixes dephases again."""
    two, energy, place = TwoFlavours(sin2_theta=0.3, dm2=7.5e-5 * eV**2), 10.0, 4e4 * km
    densities = (9e25, 2e25)
    medium = Medium(2 * place, electron_density=lambda x: np.where(x < place, *densities), breaks=(place,))
    result = propagate(energy, medium, two, Vertex(nature, magnetic=np.zeros((2, 2))), average=True)
    u = two.matrix
    vacuum = u @ np.diag([0, two.dm2]) @ u.conj().T / (2 * energy * HBAR_C_EXACT)
    before, after = (
        np.linalg.eigh(vacuum + charged_current_potential(density) * np.diag([1, 0]))[1] for density in densities
    )
    expected = np.abs(after) ** 2 @ np.abs(after.conj().T @ before) ** 2 @ np.abs(before[0]) ** 2
    assert result.probabilities[0, :2] == pytest.approx(expected, abs=1e-7)
    assert abs(expected[0] - np.abs(before[0]) ** 4 @ [1, 1]) > 0.05  # the jump does mix


def test_an_average_over_precession_without_digits_is_refused() -> None:
    """Precession does not depend on the energy, so that an average leaves its phase, of which nothing is known; oscillations average out."""
    mixed = Vertex("dirac", magnetic=1e-11 * np.array([[1, 0.5, 0.2], [0.5, 2, 0.1], [0.2, 0.1, 1]]))
    single = Vertex("dirac", magnetic=1e-11 * np.diag([1, 2, 3]))
    cells = random_domains(10 * kpc, domains=30, field=1e9, seed=1)
    for medium, dirac in ((cells, mixed), (cells, single), (Medium(10 * kpc, magnetic_field=1e9), single)):
        with pytest.raises(ValueError, match="precession does not depend on the energy and stays in an average"):
            propagate(1e3, medium, MIXING, dirac, average=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ToleranceWarning)
        known = propagate(10.0, Medium(10 * kpc, electron_density=1e22), MIXING, Vertex("dirac"), average=True)
    assert known.probabilities.sum() == pytest.approx(1, abs=1e-9)


def test_precession_and_potential_in_numbers() -> None:
    assert precession(1e-11 * muB, 1e12 * gauss) == pytest.approx(np.pi / (10.7097460558565 * m), rel=1e-9)
    # A.V_CC_1gcc
    assert charged_current_potential(6.02214076e23) * 197.32698045930246e-13 == pytest.approx(
        7.63246622474974e-14 * eV, rel=1e-9
    )


def test_units_of_field_and_moment_are_those_of_heaviside_and_lorentz() -> None:
    # A.const.muB_nat [1/eV], A.const.gauss_HL and, from B^2/2 mu_0, A.const.gauss_HL_check [eV^2], A.const.hbarc [eV m], A.prec.muB [eV]
    magneton = np.sqrt(BOHR_MAGNETON_SQUARED) * eV
    assert magneton == pytest.approx(2.96304053924268e-07, rel=1e-10)
    one_gauss = BOHR_MAGNETON / eV / magneton
    assert one_gauss == pytest.approx(0.0195352771227337, rel=1e-10)
    assert one_gauss == pytest.approx(0.0195352771228659, rel=1e-10)
    joule, metre = 1 / 1.602176634e-19, 1 / 1.97326980459302e-07  # in eV
    energy_density = 1e-8 / (2 * 1.25663706212e-6) * joule / metre**3
    assert np.sqrt(2 * energy_density) == pytest.approx(one_gauss, rel=1e-10)
    # A.const.gauss_Gaussian: alpha = e^2 is another unit, which is not used
    assert one_gauss * np.sqrt(4 * np.pi) == pytest.approx(0.0692507543298603, rel=1e-10)
    assert HBAR_C_EXACT / (eV * m) == pytest.approx(1.97326980459302e-07, rel=1e-15)
    assert precession(1e-11 * muB, 1e12 * gauss) * HBAR_C_EXACT == pytest.approx(5.788381806e-08 * eV, rel=1e-12)
    # a flip is complete after pi/2 mu B; the phase over ten kiloparsecs in a microgauss, with 1e-13 mu_B
    coupling = precession(1e-11 * muB, 1e12 * gauss)
    assert np.pi / 2 / coupling == pytest.approx(5.354873028 * m, rel=1e-9)
    expected = [0.08360817267, 0.5940568920, 0.04272315638]
    assert flip_probability(np.array([1, 3, 10]) * m, coupling=coupling) == pytest.approx(expected, rel=1e-9)
    assert precession(1e-13 * muB, 1e-6 * gauss) * 10 * kpc == pytest.approx(0.9051514360, rel=1e-9)


def test_resonance_and_adiabaticity_are_those_of_the_reference() -> None:
    # B.RSFP.n_res, B.RSFP.gamma, B.RSFP.PLZ
    splitting = {"dm2": 7.42e-5 * eV**2, "sin2_theta": 0.304}
    assert resonance_density(10.0, **splitting) == pytest.approx(1.14748228058754e25, rel=1e-9)
    gamma = adiabaticity(10.0, moment=1e-11, field=1e6, scale_height=0.1 * solar_radius, **splitting)
    assert gamma == pytest.approx(3.24900131667434, rel=1e-9)
    assert landau_zener(gamma) == pytest.approx(0.00607532779015601, rel=1e-8)


def test_exponential_profile_is_exact_and_has_the_right_limits() -> None:
    # B.LZ.Pc is the linear formula, and differs
    p = exponential_crossing(1.5, scale_height=1.0, theta=0.3)
    assert p == pytest.approx(0.4390290775001, abs=1e-13)
    linear = landau_zener(1.5 * np.sin(0.6) ** 2 / np.cos(0.6))
    assert linear == pytest.approx(0.402451482241023, rel=1e-12)
    assert exponential_crossing(1e-9, scale_height=1.0, theta=0.3) == pytest.approx(np.cos(0.3) ** 2, rel=1e-8)
    assert exponential_crossing(1e4, scale_height=1.0, theta=0.3) < 1e-300
    assert landau_zener(1e-9 * np.sin(0.6) ** 2 / np.cos(0.6)) == pytest.approx(1)  # wrong there


def test_the_engine_finds_the_exact_crossing_probability_of_an_exponential_profile() -> None:
    omega, theta = 1.5, 0.3
    vacuum = 0.5 * omega * np.array([[-np.cos(2 * theta), np.sin(2 * theta)], [np.sin(2 * theta), np.cos(2 * theta)]])

    def h(x: FloatArray) -> FloatArray:
        return vacuum + 0.5 * 3e3 * np.exp(-x)[:, None, None] * SZ

    state = evolve(h, 32.0, [1, 0], tol=1e-10).state
    # born as the heavier level; it has jumped if it is the lighter one in vacuum, nu_1 = (cos, -sin)
    light = np.array([np.cos(theta), -np.sin(theta)])
    assert abs(light @ state) ** 2 == pytest.approx(
        exponential_crossing(omega, scale_height=1.0, theta=theta), abs=2e-3
    )


def test_averaged_conversion_is_complete_only_without_jumps() -> None:
    assert averaged_conversion(0.0, cos_inside=-1, cos_outside=1) == 1
    assert averaged_conversion(1.0, cos_inside=-1, cos_outside=1) == 0
    assert averaged_conversion(0.3, cos_inside=0, cos_outside=1) == 0.5


def test_two_flavours_in_a_constant_field_by_formula_by_amplitude_and_by_engine() -> None:
    mixing = TwoFlavours(sin2_theta=0.3, dm2=1e-3 * eV**2)
    moments, field, energy, length = np.array([1e-11, 2.7e-11]), 3e8, 1.3, 2 * km
    left, right = constant_field_probabilities(length, energy, mixing, moments=moments, field=field)
    one, two = precession(moments, field) * length
    phase = 1e-3 * eV**2 * length / (4 * energy * 197.32698045930246e-13)
    formula = two_flavour_probabilities(one, two, phase, theta=np.arcsin(np.sqrt(0.3)))
    assert [left[0, 0], left[1, 0], right[0, 0], right[1, 0]] == pytest.approx(list(formula.values()), abs=1e-12)
    assert sum(formula.values()) == pytest.approx(1, abs=1e-12)
    vertex = Vertex("dirac", magnetic=np.diag(moments))
    engine = propagate(energy, Medium(length, magnetic_field=field), mixing, vertex)
    assert engine.probabilities[0, :2] == pytest.approx(left[:, 0], abs=1e-10)
    assert engine.amplitudes is not None
    sterile = mixing.matrix @ engine.amplitudes[0, 2:]
    assert np.abs(sterile) ** 2 == pytest.approx(right[:, 0], abs=1e-10)


def test_equal_moments_factorise_and_no_field_oscillates() -> None:
    p = two_flavour_probabilities(0.7, 0.7, 0.4, theta=0.5)
    oscillated = np.sin(1.0) ** 2 * np.sin(0.4) ** 2
    assert p["xL"] == pytest.approx(oscillated * np.cos(0.7) ** 2)
    assert p["xR"] == pytest.approx(oscillated * np.sin(0.7) ** 2)
    assert two_flavour_probabilities(0, 0, 0.4, theta=0.5)["xL"] == pytest.approx(oscillated)


def test_three_flavours_in_a_constant_field_are_what_the_engine_finds() -> None:
    moments = np.array([1, 2.2, 3.1]) * 1e-11
    left, _ = constant_field_probabilities(3 * km, 2.0, MIXING, moments=moments, field=4e8)
    vertex = Vertex("dirac", magnetic=np.diag(moments))
    engine = propagate(2.0, Medium(3 * km, magnetic_field=4e8), MIXING, vertex, initial="mu")
    assert engine.probabilities[0, :3] == pytest.approx(left[:, 1], abs=1e-10)


def test_random_domains_have_the_reference_averages() -> None:
    # C.domain.N40, C.domain.exp, C.domain.rayleigh, C.gauss1d
    assert fixed_strength(0.2, 40) == pytest.approx(0.48135743633604905, rel=1e-13)
    assert many_weak(0.2, 40) == pytest.approx(0.4796188980108169, rel=1e-13)
    assert gaussian_strength(0.15, 40) == pytest.approx(0.48708249156688044, rel=1e-12)
    assert 1 - 2 * gaussian_strength(0.15, 1) == pytest.approx(0.9126520186593442, rel=1e-12)
    assert fixed_axis(0.9) == pytest.approx(0.40105065045819266, rel=1e-13)


def test_random_domains_rise_to_one_half_and_one_domain_precesses() -> None:
    values = fixed_strength(0.3, np.arange(1, 200))
    assert values[0] == pytest.approx(np.sin(0.3) ** 2)
    assert np.all(np.diff(values[:60]) > 0)
    assert values[-1] == pytest.approx(0.5, abs=1e-12)


def test_monte_carlo_agrees_with_the_exact_average() -> None:
    sample = monte_carlo(0.2, 40, samples=20_000, seed=3)
    assert abs(sample.mean() - fixed_strength(0.2, 40)) < 4 * sample.std() / np.sqrt(len(sample))
    assert np.array_equal(sample, monte_carlo(0.2, 40, samples=20_000, seed=3))
    assert monte_carlo(0.2, 40, potential=3.0).mean() < 0.2


def test_flavour_ratios_are_those_of_the_reference() -> None:
    # E.flav.*
    expected = {
        "pion": [0.298384675560610, 0.359217027701359, 0.342398296738032],
        "muon-damped": [0.17157812079947432, 0.45303648115230094, 0.3753853980482248],
        "neutron": [0.55199778508288, 0.17157812079947432, 0.2764240941176456],
    }
    for source, ratios in expected.items():
        assert at_earth(source, MIXING) == pytest.approx(ratios, abs=1e-13)
        assert at_earth(source, MIXING, lost=0.5) == pytest.approx(np.array(ratios) / 2, abs=1e-13)
    assert averaged_probabilities(MIXING).sum(axis=0) == pytest.approx(1)


def test_coherence_length_is_that_of_the_reference() -> None:
    # C.Lcoh
    assert coherence_length(1e-11 * m, 10.0, 7.42e-5 * eV**2) == pytest.approx(76237927.89073288 * m, rel=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fixed_strength(0.1, 2.5), "whole"),
        (lambda: at_earth([1, 1, 0], MIXING), "sum to 1"),
        (lambda: at_earth("sun", MIXING), "source"),
        (lambda: constant_field_probabilities(1.0, 1.0, MIXING, moments=[1.0], field=1.0), "moments must be 3"),
        (lambda: exponential_crossing(-1.0, scale_height=1.0, theta=0.1), "splitting must be positive"),
        (lambda: resonance_density(0.0, dm2=1, sin2_theta=0.1), "energy must be positive"),
    ],
)
def test_wrong_input_is_refused(call: Callable[..., object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
