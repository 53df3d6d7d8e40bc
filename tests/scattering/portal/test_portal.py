"""A heavy neutral lepton through a dipole: cross sections, kinematics and decay against independent routes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from tests.arguments import Keywords

from nuem.constants import BOHR_MAGNETON_SQUARED, CLASSICAL_RADIUS_SQUARED, ELECTRON_MASS, HBAR
from nuem.scattering import nucleus
from nuem.scattering.electromagnetic import dsigma_dT_magnetic
from nuem.scattering.portal import (
    decay_density,
    decay_length,
    decay_probability,
    dsigma_dT,
    minimum_energy,
    moment_of_decay_length,
    photon_spectrum,
    recoil_range,
    threshold,
    total_cross_section,
    width,
)
from nuem.typing import ComplexArray, FloatArray, Nature


@pytest.mark.parametrize(
    ("recoil", "energy", "mass", "target_mass", "spin", "expected"),
    [
        (0.1, 20.0, 6.0, 3727.38, 0, 2.422771936263433e-24),
        (1e-5, 3.0, 0.8, 67660.0, 0, 2.429334714318465e-20),
        (0.002, 10.0, 3.0, 67660.0, 0.5, 1.2180798992419702e-22),
    ],
)
def test_cross_sections_are_those_of_the_traces(
    recoil: float, energy: float, mass: float, target_mass: float, spin: float, expected: float
) -> None:
    got = dsigma_dT(
        recoil, energy, mass=mass, moment=1.0, target=(1, 2), spin=spin, target_mass=target_mass, form_factor=None
    )
    assert got == pytest.approx(expected, rel=1e-8, abs=0)


def trace(recoil: float, energy: float, mass: float, m: float) -> float:
    """The bracket of spin 1/2 from Dirac matrices, summed over spins [1/MeV]: an independent route."""
    sigma = np.array([[[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]])
    identity, zero = np.eye(2), np.zeros((2, 2))
    gamma = [np.block([[zero, identity], [identity, zero]]), *(np.block([[zero, s], [-s, zero]]) for s in sigma)]
    metric = np.diag([1.0, -1, -1, -1])

    def slash(p: ComplexArray | FloatArray) -> ComplexArray:
        return sum(metric[a, a] * p[a] * gamma[a] for a in range(4))

    final = energy - recoil
    momentum, struck = np.sqrt(final**2 - mass**2), np.sqrt(recoil**2 + 2 * m * recoil)
    cosine = (energy**2 + struck**2 - momentum**2) / (2 * energy * struck)
    sine = np.sqrt(max(1 - cosine**2, 0.0))
    k = np.array([energy, 0, 0, energy])
    p, after = np.array([m, 0, 0, 0]), np.array([m + recoil, struck * sine, 0, struck * cosine])
    q = after - p  # taken from the neutrino
    heavy = k - q
    left = (np.eye(4) - 1j * gamma[0] @ gamma[1] @ gamma[2] @ gamma[3]) / 2
    vertex = [
        0.5 * sum(metric[b, b] * q[b] * (gamma[a] @ gamma[b] - gamma[b] @ gamma[a]) for b in range(4)) for a in range(4)
    ]
    bar = [gamma[0] @ v.conj().T @ gamma[0] for v in vertex]
    right = np.eye(4) - left
    total = 0.0
    for a in range(4):
        for b in range(4):
            neutrino = np.trace((slash(heavy) + mass * np.eye(4)) @ vertex[a] @ left @ slash(k) @ right @ bar[b])
            charged = np.trace((slash(after) + m * np.eye(4)) @ gamma[a] @ (slash(p) + m * np.eye(4)) @ gamma[b])
            total += metric[a, a] * metric[b, b] * (neutrino * charged).real
    return float(total)


def test_the_shape_is_that_of_explicit_traces() -> None:
    rng = np.random.default_rng(3)
    ratios = []
    for _ in range(40):
        m, energy = 10 ** rng.uniform(-1, 2), 10 ** rng.uniform(-1, 1.5)
        mass = rng.uniform(0.05, 0.9) * (np.sqrt(m * (m + 2 * energy)) - m)
        low, high = (float(end) for end in recoil_range(energy, mass=mass, target_mass=m))
        recoil = low + rng.uniform(0.05, 0.95) * (high - low)
        got = dsigma_dT(
            recoil, energy, mass=mass, moment=1.0, target=(1, 1), spin=0.5, target_mass=m, form_factor=None
        ) / (np.pi * CLASSICAL_RADIUS_SQUARED)
        ratios.append(trace(recoil, energy, mass, m) / (recoil**2 * m**3 * energy**2) / float(got))
    assert np.ptp(ratios) < 1e-10 * abs(np.mean(ratios))


@given(st.floats(0.001, 0.99), st.floats(-1, 2), st.floats(0.01, 0.99))
def test_a_massless_partner_is_the_ordinary_moment(fraction: float, exponent: float, s2: float) -> None:
    energy = 10**exponent
    recoil = fraction * 2 * energy**2 / (ELECTRON_MASS + 2 * energy)
    electron = dsigma_dT(recoil, energy, mass=0.0, moment=1e-10, target="electron")
    assert electron == pytest.approx(dsigma_dT_magnetic(recoil, energy, moment=1e-10), rel=1e-12, abs=0)
    for spin in (0, 0.5):
        recoil = fraction * float(recoil_range(energy, mass=0.0, target_mass=74 * 931.49410242 - 32 * ELECTRON_MASS)[1])
        heavy = dsigma_dT(recoil, energy, mass=0.0, moment=1e-10, target=(32, 74), spin=spin)
        ordinary = nucleus.dsigma_dT_magnetic(recoil, energy, Z=32, A=74, moment=1e-10, spin=spin)
        assert heavy == pytest.approx(ordinary, rel=1e-12, abs=0)


def test_recoils_are_those_of_two_bodies() -> None:
    low, high = recoil_range(10.0, mass=5.0, target_mass=122e3)
    assert (low, high) == pytest.approx((7.356319687153385e-06, 0.0014268180027163227), rel=1e-8, abs=0)


@given(st.floats(0.001, 0.999), st.floats(-2, 2), st.floats(-1, 5))
def test_the_smallest_energy_inverts_the_range_of_recoils(fraction: float, energy: float, target: float) -> None:
    e, m = 10**energy, 10**target
    mass = fraction * float(np.sqrt(m**2 + 2 * m * e) - m)
    if mass < 1e-3 * e:
        return
    ends = np.array(recoil_range(e, mass=mass, target_mass=m))
    assert minimum_energy(ends, mass=mass, target_mass=m) == pytest.approx([e, e], rel=1e-6)


def test_a_light_partner_keeps_its_smallest_recoil() -> None:
    low, _ = recoil_range(10.0, mass=1e-4, target_mass=1e5)
    assert low == pytest.approx(1e-16 / (8 * 100 * 1e5), rel=1e-4, abs=0)


def test_nothing_happens_below_the_threshold() -> None:
    lowest = float(threshold(mass=0.3, target_mass=ELECTRON_MASS))
    assert lowest == pytest.approx(0.3 + 0.09 / (2 * ELECTRON_MASS), rel=1e-14)
    assert np.all(np.isnan(recoil_range(0.999 * lowest, mass=0.3, target_mass=ELECTRON_MASS)))
    recoil = np.geomspace(1e-6, 1, 50)
    assert np.all(dsigma_dT(recoil, 0.999 * lowest, mass=0.3, moment=1e-10, target="electron") == 0)
    assert np.any(dsigma_dT(recoil, 1.1 * lowest, mass=0.3, moment=1e-10, target="electron") > 0)


@pytest.mark.parametrize(
    ("energy", "mass", "above", "expected"),
    [
        (0.862, 0.1, 0.001, 1.397416890516065e-24),
        (10.0, 0.5, 0.0, 2.2016679046410477e-24),
        (5.0, 1.0, 0.0, 7.943103802923965e-25),
    ],
)
def test_electrons_above_a_recoil(energy: float, mass: float, above: float, expected: float) -> None:
    low, high = (float(end) for end in recoil_range(energy, mass=mass, target_mass=ELECTRON_MASS))
    got = quad(
        lambda x: np.exp(x) * float(dsigma_dT(np.exp(x), energy, mass=mass, moment=1.0, target="electron")),
        np.log(max(low, above)),
        np.log(high),
        epsabs=0,
        epsrel=1e-11,
    )[0]
    assert got == pytest.approx(expected, rel=1e-8, abs=0)


def test_the_cross_section_is_never_negative() -> None:
    rng = np.random.default_rng(1)
    for target in ("electron", (32, 74), (32, 73)):
        energy, mass = 10 ** rng.uniform(-1, 2, 2000), 10 ** rng.uniform(-3, 2, 2000)
        recoil = 10 ** rng.uniform(-9, 2, 2000)
        assert np.all(dsigma_dT(recoil, energy, mass=mass, moment=1e-10, target=target) >= 0)


def test_the_spin_follows_from_the_nucleus() -> None:
    common: Keywords = {"mass": 3.0, "moment": 1e-10}
    even, odd = (dsigma_dT(0.002, 4.0, target=target, **common) for target in ((32, 74), (32, 73)))
    assert even == dsigma_dT(0.002, 4.0, target=(32, 74), spin=0, **common)
    assert odd == dsigma_dT(0.002, 4.0, target=(32, 73), spin=0.5, **common)


@pytest.mark.parametrize(
    ("mass", "moment", "expected"), [(8.0, 2e-9, 3.577134613798241e-18), (0.02, 6e-12, 5.030345550653777e-31)]
)
def test_widths(mass: float, moment: float, expected: float) -> None:
    assert width(mass, moment) * HBAR == pytest.approx(expected, rel=1e-8, abs=0)
    assert width(mass, moment, "majorana") == pytest.approx(2 * width(mass, moment), rel=1e-14, abs=0)


def test_the_width_in_terms_of_d_is_that_of_the_other_normalisation() -> None:
    d = 1e-11  # 1/MeV, that is 1e-8/GeV; mu = 2d
    moment = 2 * d / np.sqrt(BOHR_MAGNETON_SQUARED)
    assert width(3.0, moment) * HBAR == pytest.approx(d**2 * 27 / (4 * np.pi), rel=1e-12, abs=0)
    assert moment == pytest.approx(6.75e-11, rel=1e-3, abs=0)


def test_decay_on_the_way() -> None:
    common: Keywords = {"mass": 3.0, "moment": 5e-9, "nature": "majorana"}
    assert decay_length(9.0, **common) == pytest.approx(23669678.755332734, rel=1e-8)
    assert decay_probability(500, 9.0, **common) == pytest.approx(2.1123848962526327e-05, rel=1e-8, abs=0)
    assert decay_probability(500, 9.0, mass=3.0, moment=0.0) == 0


@pytest.mark.parametrize("nature", ["dirac", "majorana"])
def test_photons_are_one_for_each_decay_and_go_backward_for_dirac(nature: Nature) -> None:
    energy, mass = 9.0, 3.0
    beta = np.sqrt(1 - (mass / energy) ** 2)

    def spectrum(x: float) -> float:
        return float(photon_spectrum(x, energy, mass=mass, nature=nature))

    ends = energy / 2 * (1 - beta), energy / 2 * (1 + beta)
    assert quad(spectrum, *ends)[0] == pytest.approx(1, rel=1e-10)
    mean = energy * (0.5 - (beta / 6 if nature == "dirac" else 0))
    assert quad(lambda x: x * spectrum(x), *ends)[0] == pytest.approx(mean, rel=1e-10)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"target": "muon"}, "target = 'muon' is unknown"),
        ({"target": 32}, r"neither \"electron\" nor \(Z, A\)"),
        ({"target": (74, 32)}, "A not below Z"),
        ({"target": "electron", "spin": 0}, "does not suit an electron"),
        ({"target": (32, 74), "spin": 1}, "choose 0 or 0.5"),
        ({"target": (32, 74), "form_factor": "helmet"}, "did you mean 'helm'"),
        ({"target": (32, 74), "mass": -1.0}, "mass must not be negative"),
    ],
)
def test_wrong_input_is_refused(arguments: dict[str, object], message: str) -> None:
    call = {"mass": 1.0, "moment": 1e-10} | arguments
    with pytest.raises(ValueError, match=message):
        dsigma_dT(0.001, 10.0, **call)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("energy", "mass", "lowest", "expected"),
    [(0.862, 0.1, 0.001, 1.397416890516065e-24), (10.0, 0.5, 0.0, 2.2016679046410477e-24), (5.0, 1.0, 0.0, 7.943103802923965e-25)],
)  # fmt: skip
def test_the_cross_section_above_a_recoil(energy: float, mass: float, lowest: float, expected: float) -> None:
    computed = total_cross_section(energy, mass=mass, moment=1.0, target="electron", lowest=lowest)
    assert computed == pytest.approx(expected, rel=2e-8, abs=0)


@pytest.mark.parametrize("spin", [0, 0.5])
def test_the_cross_section_is_the_integral_over_recoils(spin: float) -> None:
    options: Keywords = {"mass": 3.0, "moment": 1e-10, "target": (6, 12), "spin": spin}
    low, high = recoil_range(10.0, mass=3.0, target_mass=12 * 931.49410242 - 6 * ELECTRON_MASS)
    by_log = quad(
        lambda x: np.exp(x) * float(dsigma_dT(np.exp(x), 10.0, form_factor=None, **options)),
        np.log(low),
        np.log(high),
        epsabs=0,
        epsrel=1e-9,
    )
    assert total_cross_section(10.0, **options) == pytest.approx(by_log[0], rel=1e-6, abs=0)
    assert total_cross_section(2.9, **options) == 0
    with pytest.raises(ValueError, match="diverges at small recoils"):
        total_cross_section(1.0, mass=0.0, moment=1e-11, target="electron")


def test_decays_behind_matter_are_its_production_or_a_fraction_of_it() -> None:
    options: Keywords = {"mass": 3.0, "nature": "majorana"}
    length = float(decay_length(9.0, moment=5e-9, **options))
    near, far = (float(decay_density(2.0, factor * length, 9.0, moment=5e-9, **options)) for factor in (50.0, 1e-4))
    assert near == pytest.approx(2.0, rel=1e-12)
    assert far == pytest.approx(2.0e-4, rel=1e-4)
    by_steps = quad(lambda s: 2.0 * np.exp(-s / length) / length, 0, 0.7 * length)[0]
    assert decay_density(2.0, 0.7 * length, 9.0, moment=5e-9, **options) == pytest.approx(by_steps, rel=1e-9)


def test_the_moment_of_a_decay_length_has_that_length() -> None:
    moments = moment_of_decay_length(np.array([1e2, 1e9]), 9.0, mass=3.0, nature="majorana")
    lengths = decay_length(9.0, mass=3.0, moment=moments, nature="majorana")
    assert lengths == pytest.approx([1e2, 1e9], rel=1e-12)


def test_energies_are_compared_with_their_own_masses() -> None:
    with pytest.raises(ValueError, match="at least the mass 5 MeV, got 4 MeV"):
        decay_length([2.0, 4.0], mass=[1.0, 5.0], moment=1e-9)


@pytest.mark.parametrize("target", [(1.5, 3), (80, 40)])
def test_charges_are_whole_and_not_above_the_mass_number(target: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="Z is a whole number and A not below Z"):
        dsigma_dT(0.002, 10.0, mass=3.0, moment=1e-10, target=target)


@pytest.mark.parametrize(
    ("target", "spin"), [((32, 74), 0), ((18, 40), 0), ((32, 73), 0.5), ((55, 133), 0.5), ((7, 14), 0.5)]
)
def test_even_even_nuclei_have_no_spin_unless_told(target: tuple[int, int], spin: float) -> None:
    options: Keywords = {"mass": 3.0, "moment": 1e-10, "target": target}
    recoil = np.array([0.002, 0.003])
    assert dsigma_dT(recoil, 20.0, **options).tolist() == dsigma_dT(recoil, 20.0, **options, spin=spin).tolist()
    assert dsigma_dT(recoil, 20.0, **options).tolist() != dsigma_dT(recoil, 20.0, **options, spin=0.5 - spin).tolist()
