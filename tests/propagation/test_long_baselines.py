"""Fields over kiloparsecs beside vacuum phases of 1e16 rad, averages of a stated width, and what is warned of."""

import warnings
from typing import Any

import mpmath
import numpy as np
import pytest

from nuem import Mixing, Vertex
from nuem.propagation import Medium, Table, ToleranceWarning, TwoFlavours, media, propagate
from nuem.propagation.closed_forms.constant_field import constant_field_probabilities
from nuem.propagation.closed_forms.domains import fixed_strength
from nuem.propagation.closed_forms.two_level import flip_probability, precession
from nuem.propagation.engine.phases import turned
from nuem.propagation.evolution import Evolution
from nuem.propagation.hamiltonian import functions, hamiltonian
from nuem.typing import FloatArray
from nuem.units import MeV, eV, km, kpc, pc

# NuFIT 6.1, normal ordering, as the reference values have it
MIXING = Mixing(
    sin2_theta12=0.3088,
    sin2_theta13=0.02248,
    sin2_theta23=0.470,
    delta=np.deg2rad(212),
    dm2_21=7.537e-5 * eV**2,
    dm2_31=2.511e-3 * eV**2,
)
U2 = np.abs(MIXING.matrix) ** 2
UNEQUAL = Vertex("dirac", magnetic=np.diag([1, 2, 0.5]) * 1e-13)


def quiet(*arguments: Any, **options: Any) -> Evolution:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ToleranceWarning)
        return propagate(*arguments, **options)


@pytest.mark.parametrize("energy", [1e-3, 1.0, 10.0, 1e3, 1e6, 1e12])
@pytest.mark.parametrize("average", [True, 0.01, False])
def test_precession_over_ten_kiloparsecs_does_not_depend_on_the_energy(energy: float, average: bool | float) -> None:
    medium = Medium(10 * kpc, magnetic_field=1e-6)
    result = quiet(energy, medium, MIXING, Vertex("dirac", magnetic=1e-13 * np.eye(3)), average=average)
    assert result.probabilities[0, 3:].sum() == pytest.approx(np.sin(0.9051514360) ** 2, abs=1e-9)


def test_moments_of_the_mass_states_precess_by_themselves() -> None:
    # gal.dirac.constant.left and .right
    result = propagate(10 * MeV, Medium(10 * kpc, magnetic_field=1e-6), MIXING, UNEQUAL, average=True)
    assert result.probabilities[0, :3] == pytest.approx([0.17964739, 0.04457375, 0.0686369], rel=1e-6)
    assert result.probabilities[0, 3:] == pytest.approx([0.41797227, 0.28487114, 0.00429855], rel=1e-6)
    assert result.rounding_floor < 1e-12


@pytest.mark.parametrize("turn", [1.0, 1j, np.exp(2.2j)])
@pytest.mark.parametrize("average", [True, 0.03])
def test_cells_of_any_strength_and_azimuth(turn: complex, average: bool | float) -> None:
    # gal.cells.nue; a common turn of all azimuths changes nothing
    k = np.arange(61)
    field = 1e-6 * (1 + 0.5 * np.sin(k)) * np.exp(2j * np.pi * np.mod(0.37 * k**2, 1)) * turn
    medium = Medium(60 * 150 * pc, magnetic_field=Table((k * 150 * pc).astype(float), field, "cells"))
    vertex = Vertex("dirac", magnetic=np.diag([3, 1, 2]) * 1e-13)
    result = propagate([10.0, 1e3], medium, MIXING, vertex, average=average)
    assert result.probabilities[:, :3] == pytest.approx(np.tile([0.49326025, 0.20422325, 0.21778553], (2, 1)), rel=1e-6)


def test_smooth_fields_precess_by_their_integral() -> None:
    # a field of one direction: the angle is mu times the integral of B, whatever its shape
    medium = Medium(10 * kpc, magnetic_field=lambda x: 2e-6 * np.cos(x / (2 * kpc)) ** 2 + 0j)
    angle = precession(1e-13, 1.0) * 2e-6 * (5 * kpc + 0.5 * kpc * np.sin(10.0))
    result = propagate(10.0, medium, MIXING, Vertex("dirac", magnetic=1e-13 * np.eye(3)), average=True)
    assert result.probabilities[0, 3:].sum() == pytest.approx(np.sin(angle) ** 2, abs=1e-9)


