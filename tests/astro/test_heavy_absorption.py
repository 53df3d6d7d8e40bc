"""A heavy partner in hot matter: traces, and what it becomes where it is light, where charges are heavy and where nothing is there."""

import math
from functools import partial

import numpy as np
import pytest

from nuem import portal
from nuem.astro.emission import heavy_absorption, helicity_flip, plasmon_decay
from nuem.astro.emission.heavy_absorption import absorption_rate, production_rate
from nuem.astro.emission.heavy_partner import plasmon_factor
from nuem.astro.emission.helicity_flip import flip_rates
from nuem.astro.plasma import Plasma
from nuem.constants import ALPHA, HBAR_C_EXACT, SPEED_OF_LIGHT
from nuem.numerics.quadrature import panels

approx = partial(pytest.approx, rel=1e-6, abs=0)

CORE = Plasma(3e14, 0.3, 30.0)
GAMMA0 = np.block([[np.zeros((2, 2)), np.eye(2)], [np.eye(2), np.zeros((2, 2))]])
PAULI = [np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])]
GAMMA = [GAMMA0, *(np.block([[np.zeros((2, 2)), s], [-s, np.zeros((2, 2))]]) for s in PAULI)]
GAMMA5 = 1j * GAMMA[0] @ GAMMA[1] @ GAMMA[2] @ GAMMA[3]
METRIC = np.diag([1.0, -1, -1, -1])


def slash(v: np.ndarray) -> np.ndarray:
    return sum(METRIC[n, n] * v[n] * GAMMA[n] for n in range(4))


@pytest.mark.parametrize("helicity", [1, -1])
@pytest.mark.parametrize(
    ("E", "m", "q0", "cosine"),
    [(10.0, 3.0, 2.0, 0.3), (10.0, 9.0, -15.0, -0.8), (4.0, 0.1, 3.0, 0.9), (6.0, 4.0, 5.5, 0.2)],
)
def test_tensor_is_that_of_traces(E: float, m: float, q0: float, cosine: float, helicity: int) -> None:
    """Spinor sums of a polarised N, of the vertex sigma^{mu nu} q_nu P_L and of a massless neutrino, along time and across q."""
    momentum, light = math.sqrt(E**2 - m**2), E - q0
    heavy = np.array([E, 0, 0, momentum])
    neutrino = light * np.array([1, math.sqrt(1 - cosine**2), 0, cosine])
    q = heavy - neutrino
    spin = np.array([momentum, 0, 0, E]) / m
    projected = (slash(heavy) + m * np.eye(4)) @ (np.eye(4) + helicity * GAMMA5 @ slash(spin)) / 2
    bars = []
    for k in range(4):
        vertex = sum(0.5j * (GAMMA[k] @ GAMMA[n] - GAMMA[n] @ GAMMA[k]) * METRIC[n, n] * q[n] for n in range(4))
        bars.append(vertex @ (np.eye(4) - GAMMA5) / 2)
    tensor = np.array(
        [[np.trace(projected @ a @ slash(neutrino) @ GAMMA0 @ b.conj().T @ GAMMA0) for b in bars] for a in bars]
    )
    q2 = float(np.sum(q[1:] ** 2))
    across = np.trace(tensor[1:, 1:]) - q[1:] @ tensor[1:, 1:] @ q[1:] / q2
    at = [np.asarray(value) for value in (E, momentum, q0, q2)]
    contracted = heavy_absorption._tensor(at[0], at[1], m**2, at[2], at[3])
    v0 = (E + helicity * momentum) / 2
    time, space = (v0 * (even + helicity * odd) for even, odd in contracted)
    assert time == approx(tensor[0, 0].real, rel=1e-9)
    assert space == approx(across.real, rel=1e-9)


