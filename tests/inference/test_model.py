"""The likelihood of any model: against a general minimiser, differences, and what must hold at the edges."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import poisson

from nuem.inference.data import Covariance, Data, Gaussian, OnOff, Poisson
from nuem.inference.expectations.component import Component, Systematic, Variation
from nuem.inference.expectations.dataset import Dataset
from nuem.inference.expectations.morphing import factor
from nuem.inference.expectations.multipliers import Shares
from nuem.inference.expectations.nuisance import positive_factor
from nuem.inference.expectations.shapes import Constant, Exponential, Line, Parameter
from nuem.inference.expectations.signal import Signal
from nuem.inference.likelihood import Likelihood
from nuem.inference.one_coupling.along import MorphedAlong
from nuem.inference.one_coupling.near import Valley, near
from nuem.inference.searches.newton import minimise
from nuem.typing import FloatArray

RANDOM = np.random.default_rng(5)
BINS, BEAMS = 12, 3
EDGES = np.arange(BINS + 1.0)
SIGNAL = RANDOM.uniform(0.1, 3.0, size=(BEAMS, BINS))
BACKGROUND = RANDOM.uniform(2.0, 9.0, size=BINS)
OBSERVED = RANDOM.poisson(BACKGROUND + SIGNAL.sum(axis=0)).astype(float)
FLUXES: tuple[dict[str, float], ...] = ({"a": 0.1}, {}, {"c": 0.3})


def simple(data: Data | None = None, error: float | None = None, **options: Any) -> Likelihood:
    data = data or Poisson(OBSERVED)
    return Likelihood([Dataset("x", data, FLUXES, (Component("background", BACKGROUND, error),), **options)])


def everything() -> tuple[Likelihood, np.ndarray]:
    """Every kind of component and systematic at once."""
    observed = OBSERVED.copy()
    observed[4:6] += 20
    components = (
        Component("background", BACKGROUND, 0.5, variations=(Variation("scale", BACKGROUND * 1.1, BACKGROUND * 0.7),)),
        Component("line", Line(EDGES, Parameter(5, None, 3, 7), Parameter(1, 0.2)), None),
        Component("tail", Exponential(EDGES, Parameter(3, 1.0)), 0.2),
        Component("flat", Constant(EDGES, 4.0), 0.0),
    )
    data = Dataset(
        "x",
        Poisson(observed),
        ({"a": 0.1}, {}, {"a": 0.2, "c": 0.3}),
        components,
        ("quenching",),
        (Systematic("efficiency", ("signal", "line"), 0.8, 1.3),),
    )
    return Likelihood([data]), np.stack([SIGNAL, SIGNAL * 0.8, SIGNAL * 1.3])


def nominal(signal: np.ndarray) -> list[np.ndarray]:
    return [signal[None]]


def test_the_deviance_is_twice_the_log_ratio_to_the_saturated_model() -> None:
    nuisance = np.array([0.1, -0.5, 0.3])
    expected = 1.1 * BACKGROUND + SIGNAL[0] * (1 - 0.05) + SIGNAL[1] + SIGNAL[2] * (1 + 0.09)
    ratio = poisson.logpmf(OBSERVED, OBSERVED).sum() - poisson.logpmf(OBSERVED, expected).sum()
    assert float(simple().at(nominal(SIGNAL), nuisance)) == pytest.approx(2 * ratio + 0.25 + 0.09, rel=1e-12)


def test_the_deviance_keeps_its_digits_at_large_counts() -> None:
    counts = np.array([3e10])
    value = float(Poisson(counts).value(counts + 1e5))
    exact = 1e10 / 3e10 - 1e15 / (3 * 9e20) * 2  # d^2 n - 2 d^3 n / 3
    assert value == pytest.approx(exact, rel=1e-5)


@pytest.mark.parametrize("error", [None, 0.05])
def test_the_profile_is_what_a_general_minimiser_finds(error: float | None) -> None:
    data = simple(error=error)
    for scale in (0.0, 1.0, 5.0):
        signal = nominal(scale * SIGNAL)
        bounds = [(signal_of.low, signal_of.high) for signal_of in data.parameters]
        slow = minimize(
            lambda x, s=signal: float(data.at(s, x)), np.zeros(3), method="L-BFGS-B", bounds=bounds,
            options={"ftol": 1e-15, "gtol": 1e-9},
        )  # fmt: skip
        value, nuisance = data.profile(signal)
        assert float(value) == pytest.approx(slow.fun, abs=1e-8)
        np.testing.assert_allclose(nuisance, slow.x, atol=1e-3)


def test_the_profile_of_every_kind_of_nuisance_is_what_a_bounded_minimiser_finds() -> None:
    data, signal = everything()
    bounds = [(one.low, one.high) for one in data.parameters]
    start = np.zeros(len(bounds))
    slow = minimize(
        lambda x: float(data.at([signal], x)), start, method="L-BFGS-B", bounds=bounds,
        options={"ftol": 1e-15, "gtol": 1e-8, "maxfun": 100000, "maxiter": 5000},
    )  # fmt: skip
    value, nuisance = data.profile([signal])
    assert float(value) == pytest.approx(slow.fun, abs=1e-7)
    np.testing.assert_allclose(nuisance, slow.x, rtol=1e-4, atol=1e-3)


def test_the_gradient_is_the_derivative() -> None:
    data, signal = everything()
    at, step = RANDOM.normal(size=len(data.parameters)) * 0.3, 1e-6
    exact = data.gradient([signal], [signal], at)
    by_x = (data.at([(1 + step) * signal], at) - data.at([(1 - step) * signal], at)) / (2 * step)
    unit = np.eye(len(at))
    numeric = [(data.at([signal], at + step * e) - data.at([signal], at - step * e)) / (2 * step) for e in unit]
    np.testing.assert_allclose(exact, [float(by_x), *np.ravel(numeric)], rtol=1e-6, atol=1e-6)


def test_nothing_seen_means_no_free_background() -> None:
    value, nuisance = simple(Poisson(np.zeros(BINS))).profile(nominal(SIGNAL))
    assert nuisance[0] == -1.0
    fluxes = 1 + np.array([0.1, 0.0, 0.3]) * np.array([nuisance[1], 0.0, nuisance[2]])
    assert np.all(fluxes >= 0)
    assert float(value) == pytest.approx(2 * fluxes @ SIGNAL.sum(axis=1) + np.sum(nuisance[1:] ** 2))


def test_the_kuhn_tucker_conditions_hold_with_several_free_components() -> None:
    shapes = RANDOM.uniform(0, 1, size=(5, BINS)) ** 4
    sparse = np.zeros(BINS)
    sparse[[2, 7]] = 1, 3
    data = Likelihood(
        [Dataset("x", Poisson(sparse), (), tuple(Component(f"c{k}", 3 * s, None) for k, s in enumerate(shapes)))]
    )
    signal = [np.zeros((1, 0, BINS))]
    nuisance = data.profile(signal)[1]
    slope = data.gradient(signal, signal, nuisance)[1:]
    held = nuisance <= -1
    assert held.any()
    assert not held.all()
    assert np.all(slope[held] >= 0)
    np.testing.assert_allclose(slope[~held], 0, atol=1e-5)


def test_correlated_data_equal_independent_data_after_a_rotation() -> None:
    covariance = np.diag(BACKGROUND) + 0.5 * np.outer(SIGNAL[0], SIGNAL[0])
    data = simple(Covariance(OBSERVED, covariance), error=0.1)
    at = np.array([0.3, -0.2, 0.5])
    expected = 1.03 * BACKGROUND + np.array([1 - 0.02, 1, 1.15]) @ SIGNAL
    chi2 = (OBSERVED - expected) @ np.linalg.solve(covariance, OBSERVED - expected)
    assert float(data.at(nominal(SIGNAL), at)) == pytest.approx(chi2 + np.sum(at**2), rel=1e-10)


def test_a_covariance_without_correlation_is_a_set_of_errors() -> None:
    errors = np.sqrt(BACKGROUND)
    single = simple(Covariance(OBSERVED, np.diag(errors**2))).profile(nominal(SIGNAL))
    other = simple(Gaussian(OBSERVED, errors)).profile(nominal(SIGNAL))
    assert float(single[0]) == pytest.approx(float(other[0]), rel=1e-10)
    np.testing.assert_allclose(single[1], other[1], atol=1e-7)


def test_on_and_off_are_a_free_background_in_every_bin() -> None:
    on, off, ratio = RANDOM.poisson(9, BINS).astype(float), RANDOM.poisson(4, BINS).astype(float), 0.4
    on[0] = off[3] = 0
    closed = Likelihood([Dataset("x", OnOff(on, off, ratio), FLUXES)]).profile(nominal(SIGNAL))[0]
    bins = np.eye(2 * BINS)
    free = tuple(Component(f"b{k}", 5 * (bins[k] + ratio * bins[BINS + k]), None) for k in range(BINS))
    both = Dataset("x", Poisson(np.concatenate([on, off])), FLUXES, free)
    wide = np.concatenate([SIGNAL, np.zeros_like(SIGNAL)], axis=1)
    assert float(closed) == pytest.approx(float(Likelihood([both]).profile(nominal(wide))[0]), abs=1e-7)


def test_a_shared_nuisance_counts_once() -> None:
    first = Dataset("x", Poisson(OBSERVED), ({"solar.pp": 0.1}, {}, {"own": 0.3}))
    other = Dataset("y", Poisson(OBSERVED), ({"solar.pp": 0.1}, {}, {"own": 0.3}))
    both = Likelihood([first, other])
    assert both.nuisances == ("solar.pp", "x.own", "y.own")
    at = np.array([0.4, 0.1, -0.2])
    single = Likelihood([first])
    parts = float(single.at(nominal(SIGNAL), at[:2])) + float(single.at(nominal(SIGNAL), at[[0, 2]]))
    assert float(both.at([SIGNAL[None]] * 2, at)) == pytest.approx(parts - at[0] ** 2, rel=1e-12)


def test_toys_follow_what_is_expected_and_their_pulls_have_unit_width() -> None:
    data, at = simple(error=0.1), np.array([0.2, -0.3, 0.1])
    toys = data.toys([SIGNAL[None]], at, 4000, 1)
    expected = data.expected([SIGNAL[None]], at)
    np.testing.assert_allclose(toys.data.estimate.mean(axis=0), expected, rtol=0.06)
    fitted = toys.profile([SIGNAL[None]])[1]
    curvature = (data.expectation([SIGNAL[None, None]])(at[None])[1][0] / expected) @ data.expectation(
        [SIGNAL[None, None]]
    )(at[None])[1][0].T + np.eye(3)
    width = np.sqrt(np.diag(np.linalg.inv(curvature)))
    np.testing.assert_allclose(((fitted - at) / width).std(axis=0), 1, atol=0.05)
    np.testing.assert_allclose(((fitted - at) / width).mean(axis=0), 0, atol=0.06)


def test_many_signals_at_once_are_the_same_as_one_by_one() -> None:
    data, signal = everything()
    many = np.linspace(0, 4, 7)[:, None, None, None] * signal
    together, nuisances = data.profile([many])
    for k in range(len(many)):
        alone, at = data.profile([many[k]])
        assert float(together[k]) == pytest.approx(float(alone), abs=1e-8)
        np.testing.assert_allclose(nuisances[k], at, atol=1e-3)


def test_templates_are_met_at_one_sigma_and_go_on_linearly() -> None:
    down, up = np.array([-3.0, 1.0]), np.array([5.0, 2.0])
    nominal = np.array([10.0, 20.0])
    for eta, change in ((1.0, up), (-1.0, down), (0.0, 0 * up), (3.0, 3 * up), (-2.0, 2 * down)):
        weights = Shares.of(np.array([[eta]])).value[0]
        counts = weights @ np.array([nominal, nominal + down, nominal + up])
        np.testing.assert_allclose(counts - nominal, change, atol=1e-12)


def test_an_alternative_on_one_side_is_mirrored_down_to_zero() -> None:
    one = Variation.one_sided("n", np.array([1.0, 2.0]), np.array([3.0, 2.5]))
    assert one.down.tolist() == [0.0, 1.5]
    assert one.up.tolist() == [3.0, 2.5]


def test_a_factor_of_several_errors_vanishes_at_its_bounds_together() -> None:
    errors = {"a": 0.3, "b": -0.4, "c": 0.0}
    bounds = {one.name: one.low if errors[one.name] > 0 else one.high for one in positive_factor(errors)}
    assert bounds == pytest.approx({"a": -1.2, "b": 1.6})  # -e_j over the sum of squares, 0.25
    assert 1 + sum(errors[name] * end for name, end in bounds.items()) == pytest.approx(0, abs=1e-12)


def test_factors_are_met_at_one_sigma_and_go_on_exponentially() -> None:
    for eta, value in ((1.0, 1.3), (-1.0, 0.8), (0.0, 1.0), (2.0, 1.69), (-3.0, 0.512)):
        assert float(factor(np.array([eta]), 0.8, 1.3)[0][0]) == pytest.approx(value, rel=1e-12)


def shape(eta: FloatArray) -> tuple[FloatArray, ...]:
    """A template of one at -0.2 and +0.3 beside it, with two derivatives."""
    shares = Shares.of(eta[:, None])
    templates = np.array([1.0, 0.8, 1.3])
    return (
        shares.value @ templates,
        shares.slopes[:, 0] @ templates,
        shares.bends(np.tile(templates, (len(eta), 1)))[:, 0],
    )


@pytest.mark.parametrize("call", [lambda eta: factor(eta, 0.8, 1.3), shape])
def test_interpolations_have_two_continuous_derivatives(call: Callable[[FloatArray], tuple[FloatArray, ...]]) -> None:
    for end in (-1.0, 1.0):
        _, slope, bend = call(end + np.array([-1e-6, 1e-6]))
        assert abs(slope[1] - slope[0]) < 2e-6
        assert abs(bend[1] - bend[0]) < 1e-5
    step = 1e-4
    for at in (0.3, -0.8, 1.7, -2.5):
        value, slope, _ = call(np.array([at - step, at + step]))
        _, exact, bend = call(np.array([at]))
        assert (value[1] - value[0]) / (2 * step) == pytest.approx(float(exact[0]), rel=1e-6)
        assert (slope[1] - slope[0]) / (2 * step) == pytest.approx(float(bend[0]), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("quenching", [0.4, -4.6])
def test_second_derivatives_equal_finite_differences(quenching: float) -> None:
    data, signal = everything()
    signal = np.stack([signal[0], signal[1] * np.array([[1.0], [0.2], [0.1]]), signal[2]])
    at = np.random.default_rng(3).normal(0, 0.4, size=len(data.parameters))
    at[data.nuisances.index("quenching")] = quenching
    model, outer, floor = data.models[0], np.random.default_rng(4).normal(size=(1, data.data.bins)), 0.3
    slopes = signal[None, None] * np.linspace(0.2, 2, signal.shape[-1])

    def first(nuisances: np.ndarray) -> np.ndarray:
        by_nuisance = model(signal[None], nuisances[None], floor)[1][0] @ outer[0]
        by_signal = model.along(slopes, signal[None], nuisances[None], floor)[0, 0] @ outer[0]
        return np.array([*by_nuisance, by_signal])

    step = 1e-5
    numeric = np.array([(first(at + step * e) - first(at - step * e)) / (2 * step) for e in np.eye(len(at))])
    exact = model.bending(signal[None], at[None], outer, floor)[0]
    np.testing.assert_allclose(exact, numeric[:, :-1], rtol=1e-6, atol=1e-6 * np.abs(exact).max())
    if not model.touches(signal[None], at[None], floor)[0]:
        mixed = model.mixed(slopes, signal[None], at[None], outer, floor)[0, 0]
        np.testing.assert_allclose(mixed, numeric[:, -1], rtol=1e-6, atol=1e-6 * np.abs(mixed).max())


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: Poisson(np.array([1.0, -2.0])), "not negative; the smallest is -2"),
        (lambda: Gaussian(np.ones(2), np.array([1.0, 0.0])), "that of bin 2 is 0"),
        (lambda: Covariance(np.ones(2), np.array([[1.0, 2.0], [2.0, 1.0]])), "smallest eigenvalue is -1"),
        (lambda: OnOff(np.ones(2), np.ones(2), 0.0), "ratio of off to on must be positive, got 0"),
        (lambda: Component("b", np.ones(2), -0.1), "error of background 'b' must not be negative, got -0.1"),
        (lambda: Systematic("e", ("signal",), 0.0, 1.1), "down of the systematic 'e' must be positive, got 0"),
        (lambda: simple(systematics=(Systematic("e", ("sginal",), 0.9, 1.1),)), "acts on 'sginal'"),
        (lambda: Dataset("x", Poisson(np.ones(3)), (), (Component("b", np.ones(2)),)), "has 2 bins, the data have 3"),
    ],
)
def test_refuses_what_has_no_meaning(make: Callable[[], object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()


def test_what_newton_leaves_minuit_finishes(monkeypatch: pytest.MonkeyPatch) -> None:
    data, signal = everything()
    value, nuisance = data.profile([signal])
    monkeypatch.setattr("nuem.inference.searches.newton._STEPS", 1)
    other, there = data.profile([signal])
    assert float(other) == pytest.approx(float(value), abs=1e-5)
    np.testing.assert_allclose(there, nuisance, atol=0.05, rtol=0.02)


def test_steps_near_the_minimum_give_what_a_search_gives_with_slope_and_tangent() -> None:
    data, signal = everything()
    along = MorphedAlong(data, Signal([np.stack([signal, 0.4 * signal])]))
    step = 1e-4
    x = np.array([0.2, 1.5]).repeat(3) + np.tile([-step, 0, step], 2)
    begin = np.broadcast_to(data.centres, (6, len(data.parameters)))
    lowest, there = minimise(data.data, along.at(x), data.pulls, begin, tolerance=1e-14)
    lowest, there = lowest.reshape(2, 3), there.reshape(2, 3, -1)
    value, slope, valley, sure = near(data.data, along, data.pulls, x[1::3], there[:, 1] + 0.003)
    assert sure.all()
    np.testing.assert_allclose(value, lowest[:, 1], rtol=1e-9)
    np.testing.assert_allclose(slope, (lowest[:, 2] - lowest[:, 0]) / (2 * step), rtol=1e-6)
    np.testing.assert_allclose(valley.nuisances, there[:, 1], atol=3e-5)
    np.testing.assert_allclose(valley.tangent, (there[:, 2] - there[:, 0]) / (2 * step), rtol=1e-3, atol=1e-3)
    again = Valley.remembered(valley.memory)
    np.testing.assert_allclose(again.at(again.x + step), valley.nuisances + step * valley.tangent, rtol=1e-14)


def test_steps_that_start_far_away_say_so() -> None:
    data, signal = everything()
    along = MorphedAlong(data, Signal([np.stack([signal, 0.4 * signal])]))
    far = data.centres[None] + 3.0
    assert not near(data.data, along, data.pulls, np.array([0.2]), far)[3].any()


def test_the_gradient_is_the_derivative_where_templates_are_clipped() -> None:
    data, signal = everything()
    at = np.zeros(len(data.parameters))
    at[data.nuisances.index("quenching")] = -4.7  # the signal's template would be negative
    for shift in (0.0, -0.25, -0.6):
        at[data.nuisances.index("quenching")] += shift
        step, unit = 1e-6, np.eye(len(at))
        exact = data.gradient([signal], [signal], at)
        by_x = (data.at([(1 + step) * signal], at) - data.at([(1 - step) * signal], at)) / (2 * step)
        numeric = [(data.at([signal], at + step * e) - data.at([signal], at - step * e)) / (2 * step) for e in unit]
        np.testing.assert_allclose(exact, [float(by_x), *np.ravel(numeric)], rtol=1e-5, atol=1e-5)
        assert np.all(data.expected([signal], at) > 0)


def test_on_minus_off_varies_as_it_says() -> None:
    """Estimate and variance of each bin, against pseudo-data of the same expectation."""
    data = OnOff(np.array([80.0, 60.0]), np.array([150.0, 40.0]), np.array([2.5, 0.5]))
    drawn = data.draw(np.array([20.0, 5.0]), 40_000, np.random.default_rng(1))
    assert np.allclose(drawn.estimate.mean(axis=0), [20, 5], atol=0.3)
    typical = data.asimov(np.array([20.0, 5.0]))
    assert np.allclose(drawn.estimate.var(axis=0), typical.variance, rtol=0.03)


def test_correlated_pseudo_data_have_the_covariance_and_the_mean() -> None:
    covariance = np.array([[4.0, 1.5, 0.0], [1.5, 9.0, -2.0], [0.0, -2.0, 1.0]])
    data, mean = Covariance(np.zeros(3), covariance), np.array([5.0, -3.0, 11.0])
    drawn = data.draw(data.project(mean), 60_000, np.random.default_rng(2)).observed
    assert np.allclose(drawn.mean(axis=0), mean, atol=0.05)
    assert np.allclose(np.cov(drawn.T), covariance, atol=0.15)
    assert np.allclose(data.asimov(data.project(mean)).observed, mean, rtol=1e-12)