def test_random_domains_over_the_galaxy_average_to_the_closed_form() -> None:
    domains, angle = 40, 0.2
    length = domains * 250 * pc
    field = angle / (float(precession(1e-13, 1.0)) * 250 * pc)
    vertex = Vertex("dirac", magnetic=1e-13 * np.eye(3))
    flips = [
        propagate(
            10.0, media.random_domains(length, domains=domains, field=field, seed=seed), MIXING, vertex, average=True
        )
        .probabilities[0, 3:]
        .sum()
        for seed in range(80)
    ]
    assert np.std(flips) > 0.1
    assert abs(np.mean(flips) - fixed_strength(angle, domains)) < 4 * np.std(flips) / np.sqrt(80)


@pytest.mark.parametrize("nature", ["majorana", "dirac"])
def test_transition_moments_do_nothing_in_the_galaxy(nature: str) -> None:
    # far below 6.5e22 eV; the answer states how small what it drops is
    vertex = Vertex.from_dipole(nature, 1e-13 * np.array([[0, 1, 1j], [-1, 0, 1], [-1j, -1, 0]]))
    result = propagate([1.0, 1e3], Medium(10 * kpc, magnetic_field=1e-6), MIXING, vertex, average=True)
    assert np.all(result.probabilities[:, 3:] == 0)
    assert result.probabilities[:, :3] == pytest.approx(np.tile(U2 @ U2[0], (2, 1)), abs=1e-12)
    assert 0 < result.error_estimate < 1e-10


def test_a_transition_moment_at_its_resonant_energy_does() -> None:
    # gal.transition.energy: mu B = dm2_21/2E at 6.510455e22 eV for 1e-13 mu_B and 1e-6 G
    energy = 6.510455125979644e22 * eV
    assert precession(1e-13, 1e-6) == pytest.approx(MIXING.dm2_21 / (2 * energy * 197.32698045930246e-13), rel=1e-6)
    vertex = Vertex.from_dipole("majorana", 1e-13 * np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0]]))
    result = propagate(energy, Medium(10 * kpc, magnetic_field=1e-6), MIXING, vertex, initial=[1, 0, 0, 0, 0, 0])
    assert result.probabilities[0, 3:].sum() > 0.1


def test_what_the_secular_rule_drops_is_as_small_as_it_says() -> None:
    # the same ratio of coupling to gap on a path short enough to be integrated as well
    two = TwoFlavours(sin2_theta=0.0, dm2=1e-4 * eV**2)
    vertex = Vertex.from_dipole("majorana", np.array([[0, 1e-11], [-1e-11, 0]]))
    gap = two.dm2 / (2 * 1e-3 * 197.32698045930246e-13)
    for phase in (0.9e8, 1.1e8):  # on either side of the rule
        medium = Medium(phase / gap, magnetic_field=0.9e-5 * gap / precession(1e-11, 1.0))
        result = quiet(1e-3, medium, two, vertex, average=True)
        flip = result.probabilities[0, 2:].sum()
        assert flip == pytest.approx(0, abs=4 * 0.9e-5**2)
        assert (flip == 0) == (phase > 1e8)
    assert result.error_estimate > 2 * 0.9e-5


def test_states_come_out_alike_whatever_their_order() -> None:
    # the same physics with the mass states permuted
    order = [2, 0, 1]
    medium = Medium(10 * kpc, magnetic_field=1e-6)

    class Permuted:
        matrix = MIXING.matrix[:, order]
        splittings = MIXING.splittings[order] - MIXING.splittings[order][0]
        masses = MIXING.masses[order]
        index = staticmethod(MIXING.index)

    moved = Vertex("dirac", magnetic=np.diag(np.array([1, 2, 0.5])[order]) * 1e-13)
    for average in (True, 0.02):
        plain = propagate(10.0, medium, MIXING, UNEQUAL, average=average).probabilities[0]
        permuted = propagate(10.0, medium, Permuted(), moved, average=average).probabilities[0]
        assert permuted[:3] == pytest.approx(plain[:3], abs=1e-12)
        assert permuted[3:] == pytest.approx(plain[3:][order], abs=1e-12)


def test_coherent_flavours_of_one_energy_are_warned_of_over_kiloparsecs() -> None:
    with pytest.warns(ToleranceWarning, match="between mass states"):
        result = propagate(10.0, Medium(10 * kpc, magnetic_field=1e-6), MIXING, UNEQUAL)
    assert result.rounding_floor > 0.1
    assert result.probabilities.sum() == pytest.approx(1, abs=1e-12)
    assert result.probabilities[0, 3:] == pytest.approx([0.41797227, 0.28487114, 0.00429855], rel=1e-6)


