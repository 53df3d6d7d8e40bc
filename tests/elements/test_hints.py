"""Materials that are not formulas: the hint says what was meant."""

import pytest

from nuem.elements import compound


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("76Ge", "Ge"), ("Ge-76", "Ge"), ("40Ar", "Ar"), ("LAr", "Ar"), ("LXe", "Xe"), ("lxe", "Xe"), ("liquid argon", "Ar"),
        ("natGe", "Ge"), ("xenon", "Xe"), ("Xenon", "Xe"), ("GERMANIUM", "Ge"), ("ge", "Ge"), ("GE", "Ge"), ("xe", "Xe"),
        ("csi", "CsI"), ("nai", "NaI"), ("NAI", "NaI"), ("cawo4", "CaWO4"), ("water", "H2O"), ("caesium", "Cs"),
    ],
)  # fmt: skip
def test_what_was_meant_is_said(text: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f"did you mean '{meant}'"):
        compound(text)


@pytest.mark.parametrize("text", ["Ge76", "Xe136", "Ar40", "Na23", "He4", "C12", "Cs133I127", "Ge76O2", "Li6"])
def test_a_mass_number_is_not_a_count_of_atoms(text: str) -> None:
    with pytest.raises(ValueError, match="for the isotope of mass number"):
        compound(text)


@pytest.mark.parametrize(
    "text", ["H2", "N2", "O2", "P4", "S8", "C60", "C12H22O11", "C14H10", "CaWO4", "CH1.9", "Cs2LiYCl6"]
)
def test_molecules_stay_molecules(text: str) -> None:
    assert compound(text).formula == text


@pytest.mark.parametrize("text", ["Qq", "tea7", "\u2713", "D2O"])
def test_nothing_is_guessed_where_nothing_fits(text: str) -> None:
    with pytest.raises(ValueError, match=r"unknown element|cannot read") as caught:
        compound(text)
    assert "did you mean" not in str(caught.value)
