"""Many experiments, many parameters: what a fit must share with a limit, with symmetries and with closed forms."""

import json
import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from tests.arguments import Keywords

import nuem
from nuem.experiments import Fit, limit_dipoles
from nuem.flavour import averaged_lambda_weight, lambda_weight, largest_effective_moment
from nuem.typing import Nature

MIXING = nuem.Mixing.nufit()


@pytest.fixture(scope="module")
def dipole() -> Fit:
    return nuem.fit(["xenonnt", "gemma"], ["dipole"], nature="majorana")


@pytest.mark.parametrize(
    ("name", "nature"),
    [
        ("magnetic[1,2]", "majorana"),
        ("charge[e,e]", "dirac"),
        ("charge_radius[mu,tau]", "dirac"),
        ("anapole[1,1]", "majorana"),
    ],
)
def test_one_experiment_and_one_parameter_is_a_limit(name: str, nature: Nature) -> None:
    expected = nuem.limit("xenonnt", name, nature=nature).pieces
    got = nuem.fit("xenonnt", [name], nature=nature, starts=8).pieces(name)
    np.testing.assert_allclose(got, expected, rtol=1e-6)


def test_a_pattern_of_two_experiments_is_their_limit() -> None:
    pattern = nuem.Vertex.from_dipole("majorana", 1e-11 * np.array([[0, 1, 1j], [-1, 0, 0.5], [-1j, -0.5, 0]]))
    expected = nuem.limit(["xenonnt", "gemma"], pattern).pieces
    result = nuem.fit(["xenonnt", "gemma"], pattern, nature="majorana", starts=8)
    np.testing.assert_allclose(result.pieces("factor 1"), expected, rtol=1e-6)


def test_free_phases_give_the_closed_form_of_a_solar_limit() -> None:
    """With one kind of neutrino a limit on |Lambda_k| is the extent of an ellipsoid."""
    result = nuem.fit("xenonnt", ["dipole"], nature="majorana")
    profiled = limit_dipoles("xenonnt").mass_basis.profiled
    got = [result.pieces(f"Lambda_{k}")[0][1] for k in (1, 2, 3)]
    np.testing.assert_allclose(got, profiled, rtol=2e-3)  # the states of the beams differ a little


def test_the_sun_bounds_every_effective_moment() -> None:
    result = nuem.fit("xenonnt", ["dipole"], nature="majorana")
    state = limit_dipoles("xenonnt").state
    limit = nuem.limit("xenonnt").value
    for flavour in ("e", "tau"):
        bound = result.extreme(partial(nuem.effective_moment, mixing=MIXING, flavour=flavour)).high
        closed = largest_effective_moment(
            lambda_weight(MIXING, flavour), limit, averaged_lambda_weight(np.diag(state).real)
        )
        assert bound == pytest.approx(closed, rel=5e-3)


def test_an_extreme_of_a_parameter_is_the_end_of_its_pieces(dipole: Fit) -> None:
    end = dipole.pieces("Lambda_3")[-1][1]
    assert dipole.extreme(lambda vertex: abs(vertex.dipole[0, 1])).high == pytest.approx(end, rel=1e-4)


@pytest.mark.slow
def test_many_parameters_of_many_experiments_are_quick_and_right() -> None:
    """Six parameters of ten experiments, and twelve with the interval of each, whose ends an independent search finds as well."""
    names = (
        "xenonnt",
        "lz_ws2022",
        "lz_ws2024",
        "pandax4t_run1",
        "gemma",
        "texono",
        "munu",
        "conusplus_c3",
        "xenon1t_sr1",
        "superk_iv",
    )
    for name in names:
        nuem.experiments.predict(name)
    start = time.process_time()
    nuem.fit(names, ["dipole"], nature="majorana")
    assert time.process_time() - start < 5
    blocks = ["anapole[1,1]", "anapole[2,2]", "anapole[3,3]", "charge[1,2]", "charge[1,3]", "charge[2,3]"]
    start = time.process_time()
    result = nuem.fit(["xenonnt", "lz_ws2024", "gemma", "texono"], ["dipole", *blocks], nature="majorana")
    pieces = {name: result.pieces(name) for name in result.quantities}
    assert len(result.names) == 12
    assert time.process_time() - start < 60
    ends = result.extreme(lambda vertex: float(vertex.charge[0, 2].imag))
    np.testing.assert_allclose(pieces["charge[1,3]"], [(ends.low, ends.high)], rtol=1e-4)


