"""Photoneutrinos: the limit of cold dilute matter, the full phase space of collisions, any vertex, and the fit of Itoh et al. where it is installed."""

import math
import warnings
from functools import partial

import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.astro.emission import CHANNELS, pair_annihilation, photoneutrino_blocking, photoneutrinos, plasmon_decay
from nuem.astro.emission.photoneutrino_blocking import compute, factor
from nuem.astro.emission.photoneutrinos import emissivity, loss_of_one
from nuem.astro.emission.virtual_compton import KINDS, squared_amplitude
from nuem.astro.plasma import Plasma
from nuem.constants import ALPHA, BOHR_MAGNETON_SQUARED, ELECTRON_MASS, HBAR, HBAR_C_EXACT
from nuem.units import erg, kelvin

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, atol=0)

THOMSON = 8 * math.pi / 3 * (ALPHA / ELECTRON_MASS) ** 2
ZETA6 = math.pi**6 / 945


def test_cold_dilute_matter_has_the_closed_form() -> None:
    """(480 zeta(6)/5 pi^3) n_e sigma_T (mu^2/24 pi) T^6, up to terms in T/m."""
    T = 1e6 * kelvin
    plasma = Plasma(1e-3, 0.5, T)
    coefficient = 1e-24 * BOHR_MAGNETON_SQUARED / (24 * math.pi)
    expected = (
        480 * ZETA6 / (5 * math.pi**3) * plasma.electron_density * THOMSON * coefficient * T**6 / HBAR
    )  # n_e in cm^-3
    assert emissivity(plasma, moment=1e-12).magnetic == approx(expected, rel=4e-3)


def test_one_electron_costs_what_its_collisions_carry_away() -> None:
    """All six variables of a collision by random numbers, with four-vectors that are boosted explicitly."""
    p, T, m = 0.8, 0.1, ELECTRON_MASS
    u = np.random.default_rng(11).random((5, 400_000))
    E = math.hypot(p, m)
    x = 40 * u[0]
    omega, cosine = x * T, 2 * u[1] - 1
    total = E + omega
    flow = np.array([omega * np.sqrt(1 - cosine**2), 0 * omega, p + omega * cosine]) / total
    s = m**2 + 2 * omega * (E - p * cosine)
    root = np.sqrt(s)
    mass = (root - m) * u[2]
    energy = (s + mass**2 - m**2) / (2 * root)
    momentum = np.sqrt(np.maximum(energy**2 - mass**2, 0))
    # isotropic where the total momentum vanishes; the photon's direction there gives u
    height, azimuth = 2 * u[3] - 1, 2 * np.pi * u[4]
    direction = np.array([np.sqrt(1 - height**2) * np.cos(azimuth), np.sqrt(1 - height**2) * np.sin(azimuth), height])
    boost = total / root
    loss = boost * (energy + momentum * np.sum(flow * direction, axis=0))
    electron = np.array([0 * omega, 0 * omega, p + 0 * omega])
    along = np.sum(flow * electron, axis=0)
    at_rest = electron + flow * ((boost - 1) * along / np.sum(flow**2, axis=0) - boost * E)
    E_rest = boost * (E - along)
    b = mass**2 - 2 * (E_rest * energy - momentum * np.sum(at_rest * direction, axis=0))
    incoming = (s - m**2) / (2 * root)
    photons = omega**2 / np.pi**2 / np.expm1(x) * 40 * T  # d omega
    for n, kind in ((2, "moment"), (3, "vector"), (3, "axial")):
        braces = squared_amplitude(
            (s - m**2) / m**2, b / m**2, mass**2 / m**2, current="axial" if kind == "axial" else "vector"
        )
        # d sigma = |M|^2 |q|/(16 pi s |k|) dcos/2, and dM^2/pi
        cross_section = 2 * (4 * np.pi * ALPHA) ** 2 * braces * momentum / (16 * np.pi * s * incoming)
        measure = 2 * mass * (root - m) / np.pi * mass ** (2 * n - 4)
        values = photons * (1 - p * cosine / E) * cross_section * measure * loss
        computed = loss_of_one(np.array([p]), np.array([T]))[KINDS.index(kind), 0]
        error = values.std() / math.sqrt(values.size)
        assert abs(values.mean() - computed) < 4 * error
        assert error < 0.01 * computed


