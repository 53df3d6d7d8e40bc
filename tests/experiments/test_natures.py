"""Dirac or Majorana on data."""

import pytest

from nuem.experiments import compare_natures


def test_majorana_dipoles_are_among_the_dirac_ones() -> None:
    result = compare_natures(["xenonnt", "gemma"], toys=20, starts=8)
    assert result.ratio.statistic >= 0
    assert result.dirac.deviance <= result.majorana.deviance + 1e-6
    assert 0 <= result.ratio.p_value <= 1
    assert len(result.ratio.toys) == 20
    assert result.triangle["majorana"] <= 1e-30
    again = compare_natures(["xenonnt", "gemma"], toys=20, starts=8)
    assert again.ratio.p_value == result.ratio.p_value
    with pytest.raises(ValueError, match="whole number"):
        compare_natures("gemma", toys=0, starts=2)
