"""Terms of the engine whose loss no other test would see."""

import warnings

import numpy as np
import pytest
from tests.propagation.random_problems import column

from nuem import Mixing, Vertex
from nuem.constants import AVOGADRO, FERMI, HBAR_C_EXACT, SIN2_THETA_W
from nuem.propagation import Medium, Table, ToleranceWarning, TwoFlavours, evolve, propagate, spin
from nuem.propagation.engine import driver
from nuem.propagation.engine.passage import Run, Style, Task, passage
from nuem.propagation.hamiltonian import functions, hamiltonian
from nuem.typing import FloatArray
from nuem.units import eV, km

MIXING = Mixing.nufit()
MAJORANA = Vertex.from_dipole("majorana", 1e-11 * np.array([[0, 1, 1j], [-1, 0, 1], [-1j, -1, 0]]))
SX, SZ = np.array([[0, 1], [1, 0]]), np.diag([1.0, -1.0])


def test_a_full_average_dephases_at_the_end_as_well_as_at_production() -> None:
    # two layers with a jump between them: coherence that the jump makes is gone at the end
    two = TwoFlavours(sin2_theta=0.3, dm2=7.5e-5 * eV**2)
    vertex = Vertex("dirac", magnetic=np.zeros((2, 2)))
    length, energy = 4e5 * km, 10.0
    layers = Table(np.array([0, 0.5, 1]) * length, np.array([4e25, 1e24, 1e24]), "cells")
    medium = Medium(length, electron_density=layers)
    pieces = hamiltonian(two, vertex, medium)
    w = [
        np.linalg.eigh(pieces(energy, functions(medium, pieces.names, np.array([x])))[0][:2, :2])[1]
        for x in (0, 0.9 * length)
    ]
    born = np.abs(w[0].conj().T @ two.matrix[0].conj()) ** 2
    arrived = np.abs(two.matrix @ w[1]) ** 2
    expected = arrived @ (np.abs(w[1].conj().T @ w[0]) ** 2 @ born)
    computed = [propagate(energy, medium, two, vertex, average=True, tol=1e-7).probabilities[0, :2]]
    computed += [
        propagate(
            energy,
            Medium(length * k, electron_density=Table(np.array([0, 0.5 * length, k * length]), layers.value, "cells")),
            two,
            vertex,
            average=True,
            tol=1e-7,
        ).probabilities[0, :2]
        for k in (1.003, 1.007)
    ]
    assert computed == [pytest.approx(expected, abs=1e-9)] * 3
    assert np.abs(expected - np.abs(two.matrix) ** 2 @ np.abs(two.matrix[0]) ** 2).max() > 0.05


def test_phases_that_hardly_depend_on_the_energy_keep_their_coherence_in_an_average() -> None:
    # a trace of electrons parts the slopes of the two helicities by 1e-7 rad, which no spread can resolve
    field, moment, length = 4e5, 1e-11, 1e4 * km
    vertex = Vertex("dirac", magnetic=moment * np.eye(3))
    potential = functions(Medium(1.0, electron_density=1.0), ("V_e",), np.zeros(1))[0, 0]
    traced = Medium(length, magnetic_field=field, electron_density=2e-7 / (potential * length))
    flips = [
        propagate(1e4, medium, MIXING, vertex, average=True).probabilities[0, 3:].sum()
        for medium in (traced, Medium(length, magnetic_field=field))
    ]
    assert flips[0] == pytest.approx(flips[1], abs=1e-6)
    assert 0.1 < flips[1] < 0.95