def test_a_common_phase_changes_nothing(dipole: Fit) -> None:
    values = 1e-11 * np.array([0.3, 0.2 - 0.4j, 0.5j])
    turned = [nuem.flavour.majorana_vertex(values * np.exp(1j * phase)) for phase in (0.0, 1.3)]
    first, second = (dipole.at(value) for value in turned)
    assert first == pytest.approx(second, rel=1e-10)


def test_the_basis_of_the_parameters_changes_nothing(dipole: Fit) -> None:
    flavour = nuem.fit(["xenonnt", "gemma"], ["dipole"], nature="majorana", basis="flavour")
    vertex = nuem.flavour.majorana_vertex(1e-11 * np.array([0.3, 0.2 - 0.4j, 0.5j]))
    total = dipole.at(vertex) + dipole.deviance
    assert flavour.at(vertex) + flavour.deviance == pytest.approx(total, rel=1e-10)
    assert flavour.vertex == nuem.Vertex.from_dipole("majorana", np.zeros((3, 3)))
    radii = [
        nuem.fit("xenonnt", ["charge_radius"], nature="dirac", basis=basis, starts=4) for basis in ("mass", "flavour")
    ]
    matrix = 1e-32 * np.array([[1, 0.5j, 0.2], [-0.5j, -2, 1], [0.2, 1, 3]])
    shifted = nuem.Vertex("dirac", charge_radius=matrix)
    first, second = (value.at(shifted) + value.deviance for value in radii)
    assert first == pytest.approx(second, rel=1e-10)


def test_rephased_fields_give_the_same_likelihood() -> None:
    phases = np.array([0.0, 0.7, -1.1])
    matrix = 1e-11 * np.array([[0.3, 0.2j, 0.1], [0.4, 0.1, 0.5j], [0.2, 0.3, 0.6]])
    vertex = nuem.Vertex.from_dipole("dirac", matrix) + nuem.Vertex(
        "dirac", charge=1e-13 * (matrix + matrix.conj().T) / 1e-11
    )
    turned = replace(MIXING, alpha21=2 * phases[1], alpha31=2 * phases[2])
    for name in ("xenonnt", "gemma"):
        first = nuem.likelihood(name).profile(vertex)
        second = nuem.likelihood(name, mixing=turned).profile(vertex.rephased(phases))
        assert second == pytest.approx(first, rel=1e-10)


def test_delta_is_not_seen_by_reactors_alone() -> None:
    """It is absorbed in the phase of Lambda_3."""
    ends = []
    for delta in (0.0, 2.0, 4.0):
        result = nuem.fit("gemma", ["dipole"], nature="majorana", mixing=replace(MIXING, delta=delta), starts=8)
        vertex = nuem.flavour.majorana_vertex(4e-11 * np.array([1, 0.5j, np.exp(1j * delta)]))
        ends.append(result.at(vertex))
    np.testing.assert_allclose(ends, ends[0], rtol=1e-6)


def test_phases_that_are_not_physical_are_said(dipole: Fit) -> None:
    assert any("common phase" in note for note in dipole.notes)
    assert dipole.constrained < len(dipole.names) == 6
    assert any("of 6 real parameters" in note for note in dipole.notes)


