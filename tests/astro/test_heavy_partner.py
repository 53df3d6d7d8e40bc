"""Plasmon decay to a heavy partner: reference value, traces, limits, threshold, and what red giants allow."""

import math
from functools import partial

import numpy as np
import pytest
from scipy.integrate import quad

from nuem import portal
from nuem.astro.emission import plasmon_decay
from nuem.astro.emission.heavy_partner import emissivity, plasmon_factor
from nuem.astro.plasma import Plasma
from nuem.astro.stars import bounds
from nuem.astro.stars.red_giant import portal_moment
from nuem.constants import BOHR_MAGNETON_SQUARED, HBAR, HBAR_C_EXACT
from nuem.units import kelvin, keV

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

CORE = Plasma(2e5, 0.5, 1e8 * kelvin)


def test_factor_has_its_reference_value() -> None:
    assert plasmon_factor(math.sqrt(0.7), 1.0) == approx(0.216, rel=1e-8)  # portal.plasmon_factor.0.7
    assert plasmon_factor(0.0, 1.0) == 1
    assert plasmon_factor([1.0, 1.2], 1.0).tolist() == [0, 0]


@pytest.mark.parametrize("ratio", [0.0, 0.3, 0.7, 0.95])
def test_factor_is_that_of_traces_summed_over_polarisations(ratio: float) -> None:
    """Sum over spins of |ubar_N sigma^{mu nu} q_nu P_L v_nu|^2 for a photon at rest, times the momentum of the neutrinos."""
    zero, identity = np.zeros((2, 2)), np.eye(2)
    pauli = [np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])]
    gamma = [np.block([[zero, identity], [identity, zero]]), *(np.block([[zero, s], [-s, zero]]) for s in pauli)]
    left = (np.eye(4) - 1j * gamma[0] @ gamma[1] @ gamma[2] @ gamma[3]) / 2
    metric = np.diag([1.0, -1, -1, -1])

    def slash(v: np.ndarray) -> np.ndarray:
        return sum(metric[n, n] * v[n] * gamma[n] for n in range(4))

    def summed(r: float) -> float:
        m, p = math.sqrt(r), (1 - r) / 2
        heavy, light = np.array([math.hypot(p, m), 0, 0, p]), np.array([p, 0, 0, -p])
        value = 0.0
        for k in (1, 2, 3):  # polarisations of a photon at rest, q = (1, 0, 0, 0)
            vertex = 0.5j * (gamma[k] @ gamma[0] - gamma[0] @ gamma[k]) @ left
            bar = gamma[0] @ vertex.conj().T @ gamma[0]
            value += np.trace((slash(heavy) + m * np.eye(4)) @ vertex @ slash(light) @ bar).real
        return p * value

    assert plasmon_factor(math.sqrt(ratio), 1.0) == approx(summed(ratio) / summed(0.0), rel=1e-10)


def test_without_a_mass_it_is_the_decay_through_a_moment() -> None:
    computed, usual = emissivity(CORE, mass=0.0, moment=1e-12), plasmon_decay.emissivity(CORE, moment=1e-12, weak=False)
    assert computed.transverse == approx(usual.transverse, rel=1e-12)
    assert computed.longitudinal == approx(usual.longitudinal, rel=1e-12)


@pytest.mark.parametrize("mass", [3, 7.5, 8.2, 8.6, 8.7])
def test_loss_is_the_integral_over_photons_and_plasmons(mass: float) -> None:
    """By quadrature over wave numbers with roots for the dispersion, on either side of the plasma frequency of 8.63 keV; photons weigh at most 8.81."""
    T, coefficient = float(CORE.temperature), 1e-24 * BOHR_MAGNETON_SQUARED / (24 * math.pi) / HBAR_C_EXACT**3 / HBAR

    def lost(k: float, branch: str) -> float:
        mode = getattr(CORE, branch)(k)
        K2, omega, residue = float(mode.mass_squared), float(mode.frequency), float(mode.residue)
        residue *= 1 if branch == "transverse" else omega**2 / K2
        return k**2 * residue * K2**2 * float(plasmon_factor(mass * keV, math.sqrt(K2))) / math.expm1(omega / T)

    computed = emissivity(CORE, mass=mass * keV, moment=1e-12)
    end = float(CORE.largest_wavenumber)
    transverse = quad(lost, 0, 40 * T, args=("transverse",), epsabs=0, epsrel=1e-7, limit=400)[0] / math.pi**2
    longitudinal = quad(lost, 0, end * (1 - 1e-9), args=("longitudinal",), epsabs=0, epsrel=1e-7, limit=400)[0] / (
        2 * math.pi**2
    )
    assert computed.transverse == approx(coefficient * transverse, rel=1e-5)
    assert computed.longitudinal == approx(coefficient * longitudinal, rel=1e-4)
    assert computed.transverse > 0


def test_nothing_decays_above_the_largest_mass_of_a_photon() -> None:
    frequency = float(CORE.plasma_frequency)
    assert emissivity(CORE, mass=frequency * 1.01, moment=1e-12).longitudinal == 0
    assert emissivity(CORE, mass=frequency * math.sqrt(1.5), moment=1e-12).total == 0
    shells = Plasma(np.array([[1e5, 1e6]]), 0.5, 1e8 * kelvin)
    computed = emissivity(shells, mass=8 * keV, moment=1e-12).total
    assert computed.shape == (1, 2)
    assert computed[0, 1] == approx(emissivity(shells[0, 1], mass=8 * keV, moment=1e-12).total, rel=1e-12)
    with pytest.raises(ValueError, match="mass must not be negative"):
        emissivity(CORE, mass=-1.0, moment=1e-12)


def test_red_giants_allow_more_the_heavier_the_partner() -> None:
    light = next(bound.value for bound in bounds(names=["red_giant"]) if bound.coupling == "moment")
    assert portal_moment(0.0) == approx(light, rel=1e-9)
    values = [portal_moment(m * keV) for m in (0, 3, 6, 8, 8.7, 9)]
    assert np.all(np.diff(values[:5]) > 0)
    assert values[-1] == math.inf
    assert portal.red_giant_moment is portal_moment
    assert portal.plasmon_factor is plasmon_factor
