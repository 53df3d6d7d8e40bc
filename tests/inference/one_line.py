"""Small counting problems along one parameter, and the reference values for them."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nuem.inference import Component, Curve, Dataset, Likelihood, Poisson, Signal
from nuem.typing import Json


def line(
    observed: Sequence[float],
    coefficients: Sequence[Sequence[float]],
    backgrounds: tuple[Component, ...] = (),
    *,
    low: float = 0.0,
    flux: dict[str, float] | None = None,
) -> Curve:
    """Counts that are a polynomial of x, one list of bins for each power."""
    data = Dataset("x", Poisson(np.array(observed, dtype=float)), (flux or {},), backgrounds)
    return Curve(Likelihood([data]), Signal([np.array(coefficients, dtype=float)[:, None, None]], low))


def references(prefix: str) -> dict[str, Json]:
    """Independent values, by identifier; they lie next to the checkout, and a test that reads them is skipped where they do not."""
    file = Path(__file__).parents[3] / "shared" / "physics" / "reference_values_portal.json"
    if not file.is_file():
        pytest.skip("the reference values are not here")
    return {case["id"]: case for case in json.loads(file.read_text()) if case["id"].startswith(prefix)}
