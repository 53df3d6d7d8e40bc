import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.arguments import Keywords

from nuem import Mixing, Sterile, Vertex, effective_moment
from nuem.constants import HBAR_C
from nuem.flavour import flavour_state
from nuem.scattering import electron, mass_basis
from nuem.scattering.bilinear import vertex_numbers
from nuem.scattering.kinematics import maximum_recoil
from nuem.scattering.polarised import polarised
from nuem.typing import ComplexArray, FloatArray
from nuem.units import eV, m

# Cross sections are far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

REFERENCE = Mixing(
    sin2_theta12=0.304, sin2_theta13=0.02219, sin2_theta23=0.573, delta=math.radians(197),
    dm2_21=7.42e-5 * eV**2, dm2_31=2.517e-3 * eV**2, lightest_mass=0.01 * eV,
)  # fmt: skip
FOUR = Mixing(
    sin2_theta12=0.304, sin2_theta13=0.02219, sin2_theta23=0.573, delta=math.radians(197),
    dm2_21=7.42e-5 * eV**2, dm2_31=2.517e-3 * eV**2, sterile=(Sterile(1 * eV**2, (0.1, 0.02, 0.05), (0.4, 1.1, -0.3)),),
)  # fmt: skip
RADII = 1e-33 * np.array([[-8.3, 2 + 1j, -1 + 3j], [2 - 1j, -4.8, 0.5 - 2j], [-1 - 3j, 0.5 + 2j, -3.0]])
NOTHING = Vertex("dirac")
seeds = st.integers(0, 2**32 - 1)


def random_hermitian(rng: np.random.Generator, n: int, scale: float) -> ComplexArray:
    matrix = rng.normal(size=(n, n)) + 1j * rng.normal(size=(n, n))
    return np.asarray(scale * (matrix + matrix.conj().T), complex)


def random_vertex(rng: np.random.Generator, n: int) -> Vertex:
    return Vertex(
        "dirac",
        magnetic=random_hermitian(rng, n, 1e-11),
        electric=random_hermitian(rng, n, 1e-11),
        charge=random_hermitian(rng, n, 1e-13),
        charge_radius=random_hermitian(rng, n, 1e-32),
        anapole=random_hermitian(rng, n, 1e-33),
    )


# ks.*: E = 3 MeV, T = 0.5 MeV, sin2_theta_w = 0.23857
@pytest.mark.parametrize(
    ("flavour", "antineutrino", "baseline_over_energy", "value"),
    [
        ("e", False, 0, 9.69545332741e-45),
        ("e", False, 500, 9.00374336919e-45),
        ("mu", False, 500, 2.33628444867e-45),
        ("mu", True, 0, 1.81924546615e-45),
        ("e", True, 500, 6.70281821149e-45),
    ],
)
def test_transition_radii_and_oscillations_have_the_reference_values(
    flavour: str, antineutrino: bool, baseline_over_energy: int, value: float
) -> None:
    vertex = Vertex.from_flavour("dirac", REFERENCE, charge_radius=RADII)
    baseline = 3 * baseline_over_energy * m
    state = flavour_state(REFERENCE, flavour, baseline=baseline, energy=3.0, antineutrino=antineutrino)
    computed = mass_basis.dsigma_dT(0.5, 3.0, vertex=vertex, mixing=REFERENCE, state=state, antineutrino=antineutrino)
    assert computed == approx(value, rel=3e-11)


def test_the_phase_of_the_reference_is_ours() -> None:
    # ks.prob.ee at L/E = 500 m/MeV; the phase coefficient follows from hbar c
    state = flavour_state(REFERENCE, "e", baseline=1500 * m, energy=3.0)
    row = REFERENCE.matrix[0]
    assert (row @ state @ row.conj()).real == approx(0.911471299191, rel=1e-10)
    assert approx(2.5338653580781, rel=1e-8) == 0.5 * eV**2 * m / HBAR_C