def test_dirac_dipoles_allow_all_that_majorana_ones_do(dipole: Fit) -> None:
    dirac = nuem.fit(["xenonnt", "gemma"], ["dipole"], nature="dirac")
    assert dirac.deviance <= dipole.deviance + 1e-6
    vertex = nuem.flavour.majorana_vertex(1e-11 * np.array([0.3, 0.2 - 0.4j, 0.5j]))
    hermitian = vertex.dipole.conj().T @ vertex.dipole
    triangular = np.linalg.cholesky(hermitian + 1e-34 * np.eye(3)).conj().T
    same = nuem.Vertex.from_dipole("dirac", triangular)
    assert dirac.at(same) + dirac.deviance == pytest.approx(dipole.at(vertex) + dipole.deviance, rel=1e-8)


def test_shared_fluxes_are_one_nuisance() -> None:
    result = nuem.fit(["gemma", "texono"], ["magnetic[1,2]"], nature="dirac", starts=4)
    assert len(result.nuisances) == len(set(result.nuisances))
    total = nuem.limit(["gemma", "texono"], "magnetic[1,2]").value
    assert result.pieces("magnetic[1,2]")[-1][1] == pytest.approx(total, rel=1e-6)


def test_mixing_parameters_vary_within_their_errors() -> None:
    names = ["dipole", "sin2_theta12", "delta"]
    result = nuem.fit("xenonnt", names, nature="majorana", priors={"sin2_theta12": (0.31, 0.02)}, starts=8)
    assert {"mixing.sin2_theta12", "mixing.delta"} <= set(result.nuisances)
    vertex = nuem.flavour.majorana_vertex(1e-11 * np.array([1.0, 0.2, 0.3]))
    central, moved = (
        nuem.experiments.predict("xenonnt", mixing=replace(MIXING, sin2_theta12=value)) for value in (0.31, 0.33)
    )
    assert result.directions is not None
    theta = result.directions.nearest(vertex)[None]
    place = result.model.likelihood.nuisances.index("mixing.sin2_theta12")
    nuisances = np.zeros((1, len(result.model.likelihood.nuisances)))
    nuisances[0, place] = 1.0
    value = result.model.at(theta, nuisances)[0] - 1
    direct = replace(central.likelihood, tensors=moved.tensors)(vertex)
    assert value == pytest.approx(direct, rel=1e-6)


def test_a_matrix_in_the_flavour_basis_stays_one_while_the_mixing_varies() -> None:
    result = nuem.fit(
        "xenonnt", ["charge_radius", "sin2_theta23"], nature="dirac", basis="flavour",
        priors={"sin2_theta23": (0.47, 0.05)}, starts=2,
    )  # fmt: skip
    moved = replace(MIXING, sin2_theta23=0.52)
    matrix = 1e-31 * np.diag([0.0, 1.0, -1.0])
    assert result.directions is not None
    theta = result.directions.nearest(nuem.Vertex.from_flavour("dirac", MIXING, charge_radius=matrix))[None]
    nuisances = np.zeros((1, len(result.model.likelihood.nuisances)))
    nuisances[0, result.model.likelihood.nuisances.index("mixing.sin2_theta23")] = 1.0
    there = nuem.Vertex.from_flavour("dirac", moved, charge_radius=matrix)
    direct = nuem.likelihood("xenonnt", mixing=moved)(there)
    assert result.model.at(theta, nuisances)[0] - 1 == pytest.approx(direct, rel=1e-8)


def test_a_model_is_fitted_in_its_own_parameters() -> None:
    def model(theta: np.ndarray) -> nuem.Vertex:
        return nuem.Vertex("majorana", magnetic=[[0, 1j * theta[0], 0], [-1j * theta[0], 0, 0], [0, 0, 0]])

    result = nuem.fit("xenonnt", model, nature="majorana", bounds={"m": (0.0, 3e-11)}, starts=8)
    expected = nuem.limit("xenonnt", "magnetic[1,2]", nature="majorana").value
    assert result.pieces("m")[-1][1] == pytest.approx(expected, rel=1e-4)


