"""Many parameters: exact derivatives, saddles, several minima, disjoint sets."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from tests.inference.one_line import references

from nuem.inference import Component, Covariance, Dataset, Likelihood, OnOff, Poisson, Systematic, Variation
from nuem.inference.many_parameters.features import Numerical, Quadratic
from nuem.inference.many_parameters.minima import minima, random_starts
from nuem.inference.many_parameters.parametric import Parametric
from nuem.inference.many_parameters.polar import Polar
from nuem.inference.many_parameters.profiles import Profile
from nuem.inference.many_parameters.rank import sensitive_directions
from nuem.scattering.bilinear import rate_numbers
from nuem.scattering.polarised import polarised
from nuem.typing import FloatArray, Json
from nuem.vertex import Vertex

LEVEL = 2.705543454095404


def free(likelihood: Likelihood, numbers: list[np.ndarray], features: Quadratic | Numerical | Polar) -> Parametric:
    p = features.parameters
    names = tuple(f"t{k}" for k in range(p))
    return Parametric(
        likelihood, numbers, features, names, np.full(p, -np.inf), np.full(p, np.inf), np.zeros(p), np.zeros(p)
    )


def general(p: int = 3, k: int = 5) -> Parametric:
    """Two data sets with every kind of nuisance, one of them with correlated errors, and one of source on and off."""
    rng = np.random.default_rng(3)
    quadratic = rng.normal(size=(p, p, k))
    features = Quadratic(
        1 + rng.uniform(size=k), 0.1 * rng.normal(size=(p, k)), 0.1 * (quadratic + quadratic.swapaxes(0, 1))
    )
    nominal = rng.uniform(1, 3, size=(1, 2, 4, k))
    varied = nominal * np.array([1.0, 0.9, 1.15])[:, None, None, None] * rng.uniform(0.95, 1.05, size=(3, 2, 4, k))
    shape = np.array([3.0, 4.0, 5.0, 6.0])
    first = Dataset(
        "a", Poisson(np.array([25.0, 30.0, 28.0, 31.0])), ({"sun.x": 0.1}, {"sun.y": 0.05, "sun.x": 0.02}),
        (Component("b", shape, None, variations=(Variation("scale", 0.9 * shape, 1.2 * shape),)),),
        ("yield",), (Systematic("size", ("signal", "b"), 0.9, 1.1),),
    )  # fmt: skip
    covariance = np.diag([9.0, 16.0, 9.0, 4.0]) + 2.0
    second = Dataset("c", Covariance(np.array([20.0, 18.0, 22.0, 25.0]), covariance), ({"sun.x": 0.1}, {}))
    third = Dataset("d", OnOff(np.array([30.0, 25.0]), np.array([20.0, 22.0]), 1.5), ({}, {}))
    few = rng.uniform(0.5, 1, size=(1, 2, 2, k))
    return free(Likelihood([first, second, third]), [varied, nominal, few], features)


def differences(function: Callable[[FloatArray], FloatArray], theta: np.ndarray, step: float = 1e-3) -> np.ndarray:
    result = []
    for point in step * np.eye(len(theta)):
        inner, outer = (
            function(theta + point) - function(theta - point),
            function(theta + 2 * point) - function(theta - 2 * point),
        )
        result.append((8 * inner - outer) / (12 * step))
    return np.array(result)


def deviance(model: Parametric, nuisances: FloatArray, theta: FloatArray) -> FloatArray:
    """At one place."""
    return model.at(theta[None], nuisances[None])[0]


def test_gradients_equal_finite_differences() -> None:
    model, rng = general(), np.random.default_rng(1)
    for _ in range(3):
        theta = rng.normal(size=3)
        nuisances = 0.3 * rng.normal(size=len(model.likelihood.parameters))
        numeric = differences(partial(deviance, model, nuisances), theta)
        np.testing.assert_allclose(model.gradient(theta[None], nuisances[None])[0], numeric, rtol=1e-6)


def test_the_gradient_of_the_profile_is_that_at_its_nuisances() -> None:
    model, theta = general(), np.array([0.3, -0.5, 0.8])
    nuisances = model.profile(theta[None])[1]
    numeric = differences(lambda at: model.profile(at[None])[0][0], theta)
    np.testing.assert_allclose(model.gradient(theta[None], nuisances)[0], numeric, rtol=1e-6, atol=1e-6)


def test_expectations_and_their_curvature_equal_finite_differences() -> None:
    model, theta = general(), np.array([0.3, -0.5, 0.8])
    nuisances = np.linspace(-0.4, 0.5, len(model.likelihood.parameters))
    along = model.expectation()

    def counts(at: np.ndarray) -> np.ndarray:
        return along(np.concatenate([at, nuisances])[None])[0][0]

    np.testing.assert_allclose(model.jacobian(theta[None], nuisances[None])[0], differences(counts, theta), rtol=1e-8)
    outer = np.random.default_rng(5).normal(size=len(counts(theta)))
    both = np.concatenate([theta, nuisances])
    numeric = differences(lambda at: along(at[None])[1][0] @ outer, both)
    np.testing.assert_allclose(along.bending(both[None], outer[None])[0], numeric, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("kind", ["polar", "numerical"])
def test_other_features_have_the_derivatives_of_finite_differences(kind: str) -> None:
    inner = general().features
    features = Polar(inner, ((0, 2),)) if kind == "polar" else Numerical(lambda at: inner(at[None])[0], np.ones(3))
    theta, weights = np.array([0.7, -0.5, 1.3]), np.arange(1.0, 6.0)
    slopes = differences(lambda at: features(at[None])[0], theta)
    np.testing.assert_allclose(features.slopes(theta[None])[0], slopes, rtol=1e-9, atol=1e-10)
    bends = differences(lambda at: features.slopes(at[None])[0] @ weights, theta)
    np.testing.assert_allclose(features.bends(theta[None], weights[None])[0], bends, rtol=1e-6, atol=1e-7)


def toy() -> tuple[Json, Json]:
    """Two bins and two states, and the pairs of couplings of its independent values."""
    values = references("fit.")
    return values, values["fit.q.a"]["inputs"]


def complex_matrix(nested: list[object]) -> np.ndarray:
    array = np.array(nested, dtype=float)
    return array[..., 0] + 1j * array[..., 1]


def toy_model(directions: list[Vertex]) -> Parametric:
    _, inputs = toy()
    w = np.moveaxis(complex_matrix(inputs["W_bins_pairs"]), 1, 0)
    ll, rr, rl, cl, cr, cc, dd = w
    left, right = complex_matrix(inputs["gL"]), complex_matrix(inputs["gR"])
    weak = np.einsum("bij,ji->b", ll, left @ left) + np.einsum("bij,ji->b", rr, right @ right)
    weak = (weak + np.einsum("bij,ji->b", rl, right @ left)).real
    first = ll @ left + left @ ll + rr @ right + right @ rr + rl @ right + left @ rl
    second = left @ cl + right @ cr  # Tr[W C g] = Tr[(g W) C]
    numbers = rate_numbers(weak, [first, second, ll + rr + rl, cl + cr, cc, dd])
    data = Dataset(
        "toy", Poisson(np.array(inputs["observed"])), ({},), (Component("b", np.array(inputs["background"])),)
    )
    features = Quadratic(*polarised(directions, 2))
    return free(Likelihood([data]), [numbers[None, None]], features)


def unit(matrix: np.ndarray, kind: str) -> Vertex:
    """A direction whose shift D_0 or D_1, or dipole, is a matrix."""
    from nuem.constants import CHARGE_SHIFT, RADIUS_SHIFT

    if kind == "lambda":
        return Vertex.from_dipole("dirac", matrix)
    return Vertex(
        "dirac",
        **({"charge_radius": 2 * matrix / RADIUS_SHIFT} if kind == "D0" else {"charge": -2 * matrix / CHARGE_SHIFT}),
    )


def test_toy_counts_and_gradients_are_those_of_an_independent_computation() -> None:
    values, inputs = toy()
    entries = [(i, j, value) for i in range(2) for j in range(2) for value in (1.0, 1j)]
    basis = [
        np.array([[1, 0], [0, 0]]),
        np.array([[0, 0], [0, 1]]),
        np.array([[0, 1], [1, 0]]),
        np.array([[0, 1j], [-1j, 0]]),
    ]
    single = []
    for i, j, value in entries:
        matrix = np.zeros((2, 2), dtype=complex)
        matrix[i, j] = value
        single.append(unit(matrix, "lambda"))
    model = toy_model([unit(first, "D0") for first in basis] + [unit(first, "D1") for first in basis] + single)

    def hermitian(name: str) -> list[float]:
        m = complex_matrix(inputs[name])
        return [m[0, 0].real, m[1, 1].real, m[0, 1].real, m[0, 1].imag]

    lam = complex_matrix(inputs["lam"])
    theta = np.array([*hermitian("D0"), *hermitian("D1"), *(part for z in lam.ravel() for part in (z.real, z.imag))])
    none = np.zeros((1, 0))
    assert model.at(theta[None], none)[0] == pytest.approx(values["fit.q.a"]["value"], rel=1e-8)
    gradient = model.gradient(theta[None], none)[0]
    np.testing.assert_allclose(gradient[:4], values["fit.grad.hermitian_D0"]["value"], rtol=1e-7)
    g = complex_matrix(values["fit.grad.D1.a"]["value"])
    expected = [g[0, 0].real, g[1, 1].real, (g[0, 1] + g[1, 0]).real, (g[0, 1] - g[1, 0]).imag]
    np.testing.assert_allclose(gradient[4:8], expected, rtol=1e-7)
    np.testing.assert_allclose(gradient[8:], np.array(values["fit.grad.lambda.a"]["value"]).ravel(), rtol=1e-7)


def test_majorana_gradient_of_the_toy_is_the_antisymmetric_combination() -> None:
    values, inputs = toy()
    flip = np.array([[0, 1], [-1, 0]])
    fixed = [unit(complex_matrix(inputs[name]), name) for name in ("D0", "D1")]
    model = toy_model([unit(flip, "lambda"), unit(1j * flip, "lambda"), *fixed])
    theta = np.array([*values["fit.grad.majorana"]["inputs"]["Lambda"], 1.0, 1.0])
    gradient = model.gradient(theta[None], np.zeros((1, 0)))[0]
    np.testing.assert_allclose(gradient[:2], values["fit.grad.majorana"]["value"], rtol=1e-7)


def squares(observed: list[float], rows: list[list[float]], background: float) -> Parametric:
    """Counts that are linear in the squares of the parameters."""
    weights = np.array(rows)
    p = weights.shape[1]
    quadratic = np.zeros((p, p, p))
    quadratic[np.arange(p), np.arange(p), np.arange(p)] = 2.0
    data = Dataset("x", Poisson(np.array(observed)), ({},), (Component("b", np.full(len(observed), background)),))
    return free(Likelihood([data]), [weights[None, None]], Quadratic(np.zeros(p), np.zeros((p, p)), quadratic))


def test_a_search_started_at_the_saddle_stays_and_random_starts_leave_it() -> None:
    model = squares([16.0, 12.0], [[1.0, 0.2], [0.1, 1.0]], 5.0)
    assert np.all(model.minimum(np.zeros((1, 2)))[1] == 0)
    random = np.random.default_rng(1)
    computed = minima(model, random_starts(model, 8, random), random=random)
    assert len(computed) == 1  # signs of the parameters expect the same counts
    assert computed[0].deviance == pytest.approx(0, abs=1e-9)


def parabola(observed: float) -> Parametric:
    """One bin with mu = 50 + 30 d + 10 d^2."""
    data = Dataset("x", Poisson(np.array([observed])), ({},), (Component("b", np.array([50.0])),))
    features = Quadratic(np.zeros(1), np.array([[30.0]]), np.array([[[20.0]]]))
    return free(Likelihood([data]), [np.ones((1, 1, 1, 1))], features)


@pytest.mark.parametrize("case", [0, 1, 2])
def test_disjoint_sets_are_those_of_the_closed_form(case: int) -> None:
    record = list(references("disjoint.").values())[case]
    model, random = parabola(float(record["inputs"]["n"])), np.random.default_rng(1)
    computed = minima(model, np.concatenate([random_starts(model, 8, random), [[-3.0], [0.2]]]), random=random)
    pieces = Profile(model, 0, computed, 3.0).below(LEVEL)
    np.testing.assert_allclose(pieces, record["value"], rtol=1e-7)


def test_ranks_are_those_of_physics() -> None:
    rng = np.random.default_rng(2)
    row = np.linalg.qr(rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3)))[0]
    sun = [np.diag([1.0, 0, 0]), np.diag([0, 1.0, 0]), np.diag([0, 0, 1.0])]
    short = [np.outer(single_row.conj(), single_row) for single_row in row]
    directions = []
    for k in range(3):
        i, j = (k + 1) % 3, (k + 2) % 3
        matrix = np.zeros((3, 3))
        matrix[i, j], matrix[j, i] = 1, -1
        directions += [Vertex.from_dipole("majorana", matrix), Vertex.from_dipole("majorana", 1j * matrix)]
    ranks = []
    for states in (sun, short[:1], short[:2], sun + short[:1], sun + short[:2], sun + short):
        none = np.zeros((len(states), 3, 3), dtype=complex)
        numbers = rate_numbers(np.zeros(len(states)), [none, none, none, none, none, np.array(states) + 0j])
        data = Dataset("x", Poisson(np.full(len(states), 10.0)), ({},), (Component("b", np.full(len(states), 10.0)),))
        model = free(Likelihood([data]), [numbers[None, None]], Quadratic(*polarised(directions, 3)))
        ranks.append(sensitive_directions(model, relative=1e-9))
    assert ranks == [3, 1, 2, 4, 5, 5]


def two_experiments(truth: np.ndarray) -> tuple[Parametric, np.ndarray]:
    """Two experiments that share a flux: one sees both parameters squared, the other the first one with interference."""
    numbers = [
        np.array([[40.0, 0, 30, 8], [35, 0, 10, 25], [30, 0, 5, 12]]),
        np.array([[60.0, 15, 9, 0], [50, 10, 6, 0]]),
    ]
    quadratic = np.zeros((2, 2, 4))
    quadratic[0, 0, 2] = quadratic[1, 1, 3] = 2.0
    linear = np.zeros((2, 4))
    linear[0, 1] = 1.0
    datasets = [
        Dataset(
            name, Poisson(np.zeros(len(rows))), ({"sun.x": 0.03},), (Component("b", np.full(len(rows), 20.0), 0.05),)
        )
        for name, rows in zip("ab", numbers, strict=True)
    ]
    features = Quadratic(np.array([1.0, 0, 0, 0]), linear, quadratic)
    return free(Likelihood(datasets), [dataset[None, None] for dataset in numbers], features), truth


def test_a_fit_of_two_experiments_covers() -> None:
    model, truth = two_experiments(np.array([0.8, 1.1]))
    toys, count = 500, len(model.likelihood.parameters)
    drawn = model.using(model.likelihood.toys(model.signals(truth[None]), np.zeros(count), toys, 11))
    starts = [np.array([a, b]) for a in (0.8, -1.6) for b in (1.1, 0.3)]
    best = np.min([drawn.minimum(np.tile(fitted, (toys, 1)))[0] for fitted in starts], axis=0)
    for place in range(2):
        held = [drawn.minimum(np.tile(fitted, (toys, 1)), fixed={place: truth[place]})[0] for fitted in starts]
        covered = np.mean(np.min(held, axis=0) - best <= LEVEL)
        assert abs(covered - 0.90) < 3 * np.sqrt(0.9 * 0.1 / toys)


@pytest.mark.parametrize(("parameters", "columns", "fewest"), [(2, 40, 6), (3, 40, 10), (5, 8, 4)])
def test_polynomials_are_the_same_with_fewer_numbers(parameters: int, columns: int, fewest: int) -> None:
    random = np.random.default_rng(3)
    quadratic = random.normal(size=(parameters, parameters, columns))
    quadratic += quadratic.swapaxes(0, 1)
    constant, linear = random.normal(size=columns), random.normal(size=(parameters, columns))
    for array in (constant, linear, quadratic):
        array[..., ::2] *= 0 if columns == 8 else 1
    features = Quadratic(constant, linear, quadratic)
    compact, matrix = features.compact()
    assert len(matrix) == fewest
    theta, weights = random.normal(size=(4, parameters)), random.normal(size=(4, columns))
    assert compact(theta) @ matrix == pytest.approx(features(theta), rel=1e-12, abs=1e-12)
    assert compact.slopes(theta) @ matrix == pytest.approx(features.slopes(theta), rel=1e-12, abs=1e-12)
    bends = compact.bends(theta, weights @ matrix.T)
    assert bends == pytest.approx(features.bends(theta, weights), rel=1e-12, abs=1e-12)


def test_a_parameter_without_effect_needs_no_numbers() -> None:
    linear = np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 0.0]])
    compact, matrix = Quadratic(np.zeros(3), linear, np.zeros((2, 2, 3))).compact()
    assert len(matrix) == 1
    assert compact(np.array([[3.0, 7.0]])) @ matrix == pytest.approx(np.array([[3.0, 6.0, 0.0]]))