@pytest.mark.parametrize("zeta", [0.8, -0.3])
def test_polarised_electrons_push_nu_e_and_nu_mu_apart(zeta: float) -> None:
    density = 1e26

    def potentials(polarisation: float) -> FloatArray:
        medium = Medium(1.0, electron_density=density, proton_density=0.0, polarisation=polarisation)
        return functions(medium, ("V_e", "V_x"), np.zeros(1))[0]

    scale = FERMI / np.sqrt(2) * HBAR_C_EXACT**2 * density
    shift = potentials(zeta) - potentials(0.0)
    # an electron whose spin is along the momentum raises the potential of nu_e, and lowers that of nu_mu, b = -1 and +1
    assert shift == pytest.approx([zeta * scale, -zeta * scale], rel=1e-12)
    # the same from the field that turns the spin, V = 2 mu M_par/gamma
    for flavour, value in zip(("e", "mu"), potentials(zeta), strict=True):
        rho1, rho2 = spin.matter_strength(flavour, "electron", sin2_theta_w=SIN2_THETA_W)
        gamma = 1e6
        field = spin.matter_field(
            [0, 0, 1], density=density, polarisation=[0, 0, zeta], rho1=rho1, rho2=rho2, gamma=gamma
        )
        assert 2 * field[2] / gamma / HBAR_C_EXACT == pytest.approx(value, rel=1e-9)


def test_two_passages_that_differ_are_an_error_and_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    passages: list[Style] = []

    def other(task: Task, style: Style, energies: FloatArray, tols: FloatArray) -> Run:
        run = passage(task, style, energies, tols)
        passages.append(style)
        run.states[:, -1] *= 1 if len(passages) % 2 else 1 + 3e-6j
        return run

    monkeypatch.setattr(driver, "passage", other)
    with pytest.warns(ToleranceWarning, match="two passages"):
        result = evolve(lambda x: column(np.cos(x)) * SX + 3 * SZ, 1.0, [1, 0], tol=1e-9)
    assert 2e-6 < result.error_estimate < 1e-5
    assert len(set(passages)) == 2  # with other panels


def test_what_the_steps_say_of_themselves_is_part_of_the_error(monkeypatch: pytest.MonkeyPatch) -> None:

    def unsure(task: Task, style: Style, energies: FloatArray, tols: FloatArray) -> Run:
        run = passage(task, style, energies, tols)
        run.estimate[:] = 1e-4
        return run

    monkeypatch.setattr(driver, "passage", unsure)
    result = evolve(lambda x: column(np.cos(x)) * SX + 3 * SZ, 1.0, [1, 0], tol=1e-9)
    assert result.error_estimate >= 1e-4


def test_noise_in_the_hamiltonian_raises_the_floor_by_what_it_does() -> None:
    def noisy(x: FloatArray) -> FloatArray:
        # rounding of a large number that is taken away again, at random
        return column((np.cos(3 * x) + 1e6) - 1e6) * SX + column(x - 2) * 4 * SZ

    exact = evolve(lambda x: column(np.cos(3 * x)) * SX + column(x - 2) * 4 * SZ, 5.0, [1, 0], tol=1e-12).state
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ToleranceWarning)
        computed = evolve(noisy, 5.0, [1, 0], tol=1e-14)
    error = np.linalg.norm(computed.state - exact)
    assert 1e-12 < error < computed.rounding_floor < 1e-8


def test_a_tolerance_below_the_floor_costs_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    panels: list[float] = []

    def counted(task: Task, style: Style, energies: FloatArray, tols: FloatArray) -> Run:
        run = passage(task, style, energies, tols)
        panels[-1] += float(run.panels.sum())
        return run

    monkeypatch.setattr(driver, "passage", counted)
    radius = 6.957e10

    def electrons(x: FloatArray) -> FloatArray:
        return 245 * AVOGADRO * np.exp(-10.54 * x / radius)

    medium = Medium(
        radius,
        electron_density=electrons,
        neutron_density=lambda x: electrons(x) / 6,
        magnetic_field=lambda x: 5e6 * np.exp(-0.5 * ((x / radius - 0.3) / 0.1) ** 2 + 5j * x / radius),
    )
    for tol in (1e-8, 1e-11, 1e-16):
        panels.append(0.0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ToleranceWarning)
            propagate(0.3, medium, MIXING, MAJORANA, tol=tol)
    assert max(panels) <= 1.2 * panels[0]
