from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.arguments import Keywords

from nuem.constants import ELECTRON_MASS, HBAR_C, RADIUS_SHIFT
from nuem.models.lepton_radius import charge_radius
from nuem.scattering.couplings import ChiralCouplings
from nuem.scattering.electron import dsigma_dT_magnetic as magnetic_on_electron
from nuem.scattering.electroweak import dsigma_dT_couplings
from nuem.scattering.form_factor import FORM_FACTORS, helm, klein_nystrand, own_radius
from nuem.scattering.kinematics import maximum_recoil
from nuem.scattering.nucleon_couplings import radiative_proton
from nuem.scattering.nucleus import dsigma_dT, dsigma_dT_magnetic
from nuem.typing import FloatArray
from nuem.units import fm

# Cross sections are far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

ARGON: Keywords = {"Z": 18, "A": 40, "mass": 37215.5261952}
GERMANIUM = {"Z": 32, "A": 72.63}
CAESIUM = {"Z": 55, "A": 133, "mass": 123772.539775}


# ff.*
@pytest.mark.parametrize(
    ("form_factor", "A", "momentum", "value"),
    [
        (helm, 40, 10, 0.995070309334),
        (helm, 40, 50, 0.882593036574),
        (helm, 73, 10, 0.993124792704),
        (helm, 73, 50, 0.838994650897),
        (helm, 73, 100, 0.47275118902),
        (helm, 133, 10, 0.990157130038),
        (helm, 133, 100, 0.31874094594),
        (klein_nystrand, 40, 10, 0.994211832856),
        (klein_nystrand, 40, 50, 0.863730567699),
        (klein_nystrand, 40, 100, 0.544852759876),
        (klein_nystrand, 73, 10, 0.991981502153),
        (klein_nystrand, 73, 100, 0.414510875273),
        (klein_nystrand, 133, 10, 0.98866870200),
        (klein_nystrand, 133, 50, 0.745295783668),
        (klein_nystrand, 133, 100, 0.259676549713),
    ],
)
def test_form_factors_have_the_reference_values(
    form_factor: Callable[..., object], A: int, momentum: int, value: float
) -> None:
    assert form_factor(momentum, A=A) == approx(value, rel=3e-11)


@pytest.mark.parametrize("name", sorted(FORM_FACTORS))
def test_form_factors_are_one_without_momentum(name: str) -> None:
    assert FORM_FACTORS[name](0.0, A=133) == 1


@pytest.mark.parametrize("form_factor", [helm, klein_nystrand])
@given(radius=st.floats(2.5, 6))
def test_form_factors_fall_with_the_rms_radius_given(form_factor: Callable[..., FloatArray], radius: float) -> None:
    q = 0.05  # MeV: q R ~ 1e-3
    slope = (1 - form_factor(q, A=40, radius=radius * fm)) * 6 * (197.3269804 / q) ** 2
    assert slope == approx(radius**2, rel=1e-5)


def test_form_factors_change_sign_and_are_smooth_where_the_series_ends() -> None:
    momentum = np.linspace(0, 400, 100001)
    for form_factor in (helm, klein_nystrand):
        values = form_factor(momentum, A=133)
        assert values.min() < 0
        assert np.max(np.abs(np.diff(values, 2))) < 1e-6


# cevns.*: sin2_theta_w = 0.23857, Helm with the Lewin-Smith radius for both
@pytest.mark.parametrize(
    ("nucleus", "energy", "recoil", "coupling", "value"),
    [
        (ARGON, 5, 0.000402949307454912, {}, 4.91029922214e-38),
        (ARGON, 5, 0.000402949307454912, {"charge_radius": -8.3e-33}, 4.58611104034e-38),
        (ARGON, 5, 0.000402949307454912, {"charge": 1e-9}, 2.30333866084e-38),
        (ARGON, 30, 0.0144867170263999, {}, 4.42495823799e-38),
        (GERMANIUM, 5, 0.000221735833363656, {"charge_radius": -8.3e-33}, 2.85552487441e-37),
        (GERMANIUM, 5, 0.000221735833363656, {"charge": 1e-9}, 1.4819575785e-37),
        (GERMANIUM, 30, 0.00797659434510991, {"charge": 1e-9}, 2.59240426553e-37),
        (CAESIUM, 5, 0.000121180257144825, {}, 2.06878435674e-36),
        (CAESIUM, 30, 0.00436072781015579, {"charge": 1e-9}, 1.65174559174e-36),
    ],
)
def test_coherent_scattering_has_the_reference_value(
    nucleus: Keywords, energy: int, recoil: float, coupling: Keywords, value: float
) -> None:
    assert dsigma_dT(recoil, energy, **nucleus, **coupling) == approx(value, rel=1e-9)


