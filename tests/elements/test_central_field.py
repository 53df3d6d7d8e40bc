from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import spherical_jn

from nuem.constants import ALPHA
from nuem.elements import Atom, element
from nuem.elements.atomic_units import HARTREE, LIGHT
from nuem.elements.kernels.bessel import bessel_table
from nuem.elements.radial import RadialGrid
from nuem.elements.subshells import subshells
from nuem.typing import FloatArray
from nuem.units import eV

approx = partial(pytest.approx, rel=1e-6, abs=0)


def sommerfeld(n: int, kappa: int, Z: int) -> float:
    """Binding energy of the Dirac hydrogen atom [hartree]."""
    gamma = np.sqrt(kappa**2 - (Z * ALPHA) ** 2)
    return LIGHT**2 * (1 - 1 / np.sqrt(1 + (Z * ALPHA / (n - abs(kappa) + gamma)) ** 2))


@pytest.mark.parametrize(("n", "kappa"), [(1, -1), (2, -1), (2, 1), (2, -2), (3, 2), (4, -4)])
def test_orbitals_of_hydrogen_have_the_levels_of_dirac(n: int, kappa: int) -> None:
    hydrogen = Atom("H")
    computed = hydrogen.field(hydrogen.grid).bound(n, kappa, -0.4 / n**2)
    assert -computed.energy == approx(sommerfeld(n, kappa, 1))


def test_orbitals_are_normalised() -> None:
    argon = Atom("Ar")
    for shell in argon.subshells:
        computed = argon.field(argon.grid).bound(shell.n, shell.kappa, argon.eigenvalues[shell.n, shell.kappa])
        assert (computed.P**2 + computed.Q**2) @ argon.grid.weight == approx(1)


# Measured edges [eV] and how near the self-consistent field without any correction must come.
@pytest.mark.parametrize(
    ("symbol", "level", "measured", "tolerance"),
    [("Xe", (1, -1), 34561, 5e-4), ("Xe", (2, -2), 4786, 5e-3), ("Xe", (3, -3), 676.4, 5e-3), ("Xe", (4, -3), 67.5, 1e-2),
     ("Ge", (1, -1), 11103, 4e-3), ("Ge", (2, -2), 1217, 2e-2), ("Ar", (1, -1), 3205.9, 1e-2), ("Ar", (2, -2), 248.4, 2e-2)],
)  # fmt: skip
def test_eigenvalues_lie_near_the_measured_edges(
    symbol: str, level: tuple[int, int], measured: float, tolerance: float
) -> None:
    assert -Atom(symbol).eigenvalues[level] * HARTREE == approx(measured * eV, rel=tolerance)


@pytest.mark.parametrize("symbol", ["Na", "Ar", "Xe"])
def test_an_electron_sees_the_nucleus_within_and_one_charge_without(symbol: str) -> None:
    known = Atom(symbol)
    assert known.charge[0] == approx(-known.Z, rel=2e-3)
    assert known.charge[-1] == approx(-1)
    assert np.all(np.diff(known.charge) > -1e-6)
    assert 0 < known.tail < 20


def waves(
    known: Atom, energies: FloatArray, kappa: int, reach: float, orbital: tuple[int, int] = (2, -1)
) -> tuple[NDArray[np.float32], RadialGrid]:
    inner = RadialGrid.between(1e-4 / known.Z, 8.0, step=0.02, linear=1.0)
    outer = RadialGrid.between(inner.r[-1], reach, step=0.01, linear=2.0)
    field = known.field(inner.then(outer))
    bound = known.field(inner).bound(*orbital, known.eigenvalues[orbital])
    return field.transitions(bound, inner.weight, energies, kappa), inner


@pytest.mark.parametrize("kappa", [-1, 1, -2, 5])
def test_free_waves_do_not_depend_on_where_the_grid_ends(kappa: int) -> None:
    energies = np.array([0.02, 0.5, 10.0, 200.0])
    near, _ = waves(Atom("Ar"), energies, kappa, 15.0)
    far, _ = waves(Atom("Ar"), energies, kappa, 40.0)
    assert np.all(np.abs(near - far).max(axis=0) < 1e-5 * np.abs(near).max(axis=0))


def test_free_waves_are_orthogonal_to_bound_orbitals_of_the_same_kappa() -> None:
    energies = np.array([0.02, 0.5, 10.0])
    density, _ = waves(Atom("Ar"), energies, -1, 15.0)
    assert np.all(np.abs(density.sum(axis=0)) < 1e-4 * np.abs(density).sum(axis=0))


def test_subshells_hold_all_electrons_and_share_an_open_shell_evenly() -> None:
    for symbol in ("H", "Si", "Ge", "I", "W"):
        assert sum(shell.electrons for shell in subshells(symbol)) == approx(element(symbol).Z)
    lower, upper = subshells("Ge")[-2:]
    assert (lower.electrons, upper.electrons) == approx((2 / 3, 4 / 3))


def test_exchange_after_kohn_and_sham_binds_less() -> None:
    assert Atom("Ar", exchange=2 / 3).eigenvalues[2, -1] > Atom("Ar").eigenvalues[2, -1]


def test_thresholds_are_measured_ones_unless_they_are_below_ten_ev() -> None:
    germanium = Atom("Ge")
    thresholds = {shell.name: germanium.threshold(shell) * HARTREE for shell in germanium.subshells}
    assert thresholds["K"] == approx(11103 * eV)
    assert thresholds["N2"] == approx(-germanium.eigenvalues[4, 1] * HARTREE)


def test_points_are_uniform_in_their_own_variable_and_weights_integrate() -> None:
    grid = RadialGrid.between(1e-6, 40.0, step=0.01, linear=2.0)
    assert np.diff(np.log(grid.r) + grid.r / 2) == approx(0.01)
    assert np.exp(-grid.r) @ grid.weight == approx(1, rel=1e-4)
    assert np.sum(grid.r**2 * np.exp(-grid.r) * grid.weight) == approx(2)


def test_bessel_functions_are_those_of_scipy() -> None:
    q, r = np.array([1e-3, 0.1, 1.0, 7.0]), np.array([1e-2, 0.5, 3.0, 20.0, 150.0])
    table = np.zeros((81, 4, 5), np.float32)
    bessel_table(q, r, 80, table)
    order = np.arange(81)[:, None, None]
    exact = spherical_jn(order, q[:, None] * r)
    exact[0] -= 1
    assert np.allclose(table, exact, rtol=2e-5, atol=2e-7)
    tiny = 1e-3 * 1e-2
    assert table[0, 0, 0] == approx(-(tiny**2) / 6, rel=1e-5)


def test_an_unknown_element_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown element 'Xx'"):
        Atom("Xx")
