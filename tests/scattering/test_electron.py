from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.arguments import Keywords

from nuem.constants import ALPHA, ELECTRON_MASS, FERMI, HBAR_C, WEAK_SCALE
from nuem.elements import compound
from nuem.scattering import Couplings
from nuem.scattering.atom import EffectiveElectrons, response
from nuem.scattering.couplings import ChiralCouplings, tree, vector_shift
from nuem.scattering.electromagnetic import dsigma_dT_charge, dsigma_dT_magnetic
from nuem.scattering.electron import dsigma_dT, parts
from nuem.scattering.electroweak import dsigma_dT_couplings, dsigma_dT_weak
from nuem.scattering.kinematics import maximum_recoil
from nuem.scattering.low_recoil import charge_from_moment, charge_tail, equal_moment, weak_plateau
from nuem.units import keV

# Cross sections are far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

FLAVOURS = ("e", "mu", "tau")
energies = st.floats(1e-2, 1e3)
fractions = st.floats(1e-6, 1.0)
flavours = st.sampled_from(FLAVOURS)
charges = st.floats(-1e-10, 1e-10)
radii = st.floats(-1e-31, 1e-31)


def test_scales_have_the_reference_values() -> None:
    assert approx(3.89379371938e-22, rel=1e-11) == HBAR_C**2  # const.hc2
    assert approx(8.80586937611e-45, rel=1e-11) == WEAK_SCALE * ELECTRON_MASS  # const.sigma0
    # const.mag
    assert np.pi * ALPHA**2 * HBAR_C**2 / ELECTRON_MASS**2 == approx(2.49467202304e-25, rel=1e-11)


# es.dsdT.*: sin2_theta_w = 0.23857
@pytest.mark.parametrize(
    ("flavour", "antineutrino", "energy", "recoil", "value"),
    [
        ("e", True, 1, 0.1, 8.4397828335e-45),
        ("e", True, 10, 5, 3.25326945053e-45),
        ("mu", False, 1, 0.1, 2.027152945e-45),
        ("mu", False, 3, 0.0028, 2.15692566017e-45),
        ("mu", False, 10, 5, 1.45043978087e-45),
        ("mu", True, 1, 0.1, 1.98972878489e-45),
        ("mu", True, 10, 5, 1.30271283304e-45),
    ],
)
def test_the_weak_cross_section_has_the_reference_value(
    flavour: str, antineutrino: bool, energy: int, recoil: float, value: float
) -> None:
    weak = dsigma_dT_weak(recoil, energy, flavour=flavour, antineutrino=antineutrino, sin2_theta_w=0.23857)
    assert weak == approx(value, rel=3e-11)
    assert dsigma_dT(recoil, energy, flavour=flavour, antineutrino=antineutrino) == weak


# em.mag.*, em.q.*
@pytest.mark.parametrize(("energy", "recoil", "value"), [(1, 0.1, 2.24520482074e-46), (10, 5, 2.49467202304e-48)])
def test_the_magnetic_cross_section_has_the_reference_value(energy: int, recoil: float, value: float) -> None:
    assert dsigma_dT_magnetic(recoil, energy, moment=1e-11) == approx(value, rel=1e-11)


def test_the_charge_cross_section_has_the_reference_value() -> None:
    assert dsigma_dT_charge(0.1, 1, charge=1e-12) == approx(2.24220150208e-47, rel=1e-11)


