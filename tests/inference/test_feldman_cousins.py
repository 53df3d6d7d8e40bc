"""Feldman-Cousins: exact sums against reference values and the published table, pseudo-data against exact sums."""

import numpy as np
import pytest
from tests.arguments import Keywords
from tests.inference.one_line import line, references

from nuem.inference import Component, FeldmanCousins
from nuem.inference.statistics import feldman_cousins
from nuem.inference.statistics.feldman_cousins import critical_value, exact_pieces, toy_rises
from nuem.inference.statistics.outward import widened
from nuem.inference.statistics.poisson_sums import accepted_range


def known(background: float, error: float = 0.0) -> tuple[Component, ...]:
    return (Component("b", np.array([background]), error),)


def test_reference_values_of_one_bin() -> None:
    for reference in references("fc.").values():
        inputs = reference["inputs"]
        low, high = accepted_range(inputs["n"], inputs["b"], inputs["cl"])
        assert low - inputs["b"] == pytest.approx(reference["value"][0], rel=reference["rel_tol"], abs=1e-9)
        assert high - inputs["b"] == pytest.approx(reference["value"][1], rel=reference["rel_tol"])


@pytest.mark.parametrize(("n", "b", "upper"), [(0, 0.0, 2.435915), (1, 0.0, 4.357409), (5, 3.0, 6.987094)])
def test_upper_ends_of_one_bin_are_those_of_two_independent_codes(n: int, b: float, upper: float) -> None:
    assert accepted_range(n, b, 0.9)[1] - b == pytest.approx(upper, rel=1e-6)
    through_the_whole_chain = FeldmanCousins().allowed(line([n], [[0], [1]], known(b)), 0.9).pieces
    assert through_the_whole_chain[-1][1] == pytest.approx(upper, rel=1e-5)


@pytest.mark.parametrize(
    ("n", "b", "low", "high"),
    [(1, 3.0, 0, 1.88), (3, 3.0, 0, 4.42), (5, 0.5, 1.54, 9.49), (0, 0.0, 0, 2.44), (5, 3.0, 0, 6.99)],
)
def test_the_published_table_is_met_through_the_whole_chain(n: int, b: float, low: float, high: float) -> None:
    pieces = FeldmanCousins().allowed(line([n], [[0], [1]], known(b)), 0.9).pieces
    assert pieces[0][0] == pytest.approx(low, abs=0.015)
    assert pieces[0][1] == pytest.approx(high, abs=0.015)