@pytest.mark.parametrize("antineutrino", [False, True])
@pytest.mark.parametrize("mixing", [REFERENCE, FOUR], ids=["3", "3+1"])
def test_without_a_vertex_it_is_the_sum_over_oscillation_probabilities(mixing: Mixing, antineutrino: bool) -> None:
    state = flavour_state(mixing, "e", baseline=1500 * m, energy=3.0, antineutrino=antineutrino)
    matrix = mixing.matrix.conj() if antineutrino else mixing.matrix
    probabilities = np.einsum("ai,ij,aj->a", matrix, state, matrix.conj()).real
    expected = sum(
        p * electron.dsigma_dT(0.5, 3.0, flavour=name, antineutrino=antineutrino)
        for name, p in zip(("e", "mu", "tau"), probabilities, strict=False)
    )
    if mixing is FOUR:
        assert probabilities[3] > 1e-3
    computed = mass_basis.dsigma_dT(
        0.5, 3.0, vertex=Vertex("dirac", charge=np.zeros((mixing.size,) * 2)), mixing=mixing, state=state,
        antineutrino=antineutrino,
    )  # fmt: skip
    assert computed == approx(float(expected), rel=1e-12)


@pytest.mark.parametrize("flavour", ["e", "mu", "tau"])
@pytest.mark.parametrize("antineutrino", [False, True])
def test_a_vertex_that_is_diagonal_in_flavour_gives_the_flavour_formula(flavour: str, antineutrino: bool) -> None:
    charges, radii = 1e-13 * np.array([1, -2, 3]), 1e-33 * np.array([-8.3, -4.8, 3.0])
    vertex = Vertex.from_flavour("dirac", REFERENCE, charge=np.diag(charges), charge_radius=np.diag(radii))
    k = ("e", "mu", "tau").index(flavour)
    state = flavour_state(REFERENCE, flavour, antineutrino=antineutrino)
    recoil = np.geomspace(1e-3, 2, 7)
    computed = mass_basis.dsigma_dT(
        recoil, 3.0, vertex=vertex, mixing=REFERENCE, state=state, antineutrino=antineutrino
    )
    expected = electron.dsigma_dT(
        recoil, 3.0, flavour=flavour, antineutrino=antineutrino, charge=charges[k], charge_radius=radii[k]
    )
    assert allclose(computed, expected, rtol=1e-11, atol=0)


@pytest.mark.parametrize("antineutrino", [False, True])
def test_the_dipole_enters_as_the_effective_moment(antineutrino: bool) -> None:
    rng = np.random.default_rng(5)
    vertex = Vertex.from_dipole("dirac", 1e-11 * (rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3))))
    where: Keywords = {"baseline": 1500 * m, "energy": 3.0, "antineutrino": antineutrino}
    state = flavour_state(REFERENCE, "mu", **where)
    arguments: Keywords = {"mixing": REFERENCE, "state": state, "antineutrino": antineutrino}
    added = mass_basis.dsigma_dT(0.01, 3.0, vertex=vertex, **arguments) - mass_basis.dsigma_dT(
        0.01, 3.0, vertex=NOTHING, **arguments
    )
    moment = effective_moment(vertex, REFERENCE, "mu", **where)
    assert added == approx(float(electron.dsigma_dT_magnetic(0.01, 3.0, moment=moment)), rel=1e-10)


@given(seeds, st.booleans())
def test_mass_states_can_be_rephased(seed: int, antineutrino: bool) -> None:
    rng = np.random.default_rng(seed)
    vertex, phases = random_vertex(rng, 3), rng.uniform(0, 2 * np.pi, 3)
    state = flavour_state(REFERENCE, "e", baseline=1500 * m, energy=3.0, antineutrino=antineutrino)
    expected = mass_basis.dsigma_dT(0.02, 3.0, vertex=vertex, mixing=REFERENCE, state=state, antineutrino=antineutrino)

    class Rephased:
        matrix, size = REFERENCE.matrix * np.exp(1j * phases), 3  # U_ai -> U_ai exp(-i theta_i), theta = -phases

    turn = np.exp((1 if antineutrino else -1) * 1j * phases)
    turned = turn[:, None] * state * turn.conj()
    computed = mass_basis.dsigma_dT(
        0.02,
        3.0,
        vertex=vertex.rephased(phases),
        mixing=Rephased,  # type: ignore[arg-type]  # no more of a mixing is read
        state=turned,
        antineutrino=antineutrino,
    )
    assert computed == approx(float(expected), rel=1e-9)


