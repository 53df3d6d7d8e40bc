"""The minimal models: reference values, unitarity, GIM, phases, both natures and any number of neutrinos."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.arguments import Keywords

from nuem import Mixing, Sterile
from nuem.constants import TAU_MASS, W_MASS
from nuem.models import heavy_dirac_moment, loop_difference, loop_function, minimal_dirac, minimal_majorana
from nuem.models.minimal import MOMENT_PER_MASS
from nuem.units import GeV, TeV, eV

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, rtol=1e-5, atol=0)

ANGLES: Keywords = {"sin2_theta12": 0.304, "sin2_theta13": 0.02219, "sin2_theta23": 0.573, "delta": math.radians(197)}
SPLITTINGS: Keywords = {"dm2_21": 7.42e-5 * eV**2, "dm2_31": 2.517e-3 * eV**2}
REFERENCE = Mixing(**ANGLES, **SPLITTINGS, lightest_mass=0.01 * eV)
PHASED = Mixing(**ANGLES, **SPLITTINGS, lightest_mass=0.01 * eV, alpha21=0.7, alpha31=1.9)

ANGLE = st.floats(0, 1)
PHASE = st.floats(-7, 7)
mixings = st.builds(
    lambda a, b, c, delta, alpha21, alpha31, ordering, mass: Mixing(
        sin2_theta12=a, sin2_theta13=b, sin2_theta23=c, delta=delta, dm2_21=7.42e-5 * eV**2, dm2_31=ordering * eV**2,
        alpha21=alpha21, alpha31=alpha31, lightest_mass=mass * eV,
    ),
    ANGLE, ANGLE, ANGLE, PHASE, PHASE, PHASE, st.sampled_from([2.5e-3, -2.4e-3]), st.floats(0, 0.5),
)  # fmt: skip


def close(value: complex, reference: complex, rel: float) -> bool:
    return abs(value - reference) <= rel * abs(reference)


@pytest.mark.parametrize(
    ("moments", "final", "initial", "reference"),
    [
        ("electric", 0, 1, -2.670286846e-27 - 3.57525232162e-26j),  # gauge.epsD_12
        ("magnetic", 0, 2, -7.590793405e-25 + 3.66641145618e-26j),  # gauge.muD_13
        ("electric", 0, 2, 2.46738792568e-26 + 5.10838246543e-25j),  # gauge.epsD_13
        ("magnetic", 1, 2, 9.34286168421e-25 + 2.54983982092e-26j),  # gauge.muD_23
    ],
)
def test_dirac_transition_moments_have_their_reference_values(
    moments: str, final: int, initial: int, reference: complex
) -> None:
    assert close(getattr(minimal_dirac(REFERENCE), moments)[final, initial], reference, 1e-11)


@pytest.mark.parametrize(
    ("initial", "final", "reference"),
    [(2, 0, -7.63667615258e-25 + 3.68841930687e-26j), (2, 1, 9.39944998927e-25 + 2.56514538461e-26j)],
)  # gauge.muD_lead_13, gauge.muD_lead_23
def test_leading_form_has_its_reference_values(initial: int, final: int, reference: complex) -> None:
    assert close(minimal_dirac(REFERENCE, leading=True).magnetic[final, initial], reference, 1e-11)


def test_leading_prefactor_is_that_of_the_literature() -> None:
    # gauge.lead_coeff, 3 e G_F/(32 sqrt2 pi^2) (m_tau/m_W)^2 per eV; the literature prints 3.9e-23
    assert 0.75 * MOMENT_PER_MASS * eV * (TAU_MASS / W_MASS) ** 2 == approx(3.91261702809e-23, rel=1e-11)


@pytest.mark.parametrize(
    ("moments", "final", "initial", "reference"),
    [
        ("magnetic", 0, 1, 1.41448217674e-25j),  # gauge.muM_12
        ("electric", 0, 1, -6.9001160459e-26j),  # gauge.epsM_12
        ("magnetic", 0, 2, -1.19224001899e-24j),  # gauge.muM_13
        ("electric", 0, 2, 6.34432170832e-25j),  # gauge.epsM_13
    ],
)
def test_majorana_transition_moments_have_their_reference_values(
    moments: str, final: int, initial: int, reference: complex
) -> None:
    assert close(getattr(minimal_majorana(PHASED), moments)[final, initial], reference, 1e-11)


def test_diagonal_moment_is_proportional_to_the_mass() -> None:
    # gauge.mu_D_per_eV; f differs from 3/2 by 1e-4 at most
    for mass in (0.01, 1.0, 300.0):
        vertex = minimal_dirac(Mixing(**ANGLES, **SPLITTINGS, lightest_mass=mass * eV))
        assert vertex.magnetic[0, 0].real == approx(3.20262513687e-19 * mass, rel=3e-4)
    massless = minimal_dirac(Mixing(**ANGLES, **SPLITTINGS))
    assert massless.magnetic[0, 0] == 0
    assert 3 * MOMENT_PER_MASS * eV == approx(3.20262513687e-19, rel=1e-11)


@settings(max_examples=50)
@given(mixings)
def test_no_diagonal_electric_moment(mixing: Mixing) -> None:
    assert not np.any(np.diag(minimal_dirac(mixing).electric))


@settings(max_examples=50)
@given(mixings)
def test_dipole_is_proportional_to_the_final_mass(mixing: Mixing) -> None:
    vertex = minimal_dirac(mixing)
    flavour_function = loop_function((np.array([0.51099895, 105.6583755, 1776.86]) / W_MASS) ** 2)
    loop = (mixing.matrix.conj().T * flavour_function) @ mixing.matrix
    expected = 2 * MOMENT_PER_MASS * mixing.masses[:, None] * loop
    assert allclose(vertex.dipole, expected, rtol=0, atol=3e-15 * np.abs(expected).max())


@settings(max_examples=50)
@given(mixings)
def test_majorana_moments_are_the_antisymmetric_part_of_the_dirac_ones(mixing: Mixing) -> None:
    dirac, majorana = minimal_dirac(mixing), minimal_majorana(mixing)
    assert np.array_equal(majorana.magnetic, dirac.magnetic - dirac.magnetic.T)
    assert np.array_equal(majorana.electric, dirac.electric - dirac.electric.T)


@settings(max_examples=30)
@given(mixings)
def test_degenerate_charged_leptons_have_no_transition_moments(mixing: Mixing) -> None:
    for mass in (0.5, 1776.86, 5e4):
        vertex = minimal_dirac(mixing, lepton_masses=(mass,) * 3)
        assert not np.any(vertex.dipole - np.diag(np.diag(vertex.dipole)))
        assert not np.any(minimal_majorana(mixing, lepton_masses=(mass,) * 3).dipole)


@settings(max_examples=50)
@given(mixings, PHASE, PHASE)
def test_majorana_phases_turn_dirac_moments_and_change_majorana_ones(
    mixing: Mixing, alpha21: float, alpha31: float
) -> None:
    keys = ("sin2_theta12", "sin2_theta13", "sin2_theta23", "delta", "dm2_21", "dm2_31", "lightest_mass")
    other = Mixing(**{key: getattr(mixing, key) for key in keys}, alpha21=alpha21, alpha31=alpha31)
    assert allclose(np.abs(minimal_dirac(mixing).dipole), np.abs(minimal_dirac(other).dipole), rtol=1e-9, atol=1e-34)


def test_majorana_moments_depend_on_majorana_phases() -> None:
    changed = abs(minimal_majorana(REFERENCE).magnetic[0, 1] / minimal_majorana(PHASED).magnetic[0, 1])
    assert abs(changed - 1) > 0.1


def test_equal_cp_parities_leave_no_majorana_magnetic_moment_and_opposite_ones_no_electric() -> None:
    real: Keywords = {**ANGLES, "delta": 0.0}
    same = minimal_majorana(Mixing(**real, **SPLITTINGS, lightest_mass=0.01 * eV))
    assert not np.any(same.magnetic)
    assert np.any(same.electric)
    opposite = minimal_majorana(Mixing(**real, **SPLITTINGS, lightest_mass=0.01 * eV, alpha21=math.pi))
    assert abs(opposite.electric[0, 1]) < 1e-15 * abs(opposite.magnetic[0, 1])
    assert abs(opposite.magnetic[0, 2]) < 1e-15 * abs(opposite.electric[0, 2])


@settings(max_examples=50)
@given(mixings)
def test_majorana_moment_in_the_flavour_basis_is_the_mass_matrix_times_differences_of_f(mixing: Mixing) -> None:
    # lambda^M = 2 kappa (M S - S^T M) with S = U^dagger F U becomes 2 kappa m_ab (f_b - f_a), m = U^* M U^dagger
    mass_matrix = mixing.matrix.conj() @ np.diag(mixing.masses) @ mixing.matrix.conj().T
    f = loop_difference((np.array([0.51099895, 105.6583755, 1776.86]) / W_MASS) ** 2)
    expected = 2 * MOMENT_PER_MASS * mass_matrix * (f - f[:, None])
    computed = minimal_majorana(mixing).in_flavour_basis(mixing).dipole
    scale = MOMENT_PER_MASS * mixing.masses.max() * np.abs(f).max()
    assert allclose(computed, expected, rtol=0, atol=1e-14 * scale)


def test_leading_and_exact_transition_moments_differ_by_six_per_mille() -> None:
    ratio = minimal_dirac(REFERENCE, leading=True).magnetic[0, 2] / minimal_dirac(REFERENCE).magnetic[0, 2]
    assert abs(ratio) - 1 == approx(0.006044, abs=2e-5)


def test_a_sterile_neutrino_escapes_the_gim_suppression() -> None:
    sterile = Sterile(dm2=(7.1e3 * eV) ** 2, sin2_theta=(1e-4, 0.0, 0.0))
    mixing = Mixing(**ANGLES, **SPLITTINGS, lightest_mass=0.01 * eV, sterile=(sterile,))
    vertex = minimal_dirac(mixing)
    active = mixing.matrix[:3]
    loop = (active.conj().T * loop_function((np.array([0.51099895, 105.6583755, 1776.86]) / W_MASS) ** 2)) @ active
    masses = mixing.masses
    expected = MOMENT_PER_MASS * (masses[:, None] + masses) * loop
    assert allclose(vertex.magnetic, expected, rtol=1e-12, atol=1e-16 * np.abs(expected).max())
    assert abs(vertex.magnetic[3, 0]) > 1e3 * abs(vertex.magnetic[2, 0])
    assert minimal_majorana(mixing).size == 4


def test_a_decoupled_sterile_neutrino_changes_nothing() -> None:
    lone = Mixing(
        **ANGLES, **SPLITTINGS, lightest_mass=0.01 * eV, sterile=(Sterile(dm2=1 * eV**2, sin2_theta=(0, 0, 0)),)
    )
    assert np.array_equal(minimal_dirac(lone).dipole[:3, :3], minimal_dirac(REFERENCE).dipole)
    assert not np.any(minimal_dirac(lone).dipole[3])


def test_heavy_neutrino_has_its_reference_value_and_limits() -> None:
    assert heavy_dirac_moment(10 * GeV) == approx(3.21652392104e-09, rel=1e-11)  # gauge.mu_heavy_10GeV
    assert heavy_dirac_moment(1 * eV) == approx(3.20262513687e-19, rel=1e-10)
    assert heavy_dirac_moment(0.0) == 0
    # Im I falls as ln b/b beside the limit 1/2: e G_F m/(8 sqrt2 pi^2)
    assert heavy_dirac_moment(1e5 * TeV).real == approx(MOMENT_PER_MASS * 1e5 * TeV, rel=1e-4)
    assert heavy_dirac_moment(200 * GeV).imag > 0


def test_mixed_heavy_neutrino_is_the_weighted_sum() -> None:
    parts = [heavy_dirac_moment(50 * GeV, mixing=tuple(np.eye(3)[k])) for k in range(3)]
    mixed = heavy_dirac_moment(50 * GeV, mixing=(0.6, 0.64j, 0.48))
    assert mixed == approx(0.36 * parts[0] + 0.4096 * parts[1] + 0.2304 * parts[2], rel=1e-12)


def test_refuses_leptons_and_mixings_that_are_none() -> None:
    with pytest.raises(ValueError, match=r"lepton_masses must be three"):
        minimal_dirac(REFERENCE, lepton_masses=(1.0, 2.0))
    with pytest.raises(ValueError, match=r"lepton_masses must be positive, got -1 MeV at position 1"):
        minimal_majorana(REFERENCE, lepton_masses=(1.0, -1.0, 2.0))
    with pytest.raises(ValueError, match=r"mass must not be negative"):
        heavy_dirac_moment(-1.0)
    with pytest.raises(ValueError, match=r"mixing must be U_e, U_mu and U_tau with sum"):
        heavy_dirac_moment(1.0, mixing=(1, 1, 0))
