from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuem.constants import ELECTRON_MASS, RADIUS_SHIFT
from nuem.scattering import Couplings
from nuem.scattering.couplings import tree
from nuem.scattering.electron import dsigma_dT, parts
from nuem.scattering.electroweak import dsigma_dT_weak
from nuem.scattering.kinematics import maximum_recoil
from nuem.scattering.radiative import couplings, dsigma_dT_radiative, loop_integral

# Cross sections are far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)


# bks.*: rho = 1.0126, sin2_theta_w = 0.2317
@pytest.mark.parametrize(("recoil", "value"), [(0.1, 0.0125289955739), (1, 0.0950630877797)])
def test_the_loop_integral_has_the_reference_value(recoil: float, value: float) -> None:
    assert loop_integral(recoil) == approx(value, rel=1e-11)


@given(st.one_of(st.floats(1e-12, 1e3), st.floats(0.05, 0.3)))  # the series ends at 0.18 MeV
def test_the_loop_integral_is_its_definition_to_high_precision(recoil: float) -> None:
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workdps(60):
        x = mpmath.sqrt(1 + 2 * mpmath.mpf(ELECTRON_MASS) / recoil)
        exact = (mpmath.mpf(1) / 3 + (3 - x**2) * (x / 2 * mpmath.log((x + 1) / (x - 1)) - 1)) / 6
        assert float(loop_integral(recoil)) == approx(float(exact), rel=1e-12)


@pytest.mark.parametrize(
    ("flavour", "left", "right"),
    [("e", 0.724008235556, 0.230308235556), ("mu", -0.27240703349, 0.23389296651)],
)
def test_the_couplings_have_the_reference_values_with_our_sign(flavour: str, left: float, right: float) -> None:
    computed = couplings(5.0, flavour=flavour)
    assert computed.left == approx(left, rel=1e-11)
    assert computed.right == approx(right, rel=1e-11)
    anti = couplings(5.0, flavour=flavour, antineutrino=True)
    assert (anti.left, anti.right) == (computed.right, computed.left)


@pytest.mark.parametrize(
    ("flavour", "antineutrino", "value"),
    [
        ("e", False, 9.13491343934e-45),
        ("e", True, 3.06860333345e-45),
        ("mu", False, 1.53233714991e-45),
        ("mu", True, 1.28126625574e-45),
    ],
)
def test_the_corrected_cross_section_has_the_reference_value(flavour: str, antineutrino: bool, value: float) -> None:
    assert dsigma_dT_radiative(5, 10, flavour=flavour, antineutrino=antineutrino) == approx(value, rel=1e-11)
    assert dsigma_dT(5, 10, flavour=flavour, antineutrino=antineutrino, radiative=True) == approx(value, rel=1e-11)


def test_without_photons_the_reference_value_remains() -> None:
    assert dsigma_dT_radiative(5, 10, flavour="mu", photons=False) == approx(1.54249445367e-45, rel=1e-11)


@given(st.floats(0.05, 20), st.floats(0, 1.5), st.sampled_from(["e", "mu", "tau"]), st.booleans())
def test_finite_never_negative_and_zero_beyond_the_end_point(
    energy: float, ratio: float, flavour: str, antineutrino: bool
) -> None:
    end = float(maximum_recoil(energy))
    sigma = dsigma_dT_radiative(ratio * end, energy, flavour=flavour, antineutrino=antineutrino)
    assert np.isfinite(sigma)
    assert sigma >= 0
    if ratio * end > end:
        assert sigma == 0


@pytest.mark.parametrize(("flavour", "largest"), [("e", 0.08), ("mu", 0.12), ("tau", 0.12)])
def test_corrections_are_small(flavour: str, largest: float) -> None:
    recoil = np.linspace(0.001, 0.98, 200) * maximum_recoil(5.0)
    ratio = dsigma_dT_radiative(recoil, 5.0, flavour=flavour) / dsigma_dT_weak(
        recoil, 5.0, flavour=flavour, sin2_theta_w=0.2317
    )
    assert np.all(np.abs(ratio - 1) < largest)


def test_the_photonic_part_vanishes_with_the_recoil() -> None:
    with_photons = dsigma_dT_radiative([0.0, 1e-9], 1.0)
    without = dsigma_dT_radiative([0.0, 1e-9], 1.0, photons=False)
    assert allclose(with_photons, without, rtol=1e-5)


def test_a_radius_on_top_is_coherent_and_has_the_sign_of_the_flavour_difference() -> None:
    # From nu_mu to nu_e by the standard model's own difference of charge radii, apart from the W exchange of nu_e.
    difference = -8.27512836e-33 + 4.80548185e-33
    muon, electron = couplings(0.0, flavour="mu"), couplings(0.0, flavour="e")
    assert electron.vector - 1.0 - muon.vector == approx(RADIUS_SHIFT * difference, rel=0.02)
    shifted = dsigma_dT(0.1, 1.0, flavour="mu", charge_radius=1e-32, radiative=True)
    split = parts(0.1, 1.0, flavour="mu", radiative=True, couplings=Couplings(charge_radius=1e-32))
    assert split.radius != 0
    assert split.total == approx(float(shifted), rel=1e-12)


def test_the_radiative_weak_angle_is_that_of_the_paper_unless_given() -> None:
    assert dsigma_dT(0.1, 1.0, radiative=True) == dsigma_dT(0.1, 1.0, radiative=True, sin2_theta_w=0.2317)
    assert dsigma_dT(0.1, 1.0, radiative=True) != dsigma_dT(0.1, 1.0, radiative=True, sin2_theta_w=0.23857)


def test_the_corrected_couplings_are_close_to_the_tree_ones() -> None:
    for flavour in ("e", "mu"):
        corrected, bare = couplings(0.01, flavour=flavour), tree(flavour)
        assert corrected.left == approx(float(bare.left), abs=0.03)
        assert corrected.right == approx(float(bare.right), abs=0.03)
