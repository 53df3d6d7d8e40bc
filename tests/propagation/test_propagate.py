"""Spin-flavour evolution: reference values, limits and symmetries that any right implementation has."""

import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from scipy.linalg import expm
from tests.arguments import Keywords

from nuem import Mixing, Vertex
from nuem.flavour import Sterile, flavour_state
from nuem.propagation import Medium, Table, ToleranceWarning, TwoFlavours, evolve, propagate
from nuem.propagation.engine.driver import Choice
from nuem.propagation.evolution import Evolution
from nuem.propagation.hamiltonian import Flavours, flavour_basis, functions, hamiltonian
from nuem.typing import ComplexArray, FloatArray
from nuem.units import MeV, cm, eV, km, m, muB, solar_radius

PARAMETERS: Keywords = {
    "sin2_theta12": 0.304,
    "sin2_theta13": 0.0222,
    "sin2_theta23": 0.573,
    "delta": 1.1 * np.pi,
    "dm2_21": 7.42e-5 * eV**2,
    "dm2_31": 2.515e-3 * eV**2,
}
MIXING = Mixing(**PARAMETERS)
# the reference values have U = U_PDG diag(e^{0.2 i}, e^{0.65 i}, 1) and mu in the upper right block: the phases go into the moments
PHASES = np.exp(1j * np.array([0.2, 0.65, 0.0]))
MU = np.array([[0, 3, 5 * np.exp(0.7j)], [-3, 0, 2], [-5 * np.exp(0.7j), -2, 0]]) * 1e-12 * muB
MAJORANA = Vertex.from_dipole("majorana", (PHASES[:, None] * MU * PHASES).conj())
HERMITIAN = np.array([[1, 3, 0], [3, 2, 1j], [0, -1j, 4]]) * 1e-12 * muB
DIRAC = Vertex.from_dipole("dirac", PHASES[:, None] * HERMITIAN * PHASES.conj())
AVOGADRO = 6.02214076e23

# B.3f.const.M_vac: rows final, columns initial; constant B = 2e8 G e^{0.3 i}, no matter, 10 MeV, 40 km
M_VAC = [
    [0.5095509537656, 0.0295415005967, 0.07704522172118, 0, 0.1723342529598, 0.2115280709567],
    [0.03791820859842, 0.758294475265, 0.02003154377421, 0.1723342529598, 0, 0.01142151940257],
    [0.06887895788201, 0.02837981856128, 0.6797916331974, 0.2115280709567, 0.01142151940257, 0],
    [0, 0.1721522420119, 0.2114996377421, 0.5095509537656, 0.03791820859842, 0.06887895788201],
    [0.1721522420119, 0, 0.01163196356512, 0.0295415005967, 0.758294475265, 0.02837981856128],
    [0.2114996377421, 0.01163196356512, 0, 0.07704522172118, 0.02003154377421, 0.6797916331974],
]
# B.3f.const.D_mat: Dirac, n_e = 6e25, n_n = 1.2e25 cm^-3
D_MAT = [
    [0.2829497463661, 0.06041972405837, 0.007580231400649, 0.177928152501, 0.4547123788902, 0.0164097667837],
    [0.1194463651468, 0.4151075852811, 0.01910522704935, 0.08160125111584, 0.0004088120157812, 0.3643307593912],
    [0.04650358717655, 0.01474038501723, 0.591778086371, 0.0570465810008, 0.01971849368151, 0.2702128667529],
    [0.1543833397997, 0.09515677651757, 0.08148447126465, 0.6316232605009, 0.03732648518884, 2.566672840781e-05],
    [0.3820367335213, 0.05038890649189, 0.02796544029563, 0.05178045312814, 0.4877792624483, 4.920411482617e-05],
    [0.01468022798962, 0.3641866226339, 0.2720865436187, 2.03017534938e-05, 5.456777539961e-05, 0.348971736229],
]


def amplitudes(result: Evolution) -> ComplexArray:
    """Of a pure state."""
    assert result.amplitudes is not None
    return result.amplitudes


