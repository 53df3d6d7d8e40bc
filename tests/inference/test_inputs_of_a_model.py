"""Data, backgrounds and their parameters, as they may come from Python: a wrong one is refused in one line."""

from collections.abc import Callable

import numpy as np
import pytest

from nuem.inference import (
    Component,
    Constant,
    Covariance,
    Exponential,
    Gaussian,
    Line,
    OnOff,
    Parameter,
    Poisson,
    Systematic,
    Variation,
)

u = pytest.importorskip("astropy.units")
ONES, LENGTHS = np.ones(2), np.ones(2) * u.m

WRONG: list[tuple[Callable[[], object], str]] = [
    (lambda: Poisson(LENGTHS), "counts: a quantity in m was given where a pure number was expected"),
    (lambda: Gaussian(LENGTHS, ONES), "measurements: a quantity in m"),
    (lambda: Gaussian(ONES, LENGTHS), "errors: a quantity in m"),
    (lambda: Gaussian(3.0, 1.0), "measurements must be an array"),  # type: ignore[arg-type]
    (lambda: Covariance(ONES, np.eye(2) * u.m), "covariance: a quantity in m"),
    (lambda: Covariance(3.0, 1.0), "measurements must be an array"),  # type: ignore[arg-type]
    (lambda: OnOff(ONES, ONES, 2 * u.m), "ratio of off to on: a quantity in m"),
    (lambda: Component("b", LENGTHS), "background 'b': a quantity in m"),
    (lambda: Component("b", np.array([1.0, -1.0])), "background 'b' must not be negative, got -1 at position 1"),
    (lambda: Component("b", np.ones((1, 2))), r"background 'b' must have one number a bin, got shape \(1, 2\)"),
    (lambda: Component("b", ONES, "free"), "error = 'free' is not a number but text"),  # type: ignore[arg-type]
    (lambda: Component("b", ONES, -0.1), "error of background 'b' must not be negative, got -0.1"),
    (lambda: Variation("x", ONES, LENGTHS), "up of 'x': a quantity in m"),
    (lambda: Systematic("x", ("signal",), 0.9, 0.0), "up of the systematic 'x' must be positive, got 0"),
    (lambda: Parameter("a"), "value of a shape parameter = 'a' is not a number"),  # type: ignore[arg-type]
    (lambda: Parameter(3 * u.keV), "value of a shape parameter: a quantity in keV"),
    (lambda: Parameter(3.0, -1.0), "error of a shape parameter must not be negative, got -1"),
    (lambda: Constant(np.array([3.0, 2, 1])), "edges of a shape must be two or more in rising order"),
    (lambda: Constant(np.array([1.0, 2]), -5.0), "total of a shape must not be negative, got -5"),
    (lambda: Exponential(np.array([1.0, 2]), 3.0), "scale = 3.0 of a shape must be a Parameter"),  # type: ignore[arg-type]
    (lambda: Line(np.array([1.0, 2]) * u.keV, Parameter(1.5), Parameter(0.1)), "edges: a quantity in keV"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "message"), WRONG)
def test_a_wrong_input_is_named(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message) as refused:
        call()
    assert "\n" not in str(refused.value)


def test_lists_and_columns_are_arrays() -> None:
    pandas = pytest.importorskip("pandas")
    counts = pandas.Series([3, 4], index=[7, 9])
    np.testing.assert_array_equal(Poisson(counts).observed, [3.0, 4.0])
    np.testing.assert_array_equal(Component("b", counts).nominal, [3.0, 4.0])
    np.testing.assert_array_equal(Covariance(counts, pandas.DataFrame(np.eye(2))).observed, [3.0, 4.0])
    counts_of_line, _ = Exponential([1, 2, 3], Parameter(1.0)).counts(np.array([1.0]))  # type: ignore[arg-type]
    np.testing.assert_allclose(counts_of_line, np.array([1, np.exp(-1)]) / (1 + np.exp(-1)), rtol=1e-12)