@given(seeds, st.sampled_from([3, 4]), st.floats(1e-5, 1.2), st.booleans())
def test_it_equals_explicit_amplitudes_in_the_flavour_basis(
    seed: int, n: int, ratio: float, antineutrino: bool
) -> None:
    # Second route: 2 x 2 amplitudes summed over final flavours, not traces; mass and flavour rotated together (trap 20).
    rng = np.random.default_rng(seed)
    mixing = REFERENCE if n == 3 else FOUR
    vertex = random_vertex(rng, n)
    amplitude = rng.normal(size=n) + 1j * rng.normal(size=n)
    amplitude /= np.linalg.norm(amplitude)
    energy = 3.0
    recoil = ratio * float(maximum_recoil(energy))
    computed = mass_basis.dsigma_dT(
        recoil, energy, vertex=vertex, mixing=mixing, state=np.outer(amplitude, amplitude.conj()),
        antineutrino=antineutrino,
    )  # fmt: skip
    if ratio > 1:
        assert computed == 0
        return
    matrix = mixing.matrix
    seen = vertex.in_flavour_basis(mixing)
    shift = 2.37955871286e30 * (seen.charge_radius - 6 * seen.anapole)
    shift = shift - (math.sqrt(2) * math.pi * 7.2973525693e-3 / (1.1663787e-11 * 0.51099895)) * seen.charge / recoil
    vector, axial = np.zeros((n, n)), np.zeros((n, n))
    for k in range(3):
        vector[k, k], axial[k, k] = 2 * 0.23857 - 0.5, -0.5
    vector[0, 0] += 1
    axial[0, 0] += 1
    flavours = (matrix.conj() if antineutrino else matrix) @ amplitude
    shift = shift.conj() if antineutrino else shift
    v, w = (vector + shift) @ flavours, axial @ flavours
    sign = -1 if antineutrino else 1
    c_v, c_a, c_va = np.vdot(v, v).real, np.vdot(w, w).real, sign * np.vdot(w, v).real
    y = 1 - recoil / energy
    bracket = (c_v + 2 * c_va + c_a) + (c_v - 2 * c_va + c_a) * y**2
    bracket += (c_a - c_v) * 0.51099895 * recoil / energy**2
    dipole = vertex.dipole.conj() if antineutrino else vertex.dipole
    expected = 8.80586937611e-45 / 0.51099895 / 4 * bracket
    expected += 2.49467202304e-25 * np.linalg.norm(dipole @ amplitude) ** 2 * (1 / recoil - 1 / energy)
    assert computed == approx(expected, rel=1e-8)


def test_at_zero_distance_transition_radii_add_incoherently() -> None:
    small = np.zeros((3, 3), complex)
    small[0, 1], small[1, 0] = 3e-33j, -3e-33j
    vertex = Vertex.from_flavour("dirac", REFERENCE, charge_radius=small)
    arguments: Keywords = {"mixing": REFERENCE, "state": flavour_state(REFERENCE, "e")}
    added = mass_basis.dsigma_dT(0.5, 3.0, vertex=vertex, **arguments) - mass_basis.dsigma_dT(
        0.5, 3.0, vertex=NOTHING, **arguments
    )
    half = 2.37955871286e30 * 3e-33 / 2
    bracket = half**2 * (1 + (1 - 0.5 / 3) ** 2 - 0.51099895 * 0.5 / 9)
    assert added == approx(8.80586937611e-45 / 0.51099895 * bracket, rel=1e-9)


