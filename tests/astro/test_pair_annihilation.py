"""Pair annihilation: closed form of hot matter, direct integration over angles, any vertex, and the fit of Itoh et al. where it is installed."""

import math
import warnings
from functools import partial

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.astro.emission import CHANNELS, pair_annihilation
from nuem.astro.emission.pair_annihilation import emissivity
from nuem.astro.plasma import Plasma
from nuem.constants import ALPHA, BOHR_MAGNETON_SQUARED, ELECTRON_MASS, FERMI, HBAR, HBAR_C_EXACT
from nuem.units import erg, kelvin

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

TO_BASE = 1 / HBAR_C_EXACT**3 / HBAR
ZETA5 = 1.0369277551433699


def test_hot_matter_has_the_closed_forms() -> None:
    """7 zeta(5)/(12 pi) G_F^2 (sum C_V^2 + C_A^2) T^9, and (7 pi zeta(3)/240) alpha mu^2 T^7."""
    plasma = Plasma(1e-6, 0.5, 50.0)
    computed = emissivity(plasma, moment=1e-12, sin2_theta_w=0.23122)
    couplings = 0.9291122607999999 + 0.75
    assert computed.weak == approx(7 * ZETA5 / (12 * math.pi) * FERMI**2 * couplings * 50.0**9 * TO_BASE, rel=1e-3)
    zeta3 = 1.2020569031595943
    # (alpha mu^2/3) 4 n epsilon with n = 3 zeta(3) T^3/4 pi^2 and epsilon = 7 pi^2 T^4/240, of one spin each
    number, energy = 3 * zeta3 / (4 * math.pi**2) * 50.0**3, 7 * math.pi**2 / 240 * 50.0**4
    expected = ALPHA * 1e-24 * BOHR_MAGNETON_SQUARED / 3 * 4 * number * energy * TO_BASE
    assert computed.magnetic == approx(expected, rel=1e-3)


def test_slow_pairs_have_the_closed_form() -> None:
    """alpha m mu^2 n_+ n_-, which is 1.43e11 (T/1e8 K)^3 (mu/1e-10)^2 (rho/1e4)^-1 e^(-118.6/T_8) erg/g/s."""
    plasma = Plasma(1e2, 0.5, 1e8 * kelvin)
    electrons = plasma.electron_density + plasma.positron_density
    expected = ALPHA * ELECTRON_MASS * 1e-20 * BOHR_MAGNETON_SQUARED * electrons * plasma.positron_density
    computed = emissivity(plasma, moment=1e-10).magnetic
    assert computed == approx(expected * HBAR_C_EXACT**3 / HBAR, rel=0.03)  # T/m
    closed = 1.43e11 * 1e2 * 1e2 * math.exp(-2 * ELECTRON_MASS / (1e8 * kelvin))
    assert computed / erg == approx(closed, rel=0.07)


def test_averages_over_angles_factorise() -> None:
    energy = np.array([0.6, 1.3, 4.0])
    momentum = np.sqrt(energy**2 - ELECTRON_MASS**2)
    electrons, positrons = np.array([1.0, 0.7, 0.2]), np.array([0.3, 0.2, 0.1])
    moments = pair_annihilation._Moments(
        pair_annihilation._Particles(energy, momentum, electrons),
        pair_annihilation._Particles(energy, momentum, positrons),
    )
    cosine, weight = np.polynomial.legendre.leggauss(60)
    E, F = energy[:, None, None], energy[:, None]
    K2 = 2 * ELECTRON_MASS**2 + 2 * E * F - 2 * momentum[:, None, None] * momentum[:, None] * cosine
    start = electrons[:, None, None] * positrons[:, None] * (E + F) / (E * F) * weight / 2
    for power in (0, 1, 2):
        assert moments.of(power) == approx(np.sum(start * K2**power), rel=1e-12)
    assert moments.inverse() == approx(np.sum(start / K2), rel=1e-10)


