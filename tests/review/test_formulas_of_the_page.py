"""Formulas of the review page read as formulas, and what is no formula stays as it is."""

import pytest

from nuem.review.formulas import typeset


@pytest.mark.parametrize(
    ("plain", "marked"),
    [
        ("3.2e-19 mu_B per eV", "3.2&times;10<sup>−19</sup> μ<sub>B</sub> per eV"),
        ("1e12 G", "10<sup>12</sup> G"),
        ("agree to 0e+00", "agree to 0"),
        ("2 pi alpha q^2/(m_e T^2)", "2 π α q<sup>2</sup>/(m<sub>e</sub> T<sup>2</sup>)"),
        ("Sum_i U*_li exp(-iE_i L)", "Σ<sub>i</sub> U*<sub>li</sub> exp(−i E<sub>i</sub> L)"),
        ("<r^2> <= 1 cm2", "⟨r<sup>2</sup>⟩ ≤ 1 cm<sup>2</sup>"),
        ("nuem.vertex.charge_radius of 85Kr & co", "nuem.vertex.charge_radius of 85Kr &amp; co"),
        ("the number of a muon", "the number of a muon"),
    ],
)
def test_formulas_are_marked_up(plain: str, marked: str) -> None:
    assert typeset(plain) == marked
