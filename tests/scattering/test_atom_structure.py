"""The structure factor of an atom: hydrogen in closed form, sum rules, photoabsorption, convergence."""

from functools import cache, partial

import numpy as np
import pytest

from nuem.elements import Atom, element
from nuem.elements.atomic_units import BOHR, HARTREE, LIGHT
from nuem.scattering.atom import hydrogen
from nuem.scattering.atom.angular import three_j_squared
from nuem.scattering.atom.structure_factor import StructureFactor, structure_factor
from nuem.units import eV

approx = partial(pytest.approx, rel=1e-6, abs=0)

# h1s.*: transfer [hartree], N_w, N_mu, N_q; frozen values of an independent quadrature
REFERENCE = {
    0.5000001: (None, None, 8.845992347207),
    0.6: (0.9681372100082094, 0.9681280390060951, 6.9097763488771395),
    0.75: (0.9784924476718023, 0.9784846829315785, None),
    1.0: (0.9874393460993216, None, None),
    2.0: (0.9968070367263713, 0.996803788808206, None),
    5.0: (0.9995311456409887, None, None),
    50.0: (0.9999974716259543, 0.9999974049, None),
}


@pytest.mark.parametrize("transfer", REFERENCE)
def test_closed_form_of_hydrogen_has_the_reference_values(transfer: float) -> None:
    computed = hydrogen.effective_electrons(transfer * HARTREE)
    for value, expected in zip(computed, REFERENCE[transfer], strict=True):
        assert expected is None or value == approx(expected, rel=1e-7)


def test_hydrogen_at_threshold_answers_to_a_moment_by_seven_thirds_less() -> None:
    assert hydrogen.effective_electrons(0.5000001 * HARTREE)[1] == approx(1 - 7 / 3 * np.exp(-4), rel=2e-5)
    assert hydrogen.effective_electrons(0.4 * HARTREE) == (0, 0, 0)


def test_hydrogen_obeys_the_dipole_limit_and_the_bethe_sum_far_out() -> None:
    sigma = 4 * np.pi**2 / LIGHT * 0.5 * hydrogen.structure_factor(0.5 + 1e-9, 1e-3) / 1e-6 * BOHR**2
    assert sigma == approx(6.30431812e-18, rel=1e-5)
    T = np.linspace(0.5, 400, 400_001)
    q = 12.0
    assert np.trapezoid(T * hydrogen.structure_factor(T, q), T) == approx(q**2 / 2, rel=2e-3)


@cache
def computed_hydrogen() -> StructureFactor:
    transfer = np.array([0.5000001, 0.6, 0.75, 1.0, 2.0, 5.0, 20.0])
    single = Atom("H")
    return structure_factor(single, single.subshells[0], transfer, threshold=0.5)


def test_the_computed_hydrogen_is_the_exact_one() -> None:
    computed = computed_hydrogen()
    numbers = computed.numbers()
    numbers[2] *= 1 + computed.transfer / (2 * LIGHT**2)  # the ridge of a Dirac electron lies at q^2 = 2mT (1 + T/2m)
    for transfer, three in zip(computed.transfer, numbers.T, strict=True):
        assert three == approx(np.array(hydrogen.effective_electrons(transfer * HARTREE)), rel=5e-4)


def test_the_computed_hydrogen_has_the_structure_factor_itself() -> None:
    computed = computed_hydrogen()
    exact = hydrogen.structure_factor(computed.transfer[:, None], computed.q)
    assert np.all(np.abs(computed.S - exact).max(axis=1) < 3e-3 * exact.max(axis=1))
    assert computed.photoabsorption()[0] == approx(6.30431812e-18, rel=5e-4)


@cache
def argon_l3(fineness: float = 1.0) -> StructureFactor:
    known = Atom("Ar")
    shell = next(shell for shell in known.subshells if shell.name == "L3")
    threshold = known.threshold(shell)
    transfer = threshold * np.array([1.01, 1.5, 4.0, 20.0, 60.0])
    return structure_factor(known, shell, transfer, threshold=threshold, fineness=fineness)


def test_an_electron_is_as_good_as_free_at_sixty_times_its_binding() -> None:
    assert argon_l3().numbers()[:, -1] == pytest.approx([1, 1, 1.045], abs=2e-3)


def test_finer_points_change_nothing() -> None:
    coarse, fine = argon_l3().numbers(), argon_l3(1.5).numbers()
    assert coarse == approx(fine, rel=3e-4)


def test_strength_and_positivity() -> None:
    computed = argon_l3()
    assert np.all(computed.S >= 0)
    assert np.all(np.diff(computed.numbers()[2, 1:]) < 0)


@pytest.mark.parametrize("j", [0.5, 1.5, 2.5, 8.5])
@pytest.mark.parametrize("k", [0.5, 3.5, 20.5])
def test_three_j_symbols_sum_to_one(j: float, k: float) -> None:
    multipoles = range(int(abs(j - k)), int(j + k) + 1)
    assert sum((2 * L + 1) * three_j_squared(j, L, k) for L in multipoles) == approx(1, rel=1e-12)


def test_three_j_symbols_vanish_outside_the_triangle() -> None:
    assert three_j_squared(0.5, 3, 1.5) == 0


@pytest.mark.parametrize(
    ("symbol", "energies"), [("Ar", (1000, 3000, 9000)), ("Ge", (1500, 3000, 9000)), ("Xe", (2000, 4000, 9000))]
)
@pytest.mark.slow
def test_photoabsorption_is_that_of_scofield_to_five_per_cent(symbol: str, energies: tuple[int, int, int]) -> None:
    xraydb = pytest.importorskip("xraydb")
    known, energy = Atom(symbol), np.array(energies, dtype=float)
    sigma = np.zeros_like(energy)
    for shell in known.subshells:
        threshold = known.threshold(shell)
        transfer = energy * eV / HARTREE
        open_now = transfer > threshold
        if open_now.any():
            computed = structure_factor(known, shell, transfer[open_now], threshold=threshold)
            sigma[open_now] += shell.electrons * computed.photoabsorption()
    tabulated = xraydb.mu_elam(symbol, energy, kind="photo") / element(symbol).atoms_per_gram
    assert sigma == approx(tabulated, rel=0.05)
