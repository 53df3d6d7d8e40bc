"""Panels that follow the scale of an integrand."""

import numpy as np
import pytest

from nuem.numerics.quadrature import adaptive, graded, panels, refine


def test_graded_panels_are_as_narrow_as_allowed_and_keep_the_edges() -> None:
    edges = np.array([1e-6, 0.3, 1.0])
    fine = graded(edges, lambda low: 0.5 * low)
    assert np.all(np.diff(fine) <= 0.5 * fine[:-1])
    assert np.all(np.diff(fine) > 0)
    assert set(edges) <= set(fine)
    assert len(fine) < 100
    np.testing.assert_array_equal(graded(edges, lambda low: np.full_like(low, np.inf)), edges)


def test_graded_panels_integrate_a_steep_function() -> None:
    nodes, widths = panels(graded(np.array([1e-6, 1.0]), lambda low: 0.5 * low), 8)
    assert np.sum(widths / nodes**2) == pytest.approx(1e6 - 1, rel=1e-9)


def test_refined_panels_are_equal_parts() -> None:
    np.testing.assert_allclose(refine(np.array([0.0, 1.0, 3.0]), np.array([0.5, 3.0])), [0, 0.5, 1, 3])


def test_a_narrow_peak_and_its_moment_are_integrated_together() -> None:
    width, place = 1e-4, 0.3

    def peak(x: np.ndarray) -> np.ndarray:
        height = width / ((x - place) ** 2 + width**2)
        return np.stack([height, 1e-30 * x * height])

    area, moment = adaptive(peak, np.array([-1.0, 2.0]))
    right, left = (np.arctan((end - place) / width) for end in (2.0, -1.0))
    assert area == pytest.approx(right - left, rel=1e-11)
    tail = width / 2 * np.log(((2.0 - place) ** 2 + width**2) / ((1.0 + place) ** 2 + width**2))
    assert moment == pytest.approx(1e-30 * (place * (right - left) + tail), rel=1e-11)


def test_every_one_of_several_functions_is_settled() -> None:
    sums = adaptive(lambda x: np.stack([np.ones_like(x), np.abs(x - 0.123)]), np.array([0.0, 1.0]))
    assert sums == pytest.approx([1.0, (0.123**2 + 0.877**2) / 2], rel=1e-9)


def test_what_has_no_integral_is_refused() -> None:
    with pytest.raises(ValueError, match="the integrand is not smooth"):
        adaptive(lambda x: 1 / x, np.array([0.0, 1.0]))
