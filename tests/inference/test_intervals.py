"""Sets of allowed values: closed forms, reference values, and pieces that a walk from the best fit would miss."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import lambertw
from tests.inference.one_line import line, references

from nuem.inference import Component, Curve, Dataset, Gaussian, Likelihood, OneSided, Poisson, Signal, TwoSided
from nuem.inference.one_coupling.many import hulls
from nuem.inference.statistics.statistic import normal_quantile

DELTA = normal_quantile(0.95) ** 2


def two(curve: Curve, cl: float = 0.9) -> tuple[tuple[float, float], ...]:
    return TwoSided().allowed(curve, cl).pieces


def test_reference_intervals_of_sparse_data_with_a_free_background() -> None:
    for value in references("profile.low").values():
        inputs = value["inputs"]
        curve = line(inputs["n"], [inputs["W"], inputs["S"]], (Component("background", np.array(inputs["B"]), None),))
        np.testing.assert_allclose(two(curve)[0], value["value"], rtol=value["rel_tol"], atol=1e-12)


def test_reference_intervals_in_separate_pieces() -> None:
    for value in references("disjoint").values():
        curve = line([value["inputs"]["n"]], [[50], [30], [10]], low=-np.inf)
        np.testing.assert_allclose(two(curve), value["value"], rtol=value["rel_tol"])


def test_an_excess_has_a_lower_end() -> None:
    pieces = two(line([123], [[0], [1]], (Component("b", np.array([100.0]), 0.0),)))
    assert pieces[0] == pytest.approx((5.6481700, 42.1550849), rel=1e-7)


@pytest.mark.parametrize("counts", [105, 117, 123, 130, 144])
def test_both_ends_are_those_of_the_closed_form(counts: int) -> None:
    t = DELTA / (2 * counts)
    ends = [float(-counts * lambertw(-np.exp(-1 - t), branch).real) - 100 for branch in (0, -1)]
    pieces = two(line([counts], [[0], [1]], (Component("b", np.array([100.0]), 0.0),)))
    assert pieces[0][1] == pytest.approx(ends[1], rel=1e-8)
    assert pieces[0][0] == pytest.approx(max(ends[0], 0), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize(("error", "background"), [(0.0, 0.0), (0.0, 4.0), (None, 1.0), (0.5, 2.0)])
def test_nothing_seen_is_a_limit_of_1_353_events_with_or_without_background(
    error: float | None, background: float
) -> None:
    curve = line([0] * 5, [[0] * 5, [1, 0, 0, 0, 0]], (Component("b", np.full(5, background), error),))
    assert two(curve)[0] == pytest.approx((0, DELTA / 2), rel=1e-7)
    assert OneSided().allowed(curve, 0.9).pieces[0][1] == pytest.approx(normal_quantile(0.9) ** 2 / 2, rel=1e-7)


def test_one_event_on_a_free_background_that_vanishes() -> None:
    curve = line([1, 0, 0, 0, 0, 0, 0], [[0] * 7, [1] + [0] * 6], (Component("b", np.full(7, 0.5), None),))
    high = brentq(lambda s: 2 * (s - 1 - np.log(s)) - DELTA, 1, 10)
    assert two(curve)[0][1] == pytest.approx(high, rel=1e-7)
    assert curve.best.nuisances["b"] == -1.0


def test_thirty_thousand_million_counts_in_a_bin_give_the_gaussian_limit() -> None:
    curve = line([3e10], [[0], [1]], (Component("b", np.array([3e10]), 0.0),))
    assert two(curve)[0][1] == pytest.approx(np.sqrt(DELTA * 3e10), rel=1e-5)


def test_a_thin_piece_far_away_is_found() -> None:
    # the weak counts come back at x = -2: a second bin all but excludes the piece there
    for second in np.linspace(0.0, 0.14, 8):
        curve = line([5000, 400], [[5000, 400], [4000, 400 * second], [2000, 0]], low=-np.inf)
        pieces = two(curve)
        truth = [minimum for minimum in curve.minima if curve.rise(minimum.x) <= DELTA]
        assert len(pieces) == len(truth)
    assert len(pieces) == 1
    assert len(two(line([5000, 400], [[5000, 400], [4000, 0], [2000, 0]], low=-np.inf))) == 2


def test_pieces_agree_with_a_fine_scan_for_random_problems() -> None:
    random = np.random.default_rng(11)
    for _ in range(25):
        bins = int(random.integers(1, 4))
        scale = 10 ** random.uniform(0, 3)
        square = scale * random.uniform(0.1, 1, bins)
        linear = scale * random.uniform(-1.5, 1.5, bins)
        weak = linear**2 / (4 * square) + scale * random.uniform(0, 0.5, bins)
        background = scale * random.uniform(0.05, 1, bins)
        observed = random.poisson(weak + background).astype(float)
        error = (None, 0.0, 0.2)[int(random.integers(3))]
        curve = line(
            list(observed), [list(weak), list(linear), list(square)], (Component("b", background, error),), low=-np.inf
        )
        pieces = two(curve)
        reach = max(abs(end) for piece in pieces for end in piece) * 2
        x = np.linspace(-reach, reach, 20001)
        inside = curve.profile(x)[0] - curve.best.minimum <= DELTA
        listed = np.any([(x >= low) & (x <= high) for low, high in pieces], axis=0)
        assert np.sum(inside != listed) <= 1
        assert curve.best.minimum <= curve.profile(x)[0].min() + 1e-8


def test_a_shared_flux_that_may_vanish_leaves_no_upper_end() -> None:
    curve = line([10], [[0], [1]], (Component("b", np.array([10.0]), 0.0),), flux={"flux": 0.9})
    assert two(curve)[0][1] == np.inf
    assert np.isfinite(two(curve, 0.6)[0][1])


def test_the_difference_of_on_and_off_is_a_linear_chi_squared() -> None:
    # y = mu^2 s + noise: best fit and error in closed form
    y, error, signal = np.array([4.1, -3.2, 7.0]), np.array([12.0, 11.1, 9.0]), np.array([3.0, 2.0, 1.0])
    curve = Curve(
        Likelihood([Dataset("x", Gaussian(y, error), ({},))]),
        Signal([np.stack([0 * signal, signal])[:, None, None]], 0.0),
    )
    weight = np.sum(signal**2 / error**2)
    best, sigma = np.sum(signal * y / error**2) / weight, 1 / np.sqrt(weight)
    high = best + sigma * np.sqrt(DELTA) if best > 0 else best + sigma * np.sqrt(DELTA + (best / sigma) ** 2)
    assert two(curve)[0][1] == pytest.approx(high, rel=1e-8)


def test_a_one_sided_limit_begins_at_zero_and_grows_with_the_confidence() -> None:
    curve = line([200], [[0], [1]], (Component("b", np.array([100.0]), 0.0),))
    ends = [OneSided().allowed(curve, cl).pieces for cl in (0.6, 0.8, 0.9, 0.95)]
    assert all(pieces[0][0] == 0 and len(pieces) == 1 for pieces in ends)
    assert all(a[0][1] < b[0][1] for a, b in pairwise(ends))


@pytest.mark.parametrize("cl", [0.5, 0.3, 0.0])
def test_a_one_sided_limit_needs_more_than_half(cl: float) -> None:
    with pytest.raises(ValueError, match=r"is defined above 0\.5 only"):
        OneSided().allowed(line([2], [[0], [1]]), cl)


def test_a_coupling_that_changes_nothing_is_unconstrained() -> None:
    with pytest.raises(ValueError, match="do not constrain the coupling: no expected count"):
        two(line([2], [[3], [0]]))


def test_events_where_nothing_is_expected_are_said() -> None:
    with pytest.raises(ValueError, match="there are events in a bin where none are expected"):
        two(line([2, 1], [[3, 0], [1, 0]]))


def test_two_copies_that_share_every_nuisance_are_twice_the_exposure() -> None:
    def data(factor: float) -> Dataset:
        background = Component("b", factor * np.array([7.0, 4.0]), 0.1, nuisance="both.b")
        return Dataset("x", Poisson(factor * np.array([9.0, 4.0])), ({"both.flux": 0.2},), (background,))

    signal = np.array([[0.5, 0.1], [3.0, 1.0]])[:, None, None]
    twice = Curve(Likelihood([data(1), data(1)]), Signal([signal, signal], 0.0))
    doubled = Curve(Likelihood([data(2)]), Signal([2 * signal], 0.0))
    np.testing.assert_allclose(two(twice), two(doubled), rtol=1e-8)


def test_ends_lie_where_minuit_puts_them() -> None:
    from iminuit import Minuit

    background = (Component("b", np.array([20.0, 15.0, 9.0]), None), Component("c", np.array([1.0, 5.0, 1.0]), 0.3))
    curve = line([26, 22, 8], [[1, 1, 1], [-2, 1, 3], [4, 2, 1]], background, low=-np.inf, flux={"flux": 0.1})
    minuit = Minuit(
        lambda p: float(curve.likelihood.at(curve.signal.counts(float(p[0])), np.asarray(p[1:]))),
        np.array([curve.best.x, *curve.best.nuisances.values()]),
    )
    minuit.errordef, minuit.strategy, minuit.tol = 1.0, 2, 1e-6
    minuit.limits = [
        (None, None),
        *[(single_curve.low, single_curve.high) for single_curve in curve.likelihood.parameters],
    ]
    minuit.migrad()
    assert minuit.fval == pytest.approx(curve.best.minimum, abs=1e-6)
    for end in two(curve)[0]:
        minuit.values[0] = end
        minuit.fixed[0] = True
        minuit.migrad()
        minuit.fixed[0] = False
        assert minuit.fval - curve.best.minimum == pytest.approx(DELTA, abs=1e-5)


@pytest.mark.parametrize("flux", [{}, {"flux": 0.02}])
def test_a_signal_of_a_ten_thousandth_of_an_event_keeps_its_digits_beside_many_counts(flux: dict[str, float]) -> None:
    observed = 3e10
    curve = line([observed], [[0], [1.3e-4]], (Component("b", np.array([observed]), 0.0),), flux=flux)
    assert curve.expectation.along(np.ones(1), np.zeros((1, len(flux))))[0, 0] == 1.3e-4
    if not flux:
        events = brentq(lambda s: 2 * observed * (s / observed - np.log1p(s / observed)) - DELTA, 1e5, 1e6)
        assert two(curve)[0][1] * 1.3e-4 == pytest.approx(events, rel=1e-6)
        many = hulls(curve.likelihood, curve.signal.coefficients[0][None, :, 0], DELTA, low=0.0)
        assert many[0, 1] * 1.3e-4 == pytest.approx(events, rel=1e-5)
