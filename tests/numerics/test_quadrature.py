"""Panels that follow the scale of an integrand."""

import numpy as np
import pytest

from nuem.numerics.quadrature import graded, panels, refine


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
