"""Plasma: reference values, the gas against direct integration, limits of the dispersion, and Braaten and Segel against one loop."""

import math
import pickle
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from nuem.astro.plasma import Plasma, dispersion
from nuem.astro.plasma.dispersion import Polarisation
from nuem.astro.plasma.one_loop import response
from nuem.constants import ALPHA, AVOGADRO, ELECTRON_MASS, HBAR_C_EXACT
from nuem.typing import FloatArray
from nuem.units import eV, kelvin

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

# D.pl.*: rho, Ye, T -> mu_e, omega_p, omega_1, v*, k_max [eV]
REFERENCE = {
    "RG_core": (1e6, 1e8, 653961.7585575993, 17977.391267530704, 11270.492490354593, 0.626925916148381, 20748.667237802936),
    "HB": (1e4, 1e8, 508449.4416537364, 1991.8657207534172, 580.8774625825688, 0.2916248101116242, 2045.2757503373434),
    "WD": (1e6, 3e7, 654567.9151171632, 18000.144873041485, 11253.825463331488, 0.6252074937566839, 20754.765626641467),
}  # fmt: skip

densities = st.floats(-6, 14).map(lambda x: 10**x)
temperatures = st.floats(4, 12).map(lambda x: 10**x * kelvin)
fractions = st.floats(0.05, 1)


@pytest.mark.parametrize("name", REFERENCE)
def test_plasma_has_its_reference_values(name: str) -> None:
    density, temperature, *expected = REFERENCE[name]
    plasma = Plasma(density, 0.5, temperature * kelvin)
    computed = [
        plasma.chemical_potential / eV,
        plasma.plasma_frequency / eV,
        plasma.first_frequency / eV,
        plasma.velocity,
        plasma.largest_wavenumber / eV,
    ]
    assert computed == approx(expected, rel=1e-10)


def test_red_giant_core_has_the_values_of_arbitrary_precision() -> None:
    plasma = Plasma(1e6, 0.5, 1e8 * kelvin)  # D.pl.RG_core.mp
    computed = [plasma.chemical_potential / eV, plasma.plasma_frequency / eV, plasma.velocity]
    assert computed == approx([653961.758557599, 17977.3912675307, 0.626925916148381], rel=1e-12)


def reference_velocity() -> FloatArray:
    return np.array(0.6269259161483809)


def test_dispersion_and_residues_have_their_reference_values() -> None:
    def polarisation(N: FloatArray) -> Polarisation:
        return dispersion.braaten_segel(N, np.array(1.0), reference_velocity())

    transverse = dispersion.transverse(np.array([0.5, 1.0]), polarisation)  # D.disp.T_*
    assert transverse.frequency == approx([1.1251940732826533, 1.429005595283783], rel=1e-13)
    assert transverse.residue == approx([0.9870381084667779, 0.9779404435945597], rel=1e-10)
    longitudinal = dispersion.longitudinal(np.array([0.3, 0.7, 1.0]), polarisation)  # D.disp.L_*
    assert longitudinal.frequency == approx([1.0105985757820939, 1.0573801203505364, 1.1162661047363251], rel=1e-13)
    assert longitudinal.residue == approx([0.9790516543105644, 0.8922144385922479, 0.7946152209459044], rel=1e-10)


@pytest.mark.parametrize(
    ("density", "temperature"),
    [(1e6, 1e8), (1e-4, 1e7), (10.0, 3e9), (1e9, 1e10), (1e5, 1e11), (1e12, 1e12)],
)
def test_charge_and_plasma_frequency_agree_with_adaptive_integration(density: float, temperature: float) -> None:
    plasma = Plasma(density, 0.4, temperature * kelvin)
    T, mu = temperature * kelvin, float(plasma.chemical_potential)
    edge = math.sqrt(max(mu**2 - ELECTRON_MASS**2, 0.0))
    width = T * max(mu, ELECTRON_MASS, T) / max(edge, math.sqrt(T * ELECTRON_MASS), T)
    points = sorted({0.0, *(max(edge + x * width, 0.0) for x in (-60, -20, -5, 0, 5, 20, 60))})

    def integral(function: Callable[[float], float]) -> float:
        return sum(quad(function, low, high, epsabs=0, epsrel=1e-10, limit=200)[0] for low, high in pairwise(points))

    def occupations(p: float) -> tuple[float, float]:
        E = math.hypot(p, ELECTRON_MASS)
        return 1 / (math.exp(min((E - mu) / T, 700)) + 1), 1 / (math.exp(min((E + mu) / T, 700)) + 1)

    def charge(p: float) -> float:
        electrons, positrons = occupations(p)
        return p**2 * (electrons - positrons)

    def oscillators(p: float) -> float:
        E = math.hypot(p, ELECTRON_MASS)
        return p**2 / E * (1 - (p / E) ** 2 / 3) * sum(occupations(p))

    net = density * 0.4 * AVOGADRO * HBAR_C_EXACT**3
    loss = 1e-16 * integral(lambda p: p**2 * sum(occupations(p))) / net  # electrons minus positrons, in rounded numbers
    assert integral(charge) / math.pi**2 == approx(net, rel=1e-9 + 10 * loss)
    assert 4 * ALPHA / math.pi * integral(oscillators) == approx(plasma.plasma_frequency**2, rel=1e-9)


