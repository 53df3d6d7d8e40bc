"""Comparisons of small numbers are relative, also where a test leaves the absolute tolerance to its default.

`pytest.approx` accepts 1e-12 and `numpy.allclose` 1e-8 by default: a cross section of 1e-42 cm^2 "agrees" with any other one, and a limit of 1e-11 mu_B
with one 10 % off. Where the default is larger than what a comparison should see, it becomes a billionth of the largest number.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

_ROUNDING = 1e-9  # of the largest number, for those next to it that should be zero
_TESTS = str(Path(__file__).parent)
_LEAST = 1e-4  # relative precision that every comparison should have, if it does not ask for less
_approx, _allclose = pytest.approx, np.allclose


def _largest(values: object) -> float:
    """Largest size of numbers, in a container or not; infinite for what is not numbers."""
    if isinstance(values, dict):
        values = list(values.values())
    try:
        sizes = np.abs(np.asarray(values, dtype=np.complex128))
    except (TypeError, ValueError):
        return np.inf
    finite = sizes[np.isfinite(sizes)]
    return float(finite.max(initial=0.0))


def _wanted(relative: float) -> float:
    return max(10 * relative, _LEAST)


def approx(expected: Any, rel: Any = None, abs: Any = None, nan_ok: bool = False) -> Any:
    """`pytest.approx` with an absolute tolerance that does not hide the numbers."""
    size = _largest(expected)
    if abs is None and 0 < _wanted(1e-6 if rel is None else rel) * size < 1e-12:
        rel, abs = 1e-6 if rel is None else rel, _ROUNDING * size  # alone, abs would be all that counts
    return _approx(expected, rel=rel, abs=abs, nan_ok=nan_ok)


def allclose(a: Any, b: Any, rtol: float = 1e-5, **more: Any) -> bool:
    """`numpy.allclose`, likewise, where a test calls it."""
    size = max(_largest(a), _largest(b))
    if (
        "atol" not in more
        and 0 < _wanted(rtol) * size < 1e-8
        and sys._getframe(1).f_code.co_filename.startswith(_TESTS)
    ):
        more["atol"] = _ROUNDING * size
    return bool(_allclose(a, b, rtol, **more))


def watch() -> None:
    """Put both in the place of the originals."""
    setattr(pytest, "approx", approx)  # noqa: B010
    setattr(np, "allclose", allclose)  # noqa: B010