def matrix(
    medium: Medium,
    vertex: Vertex,
    *,
    energy: float = 10 * MeV,
    mixing: Flavours = MIXING,
    **options: Any,
) -> np.ndarray:
    """P[final, initial] of all states."""
    size = 2 * len(mixing.matrix)
    columns = [
        propagate(energy, medium, mixing, vertex, initial=element, **options).probabilities[0]
        for element in np.eye(size)
    ]
    return np.array(columns).T


def test_constant_field_in_vacuum_gives_the_reference_matrix() -> None:
    # B.3f.const.M_vac
    p = matrix(Medium(40 * km, magnetic_field=2e8 * np.exp(0.3j)), MAJORANA)
    assert np.abs(p - M_VAC).max() < 2e-11


def test_constant_field_in_matter_gives_the_reference_matrix_of_a_dirac_neutrino() -> None:
    # B.3f.const.D_mat
    medium = Medium(40 * km, magnetic_field=2e8 * np.exp(0.3j), electron_density=6e25, neutron_density=1.2e25)
    assert np.abs(matrix(medium, DIRAC) - D_MAT).max() < 2e-11


@pytest.mark.parametrize("method", ["magnus", "sad"])
def test_an_exponential_density_and_field_give_the_reference_probabilities(method: Choice) -> None:
    # B.3f.M1
    def electrons(x: FloatArray) -> FloatArray:
        return 245 * AVOGADRO * np.exp(-10.54 * x / solar_radius)

    medium = Medium(
        solar_radius,
        electron_density=electrons,
        neutron_density=lambda x: 0.2 * electrons(x),
        magnetic_field=lambda x: 2e6 * np.exp(-2 * x / solar_radius) + 0j,
    )
    result = propagate(200 * MeV, medium, MIXING, MAJORANA, method=method)
    expected = [0.0158031021215, 0.185317187455, 0.180171579413, 0.0141720039005, 0.342661648245, 0.261874478872]
    assert np.abs(result.probabilities[0] - expected).max() < 3e-11
    assert result.norm_defect < 1e-12
    assert result.method == method


def test_potentials_are_those_of_the_reference() -> None:
    # B.V_e: 9.50550625881e-12 eV for n_e = 1e26, n_n = 5e25 cm^-3; V_mu = -3.168502086e-12 eV
    medium = Medium(1 * cm, electron_density=1e26, neutron_density=5e25)
    e, mu = functions(medium, ("V_e", "V_x"), np.zeros(1))[0] * 197.32698045930246e-13 / eV
    assert e == pytest.approx(9.50550625881137e-12, rel=1e-9)
    assert mu == pytest.approx(-3.168502086e-12, rel=1e-9)


@pytest.mark.parametrize("vertex", [MAJORANA, DIRAC], ids=["majorana", "dirac"])
def test_rows_and_columns_sum_to_one(vertex: Vertex) -> None:
    medium = Medium(
        100 * km,
        electron_density=lambda x: 5e25 * np.exp(-x / (30 * km)),
        neutron_density=2e25,
        magnetic_field=lambda x: 2e8 * np.exp(1j * x / (7 * km)),
    )
    p = matrix(medium, vertex)
    assert np.abs(p.sum(axis=0) - 1).max() < 1e-12
    assert np.abs(p.sum(axis=1) - 1).max() < 1e-9  # the columns come from different runs


def test_a_flavour_does_not_become_its_own_antiflavour_in_a_mirror_symmetric_field() -> None:
    medium = Medium(60 * km, magnetic_field=lambda x: 3e8 * np.exp(-(((x - 30 * km) / (9 * km)) ** 2)) + 0j)
    p = matrix(medium, MAJORANA, tol=1e-12)
    assert np.abs(np.diag(p[3:, :3])).max() < 1e-20
    assert p[4, 0] > 0.01


