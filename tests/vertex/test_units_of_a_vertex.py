"""Numbers that enter a vertex: their units are converted or refused, and nothing in it can be changed afterwards."""

import copy
import pickle
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nuem import Mixing, Vertex

if TYPE_CHECKING:
    import astropy.units as u
else:
    u = pytest.importorskip("astropy.units")
ONE = np.eye(3)


@pytest.mark.parametrize(
    ("name", "quantity", "expected"),
    [
        ("charge_radius", 1e-37 * u.m**2, 1e-33),
        ("charge_radius", 1e-7 * u.fm**2, 1e-33),
        ("anapole", 1e-9 * u.barn, 1e-33),
        ("magnetic", 9.2740100783e-35 * u.J / u.T, 1e-11),
        ("electric", 9.2740100783e-35 * u.J / u.T, 1e-11),
        ("charge", 1.602176634e-31 * u.C, 1e-12),
    ],
)
def test_quantities_are_converted(name: str, quantity: u.Quantity, expected: float) -> None:
    for vertex in (
        Vertex("dirac", **{name: ONE * quantity}),
        Vertex.from_flavour("dirac", Mixing.nufit(), **{name: ONE * quantity}),
    ):
        assert getattr(vertex, name)[0, 0].real == pytest.approx(expected, rel=1e-9, abs=0)


@pytest.mark.parametrize("name", ["magnetic", "electric", "charge", "charge_radius", "anapole"])
@pytest.mark.parametrize("unit", [u.m, u.kg, u.dimensionless_unscaled])
def test_quantities_of_another_kind_are_refused(name: str, unit: u.UnitBase) -> None:
    with pytest.raises(ValueError, match=f"{name}: a quantity in .* was given where one in"):
        Vertex("dirac", **{name: 1e-11 * ONE * unit})


def test_the_dipole_and_the_phases_have_units_too() -> None:
    assert Vertex.from_dipole("dirac", ONE * u.J / u.T).magnetic[0, 0].real == pytest.approx(1 / 9.2740100783e-24)
    with pytest.raises(ValueError, match="dipole: a quantity in m was given"):
        Vertex.from_dipole("dirac", ONE * u.m)
    vertex = Vertex("dirac", magnetic=[[0, 1], [1, 0]])
    assert np.allclose(vertex.rephased([180, 0] * u.deg).magnetic, [[0, -1], [-1, 0]])
    with pytest.raises(ValueError, match="phases: a quantity in keV was given where a pure number was expected"):
        vertex.rephased([1, 0] * u.keV)


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (
            np.ma.masked_array(ONE, mask=[[True, False, False], [False] * 3, [False] * 3]),
            "is masked; fill in or leave out",
        ),
        ([[True, 0.0], [0.0, 1.0]], "contains a boolean; expected numbers"),
        (np.eye(2, dtype=bool), "is a boolean; expected a number"),
        ([["1", "0"], ["0", "1"]], "is not a number but text"),
        ([[1, 0], [0]], "is not an array of numbers"),
    ],
)
def test_what_is_not_a_number_is_refused(matrix: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Vertex("dirac", magnetic=matrix)


def test_a_mask_that_hides_nothing_is_no_obstacle() -> None:
    assert Vertex("dirac", magnetic=np.ma.masked_array(ONE)) == Vertex("dirac", magnetic=ONE)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda vertex: pickle.loads(pickle.dumps(vertex))])
def test_a_copy_is_the_same_vertex_and_cannot_be_changed(again: Callable[[Vertex], Vertex]) -> None:
    vertex = Vertex("majorana", magnetic=[[0, 2e-12j], [-2e-12j, 0]], anapole=np.diag([1e-33, 0]))
    other = again(vertex)
    assert other == vertex
    assert hash(other) == hash(vertex)
    for name in ("magnetic", "electric", "charge", "charge_radius", "anapole", "dipole"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(other, name)[0, 0] = 1.0
