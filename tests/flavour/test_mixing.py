"""The mixing matrix is unitary, in the PDG's phases, and its masses are those of either ordering."""

import cmath
import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.arguments import Keywords

from nuem import Mixing, Sterile
from nuem.typing import Ordering
from nuem.units import eV, keV

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, rtol=1e-5, atol=0)

GOOD: Keywords = {"sin2_theta12": 0.304, "sin2_theta13": 0.02219, "sin2_theta23": 0.573, "delta": 3.4, "dm2_21": 7.42e-5 * eV**2, "dm2_31": 2.517e-3 * eV**2}  # fmt: skip
ANGLE = st.floats(0, 1)
PHASE = st.floats(-7, 7)


@given(ANGLE, ANGLE, ANGLE, PHASE, PHASE, st.integers(0, 3))
def test_unitary_with_any_number_of_sterile_neutrinos(
    a: float, b: float, c: float, delta: float, alpha: float, extra: int
) -> None:
    sterile = tuple(
        Sterile(dm2=(k + 1) * eV**2, sin2_theta=(a, b, c), phases=(delta, alpha, 0.3)) for k in range(extra)
    )
    mixing = Mixing(sin2_theta12=a, sin2_theta13=b, sin2_theta23=c, delta=delta, dm2_21=7e-5 * eV**2, dm2_31=2e-3 * eV**2, alpha31=alpha, sterile=sterile)  # fmt: skip
    assert mixing.matrix.shape == (3 + extra, 3 + extra)
    assert allclose(mixing.matrix @ mixing.matrix.conj().T, np.eye(3 + extra), atol=1e-15)


def test_elements_are_those_of_the_pdg() -> None:
    mixing = Mixing(**GOOD, alpha21=0.7, alpha31=1.9)
    s12, s13, s23 = (math.sqrt(GOOD[f"sin2_theta{ij}"]) for ij in (12, 13, 23))
    c12, c13, c23 = (math.sqrt(1 - s**2) for s in (s12, s13, s23))
    phase = cmath.exp(1j * GOOD["delta"])
    pdg = np.array([
        [c12 * c13, s12 * c13, s13 / phase],
        [-s12 * c23 - c12 * s23 * s13 * phase, c12 * c23 - s12 * s23 * s13 * phase, s23 * c13],
        [s12 * s23 - c12 * c23 * s13 * phase, -c12 * s23 - s12 * c23 * s13 * phase, c23 * c13],
    ])  # fmt: skip
    assert allclose(mixing.matrix, pdg * np.exp([0, 0.35j, 0.95j]), atol=1e-15)


def test_sterile_rotations_stand_to_the_left_of_the_active_ones() -> None:
    sterile = Sterile(dm2=1 * eV**2, sin2_theta=(0.02, 0.01, 0.0))
    mixing = Mixing(**GOOD, sterile=(sterile,))
    # U = R_34 R_24 R_14 U_PDG: U_e4 = s14, U_mu4 = c14 s24.
    assert abs(mixing.matrix[0, 3]) ** 2 == approx(0.02)
    assert abs(mixing.matrix[1, 3]) ** 2 == approx(0.98 * 0.01)
    assert mixing.matrix[2, 3] == 0


def test_masses_in_both_orderings() -> None:
    normal = Mixing(**GOOD, lightest_mass=0.01 * eV)
    inverted = Mixing(**(GOOD | {"dm2_31": -2.4e-3 * eV**2}), lightest_mass=0.01 * eV)
    assert normal.masses[0] == approx(0.01 * eV)
    assert inverted.masses[2] == approx(0.01 * eV)
    for mixing in (normal, inverted):
        assert mixing.masses.min() == approx(0.01 * eV)
        squared = mixing.masses**2
        assert squared[1] - squared[0] == approx(mixing.dm2_21, rel=1e-12)
        assert squared[2] - squared[0] == approx(mixing.dm2_31, rel=1e-12)


def test_splittings_keep_their_digits_beside_a_large_mass() -> None:
    mixing = Mixing(**GOOD, lightest_mass=100 * eV)
    assert mixing.splittings[1] == GOOD["dm2_21"]


