"""Bayesian limits: reference values of the closed form, and the closed form for a Gaussian curve."""

import numpy as np
import pytest
from tests.inference.one_line import line, references

from nuem.inference import Curve, Dataset, Gaussian, Likelihood, Signal
from nuem.inference.bayesian import credible_limit, gaussian_limit


def test_reference_values_of_four_priors() -> None:
    reference = references("prior.")["prior.k"]
    for power, value in reference["value"].items():
        assert gaussian_limit(float(power), 0.9) == pytest.approx(value, rel=reference["rel_tol"])


@pytest.mark.parametrize("power", [0.5, 1.0, 3.0, 9.0])
def test_a_gaussian_curve_gives_the_closed_form(power: float) -> None:
    data = Dataset("x", Gaussian(np.array([0.0]), np.array([2.0])), ({},))
    curve = Curve(Likelihood([data]), Signal([np.array([[0.0], [1.0]])[:, None, None]], 0.0))
    assert credible_limit(curve, power, 0.9) == pytest.approx(2 * gaussian_limit(power, 0.9), rel=2e-4)


def test_nothing_seen_with_a_flat_prior_is_the_classical_limit() -> None:
    assert credible_limit(line([0], [[0], [1]]), 1.0, 0.9) == pytest.approx(np.log(10), rel=1e-3)


def test_refuses_priors_without_a_norm() -> None:
    with pytest.raises(ValueError, match="power = 0"):
        gaussian_limit(0.0, 0.9)
    with pytest.raises(ValueError, match="can have both signs"):
        credible_limit(line([48], [[50], [30], [10]], low=-np.inf), 1.0, 0.9)