def test_the_table_of_one_electron_is_the_quadrature() -> None:
    generator = np.random.default_rng(2)
    rapidity = generator.uniform(0, 10.5, 60)
    T = np.exp(generator.uniform(np.log(1e-7), np.log(99), 60))
    exact = loss_of_one(ELECTRON_MASS * np.sinh(rapidity), T)
    for n, kind in enumerate(KINDS):
        computed = np.exp(photoneutrinos._losses()[kind].ev(rapidity, np.log(T))) * photoneutrinos._growth(kind, T)
        assert allclose(computed, exact[n], rtol=2e-4)


@pytest.mark.parametrize(("degeneracy", "temperature"), [(-2.0, 1e9), (3.0, 1e8), (0.4, 4e9), (7.5, 5e8)])
def test_places_that_are_left_are_those_of_the_table(degeneracy: float, temperature: float) -> None:
    T = temperature * kelvin
    assert allclose(compute(degeneracy, T, doublings=15), factor(np.array(degeneracy), np.array(T)), rtol=0.02)


def test_every_place_is_free_in_dilute_and_in_cold_matter() -> None:
    assert allclose(factor(np.array([-8.0, 1.0]), np.array([1e8, 1e6]) * kelvin), 1, rtol=3e-3)
    filling = factor(np.linspace(0, 12, 13), np.array(1e9 * kelvin))
    assert np.all(np.diff(filling, axis=1) < 0)


def test_energy_of_the_pair_is_conserved_in_the_blocking_integral() -> None:
    """An electron at rest: q_0 = root-frame energies boosted along the photon, between 0 and omega."""
    m = ELECTRON_MASS
    E, p, omega, cosine = np.full(5, m), np.zeros(5), np.full(5, 0.3), np.linspace(-1, 1, 5)
    root = np.sqrt(1 + 2 * omega / m)
    largest = (root**2 - 1) / (2 * root)  # a massless pair
    forward = photoneutrino_blocking._energy_of_pair(
        (E, p, omega, cosine), root, (largest, largest), np.ones(5), np.zeros(5)
    )
    backward = photoneutrino_blocking._energy_of_pair(
        (E, p, omega, cosine), root, (largest, largest), -np.ones(5), np.zeros(5)
    )
    assert allclose(forward, 0.3, rtol=1e-9)
    assert allclose(backward, 0.3 / (1 + 2 * 0.3 / m), rtol=1e-9)


def test_all_couplings_of_a_vertex_count() -> None:
    plasma = Plasma(1e4, 0.5, 5e8 * kelvin)
    mixing = Mixing.nufit()
    vertex = Vertex.from_flavour("dirac", mixing, magnetic=1e-10 * np.eye(3))
    computed = emissivity(plasma, vertex=vertex, mixing=mixing)
    numbers = emissivity(plasma, moment=math.sqrt(3) * 1e-10)
    for channel in CHANNELS:
        assert getattr(computed, channel) == approx(getattr(numbers, channel), rel=1e-9, abs=0)
    assert computed.charge == computed.interference == 0
    assert emissivity(plasma, weak=False).total == 0
    single, double = (emissivity(plasma, moment=factor * 1e-12).magnetic for factor in (1, 2))
    assert double == approx(4 * single, rel=1e-12)
    left = emissivity(plasma, charge_radius=1e-32)
    assert left.radius != 0
    assert left.weak == approx(computed.weak, rel=1e-12)


