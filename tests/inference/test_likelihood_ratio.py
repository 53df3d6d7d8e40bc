"""The likelihood ratio of two hypotheses: p-values that are uniform where their hypothesis is true, and small where it is not."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from tests.arguments import Keywords

from nuem.inference import Component, Dataset, Likelihood, Poisson
from nuem.inference.many_parameters.features import Quadratic
from nuem.inference.many_parameters.likelihood_ratio import LikelihoodRatio, likelihood_ratio
from nuem.inference.many_parameters.minima import minima, random_starts
from nuem.inference.many_parameters.parametric import Parametric

RISING, FALLING = np.array([[10.0, 20, 30, 40]]), np.array([[40.0, 30, 20, 10]])
DATA_SETS, TOYS = 120, 50


def squares(rows: np.ndarray, observed: np.ndarray) -> Parametric:
    """Counts that are sums of the squares of parameters times rows, on a background."""
    p, bins = rows.shape
    quadratic = np.zeros((p, p, p))
    quadratic[np.arange(p), np.arange(p), np.arange(p)] = 2.0
    data = Dataset("x", Poisson(observed), ({},), (Component("b", np.full(bins, 100.0), 0.0),))
    features = Quadratic(np.zeros(p), np.zeros((p, p)), quadratic)
    names = tuple(f"t{k}" for k in range(p))
    none, infinite = np.zeros(p), np.full(p, np.inf)
    return Parametric(Likelihood([data]), [rows.T[None, None]], features, names, none, infinite, none, none)


def compared(first: np.ndarray, second: np.ndarray, observed: np.ndarray, **options: Any) -> LikelihoodRatio:
    hypotheses = []
    for rows in (first, second):
        model, random = squares(rows, observed), np.random.default_rng(1)
        hypotheses.append((model, minima(model, random_starts(model, 3, random), random=random)[0]))
    return likelihood_ratio(*hypotheses, **(Keywords(toys=TOYS, seed=1, starts=2) | options))


def p_values(first: np.ndarray, second: np.ndarray, truth: np.ndarray, **options: Any) -> np.ndarray:
    """Of both hypotheses, (data sets, 2); nan for one that contains the other."""
    random, found = np.random.default_rng(5), []
    for seed in range(DATA_SETS):
        ratio = compared(first, second, random.poisson(100.0 + truth).astype(float), seed=seed, **options)
        found.append((ratio.p_value, ratio.second.p_value if ratio.second else np.nan))
    return np.array(found)


def uniform(values: np.ndarray, upto: float = 0.7) -> bool:
    """Whether as many lie below each level as it says, within three standard errors."""
    return all(
        abs(np.mean(values <= level) - level) < 3 * np.sqrt(level * (1 - level) / DATA_SETS) + 1 / TOYS
        for level in (0.1, 0.2, 0.3, 0.5, 0.7)
        if level <= upto
    )


@pytest.mark.parametrize(("truth", "place"), [(RISING, 0), (FALLING, 1)])
def test_p_values_are_uniform_where_their_hypothesis_is_true_and_small_where_the_other_is(
    truth: np.ndarray, place: int
) -> None:
    """Either way round, of two hypotheses of which neither contains the other."""
    values = p_values(RISING, FALLING, 1.5 * truth[0])
    assert uniform(values[:, place])
    assert np.mean(values[:, 1 - place] < 0.1) > 0.75


@pytest.mark.slow
def test_a_hypothesis_inside_another_has_a_uniform_p_value_and_is_found_wrong() -> None:
    rows = np.concatenate([RISING, FALLING, np.array([[0.0, 30, 0, 30]])])
    inside = {"contained": lambda theta: np.pad(theta, ((0, 0), (0, 2)))}
    assert uniform(p_values(RISING, rows, 1.5 * RISING[0], **inside)[:, 0], upto=0.3)  # t vanishes for many
    assert np.mean(p_values(RISING, rows, 1.5 * FALLING[0], **inside)[:, 0] < 0.1) > 0.75


def test_what_contains_the_first_hypothesis_is_never_worse_and_has_no_p_value() -> None:
    rows = np.concatenate([RISING, FALLING])
    observed, inside = np.array([110.0, 125, 130, 150]), lambda theta: np.pad(theta, ((0, 0), (0, 1)))
    ratio = compared(RISING, rows, observed, contained=inside)
    assert ratio.statistic >= 0
    assert ratio.toys.min() >= 0
    assert ratio.second is None


def test_hypotheses_exchanged_are_the_same_question() -> None:
    observed = np.array([110.0, 125, 130, 150])
    ratio, exchanged = compared(RISING, FALLING, observed), compared(FALLING, RISING, observed)
    assert ratio.second is not None
    assert ratio.second.statistic == pytest.approx(-ratio.statistic)
    assert exchanged.statistic == pytest.approx(-ratio.statistic)


def test_an_executor_changes_nothing() -> None:
    observed = np.array([110.0, 125, 130, 150])
    here = compared(RISING, FALLING, observed, toys=120)
    with ThreadPoolExecutor(2) as pool:
        there = compared(RISING, FALLING, observed, toys=120, executor=pool)
    np.testing.assert_array_equal(there.toys, here.toys)
    assert there.p_value == here.p_value