def test_a_flavour_becomes_its_own_antiflavour_in_matter_or_a_field_without_that_symmetry_only() -> None:
    # B.trap.CPT, and the diagonal of the same case in matter, n_e = 6e25, n_n = 1.2e25 cm^-3
    def own(**medium: Any) -> FloatArray:
        return np.diag(matrix(Medium(40 * km, **medium), MAJORANA)[3:, :3])

    field = 2e8 * np.exp(0.3j)
    assert own(magnetic_field=field).max() < 1e-26
    inside = own(magnetic_field=field, electron_density=6e25, neutron_density=1.2e25)
    assert inside == pytest.approx([2.0e-4, 7.2e-3, 5.8e-3], rel=0.02)
    assert own(magnetic_field=lambda x: 2e8 * np.exp(-x / (20 * km)) + 0j).max() > 1e-4
    assert own(magnetic_field=lambda x: 2e8 * np.exp(3j * x / (40 * km))).max() > 1e-4


@dataclass(frozen=True)
class Rephased:
    """A mixing with other phases of the flavours."""

    mixing: Mixing
    phases: tuple[float, ...]

    def __getattr__(self, name: str) -> FloatArray:
        return getattr(self.mixing, name)

    @property
    def matrix(self) -> ComplexArray:
        return np.exp(1j * np.array(self.phases))[:, None] * self.mixing.matrix


@pytest.mark.parametrize("vertex", [MAJORANA, DIRAC], ids=["majorana", "dirac"])
def test_phases_of_the_flavours_are_not_seen(vertex: Vertex) -> None:
    medium = Medium(40 * km, magnetic_field=2e8, electron_density=6e25, neutron_density=1e25, velocity=(0.2, 0.1, 0))
    turned = Rephased(MIXING, (0.4, -1.2, 2.2))
    found = matrix(medium, vertex, mixing=turned)  # type: ignore[arg-type]  # no more of a mixing is read
    assert np.abs(matrix(medium, vertex) - found).max() < 1e-11


def test_cpt_holds_without_matter_and_fails_in_it() -> None:
    field = 2e8 * np.exp(0.3j)
    p = matrix(Medium(40 * km, magnetic_field=field), MAJORANA)
    assert np.abs(p[:3, :3] - p[3:, 3:].T).max() < 1e-11  # P(nu_a -> nu_b) = P(anu_b -> anu_a)
    assert np.abs(p[3:, :3] - p[3:, :3].T).max() < 1e-11  # P(nu_a -> anu_b) = P(nu_b -> anu_a)
    q = matrix(Medium(40 * km, magnetic_field=field, electron_density=6e25), MAJORANA)
    assert np.abs(q[:3, :3] - q[3:, 3:].T).max() > 1e-3


def test_majorana_phases_matter_with_moments_only() -> None:
    turned = Mixing(**PARAMETERS, alpha21=0.9, alpha31=-1.1)
    field = Medium(40 * km, magnetic_field=2e8, electron_density=6e25)
    empty = Medium(40 * km, electron_density=6e25)
    assert np.abs(matrix(empty, MAJORANA) - matrix(empty, MAJORANA, mixing=turned)).max() < 1e-12
    assert np.abs(matrix(field, MAJORANA) - matrix(field, MAJORANA, mixing=turned)).max() > 1e-2
    # the phases can be moved into the moments: lambda -> P^* lambda P^* with P = diag(e^{i alpha/2})
    phases = np.exp(0.5j * np.array([0, 0.9, -1.1]))
    moved = Vertex.from_dipole("majorana", phases.conj()[:, None] * MAJORANA.dipole * phases.conj())
    assert np.abs(matrix(field, moved) - matrix(field, MAJORANA, mixing=turned)).max() < 1e-11


