"""The closed forms of solar conversion at one birthplace, against reference values and the integration of all six states."""

from collections.abc import Callable

import numpy as np
import pytest
from tests.conversion.fields_and_vertices import FIELDS, transition, universal

from nuem import Mixing
from nuem.conversion.birth import birth_probabilities
from nuem.conversion.matter_levels import MatterLevels, NeutrinosInField
from nuem.conversion.outer_pairs import pair_evolution
from nuem.propagation import media, propagate
from nuem.sun import electron_density
from nuem.typing import ComplexArray, FloatArray
from nuem.units import solar_radius
from nuem.vertex import Vertex

R = solar_radius
BIRTH = np.array([0.05 * R])


def outer(
    levels: MatterLevels, energy: FloatArray, field: Callable[[FloatArray], FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Flips of pairs times the populations of the levels at birth."""
    population = levels.at(levels.strength(energy[:, None], electron_density(BIRTH))).amplitudes[0, 0] ** 2
    return population, np.abs(pair_evolution(NeutrinosInField(levels, energy, field))[0, :, 1, 0]) ** 2


@pytest.mark.parametrize(("energy", "expected"), [(12.0, [2.6843e-9, 2.886551e-6]), (5.0, [4.0309e-9, 1.838002e-6])])
def test_a_field_that_fades_acts_at_birth(
    mixing: Mixing, energy: float, expected: list[float]
) -> None:  # sun.nubar.exp0.1.*, (a) alone
    levels = MatterLevels(mixing, transition(1e-11))
    born = birth_probabilities(NeutrinosInField(levels, np.array([energy]), FIELDS["exp0.1"]), BIRTH)[0, 0]
    assert born[1] == pytest.approx(expected[1], rel=2e-3)
    assert born[0] == pytest.approx(expected[0], rel=6e-3)


@pytest.mark.parametrize(
    ("energy", "expected"), [(8.0, [5.985114e-8, 1.03413272e-5]), (12.0, [6.178101e-8, 2.50879022e-5])]
)
def test_a_field_in_the_outer_sun_turns_degenerate_pairs(
    mixing: Mixing, energy: float, expected: list[float]
) -> None:  # sun.nubar.gauss.*, (b) alone
    levels = MatterLevels(mixing, transition(1e-11))
    population, flip = outer(levels, np.array([energy]), FIELDS["gauss"])
    assert population[1] * flip[1] == pytest.approx(expected[1], rel=1e-4)
    assert population[0] * flip[0] == pytest.approx(expected[0], rel=3e-4)
    assert birth_probabilities(NeutrinosInField(levels, np.array([energy]), FIELDS["gauss"]), BIRTH).max() < 1e-100


@pytest.mark.parametrize(("moment", "loss"), [(1e-12, 0.0252874), (1e-11, 0.728971)])
def test_diagonal_dirac_moments_are_not_suppressed_outside(
    mixing: Mixing, moment: float, loss: float
) -> None:  # sun.dirac.8MeV
    levels = MatterLevels(mixing, universal(moment))
    population, flip = outer(levels, np.array([8.0]), FIELDS["gauss"])
    assert population @ flip == pytest.approx(loss, rel=1e-4)
    if moment == 1e-11:
        seen = (population * (1 - flip)) @ np.abs(mixing.matrix[0]) ** 2
        assert seen == pytest.approx(0.114167, rel=1e-4)


@pytest.mark.parametrize(
    ("name", "energy", "mass", "electron"),
    [
        ("exp0.1", 5.0, [4.0309e-9, 1.838002e-6], 5.575398e-7),
        ("gauss", 8.0, [5.985114e-8, 1.03413272e-5], 3.162053e-6),
        ("uni", 12.0, [8.5959e-8, 8.281828e-6], 2.558018e-6),
        ("uni", 5.0, [7.40023e-8, 1.75211e-7], 1.028895e-7),
    ],
)
def test_the_engine_on_the_same_sun_gives_the_reference(
    mixing: Mixing, name: str, energy: float, mass: list[float], electron: float
) -> None:  # sun.nubar.*
    def field(x: FloatArray) -> ComplexArray:
        return FIELDS[name](0.05 * R + x).astype(complex)

    sun = media.sun(start=0.05 * R, magnetic_field=field, breaks=[0.88 * R, 0.93 * R])
    computed = propagate(energy, sun, mixing, transition(1e-11), tol=1e-9)
    assert computed.amplitudes is not None
    p = np.abs(computed.amplitudes[0, 3:] @ mixing.matrix) ** 2
    assert p[:2] == pytest.approx(mass, rel=1e-4, abs=2e-12)
    assert np.abs(mixing.matrix[0]) ** 2 @ p == pytest.approx(electron, rel=1e-4)


def test_steps_through_the_outer_sun_converge_with_the_fourth_power(
    mixing: Mixing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order that two nodes and the commutator of Magnus have; without the commutator, or with its sign reversed, it is the second."""
    levels, energy = MatterLevels(mixing, transition(1e-11)), np.array([8.0])

    def twisted(r: FloatArray) -> ComplexArray:
        return np.asarray(1e6 * np.exp(-(((r - 0.7 * R) / (0.1 * R)) ** 2) + 9j * r / R))

    def after(steps: int) -> ComplexArray:
        monkeypatch.setattr("nuem.conversion.outer_pairs.STEPS", steps)
        return pair_evolution(NeutrinosInField(levels, energy, twisted))[0, 1]

    exact = after(3200)
    coarse, fine = (np.abs(after(steps) - exact).max() for steps in (200, 400))
    assert coarse / fine > 12


def test_weak_pairs_in_thin_matter_follow_the_printed_formula(mixing: Mixing) -> None:
    levels = MatterLevels(mixing, transition(1.0))
    energy, density = np.array([8.0]), electron_density(np.array([0.8 * R]))
    strength = levels.strength(energy[:, None], density)
    moment = levels.at(strength).moments[0, 0]
    vacuum = mixing.dm2_21
    sine = 2 * np.sqrt(mixing.sin2_theta12 * (1 - mixing.sin2_theta12)) * (1 - mixing.sin2_theta13)
    assert abs(moment[1, 1]) == pytest.approx(sine * strength[0, 0] / vacuum, rel=5e-3)
    assert moment[0, 0] == pytest.approx(moment[1, 1], rel=0.01)


def test_majorana_phases_and_the_dirac_phase_turn_no_level(mixing: Mixing) -> None:
    rng = np.random.default_rng(3)
    dipole = rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3))
    vertex = Vertex.from_dipole("majorana", 1e-11 * (dipole - dipole.T))
    levels = MatterLevels(mixing, vertex)
    values, vectors = levels.active(np.array([0.0, 1e-10, 1e-9]))
    np.testing.assert_allclose(np.swapaxes(vectors, 1, 2) @ vectors, np.broadcast_to(np.eye(3), (3, 3, 3)), atol=1e-14)
    np.testing.assert_allclose(values[0], mixing.splittings, atol=1e-22)
    np.testing.assert_allclose(vectors[0], np.eye(3), atol=1e-12)


def test_a_pair_passage_is_unitary_and_nothing_without_a_field(mixing: Mixing) -> None:
    levels = MatterLevels(mixing, transition(1e-11))
    strong = pair_evolution(NeutrinosInField(levels, np.array([5.0]), lambda r: 1e8 + 0 * r))
    np.testing.assert_allclose(
        strong @ np.conj(np.swapaxes(strong, -1, -2)), np.broadcast_to(np.eye(2), strong.shape), atol=1e-11
    )
    none = pair_evolution(NeutrinosInField(levels, np.array([5.0]), lambda r: 0 * r))
    np.testing.assert_allclose(np.abs(none[0]), np.broadcast_to(np.eye(2), (3, 2, 2)), atol=1e-12)


def test_sterile_neutrinos_are_refused() -> None:
    mixing = Mixing.nufit()
    with pytest.raises(ValueError, match="three neutrinos"):
        MatterLevels(mixing, Vertex("dirac", magnetic=np.eye(4)))