@settings(max_examples=60)
@given(densities, fractions, temperatures)
def test_any_gas_holds_the_charge_that_it_was_given(density: float, fraction: float, temperature: float) -> None:
    plasma = Plasma(density, fraction, temperature)
    gas = plasma.electrons()
    charge = gas.integral(gas.momentum**2 * gas.difference) / np.pi**2 / HBAR_C_EXACT**3
    assert charge == approx(density * fraction * AVOGADRO, rel=1e-11, abs=0)
    assert 0 < plasma.velocity < 1
    assert plasma.positron_density >= 0
    assert plasma.plasma_frequency < plasma.largest_wavenumber


def test_cold_gas_has_the_closed_form() -> None:
    plasma = Plasma(np.array([1e3, 1e6, 1e9]), 0.5, 1e3 * kelvin)
    momentum = plasma.fermi_momentum
    energy = np.hypot(momentum, ELECTRON_MASS)
    assert allclose(plasma.chemical_potential, energy, rtol=1e-9)
    assert allclose(plasma.plasma_frequency**2, 4 * ALPHA * momentum**3 / (3 * np.pi * energy), rtol=1e-9)
    assert allclose(plasma.velocity, momentum / energy, rtol=1e-8)
    assert allclose(plasma.debye_wavenumber**2, 4 * ALPHA / np.pi * momentum * energy, rtol=1e-8)


def test_dilute_gas_has_the_closed_forms() -> None:
    plasma = Plasma(1e-3, 0.5, 1e6 * kelvin)
    density = plasma.electron_density * HBAR_C_EXACT**3
    T = plasma.temperature
    assert plasma.plasma_frequency**2 == approx(4 * math.pi * ALPHA * density / ELECTRON_MASS, rel=1e-3)
    assert plasma.debye_wavenumber**2 == approx(4 * math.pi * ALPHA * density / T, rel=1e-3)
    assert plasma.velocity == approx(math.sqrt(5 * T / ELECTRON_MASS), rel=1e-3)


def test_hot_pairs_have_the_closed_forms() -> None:
    plasma = Plasma(1e-6, 0.5, 100.0)
    T = plasma.temperature
    zeta3 = 1.2020569031595943
    assert plasma.plasma_frequency**2 == approx(4 * math.pi * ALPHA * T**2 / 9, rel=1e-4)
    assert plasma.debye_wavenumber**2 == approx(4 * math.pi * ALPHA * T**2 / 3, rel=1e-4)
    assert plasma.positron_density * HBAR_C_EXACT**3 == approx(1.5 * zeta3 * T**3 / math.pi**2, rel=1e-4)
    net = plasma.electron_density * HBAR_C_EXACT**3
    assert plasma.chemical_potential == approx(3 * net / T**2, rel=1e-4)


@settings(max_examples=40)
@given(densities, temperatures, st.floats(1e-4, 100))
def test_photon_mass_lies_between_its_bounds(density: float, temperature: float, ratio: float) -> None:
    plasma = Plasma(density, 0.5, temperature)
    for treatment in ("braaten-segel", "one-loop"):
        mode = plasma.transverse(ratio * plasma.plasma_frequency, treatment=treatment)
        mass2 = plasma.polarisation(
            np.minimum((ratio * plasma.plasma_frequency / mode.frequency) ** 2, 1), treatment=treatment
        )
        assert 1 - 1e-9 <= mass2.transverse / plasma.plasma_frequency**2 <= 1.5 * (1 + 1e-9)
        assert mode.frequency > mode.wavenumber
        assert 0.7 < mode.residue < 1 + 1e-12