@pytest.mark.parametrize("vertex", [MAJORANA, DIRAC], ids=["majorana", "dirac"])
def test_the_direction_of_a_constant_field_drops_out_but_its_twist_does_not(vertex: Vertex) -> None:
    def twisted(rate: float, phase: float = 0.0) -> Medium:
        return Medium(
            40 * km, electron_density=6e25, magnetic_field=lambda x: 2e8 * np.exp(1j * (phase + rate * x / (40 * km)))
        )

    still = matrix(twisted(0.0), vertex)
    assert np.abs(still - matrix(twisted(0.0, 1.3), vertex)).max() < 1e-10
    assert np.abs(still - matrix(twisted(5.0), vertex)).max() > 1e-2
    assert np.abs(matrix(twisted(5.0), vertex) - matrix(twisted(-5.0), vertex)).max() > 1e-2


def test_neutrons_never_drop_out() -> None:
    field: Keywords = {"magnetic_field": 2e8 + 0j, "electron_density": 6e25}
    p, q = (matrix(Medium(40 * km, neutron_density=n, **field), MAJORANA) for n in (0.0, 3e25))
    assert np.abs(p - q).max() > 1e-2


def test_without_a_field_nothing_flips() -> None:
    medium = Medium(40 * km, electron_density=6e25, neutron_density=3e25, velocity=(0, 0, 0.3))
    assert matrix(medium, MAJORANA)[3:, :3].max() < 1e-25
    assert matrix(medium, DIRAC)[3:, :3].max() < 1e-25


def test_states_that_nothing_couples_go_their_own_ways_to_the_same_end() -> None:
    def run(field: float, **more: Any) -> Evolution:
        medium = Medium(
            2000 * km, electron_density=lambda x: 4e25 * np.exp(-x / (500 * km)), magnetic_field=lambda x: 0 * x + field
        )
        return propagate([3.0, 8.0], medium, MIXING, MAJORANA, tol=1e-10, **more)

    mixed = np.full((6, 6), 1 / 6, dtype=complex)  # one pure state over both groups
    for initial in ("mu", mixed, 0.5 * mixed + np.eye(6) / 12):
        apart, together = run(0.0, initial=initial), run(1e-12, initial=initial)
        assert len(hamiltonian(MIXING, MAJORANA, Medium(1.0, electron_density=1.0)).sectors()) == 2
        assert np.abs(apart.density_matrix - together.density_matrix).max() < 5e-10
        assert np.abs(np.trace(apart.density_matrix, axis1=1, axis2=2) - 1).max() < 1e-12
    apart, together = run(0.0, average=True), run(1e-12, average=True)
    assert np.abs(apart.density_matrix - together.density_matrix).max() < 5e-10


def test_two_flavours_without_mixing_are_two_spins() -> None:
    two, field = TwoFlavours(sin2_theta=0.0, dm2=1e-4 * eV**2), 1e8 * np.exp(0.4j)
    vertex = Vertex.from_dipole("majorana", 1e-11 * muB * np.array([[0, 1], [-1, 0]]))
    medium = Medium(800 * km, electron_density=lambda x: 3e25 * np.exp(-x / (200 * km)), magnetic_field=field)
    pieces = hamiltonian(two, vertex, medium)
    assert [list(group) for group in pieces.sectors()] == [[0, 3], [1, 2]]
    computed = propagate(5.0, medium, two, vertex, tol=1e-11)

    def spin_flip(x: FloatArray) -> ComplexArray:
        return pieces.of(np.array([0, 3]))(5.0, functions(medium, pieces.names, x))

    alone = evolve(spin_flip, medium.length, np.array([1, 0j]), tol=1e-11, method="cf4")
    assert computed.probabilities[0, [0, 3]] == pytest.approx(np.abs(alone.state) ** 2, abs=1e-10)
    assert computed.probabilities[0, 3] > 0.01
    assert computed.probabilities[0, [1, 2]] == pytest.approx([0, 0], abs=0)


def test_in_vacuum_oscillations_are_those_of_the_flavour_state() -> None:
    result = propagate(np.array([2.0, 5.0, 9.0]) * MeV, Medium(180 * km), MIXING, Vertex("dirac"))
    for energy, probabilities in zip([2.0, 5.0, 9.0], result.probabilities, strict=True):
        rho = flavour_state(MIXING, "e", baseline=180 * km, energy=energy)
        u = MIXING.matrix
        expected = np.diag(u @ rho @ u.conj().T).real
        assert np.abs(probabilities[:3] - expected).max() < 1e-12