def test_charges_are_not_known() -> None:
    plasma, mixing = Plasma(1e4, 0.5, 5e8 * kelvin), Mixing.nufit()
    computed = emissivity(plasma, vertex=Vertex("dirac", charge=np.diag([1e-14, 0, 0])), mixing=mixing)
    assert np.isnan(computed.charge)
    assert np.isnan(computed.total)
    assert computed.weak == approx(emissivity(plasma).weak, rel=1e-12)


def test_points_are_independent_and_unknown_below_the_plasma_frequency() -> None:
    density, temperature = np.geomspace(1e2, 1e8, 3)[:, None], np.array([1e8, 1e9]) * kelvin
    whole = emissivity(Plasma(density, 0.5, temperature), moment=1e-12)
    assert whole.magnetic.shape == (3, 2)
    single = emissivity(Plasma(1e5, 0.5, 1e9 * kelvin), moment=1e-12).magnetic
    assert whole.magnetic[1, 1] == approx(single, rel=1e-12)
    assert np.ndim(single) == 0
    assert np.isnan(whole.magnetic).tolist() == [[False, False], [False, False], [True, True]]


def test_rules_between_plasmons_and_pairs() -> None:
    """In a dilute plasma at 5e8 K; at 1e8 K and 1e4 g/cm^3 plasmons do, and at 2e9 K pairs."""
    photons, plasmons, pairs = (
        module.emissivity(Plasma(1e4, 0.5, np.array([1e8, 5e8, 2e9]) * kelvin), moment=1e-12, weak=False).total
        for module in (photoneutrinos, plasmon_decay, pair_annihilation)
    )
    assert np.argmax([plasmons, photons, pairs], axis=0).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("density", "temperature"),
    [(1e2, 1e8), (1e4, 1e8), (1e4, 2e8), (1e5, 2e8), (1e2, 4e8), (1e5, 4e8), (1e6, 4e8), (1e4, 5e8), (1e6, 1e9)],
)
def test_agrees_with_the_fit_of_itoh(density: float, temperature: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = pytest.importorskip("pynucastro.neutrino_cooling")
    _, parts = module.sneut5(density, temperature, abar=4.0, zbar=2.0, full_output=True)
    computed = emissivity(Plasma(density, 0.5, temperature * kelvin), sin2_theta_w=0.2319).weak / erg / density
    assert computed / float(parts.sphot) == approx(1, abs=0.025)


# What `pynucastro` 3.1.0 gives for the weak part [erg/g/s], so that the comparison is made where it is not installed.
@pytest.mark.parametrize(
    ("density", "temperature", "fit"),
    [(1e2, 1e8, 2.9008e-1), (1e4, 2e8, 5.5356e1), (1e4, 4e8, 1.0197e4), (1e5, 4e8, 8.7637e3), (1e6, 1e9, 6.1029e6)],
)
def test_agrees_with_numbers_of_the_fit_of_itoh(density: float, temperature: float, fit: float) -> None:
    computed = emissivity(Plasma(density, 0.5, temperature * kelvin), sin2_theta_w=0.2319).weak / erg / density
    assert computed / fit == approx(1, abs=0.02)


def test_positrons_scatter_photons_as_electrons_do() -> None:
    """In a hot gas with as many positrons as electrons they make half of the loss."""
    plasma = Plasma(1e-6, 0.5, 2.0)
    gas = plasma.electrons()
    assert plasma.positron_density > 1e6 * plasma.electron_density
    free = gas.positrons * (1 - gas.positrons)
    single = photoneutrinos.loss_of_one(gas.momentum, np.full_like(gas.momentum, 2.0))[0]
    half = float(np.sum(gas.momentum**2 / np.pi**2 * gas.weight * free * single))
    left = photoneutrino_blocking.factor(np.array([float(plasma.degeneracy)]), np.array([2.0]))[0, 0]
    coefficient = 1e-24 * BOHR_MAGNETON_SQUARED / (24 * math.pi) / HBAR_C_EXACT**3 / HBAR
    assert emissivity(plasma, moment=1e-12, weak=False).magnetic == approx(2 * coefficient * left * half, rel=1e-3)