@pytest.mark.parametrize(("n", "b"), [(0, 0.0), (0, 3.0), (2, 6.4), (4, 0.5), (9, 2.0)])
def test_exact_ends_are_those_of_a_scan(n: int, b: float) -> None:
    from scipy.stats import poisson

    k = np.arange(120)
    best = np.maximum(k, b)
    means = np.arange(b, b + 25, 0.01) + 1e-9
    probability = poisson.pmf(k[None], means[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(best > 0, probability / poisson.pmf(k, best), probability)
    accepted = [np.sum(p[r > r[n] * (1 + 1e-10)]) < 0.9 for p, r in zip(probability, ratio, strict=True)]
    ends = means[accepted][[0, -1]]
    assert accepted_range(n, b, 0.9) == pytest.approx(tuple(ends), abs=0.011)


def test_exact_construction_covers_everywhere() -> None:
    from scipy.stats import poisson

    ranges = np.array([accepted_range(n, 2.0, 0.9) for n in range(60)])
    for mean in np.linspace(2.0, 22, 60):
        covers = (ranges[:, 0] <= mean) & (mean <= ranges[:, 1])
        assert poisson.pmf(np.arange(60), mean)[covers].sum() >= 0.9 - 1e-9


def test_a_parabola_of_counts_is_accepted_in_two_pieces() -> None:
    curve = line([48], [[50], [30], [10]], low=-np.inf)
    low, high = accepted_range(48, 27.5, 0.9)
    pieces = FeldmanCousins().allowed(curve, 0.9).pieces
    ends = [50 + 30 * x + 10 * x * x for piece in pieces for x in piece]
    np.testing.assert_allclose(ends, [high, low, low, high], rtol=1e-9)


@pytest.mark.parametrize(
    ("observed", "background"), [((0, 0), 0.0), ((1, 0), 0.0), ((1, 0), 1.0), ((2, 1), 0.5), ((3, 2), 3.0)]
)
def test_few_counts_in_two_bins_of_one_shape_are_one_bin(observed: tuple[int, int], background: float) -> None:
    """Only their sum says anything; many pseudo-data then rise as high as the data, and the end is not where thresholds cross."""
    shape = np.array([0.6, 0.4])
    curve = line(observed, [[0, 0], list(shape)], (Component("b", background * shape, 0.0),))
    allowed = FeldmanCousins(toys=4000).allowed(curve, 0.9)
    low, high = accepted_range(sum(observed), background, 0.9)
    assert allowed.errors is not None
    assert allowed.pieces[0][0] == pytest.approx(low - background, abs=2 * allowed.errors[0][0] + 1e-3)
    assert allowed.pieces[0][1] == pytest.approx(high - background, abs=2 * allowed.errors[0][1] + 1e-3)
    assert max(allowed.errors[0]) < 0.3


def test_few_counts_in_two_bins_of_different_shapes_are_those_of_all_outcomes() -> None:
    from scipy.stats import poisson

    signal, background, observed = np.array([2.0, 1.0]), np.array([0.5, 1.5]), (3, 1)
    counts = np.stack(np.meshgrid(np.arange(24), np.arange(24), indexing="ij"))

    def rise(x: float) -> np.ndarray:
        mean = (background + x * signal)[:, None, None]
        return np.asarray(2 * np.sum(mean - counts * np.log(mean), axis=0))

    lowest = np.min([rise(x) for x in np.linspace(0, 20, 2001)], axis=0)

    def accepted(x: float) -> bool:
        rises = rise(x) - lowest
        probability = poisson.pmf(counts, (background + x * signal)[:, None, None]).prod(axis=0)
        return bool(probability[rises < rises[observed] - 1e-9].sum() < 0.9)

    ends = np.array([x for x in np.arange(0.01, 5, 0.01) if accepted(x)])[[0, -1]]
    curve = line(observed, [[0, 0], list(signal)], (Component("b", background, 0.0),))
    allowed = FeldmanCousins(toys=4000).allowed(curve, 0.9)
    assert allowed.errors is not None
    np.testing.assert_allclose(allowed.pieces[0], ends, atol=3 * max(allowed.errors[0]) + 0.01)
    assert max(allowed.errors[0]) < 0.1


def test_widened_pieces_that_meet_are_one() -> None:
    def share(x: float) -> tuple[float, float]:
        return (0.5 if -3 < x < 4 else 1.0), 0.3

    pieces, errors = widened(
        ((-1.0, -0.5), (1.0, 2.0)), ((0.0, 0.0), (0.0, 0.0)), (-10.0, 10.0), share, cl=0.9, number=1000
    )
    assert len(errors) == 1
    np.testing.assert_allclose(pieces, [(-3, 4)], rtol=1e-2)
    assert widened(((0.0, 1.0),), ((0.0, 0.1),), (0.0, 10.0), lambda x: (0.5, 0.0), cl=0.9, number=1000)[0] == (
        (0.0, 1.0),
    )
    assert widened(((0.0, 1.0),), ((0.0, 0.1),), (0.0, 9.0), lambda x: (0.5, 0.3), cl=0.9, number=1000)[0] == (
        (0.0, 9.0),
    )


def test_pseudo_data_give_the_threshold_of_exact_sums() -> None:
    # with many counts the statistic is nearly continuous; t is what the exact probabilities make it
    from scipy.stats import poisson

    curve = line([110], [[0], [1]], known(100.0))
    x = 12.0
    rises = toy_rises(curve, x, number=20000, seed=3)
    k = np.arange(400)
    mean, best = 100 + x, np.maximum(k, 100.0)
    exact = 2 * (mean - best + k * np.log(best / mean))
    for level in (1.0, 2.0, 2.7):
        probability = poisson.pmf(k, mean)[exact <= level].sum()
        assert np.mean(rises <= level + 1e-9) == pytest.approx(probability, abs=4 * np.sqrt(probability / 20000))


def test_the_threshold_is_smaller_at_the_boundary_than_far_away() -> None:
    curve = line([100, 50], [[0, 0], [10, 1]], (Component("b", np.array([100.0, 50.0]), 0.1),))
    near, far = (critical_value(curve, x, cl=0.9, number=4000, seed=1).level for x in (0.0, 6.0))
    assert near == pytest.approx(1.64, abs=0.25)
    assert far == pytest.approx(2.71, abs=0.25)


def test_two_seeds_agree_within_the_stated_error() -> None:
    background = (Component("b", np.ones(4), 0.5),)
    computed = [
        FeldmanCousins(toys=1000, seed=seed).allowed(
            line([5, 3, 2, 1], [[0.3, 0.2, 0.1, 0.1], [4, 2, 1, 0.5]], background), 0.9
        )
        for seed in (1, 2)
    ]
    errors = [one.errors[0] for one in computed if one.errors]
    for end in (0, 1):
        (a, b), (ea, eb) = ([first.pieces[0][end] for first in computed], [error[end] for error in errors])
        assert 0 < ea < 0.1 * computed[0].pieces[0][1]
        assert abs(a - b) < 4 * np.hypot(ea, eb)


def test_the_same_seed_gives_the_same_interval_and_an_executor_does_not_matter() -> None:
    from concurrent.futures import ThreadPoolExecutor

    curve = line([5, 3], [[0, 0], [4, 1]], (Component("b", np.ones(2), 0.5),))
    here = FeldmanCousins(toys=100).allowed(curve, 0.9)
    assert FeldmanCousins(toys=100).allowed(curve, 0.9) == here
    with ThreadPoolExecutor(2) as executor:
        assert FeldmanCousins(toys=100, executor=executor).allowed(curve, 0.9) == here


def test_a_curve_can_be_sent_to_another_process() -> None:
    import pickle

    curve = line([5, 3], [[0, 0], [4, 1]], (Component("b", np.ones(2), 0.5),))
    sent = pickle.loads(pickle.dumps(curve))
    np.testing.assert_array_equal(toy_rises(sent, 0.3, number=50, seed=2), toy_rises(curve, 0.3, number=50, seed=2))


@pytest.mark.parametrize(
    ("options", "complaint"), [({"toys": 5}, "toys = 5 are too few"), ({"seed": -1}, "seed must be a whole number")]
)
def test_refuses_options_without_a_meaning(options: Keywords, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        FeldmanCousins(**options)


def test_the_threshold_is_the_first_rise_that_covers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 50 pseudo-data with rises 1, 2, ... 50, ninety per cent are not above 45."""
    monkeypatch.setattr(feldman_cousins, "toy_rises", lambda *_, **__: np.arange(50.0, 0, -1))
    for cl, level in ((0.9, 45), (0.901, 46), (0.68, 34), (1 - 1e-12, 50)):
        threshold = critical_value(line([3], [[0], [1]], known(3.0)), 1.0, cl=cl, number=50, seed=1).level
        assert threshold == pytest.approx(level, abs=1e-6)


@pytest.mark.parametrize(("error", "exact"), [(0.0, True), (5e-4, True), (2e-3, False), (0.5, False)])
def test_sums_of_poisson_terms_serve_only_where_the_background_is_known(error: float, exact: bool) -> None:
    assert (exact_pieces(line([3], [[0], [1]], known(3.0, error)), 0.9) is not None) is exact


@pytest.mark.parametrize(
    ("n", "error", "exact"), [(3, 0.03, True), (3, 0.5, False), (1000, 1e-3, True), (1000, 0.03, False)]
)
def test_and_only_where_the_flux_adds_little_to_the_statistical_error(n: int, error: float, exact: bool) -> None:
    """Without this, a flux known to 50 % gave the limit of one that is known exactly."""
    curve = line([n], [[0], [1]], known(3.0), flux={"sun.x": error})
    assert (exact_pieces(curve, 0.9) is not None) is exact
