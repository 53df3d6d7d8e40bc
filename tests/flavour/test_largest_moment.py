"""What a limit from one source says about another, with all phases free."""

import numpy as np
import pytest
from scipy.optimize import brentq, minimize

from nuem.flavour import (
    Mixing,
    averaged_lambda_weight,
    flavour_state,
    lambda_limits,
    lambda_weight,
    largest_effective_moment,
    pattern_scale,
    tightening_limits,
)

FRACTIONS = np.array([0.6, 0.3, 0.1])
MIXING = Mixing(sin2_theta12=0.31, sin2_theta23=0.45, sin2_theta13=0.022, delta=1.2, dm2_21=7.5e-17, dm2_31=2.5e-15)
SUN = averaged_lambda_weight(FRACTIONS)


@pytest.mark.parametrize(
    ("flavour", "expected"),
    [("e", 1.3301215366098719e-11), ("mu", 1.501109941265033e-11), ("tau", 1.5319727702518606e-11)],
)
def test_a_solar_limit_bounds_every_flavour(flavour: str, expected: float) -> None:
    got = largest_effective_moment(lambda_weight(MIXING, flavour), 1e-11, SUN)
    assert got == pytest.approx(expected, rel=1e-8, abs=0)
    row, inverse = np.abs(MIXING.matrix[MIXING.index(flavour)]) ** 2, 1 / (1 - FRACTIONS)
    low, high = np.sort(inverse)[1:]
    root = brentq(lambda x: np.sum(inverse * row / (inverse - x)) - 1, low + 1e-12, high - 1e-12, xtol=1e-15)
    assert got == pytest.approx(1e-11 * np.sqrt(root), rel=1e-8, abs=0)


def test_two_limits_bound_more_than_each() -> None:
    weights = np.stack([SUN, lambda_weight(MIXING, "e")])
    got = largest_effective_moment(lambda_weight(MIXING, "tau"), [1e-11, 6e-12], weights)
    assert got == pytest.approx(1.5273692742767892e-11, rel=1e-8, abs=0)


def test_two_limits_agree_with_a_search_over_the_matrix() -> None:
    weights, limits = [SUN, lambda_weight(MIXING, "e")], [1.0, 0.6]
    target = lambda_weight(MIXING, "tau")

    def norm(x: np.ndarray) -> float:
        vector = x[:3] + 1j * x[3:]
        worst = max((vector.conj() @ w @ vector).real / m**2 for w, m in zip(weights, limits, strict=True))
        return float(-(vector.conj() @ target @ vector).real / worst)

    rng = np.random.default_rng(5)
    options = {"xatol": 1e-10, "fatol": 1e-13, "maxiter": 20000, "maxfev": 20000}
    best = min(minimize(norm, rng.normal(size=6), method="Nelder-Mead", options=options).fun for _ in range(12))
    assert np.sqrt(-best) == pytest.approx(largest_effective_moment(target, limits, weights), rel=1e-4)


def test_a_reactor_alone_leaves_the_sun_free() -> None:
    assert largest_effective_moment(SUN, 1e-11, lambda_weight(MIXING, "e")) == np.inf


def test_dirac_moments_of_a_flavour_are_bounded_by_the_sum_of_their_parts() -> None:
    state = flavour_state(MIXING, "mu")
    got = largest_effective_moment(state, 1e-11, np.diag(FRACTIONS))
    expected = 1e-11 * np.sqrt(np.sum(np.abs(MIXING.matrix[1]) ** 2 / FRACTIONS))
    assert got == pytest.approx(expected, rel=1e-8, abs=0)


def test_a_reactor_limit_tightens_a_solar_one_from_a_closed_form_on() -> None:
    useful = tightening_limits(1e-11, FRACTIONS, MIXING)
    assert useful == pytest.approx(
        [9.016373994017774e-12, 9.977259858584134e-12, 1.0424330514074593e-11], rel=1e-8, abs=0
    )
    alone = lambda_limits(1e-11, SUN).profiled
    weights = np.stack([SUN, lambda_weight(MIXING, "e")])
    for k in range(3):
        below, above = (lambda_limits([1e-11, factor * useful[k]], weights).profiled[k] for factor in (0.99, 1.01))
        assert below < alone[k] * (1 - 1e-6)
        assert above == pytest.approx(alone[k], rel=1e-8, abs=0)


def test_a_pattern_is_scaled_to_a_limit() -> None:
    pattern: list[list[complex]] = [[1, 0.5j, 0], [0.2, 1, -0.3], [0, 0.4, 1j]]
    assert pattern_scale(pattern, FRACTIONS, 1e-11) == pytest.approx(9.300816647554055e-12, rel=1e-8, abs=0)
    assert pattern_scale(np.zeros((3, 3)), FRACTIONS, 1e-11) == np.inf


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: largest_effective_moment(SUN, 0.0, SUN), "moments must be positive"),
        (lambda: largest_effective_moment(SUN, [1, 1], SUN), "one 3 x 3 matrix"),
        (lambda: tightening_limits(1e-11, [1.0, 0, 0], MIXING), "below 1 that sum to 1"),
        (lambda: tightening_limits(1e-11, [0.5, 0.3, 0.1], MIXING), "below 1 that sum to 1"),
        (lambda: pattern_scale(np.eye(2), FRACTIONS, 1.0), "must be square and alike"),
    ],
)
def test_wrong_input_is_refused(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]