def test_slow_pairs_through_a_charge_have_the_closed_form() -> None:
    """K^2 = 4 m^2: 32 pi alpha (K^2 + 2 m^2)/K^4 times c K^2 (E + E')/(16 E E') is 6 pi alpha c/m, c = alpha q^2/3 for one Dirac neutrino."""
    plasma = Plasma(1e2, 0.5, 1e8 * kelvin)
    electrons = plasma.electron_density + plasma.positron_density
    pairs = electrons * plasma.positron_density * HBAR_C_EXACT**3 / HBAR
    expected = 6 * math.pi * ALPHA * (ALPHA * 1e-28 / 3) / ELECTRON_MASS * pairs
    assert emissivity(plasma, charge=1e-14, weak=False).charge == approx(expected, rel=0.04)  # T/m


def test_slow_pairs_have_four_squared_masses_in_every_power() -> None:
    """Each power of K^2 = 4 m^2 multiplies the loss by it, up to T/m: so K^2 + 2 m^2 is in all of them."""
    powers, _ = pair_annihilation.by_power(Plasma(1e2, 0.5, 1e8 * kelvin))
    assert powers[1:] / powers[:-1] == pytest.approx(4 * ELECTRON_MASS**2, rel=0.06)


def test_pairs_of_a_degenerate_gas_are_slow_positrons_on_fast_electrons() -> None:
    """Positrons at rest: (E + m)/(16 E m) 32 pi alpha (K^2 + 2 m^2)/K^4 c K^4 with K^2 = 2 m (E + m), over the Fermi sphere."""
    plasma = Plasma(1e8, 0.5, 1e9 * kelvin)
    fermi = float(plasma.fermi_momentum)
    p = np.linspace(0, fermi, 20001)
    E, m = np.hypot(p, ELECTRON_MASS), ELECTRON_MASS
    strength = np.trapezoid(
        p**2 / math.pi**2 * (E + m) / (16 * E * m) * 32 * math.pi * ALPHA * (2 * m * (E + m) + 2 * m**2), p
    )
    c = 1e-24 * BOHR_MAGNETON_SQUARED / (24 * math.pi)
    expected = c * strength * plasma.positron_density / HBAR
    assert emissivity(plasma, moment=1e-12, weak=False).magnetic == approx(
        float(expected), rel=0.25
    )  # 5 T/2 m, the spread of momenta
    memory = emissivity(
        Plasma(np.full(3000, 1e4), 0.5, 1e9 * kelvin), charge=1e-14
    ).charge  # a double sum in each place
    assert memory == approx(emissivity(Plasma(1e4, 0.5, 1e9 * kelvin), charge=1e-14).charge)


def test_all_couplings_of_a_vertex_count() -> None:
    plasma = Plasma(1e4, 0.5, 2e9 * kelvin)
    mixing = Mixing.nufit()
    vertex = Vertex.from_flavour("dirac", mixing, magnetic=1e-10 * np.eye(3), charge=1e-9 * np.diag([1, -1, 0]))
    computed = emissivity(plasma, vertex=vertex, mixing=mixing)
    numbers = emissivity(plasma, moment=math.sqrt(3) * 1e-10, charge=(1e-9, -1e-9, 0))
    for channel in CHANNELS:
        assert getattr(computed, channel) == approx(getattr(numbers, channel), rel=1e-9, abs=0)
    assert computed.total > computed.weak > 0
    assert emissivity(plasma, weak=False).total == 0


def test_pairs_die_out_in_cold_and_in_degenerate_matter() -> None:
    hot, cold = (emissivity(Plasma(1e4, 0.5, T * kelvin)).weak for T in (1e9, 1e8))
    assert cold < 1e-30 * hot
    thin, dense = (emissivity(Plasma(rho, 0.5, 1e9 * kelvin)).weak for rho in (1e4, 1e9))
    assert dense < 1e-6 * thin
    assert emissivity(Plasma(1e12, 0.5, 1e6 * kelvin), moment=1e-12).total == 0


@pytest.mark.parametrize(("density", "temperature"), [(1e4, 1e9), (1e4, 3e9), (1e6, 1e9), (1e6, 3e9), (1e6, 1e10)])
def test_agrees_with_the_fit_of_itoh(density: float, temperature: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = pytest.importorskip("pynucastro.neutrino_cooling")
    _, parts = module.sneut5(density, temperature, abar=4.0, zbar=2.0, full_output=True)
    computed = emissivity(Plasma(density, 0.5, temperature * kelvin), sin2_theta_w=0.2319).weak / erg / density
    assert computed / float(parts.spair) == approx(1, abs=0.11)
