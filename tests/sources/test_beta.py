"""Allowed beta spectra against published mean energies, a published pp table, scipy's gamma function and quadrature."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import loggamma

from nuem.constants import ALPHA, ELECTRON_MASS
from nuem.sources.beta import BetaDecay, momentum_times_fermi

DECAYS = [(0.42341, -1), (1.1982, -6), (1.7317, -7), (18.773, -2), (1.2615, 93), (0.0394, 44), (0.2, 94)]

# Mean energies [MeV] of the standard spectra, Bahcall, PRC 56, 3391 (1997); the 3.41 keV of thermal energy belong to the pp spectrum.
PUBLISHED_MEANS = [(0.42341, -1, 0.2668), (1.1982, -6, 0.7063), (1.7317, -7, 0.9964), (1.7364, -8, 0.9977)]

# The normalised pp spectrum (MeV, 1/MeV), Bahcall, PRC 56, 3391 (1997), Appendix: some of the 84 points.
PP_TABLE = [
    (0.05041, 0.3094), (0.10081, 1.0647), (0.15122, 2.0258), (0.20162, 2.9766), (0.25203, 3.7194), (0.30748, 4.0644),
    (0.35284, 3.7632), (0.40325, 2.2589), (0.41333, 1.5832), (0.41837, 1.0783),
]  # fmt: skip


@pytest.mark.parametrize(("end_point", "charge"), DECAYS)
def test_is_normalised(end_point: float, charge: int) -> None:
    decay = BetaDecay(end_point, charge)
    total = quad(lambda q: float(decay(q)), 0, end_point, epsabs=0, epsrel=1e-10, limit=400)[0]
    assert total == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(("end_point", "charge", "mean"), PUBLISHED_MEANS)
def test_mean_energies_are_the_published_ones(end_point: float, charge: int, mean: float) -> None:
    assert BetaDecay(end_point, charge).mean_energy == pytest.approx(mean, abs=6e-5)


def test_mean_energy_of_hep_is_close_to_the_published_one() -> None:
    assert BetaDecay(18.773, -2).mean_energy == pytest.approx(9.628, rel=5e-4)


def test_the_pp_spectrum_is_the_published_table() -> None:
    energy, published = np.array(PP_TABLE).T
    ratio = BetaDecay(0.42341, -1)(energy) / published
    np.testing.assert_allclose(ratio, 1, atol=1.1e-3)  # the table itself integrates to 1.0009
    np.testing.assert_allclose(ratio[1:] / ratio[1:].mean(), 1, atol=2e-4)


@pytest.mark.parametrize("charge", [1, 8, 46, 93, -1, -8])
def test_the_coulomb_factor_is_the_textbook_fermi_function(charge: int) -> None:
    p = np.geomspace(1e-2, 40, 200)
    eta = ALPHA * charge * np.sqrt(1 + p**2) / p
    gamma = np.sqrt(1 - (ALPHA * charge) ** 2)
    expected = p ** (2 * gamma - 1) * np.exp(np.pi * eta + 2 * loggamma(gamma + 1j * eta).real)
    np.testing.assert_allclose(momentum_times_fermi(p, charge), expected, rtol=1e-10)


def test_without_a_charge_there_is_no_correction() -> None:
    p = np.array([0.1, 1.0, 5.0])
    np.testing.assert_allclose(momentum_times_fermi(p, 0), p, rtol=1e-13)


def test_a_nonrelativistic_electron_feels_the_sommerfeld_factor() -> None:
    p = np.array([0.005, 0.01, 0.02])
    eta = ALPHA * np.sqrt(1 + p**2) / p
    sommerfeld = 2 * np.pi * eta / (1 - np.exp(-2 * np.pi * eta))
    np.testing.assert_allclose(momentum_times_fermi(p, 1) / p, sommerfeld, rtol=1e-3)


def test_electrons_end_in_a_step_and_positrons_at_zero() -> None:
    electron, positron = BetaDecay(1.0, 50), BetaDecay(1.0, -1)
    assert electron(1.0) == pytest.approx(float(electron(1.0 - 1e-9)), rel=1e-6)
    assert electron(1.0) > 0.3
    assert positron(1.0) == 0
    assert positron(1 - 1e-2) > 0


def test_the_attraction_takes_energy_from_the_electron_and_gives_it_to_the_antineutrino() -> None:
    assert BetaDecay(1.0, 93).mean_energy > BetaDecay(1.0, 0).mean_energy > BetaDecay(1.0, -93).mean_energy


def test_electron_and_neutrino_share_alike_when_both_are_fast_or_the_field_is_off() -> None:
    assert BetaDecay(1e4 * ELECTRON_MASS, 0).mean_energy == pytest.approx(0.5e4 * ELECTRON_MASS, rel=1e-3)


def test_vanishes_outside_the_range() -> None:
    np.testing.assert_array_equal(BetaDecay(1.0, 93)([-1.0, 0.0, 1.0000001, 7.0]), 0)


@pytest.mark.parametrize("end_point", [0, -1, np.nan, np.inf])
def test_refuses_a_senseless_end_point(end_point: float) -> None:
    with pytest.raises(ValueError, match="end_point"):
        BetaDecay(end_point, 1)


def test_refuses_a_charge_beyond_137() -> None:
    with pytest.raises(ValueError, match="charge = 138"):
        BetaDecay(1.0, 138)


@pytest.mark.parametrize("charge", [True, 1.5])
def test_a_charge_is_a_whole_number(charge: float) -> None:
    with pytest.raises(ValueError, match=r"must be a whole number|is a boolean"):
        BetaDecay(1.0, charge)  # type: ignore[arg-type]