# em.qint.*, em.r2.*
@pytest.mark.parametrize(
    ("flavour", "antineutrino", "coupling", "energy", "recoil", "value"),
    [
        ("e", True, {"charge": 1e-12}, 1, 0.1, 7.70118426275e-45),
        ("e", True, {"charge": -1e-12}, 1, 0.1, 9.22322543429e-45),
        ("e", True, {"charge": -1e-12}, 3, 0.0028, 7.55141537388e-44),
        ("mu", False, {"charge": 1e-12}, 3, 0.0028, 3.54239255993e-44),
        ("e", True, {"charge": 1e-12}, 3, 0.00035, 1.82972420701e-42),
        ("e", True, {"charge": -1e-12}, 3, 0.00035, 2.35303618353e-42),
        ("mu", False, {"charge": 1e-12}, 3, 0.00035, 2.08929723037e-42),
        ("e", True, {"charge_radius": 5e-33}, 1, 0.1, 8.60730873184e-45),
        ("e", True, {"charge_radius": -5e-33}, 1, 0.1, 8.27440227584e-45),
        ("e", False, {"charge_radius": 5e-33}, 1, 0.1, 1.0226464845e-44),
        ("mu", False, {"charge_radius": -4.8e-33}, 1, 0.1, 2.04144801537e-45),
        ("e", True, {"charge_radius": -5e-33}, 3, 0.0028, 1.01641263338e-44),
        ("e", True, {"charge_radius": 5e-33}, 3, 0.00035, 1.05802467363e-44),
        ("e", True, {"charge_radius": -5e-33}, 3, 0.00035, 1.01796341999e-44),
        ("e", False, {"charge_radius": 5e-33}, 3, 0.00035, 1.05822350576e-44),
        ("mu", False, {"charge_radius": -4.8e-33}, 3, 0.00035, 2.16401166552e-45),
    ],
)
def test_charge_and_radius_interfere_as_in_the_reference(
    flavour: str, antineutrino: bool, coupling: Keywords, energy: int, recoil: float, value: float
) -> None:
    computed = dsigma_dT(recoil, energy, flavour=flavour, antineutrino=antineutrino, **coupling)
    assert computed == approx(value, rel=3e-11)
    assert parts(
        recoil, energy, flavour=flavour, antineutrino=antineutrino, couplings=Couplings(**coupling)
    ).total == approx(value, rel=3e-11)


# sens.*
@pytest.mark.parametrize(
    ("recoil", "moment"), [(0.0028, 1.07942220932e-11), (0.012, 2.23461627191e-11), (0.7, 1.7067163692e-10)]
)
def test_the_equal_moment_has_the_reference_value_and_is_where_the_cross_sections_meet(
    recoil: float, moment: float
) -> None:
    assert equal_moment(recoil) == approx(moment, rel=1e-11)
    far = 1e9  # T << E
    assert dsigma_dT_magnetic(recoil, far, moment=moment) == approx(
        float(dsigma_dT_weak(recoil, far, antineutrino=True)), rel=1e-8
    )


def test_the_equal_moment_follows_the_weak_angle() -> None:
    assert equal_moment(0.0028, sin2_theta_w=0.2312) == approx(1.06653848953e-11, rel=1e-11)


@pytest.mark.parametrize(
    ("recoil", "moment", "charge"), [(0.0028, 2.9e-11, 1.51793093503e-12), (0.00035, 9e-12, 1.6655264341e-13)]
)
def test_the_charge_from_a_moment_has_the_same_cross_section(recoil: float, moment: float, charge: float) -> None:
    assert charge_from_moment(recoil, moment) == approx(charge, rel=1e-11)
    far = 1e9
    assert dsigma_dT_charge(recoil, far, charge=charge) == approx(
        float(dsigma_dT_magnetic(recoil, far, moment=moment)), rel=1e-8
    )
    assert charge_tail(recoil, charge=charge) == approx(float(dsigma_dT_charge(recoil, far, charge=charge)), rel=1e-8)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_at_low_recoil_neutrinos_and_antineutrinos_scatter_alike(flavour: str) -> None:
    both = [dsigma_dT_weak(1e-9, 5.0, flavour=flavour, antineutrino=sign) for sign in (False, True)]
    assert both[0] == approx(float(both[1]), rel=1e-8)
    assert both[0] == approx(float(weak_plateau(flavour=flavour)), rel=1e-8)


def test_the_plateau_is_that_of_the_review() -> None:
    s2 = 0.23857
    expected = FERMI**2 * ELECTRON_MASS / (2 * np.pi) * (1 + 4 * s2 + 8 * s2**2) * HBAR_C**2
    assert weak_plateau(sin2_theta_w=s2) == approx(expected, rel=1e-14)


