"""Density matrices that lose coherence, packets that part, and neutrinos from afar."""

from typing import Any

import mpmath
import numpy as np
import pytest
from tests.arguments import Positional
from tests.propagation.random_problems import column, hermitian

from nuem import Mixing, Vertex
from nuem.propagation import Medium, evolve, propagate
from nuem.propagation.closed_forms.decoherence import survival
from nuem.propagation.closed_forms.flavour_ratios import at_earth
from nuem.propagation.closed_forms.wave_packets import (
    coherence_length,
    relative_width,
    spin_coherence_length,
    spin_velocity_difference,
)
from nuem.propagation.open_system import evolve_open
from nuem.typing import FloatArray
from nuem.units import MeV, cm, eV, gauss, km, muB

MIXING = Mixing(
    sin2_theta12=0.3088,
    sin2_theta13=0.02248,
    sin2_theta23=0.470,
    delta=np.deg2rad(212),
    dm2_21=7.537e-5 * eV**2,
    dm2_31=2.511e-3 * eV**2,
)
CASES = {
    # lindblad.decay, lindblad.dephase
    "decay": (0.907390354417882, 2.0, {"theta": 0.6, "splitting": 3.0, "down": 0.2, "up": 0.05}),
    "dephase": (0.848128712383506, 1.5, {"theta": 0.3, "splitting": 10.0, "down": 0.7, "dephasing": 0.4}),
}


def jumps(down: float = 0.0, up: float = 0.0, dephasing: float = 0.0, **_: float) -> list[FloatArray]:
    """Between the levels; sigma_z sqrt(g/2) lets the coherence fall at the rate g."""
    lower = np.array([[0, 1], [0, 0]])
    return [np.sqrt(down) * lower, np.sqrt(up) * lower.T, np.sqrt(dephasing / 2) * np.diag([1, -1])]


@pytest.mark.parametrize("case", CASES)
def test_two_levels_meet_the_reference_by_both_routes(case: str) -> None:
    value, x, given = CASES[case]
    assert survival(x, **given) == pytest.approx(value, rel=1e-10)
    flavour = np.array([np.cos(given["theta"]), np.sin(given["theta"])])
    h = np.diag([0, given["splitting"]])
    rho = evolve_open(h, x, np.outer(flavour, flavour), jumps(**given))
    assert (flavour @ rho @ flavour).real == pytest.approx(value, rel=1e-10)
    moving = evolve_open(lambda x: h + 0 * column(x), x, np.outer(flavour, flavour), jumps(**given), tol=1e-9)
    assert (flavour @ moving @ flavour).real == pytest.approx(value, abs=1e-8)


def test_without_jumps_a_pure_state_stays_what_the_engine_makes_of_it() -> None:
    def h(x: FloatArray) -> FloatArray:
        return column(np.cos(3 * x)) * np.array([[0, 2], [2, 0]]) + column(x - 1) * np.diag([4.0, -4.0])

    psi = evolve(h, 2.0, [1, 0], tol=1e-11).state
    assert np.abs(evolve_open(h, 2.0, [[1, 0], [0, 0]], []) - np.outer(psi, psi.conj())).max() < 1e-8


@pytest.mark.parametrize("n", [2, 3])
def test_trace_and_positivity_hold_and_steps_agree_with_the_exponential(n: int) -> None:
    rng = np.random.default_rng(n)
    h, single = hermitian(rng, n), hermitian(rng, n)
    lindblad = [0.4 * (rng.normal(size=(n, n)) + 1j * rng.normal(size=(n, n))) for _ in range(2)]
    rho = np.eye(n) / n + 0.1 * (single - np.trace(single) / n * np.eye(n)) / np.linalg.norm(single)
    exact = evolve_open(h, 1.5, rho, lindblad)
    steps = evolve_open(lambda x: h + 0 * column(x), 1.5, rho, lindblad, tol=1e-8)
    assert np.abs(exact - steps).max() < 1e-7
    assert np.trace(exact).real == pytest.approx(1, abs=1e-12)
    assert np.linalg.eigvalsh(exact).min() > 0
    # what decoheres becomes more mixed, or tends to a state of its own; never less than positive
    assert np.linalg.eigvalsh(evolve_open(h, 60.0, rho, lindblad)).min() > 0


