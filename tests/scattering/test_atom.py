from functools import partial

import numpy as np
import pytest

from nuem.elements import compound
from nuem.scattering.atom import response
from nuem.units import eV, keV

# Cross sections are far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
allclose = partial(np.allclose, atol=0)


# fea.*: electrons that can be freed
@pytest.mark.parametrize(
    ("symbol", "transfer", "electrons"),
    [("Ge", 350, 22), ("Ge", 1300, 28), ("Ge", 2800, 30), ("Ge", 12000, 32),
     ("Xe", 1000, 40), ("Xe", 3000, 44), ("Xe", 5000, 48), ("Xe", 40000, 54)],
)  # fmt: skip
def test_stepping_counts_the_electrons_that_can_be_freed(symbol: str, transfer: int, electrons: int) -> None:
    counted = response(symbol, "stepping").at(transfer * eV)
    assert counted.N_w == counted.N_mu == counted.N_q == electrons


def test_free_counts_all_electrons_at_any_transfer() -> None:
    assert np.all(response("Xe", "free").at([0, 1 * eV, 1 * keV]).N_w == 54)
    assert response("Xe", "free").edges.size == 0


@pytest.mark.parametrize("symbol", ["Ge", "Xe", "CF4", "NaI"])
def test_stepping_jumps_at_its_edges_only_and_ends_with_all_electrons(symbol: str) -> None:
    atom = response(symbol, "stepping")
    edges = atom.edges
    assert np.all(np.diff(edges) > 0)
    below, above = atom.at(edges * (1 - 1e-9)).N_w, atom.at(edges).N_w
    assert np.all(above > below)
    assert below[0] == 0
    assert np.array_equal(above[:-1], below[1:])
    assert above[-1] == compound(symbol).electrons


def test_a_compound_is_the_sum_of_its_atoms() -> None:
    transfer = np.geomspace(1 * eV, 100 * keV, 200)
    whole, calcium, tungsten, oxygen = (
        response(symbol, "stepping").at(transfer).N_mu for symbol in ("CaWO4", "Ca", "W", "O")
    )
    assert allclose(whole, calcium + tungsten + 4 * oxygen)
    assert response("CaWO4").units_per_gram == compound("CaWO4").units_per_gram


def test_wrong_words_and_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match=r"electrons = 'stepped' is unknown.*did you mean 'stepping'"):
        response("Ge", "stepped")
    with pytest.raises(ValueError, match="recoil must not be negative"):
        response("Ge").at(-1e-3)
    with pytest.raises(ValueError, match=r"recoil .*finite"):
        response("Ge").at([1e-3, np.nan])