@given(energies, fractions, flavours, st.booleans())
def test_the_vector_axial_form_is_the_left_right_form(
    energy: float, fraction: float, flavour: str, antineutrino: bool
) -> None:
    t = fraction * float(maximum_recoil(energy))
    couplings = tree(flavour, antineutrino=antineutrino)
    v, a = float(couplings.vector), float(couplings.axial)
    bracket = (v + a) ** 2 + (v - a) ** 2 * (1 - t / energy) ** 2 + (a**2 - v**2) * ELECTRON_MASS * t / energy**2
    expected = FERMI**2 * ELECTRON_MASS / (2 * np.pi) * bracket * HBAR_C**2
    computed = dsigma_dT_weak(t, energy, flavour=flavour, antineutrino=antineutrino)
    assert computed == approx(expected, rel=1e-10, abs=1e-60)


@given(energies, st.floats(0, 2), flavours, st.booleans(), charges, radii, st.floats(0, 1e-9))
def test_never_negative_and_zero_beyond_the_end_point(
    energy: float, ratio: float, flavour: str, antineutrino: bool, charge: float, radius: float, moment: float
) -> None:
    end = float(maximum_recoil(energy))
    t = max(ratio * end, 1e-9)
    sigma = dsigma_dT(
        t, energy, flavour=flavour, antineutrino=antineutrino, charge=charge, charge_radius=radius, moment=moment
    )
    assert sigma >= 0
    assert np.isfinite(sigma)
    if t > end:
        assert sigma == 0


@given(energies, fractions, flavours, st.booleans(), charges, radii, st.floats(0, 1e-9))
def test_the_parts_add_up_to_the_whole(
    energy: float, fraction: float, flavour: str, antineutrino: bool, charge: float, radius: float, moment: float
) -> None:
    t = max(fraction * float(maximum_recoil(energy)), 1e-8)
    coupling: Keywords = {"charge": charge, "charge_radius": radius, "moment": moment}
    split = parts(t, energy, flavour=flavour, antineutrino=antineutrino, couplings=Couplings(**coupling))
    whole = dsigma_dT(t, energy, flavour=flavour, antineutrino=antineutrino, **coupling)
    scale = sum(abs(part) for part in (split.weak, split.radius, split.interference, split.charge, split.magnetic))
    assert abs(split.total - whole) <= 1e-9 * scale


@given(energies, st.floats(1e-6, 0.9), flavours, charges, radii)
def test_an_antineutrino_is_the_neutrino_with_left_and_right_exchanged(
    energy: float, fraction: float, flavour: str, charge: float, radius: float
) -> None:
    # traps 15 and 16: the photon shifts the vector coupling by the same amount for both
    t = max(fraction * float(maximum_recoil(energy)), 1e-8)
    assume(t <= maximum_recoil(energy))
    left, right = tree(flavour)
    shift = vector_shift(t, charge=charge, charge_radius=radius) / 2
    expected = dsigma_dT_couplings(t, energy, ChiralCouplings(right + shift, left + shift))
    computed = dsigma_dT(t, energy, flavour=flavour, antineutrino=True, charge=charge, charge_radius=radius)
    assert computed == approx(float(expected), rel=1e-12)


def test_small_charges_and_radii_are_odd_and_the_moment_does_not_interfere() -> None:
    # trap 14
    for name, size in (("charge", 1e-18), ("charge_radius", 1e-38)):
        plus, minus = (dsigma_dT(0.01, 1.0, **Keywords({name: sign * size})) for sign in (1, -1))
        weak = dsigma_dT(0.01, 1.0)
        assert plus - weak == approx(float(weak - minus), rel=1e-3)
        assert plus != weak
    with_moment = dsigma_dT(0.01, 1.0, moment=1e-11)
    assert with_moment - weak == approx(float(dsigma_dT_magnetic(0.01, 1.0, moment=1e-11)), rel=1e-9)


@given(fractions, energies, st.floats(1e-6, 1e2))
def test_the_magnetic_cross_section_scales_with_the_moment_squared(
    fraction: float, energy: float, factor: float
) -> None:
    t = fraction * float(maximum_recoil(energy))
    single = dsigma_dT_magnetic(t, energy, moment=1e-11)
    assert dsigma_dT_magnetic(t, energy, moment=factor * 1e-11) == approx(float(single) * factor**2, rel=1e-12)


