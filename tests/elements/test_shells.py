from functools import partial
from pathlib import Path

import numpy as np
import pytest
from tests.modules import module_at

from nuem.constants import AVOGADRO
from nuem.elements import compound, element, elements
from nuem.units import eV

# Cross sections are far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

# fea.*: levels (eV, electrons)
XENON = (
    (34561, 2), (5453, 2), (5107, 2), (4786, 4), (1148.7, 2), (1002.1, 2), (940.6, 4), (689.0, 4), (676.4, 6),
    (213.2, 2), (146.7, 2), (145.5, 4), (69.5, 4), (67.5, 6), (23.3, 2), (13.4, 2), (12.1, 4),
)  # fmt: skip


@pytest.mark.parametrize("symbol", elements())
def test_occupations_sum_to_the_atomic_number(symbol: str) -> None:
    atom = element(symbol)
    assert sum(shell.electrons for shell in atom.shells) == atom.Z


@pytest.mark.parametrize("symbol", elements())
def test_shells_are_bound_named_once_and_hold_no_more_than_their_j_allows(symbol: str) -> None:
    shells = element(symbol).shells
    assert len({shell.name for shell in shells}) == len(shells)
    for shell in shells:
        assert 3 * eV < shell.binding < 0.1
        index = 1 if shell.name == "K" else int(shell.name[1:])
        assert 0 < shell.electrons <= 2 * (index // 2) + (2 if index % 2 else 0)


def test_the_typical_detectors_are_in_the_table() -> None:
    needed = "H He C N O F Na Mg Al Si P S Cl Ar Ca Ti Fe Ge As Kr I Xe Cs W Pb"
    assert all(symbol in elements() for symbol in needed.split(" "))


def test_xenon_has_the_levels_of_the_reference() -> None:
    levels = [(shell.binding / eV, shell.electrons) for shell in element("Xe").shells]
    np.testing.assert_allclose(levels, XENON, rtol=1e-12)


def test_germanium_has_four_valence_electrons_at_its_ionisation_energy() -> None:
    valence = [shell for shell in element("Ge").shells if shell.binding < 10 * eV]
    assert sum(shell.electrons for shell in valence) == 4
    assert all(shell.binding == approx(7.9 * eV) for shell in valence)


def test_electrons_per_gram_of_germanium() -> None:
    assert element("Ge").electrons_per_gram == approx(2.65329071e23, rel=1e-9)
    assert element("Ge").atoms_per_gram == AVOGADRO / 72.63


def test_a_compound_weighs_its_elements_by_mass() -> None:
    gas = compound("CF4")
    fractions = gas.mass_fractions
    assert sum(fractions.values()) == approx(1)
    expected = sum(fraction * element(symbol).electrons_per_gram for symbol, fraction in fractions.items())
    assert gas.electrons_per_gram == approx(expected, rel=1e-14)
    assert gas.electrons == 42 == sum(shell.electrons for shell in gas.shells)


def test_an_element_is_a_compound_of_itself() -> None:
    assert compound("Xe").shells == element("Xe").shells
    assert compound("Xe").electrons_per_gram == element("Xe").electrons_per_gram


def test_brackets_and_repeated_elements_add_up() -> None:
    assert compound("C6H5(CH3)").electrons == compound("C7H8").electrons == 50
    assert compound("Ca(WO4)2").electrons == 20 + 2 * (74 + 32)
    assert compound("CH1.9").electrons == approx(7.9)


@pytest.mark.parametrize("formula", ["", "cf4", "C(F4", "CF)4", "Xy", "C0", "C-4", "H2.O", "C."])
def test_an_unreadable_formula_is_refused_by_name(formula: str) -> None:
    with pytest.raises(ValueError, match=r"formula|unknown element"):
        compound(formula)


def test_a_symbol_in_the_wrong_case_is_recognised() -> None:
    with pytest.raises(ValueError, match="did you mean 'Xe'"):
        element("XE")


@pytest.mark.parametrize("symbol", ["Ge", "I", "W"])
def test_the_table_is_what_the_script_makes(symbol: str) -> None:
    pytest.importorskip("xraydb")
    script = module_at(Path(__file__).parents[2] / "scripts" / "electron_shells.py")
    made = script.shells(symbol)
    shells = element(symbol).shells
    assert [(name, electrons) for name, _, electrons in made] == [(shell.name, shell.electrons) for shell in shells]
    assert allclose([binding * eV for _, binding, _ in made], [shell.binding for shell in shells], rtol=1e-5)