def test_dirac_antineutrinos_see_the_opposite_potential_and_the_conjugate_mixing() -> None:
    medium = Medium(300 * km, electron_density=4e24, neutron_density=3e24)
    result = propagate(5.0, medium, MIXING, Vertex("dirac"), initial="mu", antineutrino=True)
    majorana = propagate(5.0, medium, MIXING, Vertex("majorana"), initial="mu", antineutrino=True)
    assert np.abs(result.probabilities[0, :3] - majorana.probabilities[0, 3:]).max() < 1e-12
    neutrino = propagate(5.0, medium, MIXING, Vertex("dirac"), initial="mu")
    assert np.abs(result.probabilities - neutrino.probabilities).max() > 1e-3


def test_dirac_antineutrinos_flip_as_neutrinos_without_matter() -> None:
    medium = Medium(40 * km, magnetic_field=2e8 + 0j)
    real = Mixing(**{**PARAMETERS, "delta": 0.0})
    vertex = Vertex("dirac", magnetic=np.diag([1, 2, 4]) * 1e-12)
    p, q = (matrix(medium, vertex, mixing=real, antineutrino=anti) for anti in (False, True))
    assert np.abs(p - q).max() < 1e-11


def test_degenerate_two_flavour_majorana_neutrinos_only_precess() -> None:
    # P(nu_e -> anti nu_x) = sin^2(mu_12 B x), and nothing else
    mixing = TwoFlavours(sin2_theta=0.3, dm2=0.0)
    vertex = Vertex.from_dipole("majorana", np.array([[0, 1e-11], [-1e-11, 0]]))
    result = propagate(1.0, Medium(10 * m, magnetic_field=1e11), mixing, vertex)
    angle = 1e-11 * 5.788381806e-15 * 1e11 / 197.32698045930246e-13 * 10 * m
    assert result.probabilities[0] == pytest.approx([np.cos(angle) ** 2, 0, 0, np.sin(angle) ** 2], abs=1e-12)


def test_a_twisting_field_moves_the_resonance_to_minus_the_twist() -> None:
    # H_LR = -(mu B) e^{i phi}; resonance of the flip where V + phi' = 0
    mixing = TwoFlavours(sin2_theta=0.0, dm2=0.0)
    vertex = Vertex("dirac", magnetic=np.diag([1e-11, 0]))
    potential = functions(Medium(1.0, electron_density=1e26), ("V_e",), np.zeros(1))[0, 0]
    strength = 1e-11 * 5.788381806e-15 / 197.32698045930246e-13
    field, length = 0.05 * potential / strength, np.pi / (0.1 * potential)

    def twisted(twist: float) -> Callable[[FloatArray], ComplexArray]:
        return lambda x: np.asarray(field * np.exp(1j * twist * x))

    for twist, flipped in ((-potential, 1.0), (potential, None)):
        medium = Medium(length, electron_density=1e26, magnetic_field=twisted(twist))
        p = propagate(1.0, medium, mixing, vertex).probabilities[0, 2]
        if flipped:
            assert p == pytest.approx(flipped, abs=1e-9)
        else:
            assert p < 0.01


def test_a_rotating_field_is_a_constant_one_with_a_shifted_potential() -> None:
    # B3: H -> H(phi = 0) + diag(kappa/2, -kappa/2)
    kappa = 3 / (40 * km)
    medium = Medium(
        40 * km, electron_density=6e25, neutron_density=1e25, magnetic_field=lambda x: 2e8 * np.exp(1j * kappa * x)
    )
    still = Medium(40 * km, electron_density=6e25, neutron_density=1e25, magnetic_field=2e8)
    pieces = hamiltonian(MIXING, MAJORANA, still)
    h = pieces(10.0, functions(still, pieces.names, np.zeros(1)))[0] + np.diag([kappa / 2] * 3 + [-kappa / 2] * 3)
    w = flavour_basis(MIXING, MAJORANA)
    expected = np.abs(w @ expm(-1j * h * 40 * km) @ w.conj().T) ** 2
    assert np.abs(matrix(medium, MAJORANA) - expected).max() < 1e-9


