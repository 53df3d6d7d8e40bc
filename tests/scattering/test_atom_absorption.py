"""Photoabsorption: the tabulated one that is used above 1 keV, and how far the computed atom is from it."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from tests.modules import module_at

from nuem.elements import element
from nuem.scattering.atom import photoabsorption, response, tabulated
from nuem.scattering.atom.absorption import computed, elam, knots
from nuem.scattering.atom.subshell_table import tables
from nuem.typing import FloatArray
from nuem.units import eV, keV

approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)


def dense(symbol: str) -> tuple[FloatArray, FloatArray]:
    """Energies from 1 to 10 keV [eV], closer together towards every edge, and the edges."""
    edges = np.array([table.threshold / eV for table in tables(symbol) if 0.9 * keV < table.threshold < 10 * keV])
    beside = np.geomspace(1e-3, 60, 120)
    energy = np.concatenate(
        [np.geomspace(1000, 10000, 4000), *(edge + beside for edge in edges), *(edge - beside for edge in edges)]
    )
    return np.unique(energy[(energy >= 1000) & (energy <= 10000)]), edges


@pytest.mark.parametrize("symbol", tabulated())
def test_it_is_that_of_elam_between_one_and_ten_kev(symbol: str) -> None:
    xraydb = pytest.importorskip("xraydb")
    energy, edges = dense(symbol)
    # xraydb rounds ln E of an edge to five decimals: within 1e-5 E, 0.05 eV at 5 keV, the two are on different sides of it
    energy = energy[np.all(np.abs(energy / edges[:, None] - 1) > 1e-5, axis=0)]
    there = xraydb.mu_elam(symbol, energy, kind="photo") / element(symbol).atoms_per_gram
    assert photoabsorption(symbol, energy * eV) == approx(there, rel=2e-3)


# The computed atom against the tabulated one, 1 to 10 keV at equal ratios: median, and the largest deviation more than 100 eV above an edge.
# Beyond 60 B, which for hydrogen is 0.8 keV, the computed one is extrapolated, so hydrogen is not here.
COMPUTED = {
    "C": (-0.0226, 0.0367), "N": (-0.0013, 0.0253), "O": (0.0015, 0.0250), "F": (0.0056, 0.0334), "Na": (0.0040, 0.1172),
    "Al": (-0.0053, 0.0713), "Si": (-0.0149, 0.0386), "Ar": (0.0066, 0.0578), "Ca": (-0.0150, 0.0317), "Ge": (-0.0070, 0.0326),
    "Kr": (-0.0047, 0.0284), "I": (-0.0124, 0.0256), "Xe": (0.0009, 0.0211), "Cs": (-0.0069, 0.0999), "W": (-0.0078, 0.0643),
}  # fmt: skip


@pytest.mark.parametrize("symbol", COMPUTED)
def test_the_computed_atom_alone_comes_near_it_away_from_the_edges(symbol: str) -> None:
    energy = np.geomspace(1000, 10000, 4000) * eV
    deviation = computed(symbol, energy) / elam(symbol, energy) - 1
    edges = np.array([table.threshold for table in tables(symbol)])[:, None]
    away = np.all((energy < edges) | (energy > edges + 100 * eV), axis=0)
    median, largest = COMPUTED[symbol]
    assert np.median(deviation) == approx(median, rel=0, abs=5e-4)
    assert np.max(np.abs(deviation[away])) == approx(largest, rel=0, abs=5e-4)


def test_next_to_an_edge_the_computed_atom_has_resonances_that_the_tabulated_one_has_not() -> None:
    ratio = [
        computed(symbol, np.array(at * eV)) / elam(symbol, np.array(at * eV))
        for symbol, at in (("Xe", 4789), ("W", 1837), ("Ge", 1220))
    ]
    assert ratio == approx(np.array([1.21, 1.34, 0.80]), rel=0.01)


@pytest.mark.parametrize("symbol", tabulated())
def test_it_is_the_computed_one_below_and_goes_over_without_a_jump(symbol: str) -> None:
    low = np.geomspace(5, 799, 50) * eV
    assert np.array_equal(photoabsorption(symbol, low), computed(symbol, low))
    for at in (0.8 * keV, 1.0 * keV):
        before, after = photoabsorption(symbol, at * np.array([1 - 1e-9, 1 + 1e-9]))
        assert before == approx(after, rel=1e-7)
    high = np.geomspace(1, 3000, 200) * keV
    assert photoabsorption(symbol, high) == approx(elam(symbol, high), rel=1e-9)
    assert np.all(np.diff(photoabsorption(symbol, np.geomspace(100, 3000, 50) * keV)) < 0)


def test_an_edge_is_a_step_at_the_binding_energy() -> None:
    edge = next(shell.binding for shell in element("Xe").shells if shell.name == "L3")
    below, above = photoabsorption("Xe", edge * np.array([1 - 1e-12, 1]))
    assert above / below == approx(2.92, rel=0.01)
    assert np.count_nonzero(knots("Xe") == edge) == 2
    assert np.all(np.isin(knots("Xe"), response("Xe", "epa").knots))


def test_a_single_energy_gives_a_single_number() -> None:
    assert photoabsorption("Ge", 2 * keV).shape == ()
    assert photoabsorption("Ge", 1 * eV) == 0


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="no table of the atomic response of Pb"):
        photoabsorption("Pb", 2 * keV)
    with pytest.raises(ValueError, match="energy must not be negative"):
        photoabsorption("Xe", -1.0)


def test_the_file_is_what_the_script_makes() -> None:
    pytest.importorskip("xraydb")
    script = module_at(Path(__file__).parents[2] / "scripts" / "photoabsorption.py")
    energy, sigma = script.points("Ge")
    single = np.isin(energy, [at for at in energy if np.count_nonzero(energy == at) == 1])
    assert np.count_nonzero(~single) == 14  # both sides of seven edges
    assert elam("Ge", energy[single] * eV) == approx(sigma[single], rel=1e-4)