@pytest.mark.parametrize("treatment", ["braaten-segel", "one-loop"])
def test_at_rest_both_branches_oscillate_at_the_plasma_frequency(treatment: str) -> None:
    plasma = Plasma(np.array([1.0, 1e6, 1e10]), 0.5, np.array([1e7, 1e8, 1e10]) * kelvin)
    for mode in (plasma.transverse(0.0, treatment=treatment), plasma.longitudinal(0.0, treatment=treatment)):
        assert allclose(mode.frequency, plasma.plasma_frequency, rtol=1e-11)
        assert allclose(mode.residue, 1)
        assert allclose(mode.mass_squared, plasma.plasma_frequency**2)


def test_slow_electrons_give_photons_one_mass_and_plasmons_one_frequency() -> None:
    plasma = Plasma(1e-4, 0.5, 1e4 * kelvin)
    wavenumber = np.array([0.3, 0.9]) * plasma.plasma_frequency
    transverse, longitudinal = plasma.transverse(wavenumber), plasma.longitudinal(wavenumber)
    assert allclose(transverse.mass_squared, plasma.plasma_frequency**2, rtol=1e-5)
    assert allclose(longitudinal.frequency, plasma.plasma_frequency, rtol=1e-5)


def test_longitudinal_branch_ends_on_the_light_cone() -> None:
    plasma = Plasma(1e6, 0.5, 1e8 * kelvin)
    end = plasma.largest_wavenumber
    before, beyond = plasma.longitudinal(end * (1 - 1e-9)), plasma.longitudinal(end * (1 + 1e-9))
    assert before.frequency == approx(end, rel=1e-8)
    assert math.isnan(beyond.frequency)
    assert math.isnan(beyond.residue)


@pytest.mark.parametrize("treatment", ["braaten-segel", "one-loop"])
def test_residues_are_derivatives_of_the_polarisation(treatment: str) -> None:
    plasma = Plasma(1e7, 0.5, 3e9 * kelvin)

    def pi_T(omega: float, k: float) -> float:
        return float(plasma.polarisation((k / omega) ** 2, treatment=treatment).transverse)

    def pi_L(omega: float, k: float) -> float:
        return float(plasma.polarisation((k / omega) ** 2, treatment=treatment).longitudinal) * (k / omega) ** 2

    k = 0.8 * float(plasma.plasma_frequency)
    for mode, function, is_transverse in (
        (plasma.transverse(k, treatment=treatment), pi_T, True),
        (plasma.longitudinal(k, treatment=treatment), pi_L, False),
    ):
        omega, step = float(mode.frequency), 1e-4 * float(mode.frequency)
        slope = (
            8 * (function(omega + step, k) - function(omega - step, k))
            - function(omega + 2 * step, k) + function(omega - 2 * step, k)
        ) / (12 * step) / (2 * omega)  # fmt: skip
        assert mode.residue == approx(1 / (1 - slope) if is_transverse else -((k / omega) ** 2) / slope, rel=1e-9)
        assert function(omega, k) == approx(omega**2 - k**2 if is_transverse else k**2, rel=1e-12)


def test_residues_have_the_form_that_braaten_and_segel_print() -> None:
    plasma = Plasma(1e6, 0.5, 1e8 * kelvin)
    v2, wp2, k = plasma.velocity**2, plasma.plasma_frequency**2, 0.7 * plasma.plasma_frequency
    T, L = plasma.transverse(k), plasma.longitudinal(k)
    w2, k2 = T.frequency**2, k**2
    printed = 2 * w2 * (w2 - v2 * k2) / (3 * wp2 * w2 + (w2 + k2) * (w2 - v2 * k2) - 2 * w2 * (w2 - k2))
    assert T.residue == approx(printed, rel=1e-12)
    w2 = L.frequency**2
    assert L.residue == approx(2 * (w2 - v2 * k2) / (3 * wp2 - (w2 - v2 * k2)), rel=1e-12)