@pytest.mark.parametrize(
    ("nucleus", "energy", "recoil", "value"),
    [
        (ARGON, 5, 0.000402949307454912, 1.99979766165e-39),
        (ARGON, 30, 0.0144867170263999, 5.01063733149e-41),
        (CAESIUM, 5, 0.000121180257144825, 6.19043493417e-38),
        (CAESIUM, 30, 0.00436072781015579, 1.39415968574e-39),
    ],
)
def test_the_magnetic_part_has_the_reference_value(nucleus: Keywords, energy: int, recoil: float, value: float) -> None:
    assert dsigma_dT_magnetic(recoil, energy, **nucleus, moment=1e-10) == approx(value, rel=1e-9)
    added = dsigma_dT(recoil, energy, **nucleus, moment=1e-10) - dsigma_dT(recoil, energy, **nucleus)
    assert added == approx(value, rel=1e-6)


def test_spin_makes_the_known_difference() -> None:
    # trap 18
    recoil, energy = 0.01, 30.0
    target: Keywords = {"Z": 18, "A": 40, "form_factor": "point"}
    scale = magnetic_on_electron(recoil, 30.0, moment=1e-10) / (1 / recoil - 1 / energy) * 18**2
    difference = dsigma_dT_magnetic(recoil, energy, moment=1e-10, **target) - dsigma_dT_magnetic(
        recoil, energy, moment=1e-10, spin=0.5, **target
    )
    assert difference == approx(float(scale * recoil / (4 * energy**2)), rel=1e-5)
    spin_zero = dsigma_dT_magnetic(recoil, energy, moment=1e-10, **target)
    assert spin_zero == approx(float(scale * (1 - recoil / (2 * energy)) ** 2 / recoil), rel=1e-12)


@pytest.mark.parametrize(("recoil", "energy"), [(0.1, 0.4), (1.0, 3.0), (4.0, 5.0)])
def test_spin_one_half_is_a_fermion_with_a_vector_current(recoil: float, energy: float) -> None:
    """A point of charge one and the mass of an electron, against the cross section on electrons with g_A = 0."""
    options: Keywords = {"Z": 1, "A": 1, "mass": ELECTRON_MASS, "form_factor": None, "sin2_theta_w": 0.1}
    half = np.array((0.5 - 2 * 0.1) / 2)
    expected = dsigma_dT_couplings(recoil, energy, ChiralCouplings(half, half))
    assert dsigma_dT(recoil, energy, spin=0.5, **options) == approx(float(expected), rel=1e-12)


def test_neutrons_have_a_radius_of_their_own() -> None:
    """With sin^2 theta_W = 1/4 protons do not couple, and the neutrons' form factor is all there is."""
    small, large = (
        dsigma_dT(0.02, 30.0, **ARGON, sin2_theta_w=0.25, proton_radius=3.4 * fm, neutron_radius=radius * fm)
        for radius in (3.2, 3.8)
    )
    momentum = np.sqrt(2 * float(ARGON["mass"]) * 0.02)
    factors = [float(helm(momentum, A=40, radius=radius * fm)) for radius in (3.2, 3.8)]
    assert large / small == approx((factors[1] / factors[0]) ** 2, rel=1e-10)


@pytest.mark.parametrize("name", ["helm", "klein-nystrand"])
def test_the_own_radius_is_the_slope_of_the_form_factor(name: str) -> None:
    """F = 1 - q^2 R^2/6 at small momenta."""
    momentum = 0.5
    lost = 1 - float(FORM_FACTORS[name](momentum, A=133))
    assert own_radius(name, 133) == approx(np.sqrt(6 * lost) / (momentum / HBAR_C), rel=1e-4)


def test_the_magnetic_scale_is_that_of_the_electron_for_any_nucleus() -> None:
    soft = 1e-9
    expected = 18**2 * magnetic_on_electron(soft, 10.0, moment=1e-10)
    assert dsigma_dT_magnetic(soft, 10.0, **ARGON, moment=1e-10) == approx(float(expected), rel=1e-6)


def test_the_shift_of_the_proton_is_opposite_to_that_of_the_electron() -> None:
    # trap 15: a negative radius raises g_V^p, whose sign relative to g_V^n lowers the cross section
    plain = dsigma_dT(4e-4, 5.0, **ARGON)
    assert dsigma_dT(4e-4, 5.0, **ARGON, charge_radius=-1e-32) < plain
    assert dsigma_dT(4e-4, 5.0, **ARGON, charge_radius=1e-32) > plain
    # At one recoil a radius is a charge of q^2 <r^2>/6, with q^2 = -2MT
    radius, recoil = 1e-32, 4e-4
    charge = -2 * ARGON["mass"] * recoil * radius / 6 / (197.3269804e-13) ** 2
    assert dsigma_dT(recoil, 5.0, **ARGON, charge=charge) == approx(
        float(dsigma_dT(recoil, 5.0, **ARGON, charge_radius=radius)), rel=1e-12
    )


