"""The effective moment: limits, symmetries, sum rules and reference values."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuem import Mixing, Vertex, averaged_effective_moment, effective_moment
from nuem.flavour import flavour_state
from nuem.units import MeV, eV, km, m

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, rtol=1e-5, atol=0)

MIXING = Mixing(
    sin2_theta12=0.304, sin2_theta13=0.02219, sin2_theta23=0.573, delta=np.radians(197), dm2_21=7.42e-5 * eV**2,
    dm2_31=2.517e-3 * eV**2, lightest_mass=0.01 * eV,
)  # fmt: skip
LAMBDA = 1e-11 * np.array([1.2, 0.5 + 0.8j, -0.7 + 0.4j])
FLAVOURS = ("e", "mu", "tau")


def majorana(vector: np.ndarray) -> Vertex:
    x, y, z = vector
    return Vertex.from_dipole("majorana", np.array([[0, z, -y], [-z, 0, x], [y, -x, 0]]))


def squared(vertex: Vertex, flavour: str, **where: object) -> float:
    return float((effective_moment(vertex, MIXING, flavour, **where) / 1e-11) ** 2)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("flavour", "antineutrino", "reference"),
    [
        ("mu", False, 2.69810901702),  # eff.M.LE500.m
        ("e", True, 1.23136653634),  # eff.M.LE500.anti.e
        ("tau", True, 2.04637238229),  # eff.M.LE500.anti.t
    ],
)
def test_majorana_moment_after_500_m_per_MeV(flavour: str, antineutrino: bool, reference: float) -> None:
    assert squared(majorana(LAMBDA), flavour, baseline=500 * m, energy=1 * MeV, antineutrino=antineutrino) == approx(
        reference, rel=1e-9
    )


def test_dirac_moment_at_short_baseline() -> None:
    vertex = Vertex("dirac", magnetic=1e-11 * np.array([[3, 0.2, 0.1], [0.2, 0.5, 0.3], [0.1, 0.3, 0.4]]))
    assert squared(vertex, "e") == approx(6.79536596463, rel=3e-12)  # eff.D.sbl.e
    assert squared(vertex, "tau") == approx(2.07901961805, rel=3e-12)  # eff.D.sbl.t


def test_averaged_moments_have_their_reference_values() -> None:
    vertex = majorana(LAMBDA)
    vacuum = np.abs(MIXING.matrix[0]) ** 2
    c13_squared = 1 - 0.02219
    matter = [c13_squared * 0.31, c13_squared * 0.69, 0.02219]
    assert (averaged_effective_moment(vertex, vacuum) / 1e-11) ** 2 == approx(1.721019932, rel=1e-9)  # eff.M.vac_solar
    assert (averaged_effective_moment(vertex, matter) / 1e-11) ** 2 == approx(1.928608995, rel=1e-9)  # eff.M.msw


def test_infinite_baseline_is_the_average_over_the_phases() -> None:
    vertex = majorana(LAMBDA)
    for flavour in FLAVOURS:
        average = averaged_effective_moment(vertex, np.abs(MIXING.matrix[MIXING.index(flavour)]) ** 2)
        assert effective_moment(vertex, MIXING, flavour, baseline=math.inf) == approx(average, rel=1e-13)
        energies = 1 / np.linspace(1e-6, 3, 40001)  # uniform in 1/E over many thousand oscillations
        sampled = effective_moment(vertex, MIXING, flavour, baseline=1e7 * km, energy=energies)
        assert np.sqrt(np.mean(sampled**2)) == approx(average, rel=0.01)


dipoles = st.integers(0, 10**6).map(
    lambda seed: (lambda rng: 1e-25 * (rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3))))(
        np.random.default_rng(seed)
    )
)
lengths = st.floats(0, 1e4).map(lambda value: value * km)


@settings(max_examples=60)
@given(dipoles, lengths, st.sampled_from(FLAVOURS))
def test_antineutrino_is_the_neutrino_of_the_conjugate_theory(dipole: np.ndarray, length: float, flavour: str) -> None:
    conjugate = Mixing(**{name: getattr(MIXING, name) for name in ("sin2_theta12", "sin2_theta13", "sin2_theta23", "dm2_21", "dm2_31")}, delta=-MIXING.delta)  # fmt: skip
    anti = effective_moment(
        Vertex.from_dipole("dirac", dipole), MIXING, flavour, baseline=length, energy=3.0, antineutrino=True
    )
    mirror = effective_moment(
        Vertex.from_dipole("dirac", dipole.conj()), conjugate, flavour, baseline=length, energy=3.0
    )
    assert anti == approx(mirror, rel=1e-9)


def test_antineutrino_differs_from_neutrino_away_from_the_source_and_not_at_it() -> None:
    vertex = majorana(LAMBDA)
    assert squared(vertex, "e", antineutrino=True) == approx(squared(vertex, "e"), rel=1e-14)
    far = {"baseline": 500 * m, "energy": 1.0}
    assert abs(squared(vertex, "e", antineutrino=True, **far) / squared(vertex, "e", **far) - 1) > 0.01


@settings(max_examples=60)
@given(dipoles, lengths, st.booleans())
def test_majorana_sum_rule_holds_at_any_distance(dipole: np.ndarray, length: float, antineutrino: bool) -> None:
    vertex = Vertex.from_dipole("majorana", dipole - dipole.T)
    total = sum(
        effective_moment(vertex, MIXING, moment, baseline=length, energy=2.0, antineutrino=antineutrino) ** 2
        for moment in FLAVOURS
    )
    vector = np.array([vertex.dipole[1, 2], vertex.dipole[2, 0], vertex.dipole[0, 1]])
    assert total == approx(2 * np.sum(np.abs(vector) ** 2), rel=1e-10)


@settings(max_examples=60)
@given(dipoles, lengths)
def test_flavours_share_the_whole_dirac_dipole(dipole: np.ndarray, length: float) -> None:
    vertex = Vertex.from_dipole("dirac", dipole)
    total = sum(effective_moment(vertex, MIXING, moment, baseline=length, energy=2.0) ** 2 for moment in FLAVOURS)
    assert total == approx(np.sum(np.abs(dipole) ** 2), rel=1e-10)


def test_averaged_moment_knows_no_phases() -> None:
    turned = majorana(LAMBDA * np.exp(1j * np.array([0.3, 1.7, -2.0])))
    assert averaged_effective_moment(turned, [0.3, 0.5, 0.2]) == approx(
        averaged_effective_moment(majorana(LAMBDA), [0.3, 0.5, 0.2]), rel=1e-14
    )


def test_states_are_density_matrices() -> None:
    for baseline in (0.0, 3 * km, math.inf):
        state = flavour_state(MIXING, "mu", baseline=baseline, energy=np.array([1.0, 2.0]))
        assert state.shape == (2, 3, 3)
        assert allclose(np.trace(state, axis1=-2, axis2=-1), 1)
        assert allclose(state, state.conj().swapaxes(-1, -2))
        assert np.all(np.linalg.eigvalsh(state) > -1e-15)


def test_shapes_follow_the_energy() -> None:
    vertex = majorana(LAMBDA)
    assert isinstance(effective_moment(vertex, MIXING, "e"), float)
    assert isinstance(effective_moment(vertex, MIXING, "e", baseline=math.inf, energy=3.0), float)
    assert effective_moment(vertex, MIXING, "e", baseline=1.0, energy=np.ones((2, 3))).shape == (2, 3)
    assert averaged_effective_moment(vertex, np.full((4, 3), 1 / 3)).shape == (4,)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"baseline": 1e3}, "a baseline of 1000 cm needs an energy"),
        ({"baseline": -1.0, "energy": 1.0}, "baseline must not be negative, got -1 cm"),
        ({"baseline": math.nan, "energy": 1.0}, "must be finite, got nan"),
        (
            {"baseline": np.array([1.0, 2.0]), "energy": 1.0},
            r"baseline must be one number, got an array of shape \(2,\)",
        ),
        ({"baseline": 1.0, "energy": 0.0}, "energy must be positive, got 0 MeV"),
        ({"baseline": 1.0, "energy": [1.0, -2.0]}, "energy must be positive, got -2 MeV at position 1"),
        ({"flavour": "t"}, "flavour = 't' is unknown; choose one of e, mu, tau"),
    ],
)
def test_refuses_impossible_places(where: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        effective_moment(majorana(LAMBDA), MIXING, **({"flavour": "e"} | where))  # type: ignore[arg-type]


def test_refuses_a_vertex_of_another_size_and_fractions_that_are_none() -> None:
    with pytest.raises(ValueError, match=r"the vertex has 2 neutrinos but the mixing has 3"):
        effective_moment(Vertex("dirac", magnetic=np.eye(2)), MIXING, "e")
    vertex = majorana(LAMBDA)
    with pytest.raises(ValueError, match=r"must have 3 entries on the last axis, got shape \(2,\)"):
        averaged_effective_moment(vertex, [0.5, 0.5])
    with pytest.raises(ValueError, match=r"must sum to 1, got 0.9"):
        averaged_effective_moment(vertex, [0.3, 0.3, 0.3])
    with pytest.raises(ValueError, match=r"must lie between 0 and 1, got -0.1 at position 0"):
        averaged_effective_moment(vertex, [-0.1, 0.6, 0.5])