def test_the_reversed_path_has_the_transposed_matrix() -> None:
    # S(reversed, H -> H^T) = S^T
    def field(x: FloatArray) -> ComplexArray:
        return np.asarray(2e8 * np.exp(-x / (20 * km) + 1j * x / (9 * km)))

    def electrons(x: FloatArray) -> FloatArray:
        return 6e25 * np.exp(-x / (15 * km))

    length = 40 * km
    there = matrix(Medium(length, electron_density=electrons, magnetic_field=field), DIRAC)
    # the transposed Hamiltonian: U -> U^*, lambda -> lambda^*, B -> B^*
    conjugate = Mixing(**{**PARAMETERS, "delta": -1.1 * np.pi})
    vertex = Vertex.from_dipole("dirac", DIRAC.dipole.conj())
    back = Medium(
        length, electron_density=lambda x: electrons(length - x), magnetic_field=lambda x: field(length - x).conj()
    )
    assert np.abs(there - matrix(back, vertex, mixing=conjugate).T).max() < 1e-9
    assert np.abs(there - matrix(back, DIRAC, mixing=conjugate).T).max() > 1e-3  # the moments are complex


def test_steps_of_the_density_at_the_middle_of_cells_are_of_second_order() -> None:
    def electrons(x: FloatArray) -> FloatArray:
        return 6e25 * np.exp(-x / (15 * km))

    def cells(number: int) -> Evolution:
        edges = np.linspace(0, 40 * km, number + 1)
        middle = electrons((edges[1:] + edges[:-1]) / 2)
        table = Table(edges, np.append(middle, middle[-1]), "cells")
        return propagate(10.0, Medium(40 * km, electron_density=table, magnetic_field=2e8), MIXING, MAJORANA)

    smooth = propagate(10.0, Medium(40 * km, electron_density=electrons, magnetic_field=2e8), MIXING, MAJORANA)
    errors = [np.linalg.norm(amplitudes(cells(n)) - amplitudes(smooth)) for n in (40, 80, 160)]
    assert np.divide(errors[:-1], errors[1:]) == pytest.approx([4, 4], abs=0.1)


def test_a_fourth_neutrino_feels_no_matter() -> None:
    sterile = Sterile(dm2=1.0 * eV**2, sin2_theta=(0.02, 0.01, 0.0))
    mixing = Mixing(**PARAMETERS, sterile=(sterile,))
    result = propagate(
        10.0, Medium(100 * km, electron_density=6e25), mixing, Vertex("dirac", magnetic=np.zeros((4, 4)))
    )
    assert result.probabilities.shape == (1, 8)
    assert result.states == ("e", "mu", "tau", "s1", "1R", "2R", "3R", "4R")
    alone = propagate(
        10.0, Medium(100 * km, electron_density=6e25), mixing, Vertex("dirac", magnetic=np.zeros((4, 4))), initial="s1"
    )
    assert alone.probabilities[0, 3] > 0.9


def test_a_density_matrix_goes_through_as_its_states_do() -> None:
    medium = Medium(40 * km, magnetic_field=2e8, electron_density=6e25)
    e, mu = (propagate(10.0, medium, MIXING, MAJORANA, initial=state) for state in ("e", "mu"))
    mixed = propagate(10.0, medium, MIXING, MAJORANA, initial=np.diag([0.7, 0.3, 0, 0, 0, 0]))
    assert np.abs(mixed.probabilities - (0.7 * e.probabilities + 0.3 * mu.probabilities)).max() < 1e-12
    assert mixed.amplitudes is None
    assert np.trace(mixed.density_matrix[0]).real == pytest.approx(1, abs=1e-12)
    assert np.abs(amplitudes(e)) ** 2 == pytest.approx(e.probabilities, abs=1e-15)


