"""Likelihoods: closed forms against brute force, gradients against differences, two minimisers against each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize, minimize_scalar
from scipy.stats import poisson

from nuem.experiments import experiment, folded
from nuem.flavour import Mixing
from nuem.inference.counts import CountsLikelihood
from nuem.inference.coupling import coupling
from nuem.inference.interval import Profile
from nuem.inference.likelihood import likelihood
from nuem.inference.on_off import OnOffLikelihood
from nuem.inference.signal import Signal
from nuem.vertex import Vertex

RANDOM = np.random.default_rng(5)
BINS, BEAMS = 12, 3
SIGNAL = RANDOM.uniform(0.1, 3.0, size=(BEAMS, BINS))
BACKGROUND = RANDOM.uniform(2.0, 9.0, size=BINS)
OBSERVED = RANDOM.poisson(BACKGROUND + SIGNAL.sum(axis=0)).astype(float)


def counts(background_error: float | None = None, flux_errors=(0.1, 0.0, 0.3)) -> CountsLikelihood:
    pulls = 1 + sum(error > 0 for error in flux_errors)
    return CountsLikelihood(
        OBSERVED, BACKGROUND, background_error, ("a", "b", "c"), np.array(flux_errors), np.zeros(pulls)
    )


def test_deviance_is_twice_the_log_ratio_to_the_saturated_model() -> None:
    nuisance = np.array([0.1, -0.5, 0.3])
    expected = 1.1 * BACKGROUND + SIGNAL[0] * (1 - 0.05) + SIGNAL[1] + SIGNAL[2] * (1 + 0.09)
    ratio = poisson.logpmf(OBSERVED, OBSERVED).sum() - poisson.logpmf(OBSERVED, expected).sum()
    assert counts().at(SIGNAL, nuisance) == pytest.approx(2 * ratio + 0.25 + 0.09, rel=1e-12)


def test_an_empty_bin_costs_what_it_expects() -> None:
    empty = CountsLikelihood(np.zeros(2), np.array([1.0, 2.0]), None, ("a",), np.zeros(1), np.zeros(1))
    assert empty.at(np.zeros((1, 2)), np.zeros(1)) == pytest.approx(6.0)


@pytest.mark.parametrize("background_error", [None, 0.05])
def test_profile_finds_what_a_general_minimiser_finds(background_error: float | None) -> None:
    data = counts(background_error)
    for scale in (0.0, 1.0, 5.0):
        signal = scale * SIGNAL
        slow = minimize(lambda x, s=signal: data.at(s, x), np.zeros(3), method="BFGS", options={"gtol": 1e-8})
        value, nuisance = data.profile(signal)
        assert float(value) == pytest.approx(slow.fun, abs=1e-7)
        np.testing.assert_allclose(nuisance, slow.x, atol=2e-4)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-0.5, 0.5), min_size=3, max_size=3), st.floats(0.1, 3))
def test_gradient_is_the_derivative(nuisance: list[float], x: float) -> None:
    data, at = counts(0.2), np.array(nuisance)
    exact = data.gradient(x * SIGNAL, SIGNAL, at)
    step = 1e-6
    by_x = (data.at((x + step) * SIGNAL, at) - data.at((x - step) * SIGNAL, at)) / (2 * step)
    numeric = [by_x] + [
        (data.at(x * SIGNAL, at + step * one) - data.at(x * SIGNAL, at - step * one)) / (2 * step) for one in np.eye(3)
    ]
    np.testing.assert_allclose(exact, numeric, rtol=1e-4, atol=1e-4)


def test_on_off_profiles_each_background_in_closed_form() -> None:
    on, off, ratio = np.array([30.0, 12.0, 0.0]), np.array([14.0, 0.0, 5.0]), 0.4
    signal = np.array([[4.0, 3.0, 1.0]])

    def cost(background: float, k: int) -> float:
        logs = poisson.logpmf(on[k], on[k]) - poisson.logpmf(on[k], signal[0, k] + background)
        return 2 * (logs + poisson.logpmf(off[k], off[k]) - poisson.logpmf(off[k], ratio * background))

    slow = sum(
        minimize_scalar(cost, args=(k,), bounds=(1e-9, 100), method="bounded", options={"xatol": 1e-10}).fun
        for k in range(3)
    )
    assert OnOffLikelihood(on, off, ratio).at(signal, np.empty(0)) == pytest.approx(slow, abs=1e-6)


def test_on_off_gradient_is_the_derivative() -> None:
    data = OnOffLikelihood(np.array([30.0, 12.0]), np.array([14.0, 3.0]), 0.4)
    slope, step = np.array([[2.0, 1.0]]), 1e-6
    numeric = (data.at((1 + step) * slope, np.empty(0)) - data.at((1 - step) * slope, np.empty(0))) / (2 * step)
    assert data.gradient(slope, slope, np.empty(0))[0] == pytest.approx(numeric, rel=1e-6)


def test_toys_average_to_what_is_expected() -> None:
    data, nuisance = counts(0.1), np.array([0.2, -0.3, 0.1])
    drawn = np.mean([toy.observed for toy in data.toys(SIGNAL, nuisance, 4000, 1)], axis=0)
    expected = BACKGROUND * 1.02 + SIGNAL[0] * 0.97 + SIGNAL[1] + SIGNAL[2] * 1.03
    np.testing.assert_allclose(drawn, expected, rtol=0.06)
    centres = np.mean([toy.centres for toy in data.toys(SIGNAL, nuisance, 4000, 1)], axis=0)
    np.testing.assert_allclose(centres, nuisance, atol=0.06)


@pytest.fixture(scope="module")
def xenonnt():
    known = experiment("xenonnt")
    return known, folded(known)


@pytest.mark.parametrize("name", ["moment", "charge", "charge_radius[e,mu]"])
def test_minuit_and_newton_agree_on_the_profile(xenonnt, name: str) -> None:
    known, tensor = xenonnt
    profile = Profile(likelihood(known, tensor), Signal.of(tensor, coupling(name), Mixing.nufit()))
    x = profile.best.x + profile.width() * np.array([0.3, 1.0, 2.0])
    np.testing.assert_allclose([profile(one) for one in x], profile.scan(x), atol=2e-4)


def test_a_vertex_and_a_coupling_see_the_same_likelihood(xenonnt) -> None:
    from nuem.inference.likelihood import VertexLikelihood

    known, tensor = xenonnt
    data = likelihood(known, tensor)
    by_vertex = VertexLikelihood(tensor, data)
    signal = Signal.of(tensor, coupling("charge"), Mixing.nufit())
    vertex = Vertex("dirac", charge=3e-13 * np.eye(3))
    assert by_vertex.profile(vertex) == pytest.approx(float(data.profile(signal.counts(signal.x(3e-13)))[0]), rel=1e-9)
    assert by_vertex(vertex) == pytest.approx(data.at(signal.counts(signal.x(3e-13)), np.zeros(9)), rel=1e-9)
