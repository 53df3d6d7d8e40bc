"""Radiative decay in matter: reference values, the phase-space integral and limits."""

from functools import partial

import numpy as np
import pytest
from scipy.integrate import quad

from nuem import Mixing
from nuem.astro.matter_decay import decay_rate, highest_density, rate, velocity_factor
from nuem.constants import ALPHA, ELECTRON_MASS, FERMI, HBAR, HBAR_C_EXACT
from nuem.units import eV

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

MIXING = Mixing.nufit(lightest_mass=0.01 * eV)


def test_rate_has_its_reference_value() -> None:
    found = decay_rate(0.06 * eV, 0.03 * eV, 0.1, electron_density=1e24, velocity=0.5)
    assert found == approx(1.09267530590408e-27, rel=1e-9)  # D2.rad.matter
    assert velocity_factor(0.5, 0.25) == approx(1.424134743178, rel=1e-12)


def test_velocity_factor_is_smooth_down_to_rest() -> None:
    assert velocity_factor(0.0, 0.25) == 1.25
    v = np.array([0.99e-4, 1.01e-4])
    values = velocity_factor(v, 0.25)
    assert values[0] == approx(values[1], rel=1e-9)
    assert allclose(values, 1.25, rtol=1e-7)


@pytest.mark.parametrize("v", [0.0, 0.5, 0.95])
def test_rate_is_the_two_body_phase_space_of_the_induced_current(v: float) -> None:
    """Free electrons at rest answer to a photon with the current e n/m times its field, so that
    M = (G_F/sqrt2) (e n/m) U_ei U_ej ubar_j slash(eps) (1 - gamma5) u_i with eps transverse in their rest frame. Summed over photons and
    averaged over helicity, |M|^2 = 2 G_F^2 (e n/m)^2 |U U|^2 [2 |p|^2 sin^2(theta) + m_i^2 + m_j^2]."""
    heavy, light, coupling, density = 0.06 * eV, 0.03 * eV, 0.1, 1e24
    n = density * HBAR_C_EXACT**3

    def squared(c: float) -> float:
        """At the cosine of the photon in the rest frame of the neutrino."""
        across = (
            (heavy * v) ** 2 * (1 - c**2) / (1 + v * c) ** 2
        )  # |p|^2 sin^2(theta) in the rest frame of the electrons
        response = 4 * np.pi * ALPHA * n**2 / ELECTRON_MASS**2
        return 2 * FERMI**2 * response * coupling * (2 * across + heavy**2 + light**2)

    mean = quad(squared, -1, 1, epsabs=0)[0] / 2
    at_rest = mean * (1 - (light / heavy) ** 2) / (8 * np.pi) / (2 * heavy) / HBAR
    found = decay_rate(heavy, light, coupling, electron_density=density, velocity=v)
    assert found == approx(at_rest * np.sqrt(1 - v**2), rel=1e-10, abs=0)


def test_only_lighter_neutrinos_come_out_and_only_in_matter() -> None:
    assert rate(MIXING, 2, 0, electron_density=0.0) == 0
    assert rate(MIXING, 0, 2, electron_density=1e24) == 0
    one, two = (rate(MIXING, 1, 0, electron_density=n) for n in (1e24, 2e24))
    assert two == approx(4 * one, rel=1e-12, abs=0)
    heavy, light = MIXING.masses[[1, 0]]
    coupling = abs(MIXING.matrix[0, 1] * MIXING.matrix[0, 0]) ** 2
    assert one == approx(float(decay_rate(heavy, light, coupling, electron_density=1e24)), rel=1e-12, abs=0)
    assert decay_rate(0.05 * eV, 0.05 * eV, 0.1, electron_density=1e24) == 0


def test_says_where_the_plasma_stops_it() -> None:
    n = highest_density(2 * eV, 1 * eV)
    plasma_frequency = 3.713e-11 * np.sqrt(n) * eV  # for n in cm^-3
    assert plasma_frequency == approx(0.75 * eV, rel=1e-3)


def test_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="is no neutrino"):
        rate(MIXING, 3, 0, electron_density=1.0)
    with pytest.raises(ValueError, match="electron_density must not be negative"):
        rate(MIXING, 2, 0, electron_density=-1.0)
    with pytest.raises(ValueError, match="velocity must be below 1"):
        rate(MIXING, 2, 0, electron_density=1.0, velocity=1.0)
    with pytest.raises(ValueError, match="light must lie between"):
        decay_rate(1 * eV, 2 * eV, 0.1, electron_density=1.0)