def test_a_prior_adds_its_term() -> None:
    free = nuem.fit("xenonnt", ["anapole[1,1]"], nature="majorana", starts=4)
    tied = nuem.fit("xenonnt", ["anapole[1,1]"], nature="majorana", starts=4, priors={"anapole[1,1]": (0.0, 1e-34)})
    low, high = tied.pieces("anapole[1,1]")[0]
    assert high == pytest.approx(1e-34 * math.sqrt(2.7055), rel=1e-2)
    assert free.pieces("anapole[1,1]")[0][1] > 10 * high > -10 * low


def test_shares_add_up_to_the_rise(dipole: Fit) -> None:
    curve = dipole.profile("Lambda_1")
    np.testing.assert_allclose(sum(curve.shares.values()), curve.rise - curve.rise.min(), atol=1e-6)
    assert set(curve.shares) == {"xenonnt", "gemma", "pulls"}


def test_a_contour_touches_the_extreme_of_two_parameters(dipole: Fit) -> None:
    contour = dipole.contour("Lambda_1", "Lambda_3", points=9)
    assert contour.rise.min() == pytest.approx(0, abs=1e-5)
    along = contour.rise.min(axis=1)
    outside = contour.first[along > contour.threshold].min()
    two = dipole.pieces(
        "Lambda_1", 1 - math.exp(-contour.threshold / 2)
    )  # the same rise for one degree of freedom is another level
    assert outside > dipole.pieces("Lambda_1", 0.90)[0][1]
    assert two


def test_a_result_is_plain_numbers(dipole: Fit) -> None:
    record = json.loads(json.dumps(dipole.to_dict()))
    assert record["pieces"]["Lambda_1"][0][1] == pytest.approx(dipole.pieces("Lambda_1")[0][1])
    assert repr(dipole).startswith("Fit of 6 parameters")


def test_samples_follow_the_likelihood() -> None:
    pytest.importorskip("emcee")
    result = nuem.fit("xenonnt", ["anapole[1,1]"], nature="majorana", starts=4)
    draws = result.sample(400, seed=3).of("anapole[1,1]")
    low, high = result.pieces("anapole[1,1]", 0.683)[0]
    assert np.mean(draws) == pytest.approx((low + high) / 2, abs=0.35 * (high - low))
    assert np.std(draws) == pytest.approx((high - low) / 2, rel=0.3)


def test_what_a_large_modulus_may_cancel_with_is_found() -> None:
    """A reactor sees one combination of each row of a Dirac dipole: dipole[1,2] may be as large as dipole[1,1] |U_e1/U_e2| against it."""
    result = nuem.fit("gemma", ["dipole"], nature="dirac", starts=8)
    first, second = (result.pieces(f"dipole[1,{k}]")[0][1] for k in (1, 2))
    assert second / first == pytest.approx(abs(MIXING.matrix[0, 0] / MIXING.matrix[0, 1]), rel=0.05)
    assert second > 50 * result.pieces("dipole[2,2]")[0][1]  # the second row has nothing to cancel with


def test_any_dirac_dipole_has_parameters() -> None:
    result = nuem.fit("gemma", ["dipole"], nature="dirac", starts=2, basis="flavour")
    matrix = 1e-11 * np.array([[0.3, 0.2j, 0.1], [0.4, 0.1, 0.5j], [0.2, 0.3, 0.6]])
    vertex = nuem.Vertex.from_dipole("dirac", matrix)
    total = result.at(vertex) + result.deviance
    assert total == pytest.approx(nuem.likelihood("gemma").profile(vertex), rel=1e-8)


@pytest.mark.parametrize(
    "vertex",
    [
        nuem.Vertex.from_dipole("dirac", 1e-11 * np.eye(3)),
        nuem.Vertex("majorana", charge=1e-12 * np.array([[0, 1j, 0], [-1j, 0, 0], [0, 0, 0]])),
        3,
    ],
)
def test_a_vertex_that_no_parameters_make_is_refused(dipole: Fit, vertex: nuem.Vertex) -> None:
    with pytest.raises(ValueError, match="vertex"):
        dipole.at(vertex)