def test_a_jump_of_helicity_is_not_one_of_levels() -> None:
    h, helicity = np.array([[1.0, 0.8], [0.8, -1.0]]), np.array([[0, 1], [0, 0]]) * 0.5
    w = np.linalg.eigh(h)[1]
    rho = np.diag([0.3, 0.7])
    first, other = evolve_open(h, 5.0, rho, [helicity]), evolve_open(h, 5.0, rho, [w @ helicity @ w.T])
    assert np.abs(first - other).max() > 0.05


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.eye(2), 1.0, [[1, 1], [0, 0]], []), "hermitian"),
        ((np.eye(2), 1.0, np.eye(2) / 2, [np.eye(3)]), "every jump"),
        ((np.eye(2), -1.0, np.eye(2) / 2, []), "length"),
        (
            (
                lambda x: column(1e7 * x) * np.diag([1, -1]),
                1.0,
                np.eye(2) / 2,
                [[[0, 1], [0.3, 0]]],
            ),
            "double|settle",
        ),
    ],
)
def test_open_systems_that_cannot_be_are_refused(
    arguments: Positional,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nuem.propagation.open_system.MOST_STEPS", 16)
    with pytest.raises(ValueError, match=message):
        evolve_open(*arguments)


def test_spin_states_part_as_the_derivative_of_their_energies_says() -> None:
    p, m, angle, energy = 10.0, 0.5, 0.7, 1e-9  # MeV, rad, mu B in MeV
    field = energy / (5.788381806e-15)  # gauss, for one mu_B

    def level(momentum: Any, sign: int) -> Any:
        across = momentum * mpmath.sin(angle)
        return mpmath.sqrt(m**2 + momentum**2 + energy**2 + sign * 2 * energy * mpmath.sqrt(m**2 + across**2))

    with mpmath.workdps(60):
        exact = abs(mpmath.diff(lambda q: level(q, 1), p) - mpmath.diff(lambda q: level(q, -1), p))
    computed = spin_velocity_difference(p, mass=m, moment=1.0, field=field, angle=angle)
    assert computed == pytest.approx(float(exact), rel=3 * (m / (p * np.sin(angle))) ** 2)


def test_the_coherence_length_of_spin_rises_as_the_third_power_of_the_momentum() -> None:
    given = {"mass": 50e-9 * MeV, "moment": 1e-11 * muB, "field": 1e12 * gauss, "angle": 1.0}
    lengths = spin_coherence_length(1e-9 * cm, [1.0, 10.0], **given)
    assert np.log10(lengths[1] / lengths[0]) == pytest.approx(3, abs=1e-9)
    assert spin_velocity_difference(10.0, **given) == pytest.approx(1e-31, rel=1)
    assert spin_coherence_length(1e-9, 10.0, **given | {"angle": np.pi / 2}) > 1e30 * spin_coherence_length(
        1e-9, 10.0, **given
    )
    with pytest.raises(ValueError, match="angle"):
        spin_velocity_difference(10.0, **given | {"angle": 0.0})


def test_a_packet_damps_as_its_energy_width() -> None:
    packet, energy, length = 1e-11 * cm, 5.0, 60 * km
    width = float(relative_width(packet, energy))
    assert 0.01 < width < 0.3
    gaps = np.subtract.outer(MIXING.splittings, MIXING.splittings)
    with np.errstate(divide="ignore"):
        damping = np.exp(-((length / coherence_length(packet, energy, gaps)) ** 2))
    phase = gaps * length / (2 * energy * 197.32698045930246e-13)
    u2 = np.abs(MIXING.matrix[0]) ** 2
    expected = np.sum(u2[:, None] * u2[None, :] * np.cos(phase) * damping)
    computed = propagate(energy, Medium(length), MIXING, Vertex("dirac"), average=width).probabilities[0, 0]
    assert computed == pytest.approx(expected, abs=1e-12)
    assert abs(expected - np.sum(u2**2)) > 1e-3


def test_one_mass_state_that_is_half_lost_changes_the_ratios() -> None:
    # uhe.pion.nu1half, uhe.neutron.nu2half
    for source, loss, expected in (
        ("pion", [0.5, 0, 0], [0.26471045, 0.38398233, 0.35130723]),
        ("neutron", [0, 0.5, 0], [0.59192162, 0.17767427, 0.23040411]),
    ):
        computed = at_earth(source, MIXING, lost=loss)
        assert computed.sum() < 1
        assert computed / computed.sum() == pytest.approx(expected, rel=1e-6)
    with pytest.raises(ValueError, match="one for each mass state"):
        at_earth("pion", MIXING, lost=[0.5, 0.5])
