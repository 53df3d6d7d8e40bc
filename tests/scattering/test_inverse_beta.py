"""Inverse beta decay: reference values, limits, and the published fit."""

import numpy as np
import pytest

from nuem.constants import ELECTRON_MASS, FERMI, HBAR_C
from nuem.propagation.spin import PAULI
from nuem.scattering.inverse_beta import NEUTRON_MASS, PROTON_MASS, THRESHOLD, cross_section, dsigma_dE, positron_range
from nuem.typing import ComplexArray, FloatArray

METRIC = np.diag([1.0, -1, -1, -1])
BLOCK = np.zeros((2, 2))
GAMMA = [np.block([[np.eye(2), BLOCK], [BLOCK, -np.eye(2)]])] + [np.block([[BLOCK, s], [-s, BLOCK]]) for s in PAULI]
GAMMA_5 = 1j * GAMMA[0] @ GAMMA[1] @ GAMMA[2] @ GAMMA[3]


def slash(momentum: FloatArray) -> ComplexArray:
    """Contraction of a four-momentum with the Dirac matrices."""
    return sum(METRIC[a, a] * momentum[a] * GAMMA[a] for a in range(4))


def traced(energy: float, positron: float) -> float:
    """dsigma/dE_e without radiative corrections [cm^2/MeV], by traces of Dirac matrices over all spins."""
    mean = (PROTON_MASS + NEUTRON_MASS) / 2
    momentum = np.sqrt(positron**2 - ELECTRON_MASS**2)
    t = 2 * PROTON_MASS * (positron - energy - PROTON_MASS) + PROTON_MASS**2 + NEUTRON_MASS**2
    cosine = (t - ELECTRON_MASS**2 + 2 * energy * positron) / (2 * energy * momentum)
    neutrino, proton = np.array([energy, 0, 0, energy]), np.array([PROTON_MASS, 0, 0, 0])
    electron = np.array([positron, momentum * np.sqrt(1 - cosine**2), 0, momentum * cosine])
    q = neutrino - electron
    neutron = proton + q
    dipole = 1 / ((1 - t / (4 * mean**2)) * (1 - t / 0.71e6) ** 2)
    f1, f2 = (1 - 4.706 * t / (4 * mean**2)) * dipole, 3.706 * dipole
    g1 = -1.270 / (1 - t / 1.0e6) ** 2
    g2 = 2 * mean**2 * g1 / (139.57039**2 - t)

    def current(a: int) -> ComplexArray:
        sigma_q = sum(METRIC[b, b] * q[b] * 0.5j * (GAMMA[a] @ GAMMA[b] - GAMMA[b] @ GAMMA[a]) for b in range(4))
        return f1 * GAMMA[a] + g1 * GAMMA[a] @ GAMMA_5 + 1j * f2 / (2 * mean) * sigma_q + g2 * q[a] / mean * GAMMA_5

    def bar(matrix: ComplexArray) -> ComplexArray:
        return GAMMA[0] @ matrix.conj().T @ GAMMA[0]

    left = [GAMMA[a] @ (np.eye(4) - GAMMA_5) for a in range(4)]
    currents = [current(a) for a in range(4)]
    # an antineutrino comes in and a positron goes out
    lepton = [
        [
            np.trace(slash(neutrino) @ left[a] @ (slash(electron) - ELECTRON_MASS * np.eye(4)) @ bar(left[b]))
            for b in range(4)
        ]
        for a in range(4)
    ]
    nucleon = [
        [
            np.trace(
                (slash(neutron) + NEUTRON_MASS * np.eye(4))
                @ currents[a]
                @ (slash(proton) + PROTON_MASS * np.eye(4))
                @ bar(currents[b])
            )
            for b in range(4)
        ]
        for a in range(4)
    ]
    squared = (
        sum(METRIC[a, a] * METRIC[b, b] * lepton[a][b] * nucleon[a][b] for a in range(4) for b in range(4)).real
        * (FERMI * 0.9742) ** 2
        / 2
    )
    return 2 * PROTON_MASS * squared / 2 / (16 * np.pi * (2 * PROTON_MASS * energy) ** 2) * HBAR_C**2


@pytest.mark.parametrize(
    ("energy", "expected"),
    [  # ibd.sigma.*
        (2.0, 3.290745047e-44),
        (2.5, 1.254468245e-43),
        (4.0, 6.749102868e-43),
        (8.3, 4.43125495e-42),
        (10.0, 6.755657458e-42),
        (20.0, 2.8864492e-41),
        (50.0, 1.558673984e-40),
    ],
)
def test_the_total_cross_section_is_the_reference(energy: float, expected: float) -> None:
    assert cross_section(energy) == pytest.approx(expected, rel=1e-6, abs=0)


def test_radiative_corrections_are_three_per_cent() -> None:  # ibd.sigma.10MeV.tree
    assert cross_section(10.0, radiative=False) == pytest.approx(6.572254e-42, rel=1e-5, abs=0)
    assert cross_section(10.0) / cross_section(10.0, radiative=False) == pytest.approx(1.028, abs=1e-3)


@pytest.mark.parametrize("energy", [2.0, 5.0, 10.0, 30.0, 50.0])
def test_the_fit_of_the_paper_is_met_within_a_per_cent(energy: float) -> None:
    positron = energy - 1.293
    momentum = np.sqrt(positron**2 - 0.511**2)
    x = np.log(energy)
    fit = 1e-43 * momentum * positron * energy ** (-0.07056 + 0.02018 * x - 0.001953 * x**3)
    assert cross_section(energy) == pytest.approx(fit, rel=9e-3, abs=0)


def test_nothing_happens_below_the_threshold() -> None:
    assert pytest.approx(1.80607, abs=1e-5) == THRESHOLD
    assert cross_section([1.0, 1.806]).tolist() == [0, 0]
    assert dsigma_dE(1.0, 1.5) == 0


@pytest.mark.parametrize("energy", [3.0, 12.0, 40.0])
def test_the_positron_spectrum_integrates_to_the_cross_section(energy: float) -> None:
    low, high = positron_range(energy)
    nodes, weights = np.polynomial.legendre.leggauss(20)
    positron = (high + low) / 2 + (high - low) / 2 * nodes
    total = weights @ dsigma_dE(positron, energy) * (high - low) / 2
    assert total == pytest.approx(cross_section(energy), rel=1e-9, abs=0)
    assert dsigma_dE([low - 1e-3, high + 1e-3], energy).tolist() == [0, 0]


def test_positrons_of_slow_neutrinos_carry_the_energy_less_the_mass_difference() -> None:
    low, high = positron_range(3.0)
    assert (low + high) / 2 == pytest.approx(3.0 - 1.293, abs=0.01)


@pytest.mark.parametrize("energy", [1.9, 3.0, 12.0, 60.0])
@pytest.mark.parametrize("fraction", [0.1, 0.8])
def test_the_positron_spectrum_is_that_of_traces_with_every_form_factor(energy: float, fraction: float) -> None:
    """The least term of the printed formula that has a test nowhere else, 4 m_e^2 f_2^2, is a millionth of the whole."""
    low, high = positron_range(energy)
    positron = float(low + fraction * (high - low))
    assert dsigma_dE(positron, energy, radiative=False) == pytest.approx(traced(energy, positron), rel=1e-8, abs=0)
