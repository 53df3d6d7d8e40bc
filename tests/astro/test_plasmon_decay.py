"""Plasmon decay: reference values, matrix elements, counting of Dirac and Majorana neutrinos, interference, scaling."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from tests.arguments import Keywords

from nuem import Mixing, Vertex
from nuem.astro.emission import CHANNELS, Couplings
from nuem.astro.emission.couplings import effective_moment_squared, vector_couplings
from nuem.astro.emission.plasmon_decay import emissivity, rate
from nuem.astro.plasma import Plasma
from nuem.astro.plasma.dispersion import Mode
from nuem.constants import (
    ALPHA,
    BOHR_MAGNETON_SQUARED,
    CHARGE_SHIFT,
    ELECTRON_MASS,
    HBAR,
    HBAR_C_EXACT,
    RADIUS_SHIFT,
)
from nuem.units import erg, kelvin

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

ANGLE = 0.23122  # of the reference values
MIXING = Mixing.nufit()

# D.pl.*: rho, T, and [Q_T, Q_L, Q_tot] for the weak interaction, a moment of 1e-12 mu_B and a charge of 1e-14 e [erg/cm^3/s]
REFERENCE = {
    "RG_core": (
        1e6, 1e8,
        [28585475.109901063, 1672180.394381199, 30257655.504282262],
        [2662709.505668754, 279607.7172192825, 2942317.2228880366],
        [1627536.2352509613, 427026.1602850704, 2054562.3955360316],
    ),
    "HB": (
        1e4, 1e8,
        [115.042383910119, 0.09091797555387202, 115.13330188567288],
        [907.9155655256324, 1.2736497870984775, 909.1892153127309],
        [46999.225397794544, 166.82179947666592, 47166.04719727121],
    ),
    "WD": (
        1e6, 3e7,
        [19194.56695026424, 9085.197430906168, 28279.76438117041],
        [1838.5152699181076, 1426.6751157638787, 3265.1903856819863],
        [1155.3391796772019, 1941.6183536767903, 3096.9575333539924],
    ),
}  # fmt: skip
RATIOS = {"RG_core": 0.09724207556238522, "HB": 7.896839580050903, "WD": 0.11546031083116295}


@pytest.mark.parametrize("name", REFERENCE)
def test_emissivities_have_their_reference_values(name: str) -> None:
    density, temperature, *expected = REFERENCE[name]
    plasma = Plasma(density, 0.5, temperature * kelvin)
    computed = emissivity(plasma, moment=1e-12, charge=1e-14, sin2_theta_w=ANGLE)
    for channel, values in zip(("weak", "magnetic", "charge"), expected, strict=True):
        single = computed.channel(channel)
        assert [single.transverse / erg, single.longitudinal / erg, single.erg_per_cm3_s] == approx(values, rel=1e-8)
    assert computed.erg_per_cm3_s == approx(sum(values[2] for values in expected), rel=1e-8)
    assert computed.channel("magnetic").total / computed.channel("weak").total == approx(RATIOS[name], rel=1e-8)
    assert computed.erg_per_g_s == approx(computed.erg_per_cm3_s / density)


def test_weak_couplings_have_their_reference_value() -> None:
    assert np.sum(vector_couplings(ANGLE) ** 2) == approx(0.9291122607999999, rel=1e-14)  # D.const.CV2


def matrices() -> tuple[list[np.ndarray], np.ndarray]:
    identity, zero = np.eye(2), np.zeros((2, 2))
    pauli = [np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])]
    gamma = [np.block([[identity, zero], [zero, -identity]]), *(np.block([[zero, s], [-s, zero]]) for s in pauli)]
    return gamma, 1j * gamma[0] @ gamma[1] @ gamma[2] @ gamma[3]


def test_rates_are_two_body_phase_space_of_the_squared_amplitudes() -> None:
    """A plasmon of mass M at rest into massless neutrinos, averaged over polarisations, with explicit matrices (D.trace.coeffs)."""
    gamma, gamma5 = matrices()
    metric = np.diag([1, -1, -1, -1])
    M = 1.0
    P, Q = M / 2 * np.array([1, 0, 0, 1]), M / 2 * np.array([1, 0, 0, -1])
    K = P + Q

    def slash(k: np.ndarray) -> np.ndarray:
        return sum(metric[n, n] * k[n] * gamma[n] for n in range(4))

    def width(vertices: list[np.ndarray]) -> float:
        total = 0.0
        for m, vertex in enumerate(vertices, 1):  # the three polarisations of a massive vector at rest
            bar = gamma[0] @ vertices[m - 1].conj().T @ gamma[0]
            total += np.trace(slash(P) @ vertex @ slash(Q) @ bar).real
        return total / 3 / (16 * math.pi * M)

    left = (np.eye(4) - gamma5) / 2
    dipole = [
        sum(0.5j * (gamma[m] @ gamma[n] - gamma[n] @ gamma[m]) * metric[n, n] * K[n] for n in range(4))
        for m in range(1, 4)
    ]
    e2 = 4 * math.pi * ALPHA
    assert e2 * width(gamma[1:]) == approx(e2 / (12 * math.pi), rel=1e-12)
    assert width(gamma[1:]) == approx(0.02652582384864922, rel=1e-12)
    assert e2 * width([g @ left for g in gamma[1:]]) == approx(ALPHA / 6, rel=1e-12)
    assert width(dipole) == approx(0.01326291192432461, rel=1e-12)
    assert width([g @ (np.eye(4) - gamma5) for g in gamma[1:]]) == approx(0.05305164769729846, rel=1e-12)


def test_energy_loss_is_the_rate_of_each_plasmon_added_up() -> None:
    plasma = Plasma(3e5, 0.45, 2e8 * kelvin)
    T = float(plasma.temperature)
    couplings: Keywords = {"moment": 2e-12, "charge": (1e-14, -3e-15, 0.0), "charge_radius": (1e-32, 0.0, 3e-32)}
    computed = emissivity(plasma, **couplings)
    for polarisation, states, end in (
        ("transverse", 2, 45 * T + 3 * float(plasma.plasma_frequency)),
        ("longitudinal", 1, float(plasma.largest_wavenumber)),
    ):
        branch = getattr(plasma, polarisation)

        def lost(
            k: float,
            channel: str,
            polarisation: str = polarisation,
            states: int = states,
            branch: Callable[[float], Mode] = branch,
        ) -> float:
            omega = float(branch(k).frequency)
            gamma = float(getattr(rate(plasma, k, polarisation, **couplings), channel))
            return states * k**2 / (2 * math.pi**2) * omega * gamma / math.expm1(omega / T)

        for channel in CHANNELS:
            expected = quad(lost, 0, end * (1 - 1e-12), args=(channel,), epsabs=0, epsrel=1e-8)[0] / HBAR_C_EXACT**3
            single = getattr(computed.channel(channel), polarisation)
            assert single == approx(expected, rel=1e-7), (polarisation, channel)


def test_one_loop_adds_what_fast_electrons_of_many_velocities_do() -> None:
    def excess(density: float, temperature: float) -> float:
        plasma = Plasma(density, 0.5, temperature * kelvin)
        return float(emissivity(plasma, treatment="one-loop").total / emissivity(plasma).total - 1)

    assert abs(excess(1e6, 1e8)) < 1e-3
    assert excess(1e2, 3e9) == approx(0.04, abs=0.01)


@settings(max_examples=25)
@given(st.floats(-4, 12), st.floats(6, 11), st.floats(1e-13, 1e-9))
def test_a_moment_is_seen_squared_and_all_channels_add(density: float, temperature: float, moment: float) -> None:
    plasma = Plasma(10**density, 0.5, 10**temperature * kelvin)
    single, double = (emissivity(plasma, moment=factor * moment, charge=factor * 1e-14) for factor in (1, 2))
    assume(single.channel("magnetic").total > 1e-200)  # below it digits are lost to underflow
    assert double.channel("magnetic").total == approx(4 * single.channel("magnetic").total, rel=1e-12, abs=0)
    assert double.channel("charge").total == approx(4 * single.channel("charge").total, rel=1e-12, abs=0)
    assert single.total == approx(sum(float(single.channel(c).total) for c in CHANNELS), rel=1e-12, abs=0)
    assert single.total == approx(single.transverse + single.longitudinal, rel=1e-12, abs=0)
    assert single.extra == approx(single.total - emissivity(plasma).total, rel=1e-9, abs=float(1e-12 * single.total))


def test_dense_matter_favours_the_weak_interaction_and_cold_matter_is_dark() -> None:
    dense = emissivity(Plasma(np.geomspace(1e4, 1e9, 6), 0.5, 1e9 * kelvin), moment=1e-12)
    ratio = dense.magnetic / dense.weak
    assert np.all(np.diff(ratio) < 0)
    cold = Plasma(1e6, 0.5, np.array([1e6, 2e6]) * kelvin)
    loss = emissivity(cold, moment=1e-12).transverse
    slope = np.log(loss[1] / loss[0]) / (1 / cold.temperature[0] - 1 / cold.temperature[1])
    assert slope == approx(float(cold.plasma_frequency[0]), rel=0.02)  # exp(-omega_p/T)


def test_dirac_neutrinos_count_every_pair_and_majorana_neutrinos_half() -> None:
    lambda12 = np.zeros((3, 3), dtype=complex)
    lambda12[0, 1], lambda12[1, 0] = 3e-12, -3e-12
    majorana = Vertex.from_dipole("majorana", lambda12)
    dirac = Vertex.from_dipole("dirac", lambda12)
    assert effective_moment_squared(majorana) == approx(9e-24)
    assert effective_moment_squared(dirac) == approx(18e-24)
    moments = 1e-12 * np.array([[1, 2j, 0], [-2j, 3, 1], [0, 1, 0]])
    both = Vertex("dirac", magnetic=moments, electric=moments.T)
    assert effective_moment_squared(both) == approx(2 * np.sum(np.abs(moments) ** 2))
    assert effective_moment_squared(Vertex("dirac", magnetic=np.diag([1e-12, 0, 0]))) == approx(1e-24)


def test_magnetic_and_electric_moments_of_any_phase_count_alike() -> None:
    plasma = Plasma(1e6, 0.5, 1e8 * kelvin)
    moments = 1e-12 * np.array([[1, 2 + 1j, 0], [2 - 1j, 3, 1], [0, 1, 0]])
    first, other = (
        emissivity(plasma, vertex=Vertex("dirac", **{kind: moments}), mixing=MIXING)
        for kind in ("magnetic", "electric")
    )
    assert first.total == approx(other.total, rel=1e-14)
    number = emissivity(plasma, moment=math.sqrt(np.sum(np.abs(moments) ** 2)))
    assert number.total == approx(first.total, rel=1e-12)


def test_a_flavour_diagonal_vertex_is_the_three_numbers() -> None:
    plasma = Plasma(1e6, 0.5, 1e8 * kelvin)
    charges, radii = np.array([1e-14, -2e-14, 5e-15]), np.array([3e-32, 1e-32, -2e-32])
    vertex = Vertex.from_flavour("dirac", MIXING, charge=np.diag(charges), charge_radius=np.diag(radii))
    full = emissivity(plasma, vertex=vertex, mixing=MIXING)
    numbers = emissivity(plasma, charge=charges, charge_radius=radii)
    for channel in ("weak", "charge"):
        assert full.channel(channel).total == approx(numbers.channel(channel).total, rel=1e-12)
    # A Dirac vertex has its vector current on right-handed neutrinos too, which the numbers for radii leave out.
    no_radius = Vertex.from_flavour("dirac", MIXING, charge=np.diag(charges))
    assert emissivity(plasma, vertex=no_radius, mixing=MIXING).total == approx(
        emissivity(plasma, charge=charges).total, rel=1e-12
    )
    # The radius on right-handed neutrinos adds incoherently, (alpha/6) (r/6)^2 K^6.
    vector = Couplings(
        vertex=Vertex("dirac", charge_radius=np.diag([3e-31, 0, 0])), mixing=MIXING, weak=False
    ).coefficients.radius[2]
    left = Couplings(
        vertex=Vertex("majorana", anapole=np.diag([-0.5e-31, 0, 0])), mixing=MIXING, weak=False
    ).coefficients.radius[2]
    assert left == approx(ALPHA / 6 * (3e-31 / HBAR_C_EXACT**2 / 6) ** 2)
    assert vector == approx(2 * left)
    anapole = Vertex.from_flavour(
        "dirac", MIXING, charge_radius=np.diag(radii) / 2, anapole=-np.diag(radii) / 12
    )  # purely left-handed
    assert emissivity(plasma, vertex=anapole, mixing=MIXING).total == approx(
        emissivity(plasma, charge_radius=radii).total, rel=1e-12
    )


def test_a_charge_radius_shifts_the_weak_vector_coupling() -> None:
    plasma = Plasma(1e6, 0.5, 1e8 * kelvin)
    radii = np.array([3e-32, -1e-32, 2e-32])
    computed = emissivity(plasma, charge_radius=radii)
    shifted = vector_couplings() + RADIUS_SHIFT * radii
    assert computed.total / computed.weak == approx(np.sum(shifted**2) / np.sum(vector_couplings() ** 2), rel=1e-9)
    assert emissivity(plasma, charge_radius=-radii).channel("radius").total != approx(computed.channel("radius").total)


def test_a_charge_is_a_radius_that_falls_with_the_mass_of_the_plasmon() -> None:
    """One plasmon: q + K^2 <r^2>/6 for left-handed neutrinos; with q = -K^2 <r^2>/6 nothing but the right-handed part is left."""
    plasma = Plasma(1e6, 0.5, 1e8 * kelvin)
    k = 0.7 * plasma.plasma_frequency
    K2 = float(plasma.transverse(k).mass_squared) / HBAR_C_EXACT**2
    charge = np.array([1e-14, 2e-14, 0.0])
    computed = rate(plasma, k, charge=charge, charge_radius=-6 * charge / K2, weak=False)
    assert computed.total == approx(computed.charge / 2, rel=1e-9)


def test_majorana_charges_count_half_and_their_anapole_moments_fully() -> None:
    charge = 1e-14 * np.array([[0, 1j, 0], [-1j, 0, 0], [0, 0, 0]])
    dirac, majorana = (
        Couplings(vertex=Vertex(nature, charge=charge), mixing=MIXING).coefficients for nature in ("dirac", "majorana")
    )
    assert majorana.charge[0] == approx(dirac.charge[0] / 2)
    assert majorana.interference[1] == approx(dirac.interference[1])
    anapole = Vertex("majorana", anapole=np.diag([1e-33, 0, 0]))
    left = Vertex("dirac", anapole=np.diag([0.5e-33, 0, 0]), charge_radius=np.diag([-3e-33, 0, 0]))
    assert Couplings(vertex=anapole, mixing=MIXING).coefficients.radius[2] == approx(
        Couplings(vertex=left, mixing=MIXING).coefficients.radius[2], rel=1e-12
    )


def test_charges_interfere_with_the_sign_that_they_have_in_scattering() -> None:
    """Crossing: in scattering g_V shifts by -CHARGE_SHIFT q/T, with momentum transfer q^2 = -2 m T; a plasmon has q^2 = K^2 instead."""
    charge, K2 = 1e-13, 3e-4
    recoil = -K2 / (2 * ELECTRON_MASS)
    shift = -CHARGE_SHIFT * charge / recoil
    computed = Couplings(charge=(charge, 0, 0)).coefficients
    C = vector_couplings()
    per_square = computed.weak[2] / np.sum(C**2) * K2**3
    assert computed.interference[1] * K2**2 == approx(per_square * 2 * C[0] * shift, rel=1e-9)
    assert computed.charge[0] * K2 == approx(2 * per_square * shift**2, rel=1e-9)  # both helicities


def test_charge_and_radius_interfere_for_both_helicities_of_a_dirac_neutrino() -> None:
    charge, radius = np.diag([1e-14, 0, 0]), np.diag([3e-31, 0, 0])
    both = Couplings(
        vertex=Vertex("dirac", charge=charge, charge_radius=radius), mixing=MIXING, weak=False
    ).coefficients
    assert both.interference[1] == approx(2 * 2 * ALPHA / 6 * 1e-14 * 3e-31 / HBAR_C_EXACT**2 / 6)
    single = Couplings(
        vertex=Vertex("dirac", charge=charge, charge_radius=radius / 2, anapole=-radius / 12), mixing=MIXING, weak=False
    ).coefficients
    assert single.interference[1] == approx(both.interference[1] / 2)


def test_the_total_can_never_be_negative() -> None:
    plasma = Plasma(np.geomspace(1, 1e10, 6), 0.5, 1e8 * kelvin)
    for q in (-1e-12, -1e-14, -1e-15):
        assert np.all(emissivity(plasma, charge=(q, 0, 0), charge_radius=(-1e-31, 0, 0)).total > 0)


def test_points_are_independent() -> None:
    density, temperature = np.geomspace(1, 1e8, 4)[:, None], np.geomspace(1e7, 1e9, 3) * kelvin
    whole = emissivity(Plasma(density, 0.5, temperature), moment=1e-12)
    assert whole.total.shape == (4, 3)
    assert whole.parts.shape == (2, 5, 4, 3)
    assert whole.weak.shape == (4, 3)
    single = emissivity(Plasma(density[2, 0], 0.5, temperature[1]), moment=1e-12)
    assert whole.total[2, 1] == approx(single.total, rel=1e-12)
    assert np.ndim(single.total) == 0


def test_rate_at_rest_is_the_decay_of_a_particle_of_mass_omega_p() -> None:
    plasma = Plasma(1e6, 0.5, 1e8 * kelvin)
    wp = float(plasma.plasma_frequency)
    expected = 1e-24 * BOHR_MAGNETON_SQUARED * wp**3 / (24 * math.pi) / HBAR
    for polarisation in ("transverse", "longitudinal"):
        assert rate(plasma, 0.0, polarisation, moment=1e-12).magnetic == approx(expected, rel=1e-12)
    assert math.isnan(rate(plasma, 2 * plasma.largest_wavenumber, "longitudinal", moment=1e-12).magnetic)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"moment": "large"}, "moment .* is not a number"),
        ({"charge": (1e-14, 0)}, "charge must be one number, or three for e, mu and tau"),
        ({"vertex": Vertex("dirac")}, "needs mixing="),
        ({"vertex": Vertex("dirac", magnetic=np.eye(2)), "mixing": MIXING}, "2 neutrinos but the mixing has 3"),
        ({"vertex": Vertex("dirac"), "mixing": MIXING, "moment": 1e-12}, "either a vertex or numbers"),
        ({"sin2_theta_w": 1.2}, "sin2_theta_w must lie between 0 and 1"),
        ({"treatment": "exact"}, "treatment = 'exact' is unknown"),
    ],
)
def test_refuses_couplings_that_are_none(arguments: Keywords, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        emissivity(Plasma(1e6, 0.5, 1e8 * kelvin), **arguments)