def test_recoil_energy_and_state_broadcast() -> None:
    energies = np.array([1.0, 3.0, 8.0])
    vertex = random_vertex(np.random.default_rng(1), 3)
    state = flavour_state(REFERENCE, "e", baseline=1500 * m, energy=energies)
    recoil = np.array([0.01, 0.2])[:, None]
    computed = mass_basis.dsigma_dT(recoil, energies, vertex=vertex, mixing=REFERENCE, state=state)
    assert computed.shape == (2, 3)
    single = mass_basis.dsigma_dT(0.2, 3.0, vertex=vertex, mixing=REFERENCE, state=state[1])
    assert computed[1, 1] == approx(float(single), rel=1e-14)


def test_a_sterile_neutrino_scatters_only_through_its_vertex() -> None:
    state = flavour_state(FOUR, "s1")
    nothing = Vertex("dirac", charge=np.zeros((4, 4)))
    assert mass_basis.dsigma_dT(0.1, 1.0, vertex=nothing, mixing=FOUR, state=state) < 1e-60
    moment = Vertex("dirac", magnetic=1e-11 * np.eye(4))
    computed = mass_basis.dsigma_dT(0.1, 1.0, vertex=moment, mixing=FOUR, state=state)
    assert computed == approx(float(electron.dsigma_dT_magnetic(0.1, 1.0, moment=1e-11)), rel=1e-9)


GOOD: Keywords = {"vertex": NOTHING, "mixing": REFERENCE, "state": np.eye(3) / 3}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"state": np.eye(3)}, "trace 1, got 3"),
        ({"state": np.eye(4) / 4}, r"shape \(\.\.\., 3, 3\)"),
        ({"state": [[1, 1, 0], [0, 0, 0], [0, 0, 0]]}, "hermitian"),
        ({"state": np.full((3, 3), np.nan)}, "state must be finite"),
        ({"vertex": Vertex("dirac", charge=np.zeros((4, 4)))}, "4 neutrinos but the mixing has 3"),
        ({"sin2_theta_w": -0.1}, "sin2_theta_w"),
    ],
)
def test_wrong_input_is_refused(
    wrong: dict[str, FloatArray] | dict[str, Vertex] | dict[str, float] | dict[str, list[list[int]]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        mass_basis.dsigma_dT(0.1, 1.0, **{**GOOD, **wrong})


def test_a_dipole_at_zero_recoil_is_refused() -> None:
    vertex = Vertex("dirac", magnetic=1e-11 * np.eye(3))
    with pytest.raises(ValueError, match="recoil must be positive"):
        mass_basis.dsigma_dT(0.0, 1.0, **{**GOOD, "vertex": vertex})
    assert mass_basis.dsigma_dT(0.0, 1.0, **GOOD) > 0


@given(seeds)
def test_the_numbers_of_a_rate_are_the_polynomials_of_a_linear_vertex(seed: int) -> None:
    """Second derivatives do not depend on their order, and the first ones follow from them."""
    rng = np.random.default_rng(seed)
    directions = [random_vertex(rng, 3) for _ in range(3)]
    constant, linear, quadratic = polarised(directions, 3)
    theta = rng.normal(size=3)
    names = ("magnetic", "electric", "charge", "charge_radius", "anapole")
    whole = Vertex(
        "dirac", **{name: sum(t * getattr(v, name) for t, v in zip(theta, directions, strict=True)) for name in names}
    )
    expected = vertex_numbers(whole, 3)
    scale = np.abs(expected) + np.einsum("i,ijk,j->k", np.abs(theta), np.abs(quadratic), np.abs(theta))
    found = constant + theta @ (linear + np.einsum("ijk,j->ik", quadratic, theta) / 2)
    assert np.all(np.abs(found - expected) <= 1e-11 * scale + 1e-300)
    assert np.all(np.abs(quadratic - quadratic.swapaxes(0, 1)) <= 1e-12 * np.abs(quadratic).max(axis=(0, 1)))
