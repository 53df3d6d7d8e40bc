from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuem import Mixing, Sterile, Vertex
from nuem.constants import RADIUS_SHIFT
from nuem.scattering.couplings import shift_matrices, tree, vector_shift, weak_matrices
from nuem.units import eV

# Cross sections are far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

MIXING = Mixing.nufit()
FOUR = Mixing(
    sin2_theta12=0.3, sin2_theta13=0.022, sin2_theta23=0.57, delta=3.4, dm2_21=7.5e-5 * eV**2, dm2_31=2.5e-3 * eV**2,
    sterile=(Sterile(1 * eV**2, (0.1, 0.02, 0.05), (0.4, 1.1, -0.3)),),
)  # fmt: skip


def test_tree_couplings_are_those_of_the_standard_model() -> None:
    nu_e, nu_mu = tree("e"), tree("mu")
    assert [nu_e.vector, nu_e.axial] == approx([2 * 0.23857 + 0.5, 0.5])
    assert [nu_mu.vector, nu_mu.axial] == approx([2 * 0.23857 - 0.5, -0.5])
    assert tree("tau") == nu_mu


@pytest.mark.parametrize("flavour", ["e", "mu", "tau"])
def test_an_antineutrino_has_the_opposite_axial_coupling_and_the_same_vector_coupling(flavour: str) -> None:
    neutrino, antineutrino = tree(flavour), tree(flavour, antineutrino=True)
    assert antineutrino.vector == neutrino.vector
    assert antineutrino.axial == -neutrino.axial


def test_the_radius_shift_has_the_reference_value() -> None:
    assert approx(2.37955871286e30, rel=1e-11) == RADIUS_SHIFT  # cr.gVshift_per_cm2
    assert vector_shift(0.1, charge_radius=1e-33) == approx(2.37955871286e-3, rel=1e-11)


def test_the_sm_radii_explain_the_flavour_dependence_of_the_radiative_corrections() -> None:
    # cr.BKScheck.pred, trap 28: sign and size of the shift at once
    electron, muon = -8.27512836046e-33, -4.80548184787e-33
    difference = vector_shift(1.0, charge_radius=muon) - vector_shift(1.0, charge_radius=electron)
    assert difference == approx(0.00825622759, rel=1e-9)
    assert difference == approx(2 * 0.2317 * (0.9970 - 0.9791), rel=0.01)


def test_the_charge_shift_falls_with_recoil_and_opposes_the_charge() -> None:
    shift = vector_shift([0.1, 0.2], charge=1e-12)
    assert shift[0] == approx(2 * shift[1])
    assert np.all(shift < 0)
    assert allclose(vector_shift([0.1, 0.2], charge=-1e-12), -shift)


@pytest.mark.parametrize("mixing", [MIXING, FOUR], ids=["3", "3+1"])
def test_in_the_flavour_basis_the_weak_matrices_are_the_tree_couplings(mixing: Mixing) -> None:
    flavour = [mixing.matrix @ matrix @ mixing.matrix.conj().T for matrix in weak_matrices(mixing)]
    sterile = mixing.size - 3
    left = [float(tree(name).left) for name in ("e", "mu", "tau")] + [0.0] * sterile
    right = [float(tree(name).right) for name in ("e", "mu", "tau")] + [0.0] * sterile
    assert allclose(flavour[0], np.diag(left), atol=1e-15)
    assert allclose(flavour[1], np.diag(right), atol=1e-15)


def test_without_sterile_neutrinos_the_vector_matrix_is_that_of_kouzakov_and_studenikin() -> None:
    weak = weak_matrices(MIXING, sin2_theta_w=0.23)
    row = MIXING.matrix[0]
    assert allclose(weak.left + weak.right, (2 * 0.23 - 0.5) * np.eye(3) + np.outer(row.conj(), row))


@given(st.floats(1e-4, 10), st.floats(-1e-32, 1e-32), st.floats(-1e-11, 1e-11))
def test_a_diagonal_vertex_shifts_the_matrices_like_the_numbers(recoil: float, radius: float, charge: float) -> None:
    vertex = Vertex("dirac", charge=charge * np.eye(3), charge_radius=radius * np.eye(3))
    constant, falling = shift_matrices(vertex)
    total = 2 * (constant + falling / recoil)
    expected = vector_shift(recoil, charge=charge, charge_radius=radius)
    assert allclose(total, expected * np.eye(3), rtol=1e-12, atol=1e-15)


def test_the_anapole_moment_counts_minus_six_times() -> None:
    radius, _ = shift_matrices(Vertex("dirac", charge_radius=6e-33 * np.eye(3)))
    anapole, _ = shift_matrices(Vertex("dirac", anapole=-1e-33 * np.eye(3)))
    assert allclose(radius, anapole, rtol=1e-14)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tree("s1"), "flavour = 's1' is unknown"),
        (lambda: tree(sin2_theta_w=1.2), "sin2_theta_w must lie between 0 and 1"),
        (lambda: weak_matrices(MIXING, sin2_theta_w=-0.1), "sin2_theta_w must lie"),
        (lambda: vector_shift(0.0, charge=1e-12), "recoil must be positive"),
    ],
)
def test_wrong_input_is_refused(call: Callable[..., object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