@pytest.mark.parametrize(("ordering", "sign"), [("normal", 1), ("inverted", -1)])
def test_nufit_has_both_orderings(ordering: Ordering, sign: int) -> None:
    mixing = Mixing.nufit(ordering, lightest_mass=0.1 * eV)
    assert math.copysign(1, mixing.dm2_31) == sign
    assert mixing.dm2_21 == approx(7.537e-5 * eV**2)
    heaviest = mixing.dm2_31 if sign > 0 else mixing.dm2_31 - mixing.dm2_21
    assert heaviest == approx((2.511e-3 if sign > 0 else -2.483e-3) * eV**2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sin2_theta12": 1.2}, "sin2_theta12 must lie between 0 and 1, got 1.2"),
        ({"sin2_theta13": -0.1}, "sin2_theta13 must lie between 0 and 1, got -0.1"),
        ({"sin2_theta23": [0.5, 0.5]}, r"sin2_theta23 must be one number, got an array of shape \(2,\)"),
        ({"delta": math.nan}, "delta must be finite, got nan"),
        ({"delta": "197 deg"}, "delta = '197 deg' is not a number"),
        ({"alpha31": True}, "alpha31 = True is a boolean"),
        ({"alpha21": 1 + 1j}, "alpha21 = .* is complex"),
        ({"dm2_21": 7.42e-5}, r"dm2_21 = 7.42e-05 MeV\^2 = 7.42e\+07 eV\^2 is too large .* write 7.42e-05 \* eV\*\*2"),
        ({"dm2_21": -7e-17}, r"dm2_21 = -7e-05 eV\^2 must not be negative"),
        ({"dm2_31": 5e-17}, r"dm2_31 = 5e-05 eV\^2 lies between 0 and dm2_21"),
        ({"lightest_mass": -1e-9}, "lightest_mass must not be negative, got -1e-09 MeV"),
        ({"lightest_mass": 0.05}, r"lightest_mass = 0.05 MeV = 50000 eV .* write 0.05 \* eV"),
    ],
)
def test_refuses_what_is_no_mixing(change: Keywords, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Mixing(**(GOOD | change))


def test_a_mass_of_a_kilo_electronvolt_is_still_allowed() -> None:
    assert Mixing(**GOOD, lightest_mass=1 * keV).masses[0] == approx(1 * keV)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"sin2_theta": (0.1, 0.1)}, "sin2_theta of a sterile neutrino are three"),
        (
            {"sin2_theta": (0.1, 0.1, 1.1)},
            "sin2_theta of the sterile neutrino must lie between 0 and 1, got 1.1 at position 2",
        ),
        ({"phases": (0.0, math.inf, 0.0)}, "phases of the sterile neutrino must be finite, got inf at position 1"),
        ({"dm2": math.nan}, "dm2 of the sterile neutrino .* must be finite"),
        ({"majorana_phase": math.nan}, "majorana_phase of the sterile neutrino must be finite"),
    ],
)
def test_refuses_what_is_no_sterile_neutrino(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Sterile(**({"dm2": 1 * eV**2, "sin2_theta": (0.1, 0.1, 0.1)} | wrong))  # type: ignore[arg-type]


def test_refuses_a_sterile_neutrino_below_zero_mass() -> None:
    with pytest.raises(ValueError, match=r"a sterile dm2 gives m\^2 = -1 eV\^2 below zero"):
        Mixing(**GOOD, sterile=(Sterile(dm2=-1 * eV**2, sin2_theta=(0.1, 0.1, 0.1)),))


def test_names_of_flavours() -> None:
    mixing = Mixing(**GOOD, sterile=(Sterile(dm2=1 * eV**2, sin2_theta=(0.1, 0.1, 0.1)),))
    assert [mixing.index(name) for name in ("e", "mu", "tau", "s1")] == [0, 1, 2, 3]
    with pytest.raises(ValueError, match=r"flavour = 'muon' is unknown; choose one of e, mu, tau, s1"):
        mixing.index("muon")
    with pytest.raises(ValueError, match=r"ordering = 'normalized' is unknown; .*did you mean 'normal'"):
        Mixing.nufit("normalized")
