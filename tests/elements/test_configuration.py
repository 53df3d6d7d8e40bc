"""Configurations as text, and the atoms that they make."""

from functools import partial
from typing import Any

import numpy as np
import pytest

from nuem.elements import Atom, element, elements
from nuem.elements.atomic_units import HARTREE
from nuem.elements.configuration import SYMBOLS, configuration
from nuem.elements.subshells import subshells
from nuem.scattering.atom.subshell_table import tables, total
from nuem.scattering.atom.tabulate import tabulate
from nuem.units import eV, keV

approx = partial(pytest.approx, rel=1e-6, abs=0)

GROUND = {
    "H": "1s", "Na": "[Ne] 3s1", "Si": "[Ne] 3s2 3p2", "Ar": "[Ar]", "Ge": "[Ar] 3d10 4s2 4p2", "Kr": "[Kr]", "I": "[Kr] 4d10 5s2 5p5",
    "Xe": "[Xe]", "Cs": "[Xe] 6s", "W": "[Xe] 4f14 5d4 6s2",
}  # fmt: skip


@pytest.mark.parametrize("symbol", GROUND)
def test_the_ground_state_written_out_is_the_atom_of_the_table(symbol: str) -> None:
    assert subshells(symbol, GROUND[symbol]) == subshells(symbol)


def test_symbols_are_in_the_order_of_their_atomic_numbers() -> None:
    assert len(SYMBOLS) == len(set(SYMBOLS)) == 118
    assert all(SYMBOLS.index(symbol) + 1 == element(symbol).Z for symbol in elements())
    assert (Atom("Os", "[Xe] 4f14 5d6 6s2").Z, Atom("U", "[Rn] 5f3 6d 7s2").Z) == (76, 92)


def test_words_may_come_in_any_order() -> None:
    assert configuration("[Ar] 4s2 3d10 4p2") == configuration("[Ar] 3d10 4s2 4p2")


@pytest.mark.parametrize(
    ("line", "message"),
    [("", "is needed, got ''"), (7, "is needed, got 7"), ("[Pb] 6s2", r"no core '\[Pb\]'.*one of \[He\]"), ("[Ne 3s1", "no core"),
     ("1s2 2s2 2p7", "'2p7'.*holds 1 to 6 electrons"), ("1s0", "holds 1 to 2"), ("1p1", "no subshell '1p'"), ("[Ne] 2p1", "names '2p' twice"),
     ("1s2,2s1", "cannot read '1s2,2s1'"), ("8s1", "cannot read '8s1'"), ("3h1", "cannot read '3h1'")],
)  # fmt: skip
def test_what_is_no_configuration_is_refused(line: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        configuration(line)


def test_an_atom_is_refused_at_once_if_it_is_none() -> None:
    with pytest.raises(ValueError, match="has 53 electrons, but Xe has 54; only neutral atoms are computed"):
        Atom("Xe", "[Kr] 4d10 5s2 5p5")
    with pytest.raises(ValueError, match=r"ground state of Os is not in the table; give its configuration"):
        Atom("Os")
    with pytest.raises(ValueError, match="unknown element 'xe'; did you mean 'Xe'"):
        Atom("xe", "[Xe]")
    wrong: Any
    for wrong in (0, -1.0, np.nan, np.inf, "2/3"):
        with pytest.raises(ValueError, match="exchange must be a positive number"):
            Atom("Xe", exchange=wrong)


def test_atoms_are_equal_by_what_they_are_of() -> None:
    assert Atom("Ar") == Atom("Ar")
    assert Atom("Ar") != Atom("Ar", exchange=2 / 3)
    assert Atom("Ar").charge is Atom("Ar").charge  # solved once


# Rb, Z = 37, is not in the table: its eigenvalues against measured edges [eV] of the X-Ray Data Booklet
def test_an_element_without_a_table_has_its_thresholds_from_the_field() -> None:
    rubidium = Atom("Rb", "[Kr] 5s1")
    thresholds = {shell.name: rubidium.threshold(shell) * HARTREE / eV for shell in rubidium.subshells}
    assert all(shell.binding == 0 for shell in rubidium.subshells)
    for name, measured in (("K", 15200), ("L3", 1804), ("M5", 112)):
        assert thresholds[name] == approx(measured, rel=0.01 if name != "M5" else 0.15)


def test_an_excited_atom_is_computed_too() -> None:
    excited = total(tabulate(Atom("Na", "[Ne] 3p1")), np.array([0.5]) * keV)[:3, 0]
    assert excited == approx(total(tables("Na"), np.array([0.5]) * keV)[:3, 0], rel=0.02)
    outer = subshells("Na", "[Ne] 3p1")[-2:]
    assert [(shell.name, shell.binding) for shell in outer] == [("M2", 0), ("M3", 0)]
    assert sum(shell.electrons for shell in outer) == approx(1)