def test_shared_phases_are_exact_to_the_last_digit() -> None:
    rate, length, energy = 1.2345678912345e-6, 3.0856775814913673e22, 6.123456789
    with mpmath.workdps(60):
        exact = complex(mpmath.expj(-mpmath.mpf(rate) * mpmath.mpf(length) / mpmath.mpf(energy)))
    assert turned(rate, length, energy) == pytest.approx(exact, abs=1e-15)
    assert turned([0.0, rate], length, energy)[0] == 1


def test_a_coherent_state_keeps_its_phases_where_they_can_be_known() -> None:
    # 2e8 rad of vacuum: against the closed form, within the floor that is reported
    medium = Medium(3e8 * km, magnetic_field=10.0)
    result = quiet(10.0, medium, MIXING, UNEQUAL)
    left, right = constant_field_probabilities(3e8 * km, 10.0, MIXING, moments=[1e-13, 2e-13, 0.5e-13], field=10.0)
    assert result.rounding_floor < 1e-6
    assert np.abs(result.probabilities[0, :3] - left[:, 0]).max() < 2 * result.rounding_floor
    assert result.probabilities[0, 3:].sum() == pytest.approx(right[:, 0].sum(), abs=1e-9)


def test_full_dephasing_is_the_sum_of_fourth_powers_however_short_the_path() -> None:
    # average.full
    for length in (1 * km, 1e6 * km):
        for nature in ("dirac", "majorana"):
            result = propagate(5.0, Medium(length), MIXING, Vertex(nature), average=True)
            assert result.probabilities[0, 0] == pytest.approx(0.548142609229054, rel=1e-7)


def test_a_width_of_the_energy_damps_each_interference_by_its_phase() -> None:
    # average.width.53km
    result = propagate(3.0, Medium(53 * km), MIXING, Vertex("dirac"), antineutrino=True, average=0.03)
    assert result.probabilities[0, 0] == pytest.approx(0.153263816865024, rel=1e-7)
    # the other helicity adds states and changes nothing
    field = propagate(3.0, Medium(53 * km, magnetic_field=1.0), MIXING, UNEQUAL, antineutrino=True, average=0.03)
    assert field.probabilities[0, 0] == pytest.approx(0.153263816865024, rel=1e-7)


def test_a_wide_spread_has_full_dephasing_as_its_limit() -> None:
    medium = Medium(1e4 * km, electron_density=2e24)
    wide = propagate(5.0, medium, MIXING, Vertex("dirac"), average=0.3, tol=1e-7).probabilities
    # matter changes with the energy as well: the limit is that of a path longer by far
    vacuum = propagate(5.0, Medium(1e4 * km), MIXING, Vertex("dirac"), average=0.3).probabilities
    assert vacuum == pytest.approx(
        propagate(5.0, Medium(1e4 * km), MIXING, Vertex("dirac"), average=True).probabilities, abs=1e-12
    )
    assert np.abs(wide - vacuum).max() > 1e-4


def smeared(
    energy: float,
    width: float,
    medium: Medium,
    mixing: Mixing | TwoFlavours,
    vertex: Vertex,
    count: int = 4001,
    **options: Any,
) -> FloatArray:
    """The average by brute force."""
    z = np.linspace(-6, 6, count)
    weight = np.exp(-0.5 * z**2)
    result = quiet(energy / (1 + width * z[::-1]), medium, mixing, vertex, tol=1e-7, **options)
    return weight @ result.probabilities / weight.sum()


@pytest.mark.parametrize("width", [0.01, 0.05])
def test_an_average_in_matter_and_field_is_that_over_many_energies(width: float) -> None:
    medium = Medium(
        1000 * km, electron_density=lambda x: 3e24 * np.exp(-x / (400 * km)), magnetic_field=lambda x: 2e7 + 0 * x
    )
    vertex = Vertex.from_dipole("dirac", 1e-11 * np.array([[1, 0.5, 0], [0.5j, 2, 1], [0, 1, 1.5]]))
    exact = smeared(20.0, width, medium, MIXING, vertex, count=301)
    computed = propagate(20.0, medium, MIXING, vertex, average=width, tol=1e-8)
    assert computed.probabilities[0] == pytest.approx(exact, abs=1e-6)
    assert np.trace(computed.density_matrix[0]).real == pytest.approx(1, abs=1e-9)
    assert computed.probabilities[0, 3:].sum() > 0.05