def test_arrays_broadcast_and_scalars_give_no_dimension() -> None:
    t, e = np.geomspace(1e-3, 1, 5)[:, None], np.array([0.3, 1.0, 5.0])
    grid = dsigma_dT(t, e, moment=1e-11, charge=1e-13, charge_radius=1e-33)
    assert grid.shape == (5, 3)
    assert grid[2, 1] == dsigma_dT(t[2, 0], 1.0, moment=1e-11, charge=1e-13, charge_radius=1e-33)
    assert np.ndim(dsigma_dT(0.1, 1.0)) == 0


def test_on_free_electrons_the_parts_count_every_electron() -> None:
    split = parts(2.8 * keV, 1.0, couplings=Couplings(moment=1e-11, charge=1e-13))
    assert split.on(response("Ge", "free").at(2.8 * keV)).total == approx(32 * float(split.total), rel=1e-14)
    # trap 26: 30, not 32
    assert split.on(response("Ge", "stepping").at(2.8 * keV)).total == approx(30 * float(split.total), rel=1e-14)
    assert compound("Ge").electrons == 32


def test_each_part_takes_its_own_number_of_electrons() -> None:
    split = parts(2.8 * keV, 1.0, couplings=Couplings(moment=1e-11, charge=1e-13, charge_radius=1e-32))
    bound = split.on(EffectiveElectrons(*(np.array(float(number)) for number in (2, 3, 5))))
    expected = {"weak": 2, "radius": 2, "interference": 3, "charge": 5, "magnetic": 3}
    for name, electrons in expected.items():
        assert getattr(bound, name) == approx(electrons * float(getattr(split, name)))
        assert getattr(split, name) != 0


def test_one_cross_section_recomputed_with_astropy() -> None:
    units = pytest.importorskip("astropy.units")
    constants = pytest.importorskip("astropy.constants")
    fermi = 1.1663787e-5 / units.GeV**2
    mass = (constants.m_e * constants.c**2).to(units.MeV)
    energy, recoil, s2 = 3 * units.MeV, 2.8 * units.keV, 0.23857
    left, right = s2, s2 + 0.5
    weak = 2 * fermi**2 * mass / np.pi * (
        left**2 + right**2 * (1 - recoil / energy) ** 2 - left * right * mass * recoil / energy**2
    )  # fmt: skip
    magnetic = np.pi * constants.alpha**2 / mass**2 * (2.9e-11) ** 2 * (1 / recoil - 1 / energy)
    hbar_c = constants.hbar * constants.c
    expected = ((weak + magnetic) * hbar_c**2).to_value(units.cm**2 / units.MeV)
    computed = dsigma_dT(recoil, energy, antineutrino=True, moment=2.9e-11)
    assert computed == approx(expected, rel=1e-7)


def test_the_unit_is_per_MeV_and_not_per_keV() -> None:
    # trap 29: the count in a window of 1 keV is a thousandth of the value per MeV
    computed = dsigma_dT(2.8 * keV, 3.0, antineutrino=True) / (1 / keV)
    assert computed == approx(1e-3 * float(dsigma_dT(0.0028, 3.0, antineutrino=True)))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dsigma_dT(-0.1, 1.0), "recoil must not be negative, got -0.1"),
        (lambda: dsigma_dT(0.1, 0.0), "energy must be positive, got 0"),
        (lambda: dsigma_dT(0.1, [1.0, np.nan]), r"energy .*finite, got nan at position 1"),
        (lambda: dsigma_dT(0.1, 1.0, flavour="electron"), "flavour = 'electron' is unknown"),
        (lambda: dsigma_dT(0.0, 1.0, moment=1e-11), "recoil must be positive"),
        (lambda: dsigma_dT(0.1, 1.0, moment=-1e-11), "moment must not be negative"),
        (lambda: dsigma_dT(0.1, 1.0, charge="1e-12 e"), r"charge .*is not a number"),
        (lambda: dsigma_dT(0.1, 1.0, sin2_theta_w=23.9), "sin2_theta_w must lie between 0 and 1"),
        (lambda: dsigma_dT(0.1, 1.0, charge=1e-12, radiative=True), "cannot be combined with radiative=True"),
        (
            lambda: parts(0.1, 1.0, radiative=True, couplings=Couplings(charge=1e-12)),
            "cannot be combined with radiative=True",
        ),
    ],
)
def test_wrong_input_is_refused(call: Callable[..., object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