def test_a_light_partner_is_made_as_neutrinos_flip() -> None:
    """Energy that flipped neutrinos of a massless kind carry, from the other end: neutrinos that scatter."""
    T, m = 30.0, 1e-3
    E, weight = (a.ravel() for a in panels(np.array([0.01, 0.5, 2, 4, 8, 16, 35]) * T, 8))
    made = production_rate(absorption_rate(E, CORE, mass=m, neutrino_potential=[0.0]), E, T, np.zeros(1))[0]
    phase_space = weight * E**2 / (2 * np.pi**2)
    protons = math.sqrt(4 * np.pi * ALPHA * float(CORE.electron_density) * HBAR_C_EXACT**3 / T)
    flips = flip_rates(E, T, electron_screening=float(CORE.debye_wavenumber), proton_screening=protons).energy_rate
    expected = np.sum(phase_space / (np.exp(E / T) + 1) * flips)
    right, left = (np.sum(phase_space * E * one) for one in made[0])
    assert right == approx(expected, rel=2e-4)
    assert 0 < left / right < 1e-8  # the other helicity needs the mass


def test_heavy_charges_scatter_as_in_a_vacuum(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thin cold gas of heavy protons alone: their number times the cross section of up-scattering, reversed."""
    T, m, E, k2 = 2.0, 3.0, 10.0, 1e-9
    monkeypatch.setattr("nuem.astro.emission.helicity_flip.PROTON_MASS", 4e3)
    monkeypatch.setattr(
        heavy_absorption, "spectral_functions", lambda x, q, t, *_: helicity_flip.spectral_functions(x, q, t, 1e-30, k2)
    )
    rate = absorption_rate(E, Plasma(1.0, 0.5, T), mass=m, neutrino_potential=-1e4, moment=1.0)[0, 0].sum()
    sigma = portal.total_cross_section(E, mass=m, moment=1.0, target=(1, 1), target_mass=4e3, spin=0.5)
    density = k2 * T / (4 * np.pi * ALPHA * HBAR_C_EXACT**3)
    momentum = math.sqrt(E**2 - m**2)
    assert rate == approx(density * SPEED_OF_LIGHT * sigma * E / momentum, rel=0.02)


def test_alone_it_decays_as_in_a_vacuum() -> None:
    E, m = np.array([10.5, 20.0, 100.0]), 10.0
    thin = Plasma(1.0, 0.5, 0.1)
    rate = absorption_rate(E, thin, mass=m, neutrino_potential=-1e4)[0, 1]
    expected = portal.width(m, 1e-12) * m / E
    assert rate.mean(axis=0) == approx(expected, rel=2e-3)
    assert rate[0] == approx(rate[1], rel=2e-2)  # the whole width knows no spin


@pytest.mark.parametrize("mass", [0.5, 8.0])
def test_photons_decay_to_it_as_often_as_they_do(mass: float) -> None:
    """Transverse plasmons that decay to N and an antineutrino, where no antineutrinos are, counted by what decays and by what comes."""
    T, far = 30.0, 1500.0
    E, weight = (a.ravel() for a in panels(mass + np.array([1e-4, 0.05, 0.25, 1, 2, 4, 8, 16, 30]) * T, 12))
    parts = []
    original = heavy_absorption._modes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heavy_absorption, "_modes", lambda plasma, largest: original(plasma, largest)[:1])
        back = absorption_rate(E, CORE, mass=mass, neutrino_potential=[far])
    made = back * np.exp((far - E) / T)
    parts = made[0, 1].sum(axis=0) * weight * E * np.sqrt(E**2 - mass**2) / (2 * np.pi**2)
    k, dk = (a.ravel() for a in panels(np.array([0, 5, 20, 60, 120, 250, 500, 1000.0]), 12))
    mode = CORE.transverse(k)
    rate = (
        plasmon_decay.rate(CORE, k, "transverse", moment=1e-12, weak=False).magnetic / 2
    )  # N alone, not its antiparticle
    rate = rate * plasmon_factor(mass, np.sqrt(mode.mass_squared))
    expected = np.sum(dk * k**2 / np.pi**2 * rate / np.expm1(mode.frequency / T))
    assert np.sum(parts) == approx(expected, rel=3e-3)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="above the mass 3 MeV, got 2 MeV"):
        absorption_rate([2.0, 5.0], CORE, mass=3.0)
    with pytest.raises(ValueError, match="mass must be positive"):
        absorption_rate(5.0, CORE, mass=0.0)
    with pytest.raises(ValueError, match="one place, got 2"):
        absorption_rate(5.0, Plasma([1e14, 2e14], 0.3, 30.0), mass=1.0)
