import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuem import references
from nuem.constants import ALPHA, ELECTRON_MASS, FERMI, HBAR_C, MUON_MASS, RADIUS_SHIFT, SIN2_THETA_W, TAU_MASS, W_MASS
from nuem.vertex.charge_radius import CONVENTIONS, convert

# Cross sections are far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

names = st.sampled_from(sorted(CONVENTIONS))


# cr.BPV.*, cr.F.*
@pytest.mark.parametrize(
    ("lepton", "bernabeu", "computed"),
    [
        (ELECTRON_MASS, 4.13756418023e-33, -8.27512836046e-33),
        (MUON_MASS, 2.40274092394e-33, -4.80548184787e-33),
        (TAU_MASS, 1.48437636928e-33, -2.96875273857e-33),
    ],
)
def test_the_standard_model_radii_convert(lepton: float, bernabeu: float, computed: float) -> None:
    formula = FERMI / (4 * math.sqrt(2) * math.pi**2) * (3 - 2 * math.log(lepton**2 / W_MASS**2)) * HBAR_C**2
    assert formula == approx(bernabeu, rel=1e-10)
    assert convert(bernabeu, "bernabeu") == approx(computed, rel=1e-11)
    assert convert(bernabeu, "bernabeu", "weak-angle") == approx(-bernabeu, rel=1e-12)


@given(st.floats(1e-40, 1e-30), names, names, names)
def test_conversions_invert_and_compose(value: float, first: str, second: str, third: str) -> None:
    there = convert(value, first, second)
    assert convert(there, second, first) == approx(value, rel=1e-14)
    assert convert(there, second, third) == approx(float(convert(value, first, third)), rel=1e-14)


def test_a_radius_that_shifts_the_weak_angle_shifts_the_vector_coupling_twice() -> None:
    radius = 1e-33
    assert 2 * RADIUS_SHIFT * radius == approx(RADIUS_SHIFT * convert(radius, "weak-angle"))


def test_the_weak_angle_convention_is_the_one_of_its_reference() -> None:
    # Its abstract: sin^2 theta_W = 0.259 +- 0.025, and -0.13e-32 < <r^2> < 3.32e-32 cm^2 at 90 per cent: the half width is 1.645 sigma.
    assert approx((3.32e-32 + 0.13e-32) / 2, rel=0.005) == 1.645 * 0.025 / RADIUS_SHIFT


def test_the_w_mass_convention_differs_by_eleven_per_cent() -> None:
    shift = 2 / 3 * W_MASS**2 * SIN2_THETA_W / HBAR_C**2
    assert RADIUS_SHIFT * convert(1.0, "w-mass") == approx(shift, rel=1e-14)
    assert convert(1.0, "w-mass") == approx(1.109, abs=5e-4)
    exact = math.pi * ALPHA / (math.sqrt(2) * FERMI * W_MASS**2)  # the angle for which the tree relation holds
    assert 2 / 3 * W_MASS**2 * exact / HBAR_C**2 == approx(RADIUS_SHIFT, rel=1e-14)


def test_the_anapole_is_minus_a_sixth() -> None:
    assert convert(6e-33, "vertex", "anapole") == approx(-1e-33)


def test_every_convention_is_described_and_cited() -> None:
    for name, convention in CONVENTIONS.items():
        assert convention.name == name
        assert len(convention.description) > 40
        assert references.short(convention.reference)


def test_arrays_are_converted_and_wrong_words_refused() -> None:
    assert convert(np.array([1e-33, -1e-33]), "anapole").tolist() == [-6e-33, 6e-33]
    with pytest.raises(ValueError, match=r"source = 'bernabau' is unknown.*bernabeu"):
        convert(1e-33, "bernabau")
    with pytest.raises(ValueError, match="must be finite"):
        convert(np.nan, "vertex")
