"""Lambda: the same physics as the vertex, in three numbers; limits on them, with phases profiled."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuem import Mixing, Sterile, Vertex, averaged_effective_moment, effective_moment
from nuem.flavour import (
    averaged_lambda_weight,
    element_limits,
    flavour_state,
    lambda_limits,
    lambda_weight,
    lambdas,
    majorana_vertex,
    moment_over_phases,
)
from nuem.units import eV, km

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, rtol=1e-5, atol=0)

MIXING = Mixing(
    sin2_theta12=0.304, sin2_theta13=0.02219, sin2_theta23=0.573, delta=np.radians(197), dm2_21=7.42e-5 * eV**2,
    dm2_31=2.517e-3 * eV**2, lightest_mass=0.01 * eV, alpha21=0.4, alpha31=-1.1,
)  # fmt: skip
vectors = st.integers(0, 10**6).map(
    lambda seed: (lambda rng: 1e-25 * (rng.normal(size=3) + 1j * rng.normal(size=3)))(np.random.default_rng(seed))
)


@given(vectors)
def test_vertex_and_lambda_are_one(vector: np.ndarray) -> None:
    vertex = majorana_vertex(vector)
    assert allclose(lambdas(vertex), vector, rtol=1e-15, atol=0)
    for i in range(3):
        for j in range(3):
            epsilon = np.array([np.linalg.det(np.eye(3)[[i, j, k]]) for k in range(3)])
            assert vertex.dipole[i, j] == approx(epsilon @ vector, rel=1e-12, abs=1e-37)


@given(vectors)
def test_flavour_basis_is_a_rotation(vector: np.ndarray) -> None:
    turned = lambdas(majorana_vertex(vector), mixing=MIXING)
    assert allclose(turned, np.linalg.det(MIXING.matrix).conj() * (MIXING.matrix @ vector), rtol=1e-12, atol=1e-39)


@settings(max_examples=50)
@given(vectors, st.sampled_from(["e", "mu", "tau"]), st.booleans(), st.floats(0, 1e4))
def test_weight_gives_the_effective_moment(vector: np.ndarray, flavour: str, antineutrino: bool, length: float) -> None:
    where = {"baseline": length * km, "energy": 2.0, "antineutrino": antineutrino}
    form = lambda_weight(MIXING, flavour, **where)  # type: ignore[arg-type]
    squared = (vector.conj() @ form @ vector).real
    assert math.sqrt(squared) == approx(effective_moment(majorana_vertex(vector), MIXING, flavour, **where), rel=1e-9)  # type: ignore[arg-type]


@given(vectors)
def test_averaged_weight_gives_the_averaged_moment(vector: np.ndarray) -> None:
    fractions = [0.31, 0.66, 0.03]
    squared = (vector.conj() @ averaged_lambda_weight(fractions) @ vector).real
    assert math.sqrt(squared) == approx(averaged_effective_moment(majorana_vertex(vector), fractions), rel=1e-12)


@given(vectors)
def test_short_baseline_moment_of_a_flavour_lacks_its_own_lambda(vector: np.ndarray) -> None:
    turned = np.abs(lambdas(majorana_vertex(vector), mixing=MIXING))
    assert effective_moment(majorana_vertex(vector), MIXING, "e") == approx(math.hypot(turned[1], turned[2]), rel=1e-12)


def test_phases_profiled_agree_with_brute_force() -> None:
    rng = np.random.default_rng(2)
    phases = np.linspace(0, 2 * np.pi, 361)
    x, y = np.meshgrid(phases, phases)
    forms = [lambda_weight(MIXING, "e"), lambda_weight(MIXING, "mu", baseline=300 * km, energy=600.0)]
    forms.append(0.5 * (forms[0] + averaged_lambda_weight([0.5, 0.3, 0.2])))
    for form in forms:
        sizes = 1e-12 * rng.uniform(0, 1, 3)
        vector = sizes * np.stack([np.ones_like(x), np.exp(1j * x), np.exp(1j * y)], axis=-1)
        grid = np.sqrt(np.maximum(np.einsum("...k,kl,...l->...", vector.conj(), form, vector).real, 0))
        low, high = moment_over_phases(sizes, form)
        assert low <= grid.min() + 1e-18
        assert grid.min() == approx(low, rel=1e-2, abs=1e-14)
        assert high == approx(grid.max(), rel=1e-4)


def test_phases_profiled_have_the_closed_form_of_a_pure_state() -> None:
    sizes = 1e-12 * np.array([1.0, 2.0, 0.5])
    overlap = np.abs(MIXING.matrix[0]) @ sizes
    low, high = moment_over_phases(sizes, lambda_weight(MIXING, "e"))
    assert low == approx(math.sqrt(np.sum(sizes**2) - overlap**2), rel=1e-9)
    parts = np.sort(np.abs(MIXING.matrix[0]) * sizes)
    assert high == approx(math.sqrt(np.sum(sizes**2) - max(parts[2] - parts[1] - parts[0], 0) ** 2), rel=1e-9)
    assert moment_over_phases([0, 0, 0], lambda_weight(MIXING, "e")) == (0, 0)


def test_a_limit_alone_is_the_published_kind() -> None:
    # A limit of 6.3e-12 mu_B on solar neutrinos with (P_e1, P_e2, P_e3): |Lambda_k| < limit/sqrt(1 - P_k)
    computed = lambda_limits(6.3e-12, averaged_lambda_weight([0.54, 0.438, 0.022]))
    assert allclose(computed.alone, 6.3e-12 / np.sqrt([0.46, 0.562, 0.978]))
    assert allclose(computed.profiled, computed.alone)  # no phases, no correlations


def test_borexino_limits_on_single_elements_are_those_published() -> None:
    # Borexino (arXiv:1707.09355) turns 2.8e-11 mu_B into these limits; low-energy solar neutrinos are close to the vacuum average.
    # They are printed to two digits.
    fractions = 0.978 * np.array([0.693, 0.307, 0.0]) + np.array([0, 0, 0.022])
    dirac = np.diag(element_limits(2.8e-11, np.diag(fractions), "dirac"))
    assert dirac == approx(np.array([3.4e-11, 5.1e-11, 18.7e-11]), rel=0.02)
    majorana = element_limits(2.8e-11, np.diag(fractions), "majorana")
    assert [majorana[0, 1], majorana[0, 2], majorana[1, 2]] == approx([2.8e-11, 3.4e-11, 5.0e-11], rel=0.02)


def test_published_limits_on_lambda_follow_from_the_published_effective_moment() -> None:
    # 3.1e-11 mu_B from Borexino gives 5.6, 4.0 and 3.1e-11 [arXiv:1510.01684]; sum_k 1/Lambda_k^2 = 2/mu^2 holds between them to 5 %,
    # so that their own fit of the spectrum, not one set of probabilities, is behind the numbers.
    computed = lambda_limits(
        3.1e-11, averaged_lambda_weight(0.978 * np.array([0.693, 0.307, 0.0]) + np.array([0, 0, 0.022]))
    )
    assert computed.alone == approx(np.array([5.6e-11, 4.0e-11, 3.1e-11]), rel=0.08)
    assert 2 / np.sum(computed.alone**-2) == approx(3.1e-11**2)


def test_one_flavour_state_leaves_a_direction_unseen() -> None:
    computed = lambda_limits(3e-11, lambda_weight(MIXING, "e"))
    assert np.all(np.isinf(computed.profiled))
    assert allclose(computed.alone, 3e-11 / np.sqrt(1 - np.abs(MIXING.matrix[0]) ** 2))
    flavour_basis = MIXING.matrix @ lambda_weight(MIXING, "e") @ MIXING.matrix.conj().T
    seen = lambda_limits(3e-11, flavour_basis)
    assert np.isinf(seen.alone[0])
    assert np.isinf(seen.profiled[0])
    assert allclose(seen.profiled[1:], 3e-11)


def test_two_limits_close_the_unseen_direction_and_are_reached() -> None:
    forms = np.stack([lambda_weight(MIXING, "e"), averaged_lambda_weight([0.54, 0.438, 0.022])])
    limits = np.array([2.9e-11, 2.8e-11])
    computed = lambda_limits(limits, forms)
    rng = np.random.default_rng(5)
    directions = rng.normal(size=(400_000, 3)) + 1j * rng.normal(size=(400_000, 3))
    moments = np.sqrt(np.einsum("nk,akl,nl->na", directions.conj(), forms, directions).real)
    reached = (
        np.abs(directions) * np.min(limits / moments, axis=1)[:, None]
    )  # every direction, scaled to the nearer wall
    assert np.all(reached.max(axis=0) <= computed.profiled * (1 + 1e-9))
    assert np.all(reached.max(axis=0) >= computed.profiled * 0.985)
    assert np.all(computed.profiled >= computed.alone * (1 - 1e-9))


def test_a_useless_limit_changes_nothing() -> None:
    form = averaged_lambda_weight([0.54, 0.438, 0.022])
    single, double = lambda_limits(1e-11, form), lambda_limits([1e-11, 1e-9], [form, lambda_weight(MIXING, "mu")])
    assert allclose(single.profiled, double.profiled, rtol=1e-6)
    assert allclose(single.alone, double.alone)


def test_single_elements_saturate_their_limit() -> None:
    sterile = Mixing(
        sin2_theta12=0.3, sin2_theta13=0.02, sin2_theta23=0.5, delta=1.0, dm2_21=7e-5 * eV**2, dm2_31=2.5e-3 * eV**2,
        sterile=(Sterile(dm2=1 * eV**2, sin2_theta=(0.02, 0.01, 0.01)),),
    )  # fmt: skip
    for mixing in (MIXING, sterile):
        state = flavour_state(mixing, "e")
        for nature in ("dirac", "majorana"):
            computed = element_limits(3e-11, state, nature)
            for f, i in np.argwhere(np.isfinite(computed)):
                dipole = np.zeros_like(state)
                dipole[f, i] = computed[f, i] * np.exp(0.7j)
                if nature == "majorana":
                    dipole[i, f] = -dipole[f, i]
                assert effective_moment(Vertex.from_dipole(nature, dipole), mixing, "e") == approx(3e-11, rel=1e-12)
            assert np.all(np.isinf(np.diag(computed))) == (nature == "majorana")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: majorana_vertex([1, 2]), "lambdas must be three numbers"),
        (lambda: majorana_vertex([1, 2, math.nan]), r"lambdas \[mu_B\] must be finite"),
        (lambda: majorana_vertex("abc"), r"lambdas \[mu_B\] = 'abc' is not a number"),
        (lambda: lambdas(Vertex("dirac")), "for three Majorana neutrinos, got 3 dirac ones"),
        (lambda: averaged_lambda_weight([0.5, 0.4, 0.2]), "three fractions that sum to 1"),
        (lambda: lambda_limits(-1e-11, np.eye(3)), "moments must be positive"),
        (lambda: lambda_limits([1e-11, 1e-11], np.eye(3)), r"there are 2 limits but weights of shape \(1, 3, 3\)"),
        (lambda: lambda_limits([], np.zeros((0, 3, 3))), "there are 0 limits"),
        (lambda: lambda_limits(1e-11, np.diag([1, 1, -1])), "no negative eigenvalue"),
        (lambda: lambda_limits(1e-11, np.triu(np.ones((3, 3)))), "weight must be a hermitian 3 x 3 matrix"),
        (lambda: moment_over_phases([1, 2], np.eye(3)), "moduli must be three"),
        (lambda: moment_over_phases([1, 2, -1], np.eye(3)), "moduli must not be negative"),
        (lambda: element_limits(1e-11, np.eye(2)[0], "dirac"), "state must be a square density matrix"),
        (lambda: element_limits(1e-11, np.eye(2), "weyl"), "nature = 'weyl' is unknown"),
        (lambda: lambda_weight(MIXING, "x"), "flavour = 'x' is unknown"),
    ],
)
def test_refuses_what_has_no_lambda(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]
