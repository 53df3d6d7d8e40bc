"""Radiative decay: reference values, limits, Dirac against Majorana, and the phase space from its integral."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.arguments import Keywords

from nuem import Mixing, Sterile, Vertex
from nuem.astro.radiation.radiative_decay import lifetime, photon_energy, rate
from nuem.constants import BOHR_MAGNETON_SQUARED, HBAR
from nuem.models import minimal_dirac, minimal_majorana
from nuem.units import MeV, eV, keV

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, rtol=1e-5, atol=0)

ANGLES: Keywords = {"sin2_theta12": 0.304, "sin2_theta13": 0.02219, "sin2_theta23": 0.573, "delta": math.radians(197)}
SPLITTINGS: Keywords = {"dm2_21": 7.42e-5 * eV**2, "dm2_31": 2.517e-3 * eV**2}
REFERENCE = Mixing(**ANGLES, **SPLITTINGS, lightest_mass=0.01 * eV)


def test_coefficient_and_a_sterile_neutrino_have_their_reference_values() -> None:
    assert BOHR_MAGNETON_SQUARED / (8 * math.pi) / HBAR * eV**3 == approx(5.30725017172, rel=1e-11)  # rad.coef
    sterile = Mixing(**ANGLES, **SPLITTINGS, sterile=(Sterile(dm2=(7.1 * keV) ** 2, sin2_theta=(0, 0, 0)),))
    moments = np.zeros((4, 4))
    moments[3, 0] = moments[0, 3] = 1e-18
    vertex = Vertex("dirac", magnetic=moments)
    assert rate(vertex, sterile, 3, 0) == approx(1.89952321621e-24, rel=1e-11)  # rad.G.sterile
    assert photon_energy(sterile, 3, 0) == approx(3.55 * keV)
    assert lifetime(vertex, sterile, 3) == approx(1 / 1.89952321621e-24, rel=1e-11)


def test_minimal_dirac_rate_has_its_reference_value() -> None:
    assert rate(minimal_dirac(REFERENCE), REFERENCE, 1, 0) == approx(6.497513859e-56, rel=1e-9)  # rad.SM_21


@settings(max_examples=30)
@given(st.floats(-4, 4), st.floats(-4, 4), st.floats(-4, 4), st.sampled_from([1, -1]))
def test_majorana_rate_is_twice_the_dirac_one_for_a_massless_final_state(
    delta: float, alpha21: float, alpha31: float, sign: int
) -> None:
    mixing = Mixing(
        **(ANGLES | {"delta": delta}),
        dm2_21=7.42e-5 * eV**2,
        dm2_31=sign * 2.5e-3 * eV**2,
        alpha21=alpha21,
        alpha31=alpha31,
    )
    i, j = (2, 0) if sign > 0 else (1, 2)
    assert rate(minimal_majorana(mixing), mixing, i, j) == approx(
        2 * rate(minimal_dirac(mixing), mixing, i, j), rel=1e-12
    )


def test_only_lighter_neutrinos_come_out() -> None:
    vertex = Vertex("dirac", magnetic=1e-11 * np.ones((3, 3)))
    inverted = Mixing(**ANGLES, dm2_21=7.42e-5 * eV**2, dm2_31=-2.5e-3 * eV**2)
    assert rate(vertex, REFERENCE, 0, 2) == rate(vertex, REFERENCE, 1, 1) == 0
    assert rate(vertex, inverted, 2, 0) == photon_energy(inverted, 2, 0) == 0
    assert rate(vertex, inverted, 0, 2) > 0
    assert math.isinf(lifetime(vertex, REFERENCE, 0))
    assert math.isinf(lifetime(Vertex("dirac"), REFERENCE, 2))


def test_magnetic_and_electric_moments_count_alike() -> None:
    matrix = 1e-12 * np.array([[0, 1, 2], [1, 0, 3], [2, 3, 0]])
    for i, j in ((1, 0), (2, 0), (2, 1)):
        assert rate(Vertex("dirac", magnetic=matrix), REFERENCE, i, j) == rate(
            Vertex("dirac", electric=matrix), REFERENCE, i, j
        )


def test_rate_falls_with_the_cube_of_the_splitting_between_degenerate_masses() -> None:
    vertex = Vertex("dirac", magnetic=1e-11 * np.ones((3, 3)))
    rates = [
        rate(vertex, Mixing(**ANGLES, dm2_21=dm2 * eV**2, dm2_31=1e-2 * eV**2, lightest_mass=1 * eV), 1, 0)
        for dm2 in (1e-9, 2e-9)
    ]
    assert rates[1] / rates[0] == approx(8, rel=1e-6)


def test_rate_is_the_two_body_phase_space_of_the_squared_amplitude() -> None:
    """Sum over spins of |ubar_f sigma_{mu nu} q^nu (mu + eps gamma5) u_i|^2 with explicit matrices, times |p|/(8 pi m^2)."""
    identity, zero = np.eye(2), np.zeros((2, 2))
    pauli = [np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])]
    gamma = [np.block([[identity, zero], [zero, -identity]]), *(np.block([[zero, s], [-s, zero]]) for s in pauli)]
    gamma5 = 1j * gamma[0] @ gamma[1] @ gamma[2] @ gamma[3]
    metric = np.diag([1, -1, -1, -1])
    heavy, light, mu, eps = 1.3, 0.4, 0.7 + 0.2j, 0.3 - 0.5j
    photon = (heavy**2 - light**2) / (2 * heavy)
    q, p = np.array([photon, 0, 0, photon]), np.array([heavy, 0, 0, 0])

    def slash(k: np.ndarray) -> np.ndarray:
        return sum(metric[n, n] * k[n] * gamma[n] for n in range(4))

    total = 0.0
    for m in range(4):
        vertex = sum(0.5j * (gamma[m] @ gamma[n] - gamma[n] @ gamma[m]) * metric[n, n] * q[n] for n in range(4)) @ (
            -1j * mu * np.eye(4) + eps * gamma5
        )
        bar = gamma[0] @ vertex.conj().T @ gamma[0]
        total -= (
            metric[m, m]
            * np.trace((slash(p - q) + light * np.eye(4)) @ vertex @ (slash(p) + heavy * np.eye(4)) @ bar).real
        )
    width = total / 2 * photon / (8 * math.pi * heavy**2)
    expected = (abs(mu) ** 2 + abs(eps) ** 2) / (8 * math.pi) * ((heavy**2 - light**2) / heavy) ** 3
    assert width == approx(expected, rel=1e-12)


def test_moving_neutrinos_live_longer() -> None:
    vertex = Vertex("dirac", magnetic=1e-11 * np.ones((3, 3)))
    moving = lifetime(vertex, REFERENCE, 2, energy=[1 * MeV, 2 * MeV])
    assert allclose(moving, lifetime(vertex, REFERENCE, 2) * np.array([1, 2]) / REFERENCE.masses[2])
    massless = Mixing(**ANGLES, **SPLITTINGS)
    assert math.isinf(lifetime(vertex, massless, 0, energy=1.0))


@pytest.mark.parametrize(("i", "j"), [(3, 0), (0, -1), (1.0, 0), (True, 0)])
def test_refuses_what_is_no_neutrino(i: int, j: int) -> None:
    with pytest.raises(ValueError, match=r"is not a mass state; they are numbered from 0 to 2"):
        rate(Vertex("dirac"), REFERENCE, i, j)
    with pytest.raises(ValueError, match=r"is not a mass state; they are numbered from 0 to 2"):
        photon_energy(REFERENCE, i, j)


def test_refuses_sizes_and_energies_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match=r"the vertex has 2 neutrinos but the mixing has 3"):
        rate(Vertex("dirac", magnetic=np.eye(2)), REFERENCE, 1, 0)
    with pytest.raises(ValueError, match=r"energy must be at least the mass of the neutrino"):
        lifetime(Vertex("dirac"), REFERENCE, 2, energy=1e-12)