@pytest.mark.parametrize("quantity", [lambda vertex: vertex.dipole[0, 1], lambda vertex: "a", lambda vertex: math.nan])
def test_a_quantity_is_one_finite_real_number(dipole: Fit, quantity: Callable[[nuem.Vertex], Any]) -> None:
    with pytest.raises(ValueError, match="the quantity"):
        dipole.extreme(quantity)


@pytest.mark.parametrize(
    "ask",
    [
        lambda found: found.contour("Lambda_1", "Lambda_2", points=0),
        lambda found: found.profile("Lambda_1", points=2.5),
        lambda found: found.extreme(abs, seed=-1),
    ],
)
def test_numbers_of_a_question_are_whole(dipole: Fit, ask: Callable[[Fit], object]) -> None:
    with pytest.raises(ValueError, match="whole number"):
        ask(dipole)


PATTERN = nuem.Vertex.from_dipole("dirac", 1e-11 * np.eye(3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"parameters": ["dipole", "magnetic[1,2]"]}, "magnetic.* is part of it"),
        ({"parameters": ["charge_radius", "charge_radius[e,e]"], "nature": "dirac"}, "not independent"),
        ({"parameters": ["charge_radius", "anapole[1,1]"], "nature": "dirac"}, "not independent"),
        ({"parameters": [PATTERN, 2 * PATTERN], "nature": "dirac"}, "factor 2 is not independent of factor 1"),
        ({"priors": {"Re Lambda_1": (0, 0)}}, "the error must be positive"),
        ({"priors": {"Re Lambda_1": (math.nan, 1)}}, "the value .* must be finite"),
        ({"priors": {"Re Lambda_1": 1e-11}}, "two numbers"),
        ({"priors": {"Re Lambda_1": ("0", "1")}}, "not a number but text"),
        ({"priors": {"delta": (1, 1)}}, "name it among the parameters"),
        ({"bounds": {"Re Lambda_1": 1}}, "two numbers"),
        ({"bounds": {"Re Lambda_1": (1, 0)}}, "lower must lie below"),
        ({"starts": 2.5}, "whole number"),
        ({"seed": "a"}, "not a number"),
        ({"mixing": "normal"}, "not a nuem.Mixing"),
        ({"nature": "weyl"}, "choose one of dirac, majorana"),
        ({"parameters": None}, "must be a list of names"),
        ({"parameters": lambda theta: PATTERN, "names": ["a"]}, "the model is of dirac neutrinos"),
        ({"parameters": lambda theta: 3.0, "names": ["a"]}, "not a nuem.Vertex"),
        ({"parameters": lambda theta: PATTERN, "names": ["a", "a"]}, "a name twice"),
        ({"parameters": ["dipol"]}, "unknown"),
        ({"parameters": ["dipole", "dipole"]}, "twice"),
        ({"bounds": {"x": (0, 1)}}, "not one of the parameters"),
        ({"parameters": ["charge"], "basis": "flavour"}, "basis='mass'"),
        ({"parameters": ["moment"]}, "dirac neutrinos"),
        ({"parameters": ["charge_radius[e,e]", "delta"], "nature": "dirac"}, "basis="),
    ],
)
def test_mistakes_are_named(arguments: Keywords, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nuem.fit("xenonnt", **(Keywords(parameters=["dipole"], nature="majorana", starts=4) | arguments))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_profile_lies_nowhere_above_the_parameter_alone(place: int) -> None:
    # a phase that nothing sees once took a step made of rounding, and the search ended where it had begun
    several = nuem.fit(["xenonnt", "lz_ws2022", "lz_ws2024", "pandax4t_run1"], ["dipole"], nature="majorana")
    curve = several.profile(f"Lambda_{place + 1}", points=31)
    for value, rise in zip(curve.values, curve.rise, strict=True):
        a, b, c = value * np.eye(3)[place]
        alone = nuem.Vertex.from_dipole("majorana", np.array([[0, c, -b], [-c, 0, a], [b, -a, 0]]))
        assert rise <= several.at(alone) + 1e-7