def test_transition_radii_add_incoherently() -> None:
    plain = dsigma_dT(4e-4, 5.0, **ARGON)
    single = dsigma_dT(4e-4, 5.0, **ARGON, transition_radii=[3e-32]) - plain
    both = dsigma_dT(4e-4, 5.0, **ARGON, transition_radii=[3e-32, -4e-32]) - plain
    # Like the weak cross section of a charge delta Z F_Z, next to one with couplings ((1/2 - 2s^2) Z - N/2) F
    weak_charge = (0.5 - 2 * 0.23857) * 18 - 0.5 * 22
    assert single == approx(float(plain) * (RADIUS_SHIFT * 3e-32 * 18 / weak_charge) ** 2, rel=1e-9)
    assert both == approx(float(single) * 25 / 9, rel=1e-9)


def test_radiative_couplings_of_the_flavours_differ_by_the_standard_model_radii() -> None:
    difference = radiative_proton("e") - radiative_proton("mu")
    assert difference == approx(-RADIUS_SHIFT * (-8.27512836e-33 + 4.80548185e-33), rel=0.01)
    assert dsigma_dT(4e-4, 5.0, **ARGON, radiative=True, flavour="mu") > dsigma_dT(4e-4, 5.0, **ARGON, radiative=True)


@given(st.floats(1, 100), st.floats(0, 1.5), st.sampled_from([0, 0.5]), st.floats(-1e-7, 1e-7), st.floats(0, 1e-9))
def test_never_negative_and_zero_beyond_the_end_point(
    energy: float, ratio: float, spin: float, charge: float, moment: float
) -> None:
    end = float(maximum_recoil(energy, mass=ARGON["mass"]))
    recoil = max(ratio * end, 1e-10)
    sigma = dsigma_dT(recoil, energy, **ARGON, spin=spin, charge=charge, moment=moment)
    assert np.isfinite(sigma)
    assert sigma >= 0
    if recoil > end:
        assert sigma == 0


def test_flavours_and_antineutrinos_are_alike_at_tree_level() -> None:
    values = {
        float(dsigma_dT(4e-4, 5.0, **ARGON, flavour=flavour, antineutrino=anti))
        for flavour in ("e", "mu", "tau")
        for anti in (False, True)
    }
    assert len(values) == 1


def test_the_default_mass_is_that_of_the_nucleus_without_its_electrons() -> None:
    assert dsigma_dT(4e-4, 5.0, Z=18, A=40) == approx(
        float(dsigma_dT(4e-4, 5.0, Z=18, A=40, mass=40 * 931.49410242 - 18 * ELECTRON_MASS)), rel=1e-14
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"Z": 41}, "A = 40 must not be below Z = 41"),
        ({"Z": 0}, "Z must be positive"),
        ({"form_factor": "helmet"}, "form_factor = 'helmet' is unknown"),
        ({"spin": 1}, "spin = 1 is not available"),
        ({"flavour": "s1"}, "flavour = 's1' is unknown"),
        ({"mass": -1.0}, "mass must be positive"),
        ({"proton_radius": 1 * fm}, "below"),
        ({"charge_radius": np.inf}, "charge_radius .*must be finite"),
    ],
)
def test_wrong_input_is_refused(wrong: Keywords, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        dsigma_dT(4e-4, 5.0, **{"Z": 18, "A": 40, **wrong})


def test_a_charge_or_moment_at_zero_recoil_is_refused() -> None:
    assert dsigma_dT(0.0, 5.0, **ARGON) > 0
    couplings: tuple[Keywords, ...] = ({"charge": 1e-9}, {"moment": 1e-10})
    for coupling in couplings:
        with pytest.raises(ValueError, match="recoil must be positive"):
            dsigma_dT(0.0, 5.0, **ARGON, **coupling)


def test_radiative_coupling_of_the_tau_differs_from_that_of_the_muon_by_the_charge_radius() -> None:
    difference = radiative_proton("mu") - radiative_proton("tau")
    assert difference == approx(RADIUS_SHIFT * (charge_radius("tau") - charge_radius("mu")), rel=1e-12)
    assert dsigma_dT(1e-3, 10.0, Z=18, A=40, flavour="tau", radiative=True) > dsigma_dT(
        1e-3, 10.0, Z=18, A=40, flavour="mu", radiative=True
    )
