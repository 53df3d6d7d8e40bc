"""Cherenkov light: reference value, kinematics, where it vanishes."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuem.astro.radiation.cherenkov import emission_angle, rate, spectrum
from nuem.constants import BOHR_MAGNETON_SQUARED, HBAR
from nuem.typing import FloatArray
from nuem.units import MeV, eV

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)


def test_rate_and_angle_have_their_reference_values() -> None:
    computed = rate(1 * MeV, index=1.33, window=(0, 5 * eV), moment=1e-11)
    assert computed == approx(1.478165715e-20, rel=1e-9)
    assert emission_angle(5 * eV, 10 * eV, index=1.33) == approx(0.89640977443609, rel=1e-13)  # D2.cher.cos


@given(st.floats(1.001, 3), st.floats(0.01, 0.99), st.floats(0.1, 1e3))
def test_angle_and_energy_conserve_momentum(index: float, fraction: float, energy: float) -> None:
    omega = fraction * 2 * energy / (index + 1)
    cosine = emission_angle(omega, energy, index=index)
    k = index * omega
    assert np.sqrt(energy**2 - 2 * energy * k * cosine + k**2) == approx(energy - omega, rel=1e-9, abs=1e-9 * energy)


def test_full_window_of_a_constant_index_has_a_closed_form() -> None:
    """int_0^{2E/(n+1)} of a cubic polynomial."""
    n, E, moment = 1.4, 10 * eV, 1e-10
    top = 2 * E / (n + 1)
    cubic = top**3 / 3 - top**4 / (4 * E) - (n**2 - 1) * top**5 / (20 * E**2)
    expected = BOHR_MAGNETON_SQUARED * moment**2 / (4 * np.pi) * (n**2 - 1) ** 2 / n**2 * cubic / HBAR
    assert rate(E, index=n, window=(0, 1), moment=moment) == approx(expected, rel=1e-9)


def test_a_plasma_does_not_shine() -> None:
    plasma_frequency = 10 * eV

    def index(omega: FloatArray) -> FloatArray:
        return np.sqrt(1 - np.minimum((plasma_frequency / np.maximum(omega, 1e-12)) ** 2, 1 - 1e-12))

    assert rate(1 * MeV, index=index, window=(0, 1 * MeV), moment=1e-10) == 0
    assert np.all(spectrum([1 * eV, 100 * eV], 1 * MeV, index=index, moment=1e-10) == 0)
    assert np.isnan(emission_angle(20 * eV, 1 * MeV, index=index))


def test_only_where_the_index_exceeds_one() -> None:
    def index(omega: FloatArray) -> FloatArray:
        return np.where(omega < 3 * eV, 1.3, 0.9)

    whole = rate(1 * MeV, index=index, window=(0, 10 * eV), moment=1e-11)
    assert whole == approx(rate(1 * MeV, index=1.3, window=(0, 3 * eV), moment=1e-11), rel=1e-6)
    assert spectrum(4 * eV, 1 * MeV, index=index, moment=1e-11) == 0


def test_the_light_ends_at_twice_the_energy_over_n_plus_one() -> None:
    E, n = 10 * eV, 1.33
    end = 2 * E / (n + 1)
    values = spectrum(np.array([0.999, 1.001]) * end, E, index=n, moment=1e-11)
    assert values[0] > 0
    assert values[1] == 0
    assert emission_angle(end, E, index=n) == approx(1, rel=1e-12)


def test_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="must ascend"):
        rate(1.0, index=1.3, window=(1e-5, 1e-6), moment=1e-11)
    with pytest.raises(ValueError, match="index must be positive"):
        rate(1.0, index=-1.3, window=(0, 1e-6), moment=1e-11)
    with pytest.raises(ValueError, match="energy must be positive"):
        rate(0.0, index=1.3, window=(0, 1e-6), moment=1e-11)
