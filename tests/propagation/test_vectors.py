"""Vectors of sixteen lanes: compiled code and plain Python do the same."""

from typing import Any

import numpy as np
import pytest
from numba import njit

from nuem.propagation.engine.kernels.vectors import LANES, greatest, larger, load, root, smaller, spread, store
from nuem.typing import FloatArray


def formula(a: FloatArray, b: FloatArray, out: FloatArray) -> float:
    x, y = load(a), load(b)
    store(out[0], 2.0 * x + y - x * y / (3.0 - y) - 1.5 + (y + 0.5) / 7.0 * x)
    store(out[1], root(spread(2.0) + x * x))
    store(out[2], larger(x, y))
    store(out[3], smaller(x, y))
    return greatest(x - y)


def both(a: FloatArray, b: FloatArray) -> list[tuple[FloatArray, float]]:
    answers = []
    compiled: Any = njit(formula)
    for function in (compiled, formula):
        out = np.zeros((5, LANES))
        answers.append((out, function(a, b, out)))
    return answers


@pytest.mark.parametrize("highest", range(LANES))
def test_compiled_code_and_plain_python_agree(highest: int) -> None:
    rng = np.random.default_rng(highest)
    a, b = rng.uniform(-1, 1, (2, LANES))
    a[highest] = 3.0
    (compiled, most), (plain, expected) = both(a, b)
    assert compiled == pytest.approx(plain, rel=1e-14, abs=1e-15)
    assert np.array_equal(plain[2:4], [np.maximum(a, b), np.minimum(a, b)])
    assert not np.any([plain[4], compiled[4]])  # what follows a row is left alone
    assert most == expected == 3 - b[highest]


def test_a_nan_is_not_taken_where_there_is_a_number() -> None:
    a, b = np.arange(0.5, LANES), np.full(LANES, np.nan)
    for out, _ in both(a, b):
        assert np.array_equal(out[2:4], [a, a])
        assert np.isnan(out[0]).all()


def test_numbers_are_read_when_they_are_loaded() -> None:
    # in plain Python a row must not be seen through the vector once it has been overwritten
    def swap(rows: FloatArray) -> None:
        x, y = load(rows[0]), load(rows[1])
        store(rows[0], y)
        store(rows[1], x)

    compiled: Any = njit(swap)
    for function in (compiled, swap):
        rows = np.arange(2.0 * LANES).reshape(2, LANES)
        function(rows)
        assert np.array_equal(rows.ravel(), np.roll(np.arange(2.0 * LANES), LANES))