def test_many_radians_are_averaged_by_paths_without_damping_twice() -> None:
    # two levels through a crossing, then far on: the interference of the two ways counts once
    two = TwoFlavours(sin2_theta=0.02, dm2=1e-4 * eV**2)
    medium = Medium(3e5 * km, electron_density=lambda x: 4e26 * np.exp(-x / (2e4 * km)))
    energy, width = 10.0, 0.01
    exact = smeared(energy, width, medium, two, Vertex("dirac", magnetic=np.zeros((2, 2))))
    computed = quiet(energy, medium, two, Vertex("dirac", magnetic=np.zeros((2, 2))), average=width, tol=1e-8)
    assert computed.probabilities[0] == pytest.approx(exact, abs=3e-3)
    # so far that vacuum alone gathers 760 rad
    assert two.dm2 / (2 * energy * 197.32698045930246e-13) * medium.length * width > 7


def test_coherence_between_groups_is_damped_by_the_difference_of_their_slopes() -> None:
    # a superposition of a left-handed state in matter and of a right-handed one outside of it, by many energies and by paths
    two = TwoFlavours(sin2_theta=0.2, dm2=1e-4 * eV**2)
    medium = Medium(3e5 * km, electron_density=lambda x: 4e25 * np.exp(-x / (3e3 * km)))
    vertex, energy, width = Vertex("dirac", magnetic=np.zeros((2, 2))), 10.0, 0.01
    initial = np.array([0.6, 0, 0, 0.8])
    z = np.linspace(-6, 6, 6001)
    weight = np.exp(-0.5 * z**2)
    exact = quiet(energy / (1 + width * z[::-1]), medium, two, vertex, tol=1e-7, initial=initial).density_matrix
    exact = np.tensordot(weight / weight.sum(), exact, 1)
    computed = quiet(energy, medium, two, vertex, average=width, tol=1e-8, initial=initial).density_matrix[0]
    assert np.abs(exact[:2, 2:]).max() > 0.1
    assert np.abs(computed - exact).max() < 3e-3


def test_a_width_in_vacuum_agrees_between_the_formula_and_the_quadrature() -> None:
    # the quadrature is forced by a longitudinal field so weak that it does nothing
    vertex = Vertex("dirac", magnetic=1e-30 * np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1]]))
    forced = propagate(4.0, Medium(50 * km, magnetic_field=1.0), MIXING, vertex, average=0.05).probabilities[0]
    plain = propagate(4.0, Medium(50 * km), MIXING, vertex, average=0.05).probabilities[0]
    assert forced == pytest.approx(plain, abs=1e-9)


def test_two_helicities_of_one_mass_stay_coherent_in_an_average() -> None:
    # a potential of neutrons acts on all flavours alike: precession with an offset, at any width
    moment, field, density = 1e-11, 4e5, 5e23
    vertex = Vertex("dirac", magnetic=moment * np.eye(3))
    medium = Medium(1e4 * km, magnetic_field=field, neutron_density=density)
    potential = functions(medium, ("V_x",), np.zeros(1))[0, 0]
    flip = flip_probability(1e4 * km, coupling=precession(moment, field), splitting=potential)
    assert 0.05 < flip < 0.95
    for average in (True, 0.1, False):
        result = propagate(10.0, medium, MIXING, vertex, average=average, tol=1e-7)
        assert result.probabilities[0, 3:].sum() == pytest.approx(flip, abs=1e-7), average


def test_groups_share_the_mean_of_their_vacuum_levels() -> None:
    pieces = hamiltonian(MIXING, UNEQUAL, Medium(1.0, magnetic_field=1.0))
    groups = pieces.sectors()
    assert [list(states) for states in groups] == [[0, 3], [1, 4], [2, 5]]
    for states in groups:
        part = pieces.of(states)
        assert np.all(part.vacuum == 0)
        assert part.shift - pieces.shift == pytest.approx(pieces.vacuum[states[0], states[0]].real, rel=1e-14)


@pytest.mark.parametrize(
    ("average", "message"),
    [(0, "average must be"), (-0.1, "average must be"), (1, "average must be"), ("all", "number")],
)
def test_averages_that_cannot_be_are_refused(average: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        propagate(10.0, Medium(1 * km), MIXING, UNEQUAL, average=average)
    with pytest.raises(ValueError, match="along the path"):
        propagate(10.0, Medium(1 * km), MIXING, UNEQUAL, average=True, at=[1.0])


def test_a_phase_beyond_all_digits_is_refused_unless_it_is_averaged() -> None:
    medium = Medium(10 * kpc, electron_density=1e22)
    with pytest.raises(ValueError, match="double precision"):
        propagate(10.0, medium, MIXING, Vertex("dirac"))
