"""Piecewise cubics: no overshoot, bins keep their content, smooth functions to fourth order, jumps stay jumps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import CubicSpline, PchipInterpolator

from nuem.numerics.piecewise import PiecewiseCubic, spline_slopes

HEIGHTS = st.lists(st.just(0.0) | st.floats(1e-100, 1e3), min_size=2, max_size=20)


@given(HEIGHTS)
def test_monotone_cubics_are_those_of_scipy(heights: list[float]) -> None:
    x = np.cumsum(np.linspace(0.3, 1.7, len(heights)))
    where = np.linspace(x[0], np.nextafter(x[-1], 0), 101)
    expected = PchipInterpolator(x, heights)(where)
    np.testing.assert_allclose(PiecewiseCubic.monotone(x, heights)(where), expected, rtol=1e-9, atol=1e-9)


@given(HEIGHTS)
def test_monotone_cubics_never_overshoot(heights: list[float]) -> None:
    x = np.arange(len(heights), dtype=float)
    values = PiecewiseCubic.monotone(x, heights)(np.linspace(0, x[-1], 301)[:-1])
    assert values.min() >= min(heights) - 1e-9
    assert values.max() <= max(heights) + 1e-9


@given(HEIGHTS)
def test_a_density_keeps_the_content_of_each_bin_and_stays_positive(heights: list[float]) -> None:
    edges = np.concatenate([[0.0], np.cumsum(np.linspace(0.3, 1.7, len(heights)))])
    density = PiecewiseCubic.from_bins(edges, heights)
    nodes, weights = np.polynomial.legendre.leggauss(4)
    half = np.diff(edges)[:, None] / 2
    means = density(edges[:-1, None] + half * (nodes + 1)) @ weights / 2
    np.testing.assert_allclose(means, heights, rtol=1e-9, atol=1e-9)
    assert density(np.linspace(0, edges[-1], 301)).min() >= -1e-9
    assert density.integral() == pytest.approx(float(np.sum(np.diff(edges) * heights)), rel=1e-9, abs=1e-9)


def test_smooth_functions_are_followed_to_fourth_order() -> None:
    where = np.linspace(0, 1.999, 997)
    errors = []
    for samples in (21, 41, 81):
        x = np.linspace(0, 2, samples)
        errors.append(np.abs(PiecewiseCubic.smooth(x, np.exp(np.sin(3 * x)))(where) - np.exp(np.sin(3 * where))).max())
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert orders.min() > 3.7
    assert errors[-1] < 1e-5


def test_cubics_are_reproduced_exactly() -> None:
    x = np.linspace(-1, 2, 7)
    where = np.linspace(-1, 1.99, 50)
    cubic = np.polynomial.Polynomial([1.0, -2.0, 0.5, 3.0])
    np.testing.assert_allclose(PiecewiseCubic.smooth(x, cubic(x))(where), cubic(where), atol=1e-12)
    integral = cubic.integ()
    assert PiecewiseCubic.smooth(x, cubic(x)).integral() == pytest.approx(integral(2) - integral(-1), rel=1e-12)


def test_joined_pieces_jump_and_vanish_outside() -> None:
    step = PiecewiseCubic.join([PiecewiseCubic.monotone([0, 1], [2, 2]), PiecewiseCubic.monotone([1, 3], [5, 5])])
    np.testing.assert_array_equal(step([-0.1, 0, 0.999, 1, 2.999, 3, 4]), [0, 2, 2, 5, 5, 0, 0])
    assert step.integral() == 12
    assert (step * 2 + step).integral() == 36


def test_refuses_too_few_samples_and_a_sum_over_other_knots() -> None:
    with pytest.raises(ValueError, match="at least 5"):
        PiecewiseCubic.smooth([0, 1, 2, 3], [0, 1, 2, 3])
    with pytest.raises(ValueError, match="same knots"):
        PiecewiseCubic.monotone([0, 1], [1, 1]) + PiecewiseCubic.monotone([0, 2], [1, 1])


@pytest.mark.parametrize("number", [4, 5, 40])
def test_the_spline_is_that_of_scipy(number: int) -> None:
    random = np.random.default_rng(number)
    x, y = np.sort(random.random(number)), random.normal(size=(number, 3))
    exact = CubicSpline(x, y)
    assert spline_slopes(x, y) == pytest.approx(exact(x, 1), rel=1e-10)
    between = np.linspace(x[0], x[-1], 50, endpoint=False)
    assert PiecewiseCubic.spline(x, y[:, 0])(between) == pytest.approx(exact(between)[:, 0], rel=1e-10)