def test_braaten_and_segel_agree_with_one_loop_in_all_limits() -> None:
    """Exact for slow, for degenerate and for fast electrons; in between, at T of order m, plasmons on the light cone are off by 8 %."""
    N = np.linspace(0, 0.999, 7)[:, None]

    def worst(density: float, temperature: float) -> float:
        plasma = Plasma(np.array([density]), 0.5, temperature * kelvin)
        a, b = plasma.polarisation(N), plasma.polarisation(N, treatment="one-loop")
        return float(
            max(np.abs(a.transverse / b.transverse - 1).max(), np.abs(a.longitudinal / b.longitudinal - 1).max())
        )

    assert worst(1e-3, 1e5) < 1e-8  # slow
    assert worst(1e9, 1e6) < 1e-6  # degenerate
    assert worst(1e-3, 1e12) < 1e-3  # fast
    assert 0.05 < worst(1e3, 2e9) < 0.1


def test_recoil_of_the_electrons_is_of_relative_order_alpha() -> None:
    for density, temperature in ((1e6, 1e8), (1e9, 1e9), (1e4, 3e9)):
        plasma = Plasma(density, 0.5, temperature * kelvin)
        k = np.array([0.2, 0.9]) * plasma.plasma_frequency
        T, L = plasma.transverse(k, treatment="one-loop"), plasma.longitudinal(k, treatment="one-loop")
        assert np.abs(response(T.frequency, k, plasma)[0] / T.mass_squared - 1).max() < ALPHA
        assert np.abs(response(L.frequency, k, plasma)[1] / k**2 - 1).max() < ALPHA


def test_recoil_vanishes_for_soft_photons() -> None:
    plasma = Plasma(1e6, 0.5, 1e8 * kelvin)
    omega = 1e-3 * plasma.plasma_frequency
    for n in (0.3, 0.95):
        limit = plasma.polarisation(n**2, treatment="one-loop")
        transverse, longitudinal = response(omega, n * omega, plasma)
        assert transverse == approx(limit.transverse, rel=1e-6)
        assert longitudinal == approx(n**2 * limit.longitudinal, rel=1e-6)


def test_a_plasma_can_be_sent_to_another_process() -> None:
    plasma = Plasma(np.array([1e3, 1e6]), 0.5, 1e8 * kelvin)
    copy = pickle.loads(pickle.dumps(plasma))
    assert np.array_equal(copy.plasma_frequency, plasma.plasma_frequency)
    assert repr(copy) == repr(plasma)


def test_parts_of_a_plasma_are_the_plasma_at_these_points() -> None:
    plasma = Plasma(np.array([[1e3], [1e6]]), 0.5, np.array([1e7, 1e8, 1e9]) * kelvin)
    assert plasma.shape == (2, 3)
    assert plasma.ravel()[4].plasma_frequency == plasma.plasma_frequency[1, 1]
    assert plasma.ravel()[4].chemical_potential == Plasma(1e6, 0.5, 1e8 * kelvin).chemical_potential


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 0.5, 0.01), "density must lie between"),
        ((-1, 0.5, 0.01), "density must lie between"),
        ((1e16, 0.5, 0.01), r"density must lie between 1e-08 and 1e\+15 g/cm\^3, got 1e\+16"),
        ((math.nan, 0.5, 0.01), "density .* must be finite"),
        ((1e6, 0, 0.01), "electron_fraction must be positive"),
        ((1e6, 1.2, 0.01), "electron_fraction must lie between 0 and 1, got 1.2"),
        ((1e6, 0.5, 0), "temperature must lie between"),
        ((1e6, 0.5, 1e8), r"temperature must lie between .* MeV \(1e\+03 K and 1\.16e\+12 K\), got 1e"),
    ],
)
def test_refuses_what_is_no_plasma(arguments: tuple[float, float, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Plasma(*arguments)


def test_refuses_wave_numbers_and_frequencies_that_have_no_mode() -> None:
    plasma = Plasma(1e6, 0.5, 1e8 * kelvin)
    with pytest.raises(ValueError, match="wavenumber must not be negative"):
        plasma.transverse(-1.0)
    with pytest.raises(ValueError, match="below the light cone"):
        response(0.01, 0.02, plasma)
    with pytest.raises(ValueError, match="threshold"):
        response(2.0, 0.1, plasma)
    with pytest.raises(ValueError, match="treatment = 'exact' is unknown"):
        plasma.transverse(1.0, treatment="exact")
    with pytest.raises(AttributeError, match="is immutable"):
        plasma.density = np.array(1.0)
