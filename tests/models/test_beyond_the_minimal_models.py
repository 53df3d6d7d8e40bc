"""Left-right model, charge radius, naturalness, charged scalars and leptoquarks."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from nuem import Mixing
from nuem.constants import ELECTRON_MASS, MUON_MASS, RADIUS_SHIFT
from nuem.models import (
    charge_radius,
    left_right,
    left_right_moment,
    leptoquark,
    majorana_scalar_dipole,
    mass_correction,
    minimal_dirac,
    natural_moment,
    scalar_loop_function,
    zee,
)
from nuem.models.scalar_loop import photon_on_fermion, photon_on_scalar
from nuem.units import GeV, TeV, eV

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, rtol=1e-5, atol=0)

LEPTONS = ("e", "mu", "tau")


@pytest.mark.parametrize(
    ("lepton", "reference"), list(zip(LEPTONS, (4.36329116849e-16, 9.02124306186e-14, 1.51710458517e-12), strict=True))
)
def test_left_right_moments_have_their_reference_values(lepton: str, reference: float) -> None:
    assert left_right_moment(0.1 * eV, lepton, mixing_angle=1e-3, w2_mass=5 * TeV) == approx(
        reference, rel=1e-11
    )  # gauge.LR.*


def test_left_right_model_without_mixing_and_with_a_heavy_boson_is_the_minimal_one() -> None:
    minimal = minimal_dirac(Mixing.nufit(lightest_mass=0.1 * eV)).magnetic[0, 0].real
    assert left_right_moment(0.1 * eV, "e", mixing_angle=0.0, w2_mass=1e9 * TeV) == approx(minimal, rel=2e-4)


def test_left_right_moment_is_odd_in_the_mixing_angle_of_a_massless_neutrino() -> None:
    plus = left_right_moment(0, "mu", mixing_angle=[0.01, 0.1], w2_mass=5 * TeV)
    assert np.array_equal(plus, -left_right_moment(0, "mu", mixing_angle=[-0.01, -0.1], w2_mass=5 * TeV))


def test_mixed_left_right_model_has_the_moments_of_one_lepton_without_mixing() -> None:
    unmixed = Mixing(sin2_theta12=0, sin2_theta13=0, sin2_theta23=0, delta=0, dm2_21=7e-5 * eV**2, dm2_31=2e-3 * eV**2)
    vertex = left_right(unmixed, mixing_angle=1e-3, w2_mass=5 * TeV)
    for k, lepton in enumerate(LEPTONS):
        assert vertex.magnetic[k, k].real == approx(
            left_right_moment(unmixed.masses[k], lepton, mixing_angle=1e-3, w2_mass=5 * TeV)
        )
    assert np.count_nonzero(vertex.dipole) == 3


def test_manifest_left_right_symmetry_has_no_electric_moments_and_others_have() -> None:
    mixing = Mixing.nufit(lightest_mass=0.1 * eV)
    manifest = left_right(mixing, mixing_angle=0.01, w2_mass=5 * TeV)
    assert np.abs(manifest.electric).max() < 1e-15 * np.abs(manifest.magnetic).max()
    turned = mixing.matrix * np.exp([0.3j, 1.0j, 2.0j])
    assert (
        np.abs(np.diag(left_right(mixing, mixing_angle=0.01, w2_mass=5 * TeV, right_mixing=turned).electric)).min() > 0
    )
    with pytest.raises(ValueError, match=r"right_mixing must be a unitary 3 x 3 matrix"):
        left_right(mixing, mixing_angle=0.01, w2_mass=5 * TeV, right_mixing=np.ones((3, 3)))


def test_left_right_model_refuses_a_light_second_boson() -> None:
    with pytest.raises(ValueError, match=r"w2_mass must be at least the mass of W_1"):
        left_right_moment(0, "mu", mixing_angle=0.1, w2_mass=5 * GeV)
    with pytest.raises(ValueError, match=r"lepton = 'muon' is unknown"):
        left_right_moment(0, "muon", mixing_angle=0.1, w2_mass=5 * TeV)


@pytest.mark.parametrize(
    ("lepton", "reference"),
    list(zip(LEPTONS, (-8.27512836046e-33, -4.80548184787e-33, -2.96875273857e-33), strict=True)),
)
def test_charge_radii_have_their_reference_values(lepton: str, reference: float) -> None:
    assert charge_radius(lepton) == approx(reference, rel=1e-11)  # cr.F.*


def test_charge_radii_explain_the_flavour_dependence_of_the_radiative_corrections() -> None:
    shift = RADIUS_SHIFT * (charge_radius("mu") - charge_radius("e"))
    assert shift == approx(0.00825622759, rel=1e-9)  # cr.BKScheck.pred
    assert shift == approx(
        2 * 0.2317 * (0.9970 - 0.9791), rel=0.006
    )  # kappa of Bahcall, Kamionkowski and Sirlin at T = 0


def test_charge_radius_refuses_an_unknown_lepton() -> None:
    with pytest.raises(ValueError, match=r"lepton = 'nu_e' is unknown; choose one of e, mu, tau"):
        charge_radius("nu_e")


def test_mass_correction_has_its_reference_value_and_scaling() -> None:
    assert mass_correction(1e-18, 1 * TeV) / eV == approx(0.97847559178, rel=1e-10)  # nat.eq10
    assert mass_correction(2e-18, [1 * TeV, 3 * TeV])[1] == approx(18 * mass_correction(1e-18, 1 * TeV))
    with pytest.raises(ValueError, match=r"moment must not be negative"):
        mass_correction(-1e-18, 1 * TeV)
    with pytest.raises(ValueError, match=r"scale must be positive"):
        mass_correction(1e-18, 0)


def test_naturalness_bounds_say_that_they_are_unverified() -> None:
    (dirac,) = natural_moment("dirac", 1 * eV)
    assert dirac.moment == approx(1e-15)
    two_loops, one_loop = natural_moment("majorana", 1 * eV, flavours=("e", "tau"))
    assert two_loops.moment == approx(4e-9, rel=1e-6)
    assert one_loop.moment == approx(1.2e-10 / math.log((1e3 / 80.379) ** 2), rel=1e-6)
    heavier = natural_moment("majorana", 1 * eV, flavours=("mu", "e"))[0].moment / two_loops.moment
    assert heavier == approx(283, rel=0.01)
    assert not any(bound.verified for bound in (dirac, two_loops, one_loop))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("weyl", 1e-6), "nature = 'weyl' is unknown"),
        (("dirac", -1e-6), "mass must not be negative"),
        (("dirac", 1e-6, 1.0), "scale must lie above m_W"),
        (("majorana", 1e-6), "flavours = .* must differ"),
    ],
)
def test_naturalness_refuses(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        natural_moment(*arguments, flavours=("e", "e"))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"flavours must be two"):
        natural_moment("majorana", 1e-6, flavours=("e",))  # type: ignore[arg-type]


@pytest.mark.parametrize("ratio", [1e-9, 1e-4, 0.3, 0.51, 0.9999, 1.0, 1.2, 1.49, 5.0, 1e4])
def test_scalar_loop_is_its_feynman_integrals(ratio: float) -> None:
    def quad(function: object) -> float:
        return float(integrate.quad(function, 0, 1, epsabs=0, epsrel=1e-11, limit=400, points=(min(ratio, 0.5),))[0])

    fermion = quad(lambda y: (1 - y) ** 2 / (ratio * (1 - y) + y))
    scalar = quad(lambda x: x * (1 - x) / (x + ratio * (1 - x)))
    assert photon_on_fermion(ratio) == approx(fermion, rel=1e-9)
    assert photon_on_scalar(ratio) == approx(scalar, rel=1e-9)
    assert scalar_loop_function(ratio) == approx(fermion + scalar, rel=1e-9)


def test_scalar_loop_limits() -> None:
    assert scalar_loop_function(1.0) == approx(0.5, rel=1e-15)
    assert scalar_loop_function(1e-12) == approx(math.log(1e12) - 1, rel=1e-10)


def test_scalar_loop_gives_the_published_muon_moment_of_the_charge_one_third_leptoquark() -> None:
    # a_mu = m_mu m_t/(4 pi^2 M^2) (7/4 - ln(M^2/m_t^2)) for unit couplings and M >> m_t [Bauer and Neubert, arXiv:1511.01900]; the
    # fermion is t^c of charge -2/3, the scalar has -1/3, and a = m_mu/e times the moment per unit charge of the muon.
    top, scalar = 162.5 * GeV, 1e4 * TeV
    ratio = (top / scalar) ** 2
    lines = -2 / 3 * photon_on_fermion(ratio) - (-1 / 3) * photon_on_scalar(ratio)
    computed = 3 * MUON_MASS * top / (8 * math.pi**2 * scalar**2) * lines
    published = MUON_MASS * top / (4 * math.pi**2 * scalar**2) * (7 / 4 - math.log(1 / ratio))
    assert computed == approx(published, rel=1e-6)


@given(st.floats(1e-6, 0.9), st.floats(1.05, 30))
def test_zee_moment_of_one_coupling_pair(theta: float, heavier: float) -> None:
    masses = (100 * GeV, 100 * GeV * heavier)
    f, y = np.zeros((2, 3, 3))
    f[0, 2], f[2, 0], y[1, 2] = 0.01, -0.01, 0.02
    mixing = Mixing.nufit()
    dipole = (
        zee(mixing, antisymmetric=f, yukawa=y, scalar_masses=masses, mixing_angle=theta).in_flavour_basis(mixing).dipole
    )
    logs = [(math.log(m**2 / 1776.86**2) - 1) / m**2 for m in masses]  # m_tau << m_S
    expected = ELECTRON_MASS * 1776.86 / (8 * math.pi**2) * math.sin(2 * theta) * 0.01 * 0.02 * (logs[0] - logs[1])
    # \bar{L^c_a} i tau_2 L_b f_ab is -2 f_ab \bar{l^c_a} nu_b, so B = 2 f^T; Q_F = -1 and h couples to B: with its sign
    assert dipole[0, 1] == approx(expected, rel=0.02)
    assert abs(dipole[0, 2]) < 1e-10 * abs(dipole[0, 1])


def test_phases_of_the_leptons_turn_the_moments_of_the_zee_model_with_them() -> None:
    """f carries the phases of two doublets, Y those of a doublet and a charged lepton of the same flavour; the moments those of f."""
    rng = np.random.default_rng(5)
    raw, y = rng.normal(size=(2, 3, 3)) + 1j * rng.normal(size=(2, 3, 3))
    f, mixing = raw - raw.T, Mixing.nufit()

    def dipole(f: np.ndarray, y: np.ndarray) -> np.ndarray:
        vertex = zee(mixing, antisymmetric=f, yukawa=y, scalar_masses=(1e5, 3e5), mixing_angle=0.4)
        return vertex.in_flavour_basis(mixing).dipole

    turn = np.exp(1j * np.array([0.4, -1.3, 2.2]))
    turned = dipole(f * np.outer(turn, turn).conj(), y * np.outer(turn, turn.conj()))
    above = np.triu_indices(3, 1)
    assert allclose(turned[above], (dipole(f, y) * np.outer(turn, turn).conj())[above], rtol=1e-9)


def test_scalars_that_do_not_mix_or_weigh_the_same_give_nothing() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=(2, 3, 3))
    assert not np.any(majorana_scalar_dipole((1.0, 2.0, 3.0), (1e5, 2e5), 0.0, a, b))
    assert not np.any(majorana_scalar_dipole((1.0, 2.0, 3.0), (1e5, 1e5), 0.4, a, b))
    dipole = majorana_scalar_dipole((1.0, 2.0, 3.0), (1e5, 2e5), 0.4, a, b)
    assert np.array_equal(dipole, -dipole.T)


def test_exchanging_the_scalars_and_turning_the_angle_is_the_same_model() -> None:
    a, b = np.random.default_rng(4).normal(size=(2, 1, 3))
    first = majorana_scalar_dipole((5.0,), (1e5, 2e5), 0.4, a, b)
    second = majorana_scalar_dipole((5.0,), (2e5, 1e5), 0.4 - math.pi / 2, a, b)
    assert allclose(first, second, rtol=1e-12, atol=0)


def test_leptoquark_moment_is_of_the_published_size() -> None:
    # arXiv:2508.00226 finds up to order 1e-13 mu_B at 1.5 TeV after all constraints.
    y, z = np.zeros((2, 3, 3))
    y[2, 1], z[2, 2] = 0.3, 0.3
    vertex = leptoquark(Mixing.nufit(), singlet=y, doublet=z, scalar_masses=(1.5 * TeV, 1.6 * TeV), mixing_angle=0.1)
    moment = abs(vertex.in_flavour_basis(Mixing.nufit()).dipole[1, 2])
    assert 1e-14 < moment < 1e-12


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"antisymmetric": np.ones((3, 3))}, "f must be antisymmetric"),
        ({"antisymmetric": np.ones(3)}, r"antisymmetric must be a 3 x 3 matrix, got shape \(3,\)"),
        ({"yukawa": np.full((3, 3), np.nan)}, r"yukawa must be finite, got .* at position \(0, 0\)"),
        ({"scalar_masses": (1e5, -1e5)}, "scalar_masses must be positive, got -100000 MeV at position 1"),
        ({"scalar_masses": (1e5,)}, "scalar_masses must be two"),
        ({"mixing_angle": math.nan}, r"mixing_angle \[rad\] must be finite"),
    ],
)
def test_zee_model_refuses(change: dict[str, object], message: str) -> None:
    arguments = {
        "antisymmetric": np.zeros((3, 3)),
        "yukawa": np.zeros((3, 3)),
        "scalar_masses": (1e5, 2e5),
        "mixing_angle": 0.1,
    }
    with pytest.raises(ValueError, match=message):
        zee(Mixing.nufit(), **(arguments | change))  # type: ignore[arg-type]