def test_the_path_ends_where_the_answer_is_and_starts_at_birth() -> None:
    def electrons(x: FloatArray) -> FloatArray:
        return 6e25 * np.exp(-x / (15 * km))

    medium = Medium(40 * km, magnetic_field=2e8, electron_density=electrons)
    places = np.linspace(0, 40 * km, 9)
    result = propagate([5.0, 10.0], medium, MIXING, MAJORANA, at=places)
    assert result.path.shape == (2, 9, 6)
    assert result.path[:, 0, 0] == pytest.approx(1)
    assert np.abs(result.path[:, -1] - result.probabilities).max() < 1e-12
    half = propagate([5.0, 10.0], Medium(20 * km, magnetic_field=2e8, electron_density=electrons), MIXING, MAJORANA)
    assert np.abs(result.path[:, 4] - half.probabilities).max() < 1e-8


def test_averaged_vacuum_oscillations_forget_the_distance() -> None:
    u2 = np.abs(MIXING.matrix) ** 2
    for length in (1e6 * km, 3.3e6 * km):
        result = propagate(5.0, Medium(length), MIXING, Vertex("majorana"), average=True, initial="mu")
        assert result.probabilities[0, :3] == pytest.approx(u2 @ u2[1], abs=1e-12)


def test_an_average_over_the_energy_keeps_the_precession() -> None:
    field, moment = 3e8, 1e-11
    angle = moment * 5.788381806e-15 * field / 197.32698045930246e-13 * 1e3 * km
    u2 = np.abs(MIXING.matrix) ** 2
    medium = Medium(1e3 * km, magnetic_field=field)
    result = propagate(1e-3, medium, MIXING, Vertex("dirac", magnetic=moment * np.eye(3)), average=True)
    assert result.probabilities[0, :3] == pytest.approx(u2 @ u2[0] * np.cos(angle) ** 2, abs=1e-9)
    assert result.probabilities[0, 3:] == pytest.approx(u2[0] * np.sin(angle) ** 2, abs=1e-9)


def test_averaged_solar_neutrinos_follow_the_adiabatic_formula() -> None:
    def electrons(x: FloatArray) -> FloatArray:
        return 100 * AVOGADRO * np.exp(-10.54 * x / solar_radius)

    mixing = TwoFlavours(sin2_theta=0.307, dm2=7.5e-5 * eV**2)
    result = propagate(
        10.0,
        Medium(solar_radius, electron_density=electrons),
        mixing,
        Vertex("dirac", magnetic=np.zeros((2, 2))),
        average=True,
    )
    # Parke: 1/2 + cos 2theta cos 2theta_matter / 2; the last density is not quite zero
    potential = functions(Medium(1.0, electron_density=100 * AVOGADRO), ("V_e",), np.zeros(1))[0, 0]
    vacuum = 7.5e-5 * eV**2 / (2 * 10.0 * 197.32698045930246e-13)
    cos2, sin2 = 1 - 2 * 0.307, 2 * np.sqrt(0.307 * 0.693)
    in_matter = (vacuum * cos2 - potential) / np.hypot(vacuum * cos2 - potential, vacuum * sin2)
    assert result.probabilities[0, 0] == pytest.approx(0.5 + 0.5 * cos2 * in_matter, abs=2e-4)


def test_tables_and_functions_agree_and_cells_are_exact() -> None:
    places = np.array([0, 10, 25, 40]) * km
    values = np.array([6e25, 4e25, 1e25, 3e25])
    joined = Medium(40 * km, electron_density=(places, values), magnetic_field=2e8)
    same = Medium(40 * km, electron_density=lambda x: np.interp(x, places, values), magnetic_field=2e8)
    assert np.abs(matrix(joined, MAJORANA) - matrix(same, MAJORANA)).max() < 2e-9
    cells = Medium(40 * km, electron_density=Table(places, values, "cells"), magnetic_field=2e8)
    result = propagate(10.0, cells, MIXING, MAJORANA)
    assert result.method == "cells"
    state = np.eye(6)[0]
    for start, end, value in zip(places[:-1], places[1:], values, strict=False):
        part = propagate(
            10.0, Medium(end - start, electron_density=value, magnetic_field=2e8), MIXING, MAJORANA, initial=state
        )
        state = amplitudes(part)[0]
    assert np.abs(result.probabilities[0] - np.abs(state) ** 2).max() < 1e-12


