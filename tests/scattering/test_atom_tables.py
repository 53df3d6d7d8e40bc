"""The shipped tables of the atomic response, and the totals that are formed from them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from tests.modules import module_at

from nuem.constants import ALPHA, HBAR_C
from nuem.elements import Atom, element
from nuem.elements.atomic_units import HARTREE, LIGHT
from nuem.scattering.atom import hydrogen
from nuem.scattering.atom.structure_factor import structure_factor
from nuem.scattering.atom.subshell_table import tables, tabulated, total
from nuem.scattering.atom.tabulate import tabulate_subshell
from nuem.typing import FloatArray
from nuem.units import eV, keV

approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

# Another implementation of the same model, whose interpolation is coarser near edges: element, T [eV], N_w, N_mu, N_q
ANOTHER = [
    ("Xe", 50.484, 7.175, 7.1751, 16.231), ("Xe", 149.167, 20.841, 16.578, 35.952), ("Xe", 254.732, 25.33, 21.757, 53.221),
    ("Xe", 404.501, 25.001, 23.599, 58.182), ("Xe", 594.681, 25.543, 24.862, 54.551), ("Xe", 1189.978, 43.637, 42.655, 139.78),
    ("Xe", 1963.868, 43.788, 43.305, 98.678), ("Xe", 4764.853, 43.975, 43.833, 63.03), ("Xe", 7005.087, 51.935, 51.572, 83.703),
    ("Xe", 15140.547, 52.039, 51.862, 64.103), ("Xe", 39678.166, 54.056, 53.798, 60.01),
    ("Ge", 58.898, 11.078, 6.8602, 30.421), ("Ge", 148.516, 16.762, 13.378, 76.696), ("Ge", 404.501, 21.412, 20.592, 66.032),
    ("Ge", 809.422, 21.901, 21.575, 44.071), ("Ge", 1287.543, 27.856, 27.401, 80.659), ("Ge", 2778.049, 29.928, 29.686, 53.293),
    ("Ge", 12014.982, 31.92, 31.825, 41.392), ("Ge", 39678.166, 32.022, 31.97, 33.807),
]  # fmt: skip


@pytest.mark.parametrize(("symbol", "transfer", "N_w", "N_mu", "N_q"), ANOTHER)
def test_tables_agree_with_another_implementation(
    symbol: str, transfer: float, N_w: float, N_mu: float, N_q: float
) -> None:
    assert total(tables(symbol), np.array(transfer * eV))[:3] == approx(np.array([N_w, N_mu, N_q]), rel=0.01)


def test_xenon_at_two_kev() -> None:
    assert total(tables("Xe"), np.array(2 * keV))[:3] == approx(np.array([43.80, 43.32, 97.5]), rel=4e-4)


@pytest.mark.parametrize("transfer", [0.5000001, 0.503, 0.6, 0.75, 1.0, 2.0, 5.0, 20.0])
def test_the_table_of_hydrogen_is_the_closed_form(transfer: float) -> None:
    computed = total(tables("H"), np.array(transfer * HARTREE))[:3]
    computed[2] *= 1 + transfer / (2 * LIGHT**2)  # the ridge of a Dirac electron lies at q^2 = 2mT (1 + T/2m)
    assert computed == approx(np.array(hydrogen.effective_electrons(transfer * HARTREE)), rel=5e-4)
    assert computed[1] == approx(hydrogen.effective_electrons(transfer * HARTREE)[1], rel=3e-4)


@pytest.mark.parametrize("symbol", tabulated())
def test_electrons_are_as_good_as_free_at_sixty_times_their_binding(symbol: str) -> None:
    ends = np.array([table.values[:2, -1] for table in tables(symbol) if table.excess[-1] > 58.9 * table.threshold])
    assert np.median(np.abs(ends - 1)) < 3e-3
    assert (
        np.max(np.abs(ends - 1)) < 0.022
    )  # the outermost shells of heavy atoms, deep inside which the field is that of a strong charge


@pytest.mark.parametrize("symbol", tabulated())
def test_every_subshell_sets_in_at_its_threshold_and_all_electrons_end_up_free(symbol: str) -> None:
    computed = tables(symbol)
    assert sum(table.electrons for table in computed) == approx(element(symbol).Z, rel=1e-5)
    for table in computed:
        assert not table.at(np.array([table.threshold * (1 - 1e-12)])).any()
        assert np.all(table.at(np.array([table.threshold])) > 0)
        assert table.at(np.array([table.threshold]))[:, 0] == approx(table.electrons * table.values[:, 0], rel=1e-5)
    far = total(computed, np.array(2.0))
    assert far[:3] == approx(np.full(3, element(symbol).Z), rel=0.07)
    assert far[1] == approx(element(symbol).Z, rel=0.01)


@pytest.mark.parametrize("symbol", tabulated())
def test_numbers_are_positive_and_join_smoothly_where_the_table_ends(symbol: str) -> None:
    for table in tables(symbol):
        last = table.threshold + table.excess[-1]
        around = table.at(last * np.array([1 - 1e-7, 1 + 1e-7]))
        assert allclose(around[:, 0], around[:, 1], rtol=1e-5)
        assert np.all(table.at(np.geomspace(table.threshold * (1 + 1e-9), 3.0, 300)) > 0)


# Oscillator strength of the continuum; the rest of Z is in discrete lines
@pytest.mark.parametrize(("symbol", "strength"), [("H", 0.435), ("Ar", 17.4), ("Ge", 28.1), ("Xe", 51.0)])
def test_photoabsorption_obeys_thomas_reiche_and_kuhn(symbol: str, strength: float) -> None:
    computed = tables(symbol)
    sigma = sum(np.trapezoid(table.electrons * table.values[3], table.excess) for table in computed)
    assert sigma / (2 * np.pi**2 * ALPHA * HBAR_C**2 / 0.51099895) == approx(strength, rel=0.02)


def directly(symbol: str, energies: Sequence[float], fineness: float = 1.0) -> FloatArray:
    """N_w, N_mu and N_q of an atom from its orbitals, without any table."""
    known = Atom(symbol)
    transfer = np.asarray(energies) * eV / HARTREE
    summed = np.zeros((3, len(transfer)))
    for shell in known.subshells:
        threshold = known.threshold(shell)
        free = transfer > threshold
        if free.any():
            computed = structure_factor(known, shell, transfer[free], threshold=threshold, fineness=fineness)
            summed[:, free] += shell.electrons * computed.numbers()
    return summed


# Between the nodes, near an edge and far from it; in xenon on the resonances of electrons of 3d and 2p
@pytest.mark.parametrize(
    ("symbol", "energies"),
    [("Si", (99.4, 100.5, 105, 140, 160, 300)), ("Ge", (125, 130, 1217.3, 1219, 1230, 1260, 1420)),
     ("Xe", (678, 683, 687.3, 688.9, 689.6, 698.7, 951, 1013, 1161, 4786.3, 4789, 4800))],
)  # fmt: skip
@pytest.mark.slow
def test_interpolation_follows_the_computation(
    symbol: str,
    energies: tuple[float, ...],
) -> None:
    computed = total(tables(symbol), np.array(energies) * eV)[:3]
    assert computed == approx(directly(symbol, energies), rel=2e-3)


# Where another implementation is off by more than a per cent, it is its interpolation: element, T [eV], its N_w, N_mu, N_q
@pytest.mark.parametrize(
    ("symbol", "transfer", "others"),
    [("Xe", 80.166, (58.735, 52.346, 602.94)), ("Xe", 688.931, (41.146, 45.116, 334.15))],
)
@pytest.mark.slow
def test_next_to_a_resonance_the_tables_are_nearer_to_the_computation_than_another_implementation(
    symbol: str, transfer: float, others: tuple[float, float, float]
) -> None:
    coarse, fine = directly(symbol, [transfer]), directly(symbol, [transfer], fineness=1.6)
    assert coarse == approx(fine, rel=1e-4)
    assert total(tables(symbol), np.array([transfer * eV]))[:3] == approx(fine, rel=2e-3)
    assert np.all(np.abs(np.array(others) / fine[:, 0] - 1) > 0.02)


@pytest.mark.parametrize(("symbol", "name"), [("H", "K"), ("Na", "M1"), ("Ar", "M3")])
def test_a_subshell_computed_anew_is_the_one_that_is_shipped(symbol: str, name: str) -> None:
    known = Atom(symbol)
    position, shell = next((k, shell) for k, shell in enumerate(known.subshells) if shell.name == name)
    anew, kept = tabulate_subshell(known, shell), tables(symbol)[position]
    assert (anew.n, anew.kappa) == (kept.n, kept.kappa)
    assert anew.threshold == approx(kept.threshold)
    assert allclose(anew.excess, kept.excess, rtol=1e-5)
    assert allclose(anew.values[:3], kept.values[:3], rtol=1e-3)  # versions of SciPy differ by a few 1e-4 for sodium
    assert allclose(anew.values[3], kept.values[3], rtol=1e-3)


@pytest.mark.slow
def test_the_script_makes_the_table_of_silicon() -> None:
    script = module_at(Path(__file__).parents[2] / "scripts" / "atomic_response.py")
    made = script.tabulate("Si")
    assert script.rows(made)[0].startswith("1,-1,2,1839,0,")
    for anew, kept in zip(made, tables("Si"), strict=True):
        assert allclose(anew.values, kept.values, rtol=2e-4)


def test_an_element_without_a_table_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no table of the atomic response of Pb; there are tables of H, C,"):
        tables("Pb")
