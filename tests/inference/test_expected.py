"""Expected limits, significance, goodness of fit and impacts: closed forms and reference values."""

import numpy as np
import pytest
from scipy.stats import chi2, kstest, norm
from tests.inference.one_line import line, references

from nuem.inference import Component, Curve, Dataset, FeldmanCousins, Likelihood, OneSided, OnOff, Signal, TwoSided
from nuem.inference.expected import asimov, band, expected_limits, toy_limits, without_signal
from nuem.inference.goodness import goodness
from nuem.inference.impacts import impacts
from nuem.inference.significance import significance


def counting(observed: float, background: float, error: float | None = 0.0) -> Curve:
    return line([observed], [[0], [1]], (Component("b", np.array([background]), error),))


def test_reference_medians() -> None:
    for reference in references("asimov.").values():
        inputs = reference["inputs"]
        statistic = TwoSided() if inputs["threshold"] > 2 else OneSided()
        curve = counting(inputs["b"], inputs["b"], inputs.get("relative_error", 0.0))
        assert expected_limits(curve, statistic, 0.9).median == pytest.approx(
            reference["value"], rel=reference["rel_tol"]
        )


def test_reference_significance() -> None:
    reference = references("significance.")["significance.sys"]
    s, b, f = (reference["inputs"][key] for key in ("s", "b", "relative_error"))
    data = OnOff(np.array([s + b]), np.array([1 / f**2]), 1 / (f**2 * b))
    curve = Curve(Likelihood([Dataset("x", data, ({},))]), Signal([np.array([[0.0], [1.0]])[:, None, None]], 0.0))
    assert significance(curve).sigma == pytest.approx(reference["value"], rel=reference["rel_tol"])


def test_bands_are_those_of_a_gaussian_with_a_boundary() -> None:
    assert [band(z, 2.705543) for z in (-2, -1, 0, 1, 2)] == pytest.approx(
        [0.590, 0.925, 1.645, 2.645, 3.645], abs=6e-4
    )
    curve = counting(1e4, 1e4)
    asymptotic, toys = (expected_limits(curve, TwoSided(), 0.9, toys=n).bands for n in (None, 4000))
    np.testing.assert_allclose(asymptotic, toys, rtol=0.06)
    sizes = toy_limits(curve, without_signal(curve, 4000, 3), TwoSided(), 0.9)
    z = np.random.default_rng(2).normal(size=4000)
    exact = 100 * np.array([band(case, 2.705543) for case in z])
    assert kstest(sizes, exact).pvalue > 1e-3


def test_asimov_data_are_met_without_tension_where_nuisances_are_pulled() -> None:
    """Pulls are measured where the data put the nuisances: nothing is left of -2 ln L at the parameter and nuisances of the Asimov data."""
    curve = line([30, 50], [[0, 0], [4, 1]], (Component("b", np.array([20.0, 40.0]), 0.3),), flux={"flux": 0.1})
    for x in (0.0, 1.5):
        nuisances = curve.profile(np.array([x]))[1]
        assert np.abs(nuisances).max() > 0.1
        expected = asimov(curve, x)
        value, found = expected.profile(np.array([x]))
        assert value[0] == pytest.approx(0, abs=1e-9)
        assert found == pytest.approx(nuisances, abs=1e-5)


def test_every_pseudo_limit_is_the_limit_of_that_pseudo_data() -> None:
    curve = line([5, 3], [[0, 0], [4, 1]], (Component("b", np.array([3.0, 4.0]), 0.3),), flux={"flux": 0.1})
    drawn = without_signal(curve, 12, 5)
    sizes = toy_limits(curve, drawn, TwoSided(), 0.9)
    assert len(sizes) == 12
    for k, size in enumerate(sizes):
        single = Curve(drawn.take(np.array([k])).single(), curve.signal)
        assert size == pytest.approx(TwoSided().allowed(single, 0.9).pieces[-1][1], rel=1e-5)


def test_pseudo_limits_of_a_coupling_with_both_signs() -> None:
    curve = line([50], [[30], [30], [10]], low=-np.inf)
    expected = expected_limits(curve, TwoSided(), 0.9, toys=40)
    assert list(expected.bands) == sorted(expected.bands)
    assert expected.median == pytest.approx(
        max(abs(end) for piece in TwoSided().allowed(asimov(curve), 0.9).pieces for end in piece), rel=0.1
    )


def test_bands_without_pseudo_data_are_refused_where_they_have_no_formula() -> None:
    with pytest.raises(ValueError, match="can have both signs: its bands need pseudo-data"):
        expected_limits(line([50], [[30], [30], [10]], low=-np.inf), TwoSided(), 0.9)
    with pytest.raises(ValueError, match="feldman-cousins need pseudo-data"):
        expected_limits(counting(3, 3), FeldmanCousins(), 0.9)


def test_half_a_chi_squared_at_the_boundary() -> None:
    computed = significance(counting(130, 100))
    assert computed.p_value == pytest.approx(norm.sf(computed.sigma), rel=1e-10)
    signed = significance(line([60], [[30], [30], [10]], low=-np.inf))
    assert signed.p_value == pytest.approx(chi2.sf(signed.q0, 1), rel=1e-10)
    assert significance(counting(90, 100)).p_value == 0.5


def test_the_p_value_of_pseudo_data_is_that_of_poisson_counts() -> None:
    from scipy.stats import poisson

    assert significance(counting(8, 4), toys=20000).p_value == pytest.approx(poisson.sf(7, 4), abs=0.005)


def test_the_deviance_of_good_data_is_typical_and_that_of_bad_data_is_not() -> None:
    background = (Component("b", np.full(6, 3.0), 0.1),)
    shape = [[0] * 6, [3, 2, 1, 0, 0, 0]]
    assert 0.05 < goodness(line([4, 2, 3, 3, 5, 2], shape, background)).p_value < 0.95
    assert goodness(line([3, 3, 3, 3, 3, 20], shape, background)).p_value < 0.01


def test_p_values_of_goodness_are_uniform() -> None:
    curve = line([30, 25, 20, 22], [[0] * 4, [10, 5, 2, 1]], (Component("b", np.array([25.0, 24, 21, 20]), 0.1),))
    drawn = curve.likelihood.toys(curve.signal.counts(0.5), np.zeros(1), 60, 4)
    values = [
        goodness(Curve(drawn.take(np.array([k])).single(), curve.signal), toys=200, seed=k).p_value for k in range(60)
    ]
    assert kstest(values, "uniform").pvalue > 1e-3


def test_a_nuisance_that_mimics_the_signal_matters_most() -> None:
    background = (Component("like", np.array([20.0, 10.0]), 0.2), Component("other", np.array([0.5, 30.0]), 0.02))
    curve = line([21, 41], [[0, 0], [2, 1]], background)
    computed = impacts(curve, TwoSided(), 0.9)
    assert [impact.nuisance for impact in computed] == ["like", "other"]
    assert computed[0].up < computed[0].without < computed[0].down
    assert computed[0].without < TwoSided().allowed(curve, 0.9).pieces[-1][1]
    assert 0 < computed[0].error <= 1