def test_many_energies_give_what_each_gives_alone_and_any_executor_will_do() -> None:
    medium = Medium(40 * km, magnetic_field=2e8, electron_density=lambda x: 6e25 * np.exp(-x / (15 * km)))
    energies = np.linspace(2, 30, 37)
    scan = propagate(energies, medium, MIXING, MAJORANA)
    alone = [propagate(energy, medium, MIXING, MAJORANA).probabilities[0] for energy in energies[::9]]
    assert np.abs(scan.probabilities[::9] - alone).max() < 1e-9
    done: list[int] = []
    with ThreadPoolExecutor(2) as executor:
        again = propagate(energies, medium, MIXING, MAJORANA, executor=executor, progress=done.append)
    assert np.array_equal(again.probabilities, scan.probabilities)
    assert done[-1] == 37


def test_an_unreachable_tolerance_says_what_is_reached() -> None:
    medium = Medium(solar_radius, electron_density=lambda x: 1e26 * np.exp(-10 * x / solar_radius))
    with pytest.warns(ToleranceWarning, match=r"good to .* at E|at E = 0.1 MeV") as stated:
        propagate(0.1, medium, MIXING, MAJORANA, tol=1e-13)
    assert stated[0].filename == __file__


def test_quiet_when_the_tolerance_is_kept() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        propagate(10.0, Medium(40 * km, magnetic_field=2e8), MIXING, MAJORANA)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"electron_density": -1.0}, "electron_density must be not negative"),
        ({"electron_density": lambda x: np.where(x > 20 * km, np.nan, 1e25)}, "finite"),
        ({"electron_density": ([0, 1 * km], [1e25, 1e25])}, "longer"),
        ({"electron_density": ([0, 100 * km], [1e25, np.nan])}, "finite"),
        ({"electron_density": ([0, 100 * km, 50 * km], [1e25, 1e25, 1e25])}, "rising"),
        ({"electron_density": 1e25 + 1j}, "real number"),
        ({"velocity": (0, 0, 1.0)}, "below the speed of light"),
        ({"velocity": (0, 0.1)}, "shape"),
        ({"polarisation": (1, 1, 0)}, "at most one"),
        ({"longitudinal_field": 1j}, "real number"),
        ({"magnetic_field": np.inf}, "finite"),
        ({"magnetic_field": "strong"}, "not made of numbers"),
    ],
)
def test_media_that_cannot_be_are_refused(changes: Keywords, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Medium(40 * km, **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"energy": -1.0}, "energy must be positive"),
        ({"vertex": Vertex("dirac", magnetic=np.zeros((2, 2)))}, "2 neutrinos"),
        ({"initial": "electron"}, "flavour"),
        ({"initial": np.ones(6)}, "normalised"),
        ({"initial": np.ones((6, 6))}, "density matrix"),
        ({"initial": np.ones(5)}, "shape"),
        ({"at": [2 * km, 1 * km]}, "rising"),
        ({"tol": -1}, "tol must be positive"),
        ({"tol": 2}, "tol = 2 is no tolerance of a state of norm 1; write 0.1 or less"),
        ({"method": "euler"}, "unknown"),
    ],
)
def test_wrong_requests_are_refused(changes: Keywords, message: str) -> None:
    arguments: Keywords = {"energy": 10.0, "medium": Medium(40 * km), "mixing": MIXING, "vertex": MAJORANA} | changes
    with pytest.raises(ValueError, match=message):
        propagate(**arguments)
