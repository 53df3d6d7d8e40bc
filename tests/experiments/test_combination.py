"""Expected limits, significance, goodness of fit and impacts of experiments, alone and together."""

import numpy as np
import pytest

from nuem.experiments import combine, limit
from nuem.inference import FeldmanCousins


def test_the_deficit_of_xenonnt_makes_the_limit_stronger_than_expected() -> None:
    expected = combine("xenonnt").expected("moment")
    assert 1.2 < expected.median / expected.observed < 1.6
    assert expected.observed == limit("xenonnt").value
    assert list(expected.bands.values()) == sorted(expected.bands.values())
    assert expected.bands[-2] < expected.observed < expected.bands[1]
    assert expected.method == "asymptotic"


def test_bands_of_pseudo_experiments_agree_with_the_asymptotic_ones() -> None:
    both = [combine("xenonnt").expected("moment", toys=toys).bands for toys in (None, 600)]
    np.testing.assert_allclose(list(both[1].values()), list(both[0].values()), rtol=0.12)


def test_a_surrogate_observes_what_is_expected() -> None:
    expected = combine("gemma").expected("moment", statistic="one-sided")
    assert expected.median == pytest.approx(expected.observed, rel=1e-6, abs=0)


def test_together_is_stronger_than_each() -> None:
    together = combine(["gemma", "texono"])
    medians = [combine(name).expected("moment").median for name in ("gemma", "texono")]
    assert together.expected("moment").median < min(medians)
    assert together.limit("moment").value == limit(["gemma", "texono"]).value


def test_the_background_matters_most_in_xenonnt() -> None:
    computed = combine("xenonnt").impacts("charge_radius")
    assert computed[0].nuisance == "background"
    assert computed[0].without < limit("xenonnt", "charge_radius").value
    assert {impact.nuisance for impact in computed} >= {"solar.pp", "solar.Be7"}
    assert all(impact.error == pytest.approx(1, abs=0.1) for impact in computed if impact.nuisance.startswith("solar"))


def test_no_signal_has_no_significance() -> None:
    computed = combine("xenonnt").significance("moment")
    assert (computed.sigma, computed.p_value) == (0.0, 0.5)
    assert 0 < combine("xenonnt").significance("charge").p_value <= 1


def test_xenonnt_is_fitted_well() -> None:
    computed = combine("xenonnt").goodness("moment", toys=400)
    assert 0.2 < computed.p_value < 0.8
    assert computed.deviance == pytest.approx(limit("xenonnt").goodness[0])


def test_refuses_what_has_no_meaning() -> None:
    with pytest.raises(ValueError, match="no experiment was given"):
        combine([])
    with pytest.raises(ValueError, match="its bands need pseudo-data"):
        combine("xenonnt").expected("charge")
    with pytest.raises(ValueError, match="need pseudo-data"):
        combine("xenonnt").expected("moment", statistic=FeldmanCousins())
