"""Inverse beta decay: reference values, limits, and the published fit."""

import numpy as np
import pytest

from nuem.scattering.inverse_beta import THRESHOLD, cross_section, dsigma_dE, positron_range


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
