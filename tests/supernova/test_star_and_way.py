"""Conversion in the star and on the way, crossings of levels, and the reach in the moment."""

from pathlib import Path

import numpy as np
import pytest
from tests.supernova.falling import falling_star

from nuem import Mixing, Vertex
from nuem.conversion import random_field_flips
from nuem.propagation import Medium, media, propagate
from nuem.supernova import adiabatic, burst, crossings, events, in_star, reach, smallest_loss
from nuem.supernova.conversion import transition_matrix
from nuem.supernova.sensitivity import deviance
from nuem.units import kpc, pc

MIXING = Mixing.nufit()
ANTISYMMETRIC = np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]])


def shocked_star(data_release: Path) -> Medium:
    folder = data_release / "supernova"
    return media.supernova(folder / "profiles00585_stp.d", folder / "profiles00585_Ye.d", start=1e7, end=1e12)


def test_the_lower_resonance_of_the_table_is_the_reference(data_release: Path) -> None:  # sn.crossing.L
    computed = [
        crossing for crossing in crossings(10.0, shocked_star(data_release), MIXING) if crossing.kind == "MSW-L"
    ]
    assert [1e7 + crossing.distance for crossing in computed] == pytest.approx([6464768390.0], rel=1e-4)
    assert computed[0].pair == "nu_e, nu_x"


def test_shocks_make_three_upper_resonances_one_of_them_a_jump(data_release: Path) -> None:
    computed = crossings(10.0, shocked_star(data_release), MIXING)
    upper = [crossing for crossing in computed if crossing.kind == "MSW-H"]
    assert [crossing.jump for crossing in upper] == [False, True, False]
    assert any(crossing.kind == "n_e = n_n" for crossing in computed)
    assert [crossing.distance for crossing in computed] == sorted(crossing.distance for crossing in computed)


def test_crossings_of_a_power_law_are_where_algebra_puts_them() -> None:
    computed = {crossing.kind: crossing for crossing in crossings(10.0, falling_star(), MIXING)}
    # n_e = 0.5e5 (1e8/r)^3 mol/cm^3 is 1571.0 and 18.88 at 10 MeV
    for kind, density in (("MSW-H", 1571.0), ("MSW-L", 18.881)):
        assert 1e8 + computed[kind].distance == pytest.approx(1e8 * (0.5e5 / density) ** (1 / 3), rel=1e-4)
    assert computed["RSF-L"].pair == "anti-nu_e, nu_x"
    assert 1e8 + computed["RSF-L"].distance == pytest.approx(1e8 * (0.5e5 * 0.005 / 18.881) ** (1 / 3), rel=1e-4)
    # d(level difference)/dr = sqrt2 G_F (n_n - n_e) 3/r
    slope = 18.881 * 3.868e-9 * 3 / (1e8 + computed["RSF-L"].distance)
    assert abs(computed["RSF-L"].slope) / slope == pytest.approx(1, rel=1e-3)
    assert abs(computed["MSW-L"].slope) * (1e8 + computed["MSW-L"].distance) / (3 * 18.881 * 3.868e-9) == pytest.approx(
        1, rel=1e-3
    )
    assert computed["RSF-L"].adiabaticity(1e-11, 0.0) == 0


def test_inverted_ordering_exchanges_the_upper_pairs() -> None:
    normal = {crossing.kind: crossing.pair for crossing in crossings(10.0, falling_star(), MIXING)}
    inverted = {crossing.kind: crossing.pair for crossing in crossings(10.0, falling_star(), Mixing.nufit("inverted"))}
    assert normal["MSW-H"] == "nu_e, nu_x"
    assert inverted["MSW-H"] == "anti-nu_e, anti-nu_x"
    assert normal["MSW-L"] == inverted["MSW-L"] == "nu_e, nu_x"


def test_without_a_moment_a_smooth_star_is_adiabatic() -> None:
    star = in_star(falling_star(), MIXING, Vertex("majorana"), energy=[10.0])
    np.testing.assert_allclose(star(10.0)[0][:, [0, 3]], adiabatic(MIXING)(10.0)[0][:, [0, 3]], atol=0.02)
    np.testing.assert_allclose(star(10.0)[0].sum(axis=0), 1, atol=1e-5)


def test_the_matrix_is_that_of_propagate() -> None:
    vertex = Vertex.from_flavour("majorana", MIXING, dipole=3e-11 * ANTISYMMETRIC)
    star = falling_star()
    matrix = transition_matrix(np.array([12.0]), star, MIXING, vertex)[0]
    single = propagate(12.0, star, MIXING, vertex, tol=1e-6)
    assert single.amplitudes is not None
    neutrinos = np.abs(single.amplitudes[0, :3] @ MIXING.matrix.conj()) ** 2
    antineutrinos = np.abs(single.amplitudes[0, 3:] @ MIXING.matrix) ** 2
    np.testing.assert_allclose(matrix[:, 0], np.concatenate([neutrinos, antineutrinos]), atol=1e-4)
    assert matrix[3:, 0].sum() > 1e-3


def test_a_moment_turns_the_burst_into_antineutrinos() -> None:
    vertex = Vertex.from_flavour("majorana", MIXING, dipole=1e-10 * ANTISYMMETRIC)
    star = in_star(falling_star(), MIXING, vertex, energy=[8.0, 12.0, 20.0])
    plain = events(burst("neutronisation"), "juno", conversion="adiabatic").counts["inverse beta decay"]
    turned = events(burst("neutronisation"), "juno", conversion=star).counts["inverse beta decay"]
    assert turned > 1.1 * plain


def test_dirac_neutrinos_are_lost_in_the_star() -> None:
    vertex = Vertex("dirac", magnetic=1e-10 * np.eye(3))
    star = in_star(falling_star(3e7), MIXING, vertex, energy=[10.0])
    loss = star.flipped_fraction(10.0)[0]
    assert np.all(loss >= -1e-9)
    assert loss.max() > 1e-3


def test_random_fields_take_half_at_most_and_nothing_from_majorana_neutrinos() -> None:
    way = {"field": 1e-6, "coherence": 10 * pc, "distance": 10 * kpc}
    strong = random_field_flips(Vertex("dirac", magnetic=1e-10 * np.eye(3)), **way)
    assert strong == pytest.approx([0.5] * 3, abs=1e-3)
    assert random_field_flips(Vertex.from_dipole("majorana", 1e-10 * ANTISYMMETRIC), **way).tolist() == [0, 0, 0]
    halved = adiabatic(MIXING).then(1 - strong, "half lost")
    counts = events(burst("test"), "dune", conversion=halved).counts["nu_e Ar"]
    assert counts == pytest.approx(
        0.5 * events(burst("test"), "dune", conversion="adiabatic").counts["nu_e Ar"], rel=2e-3
    )


@pytest.mark.parametrize(("count", "loss"), [(22.48, 0.32969), (74.01, 0.2222), (300, 0.16603)])
def test_the_smallest_loss_is_the_reference(count: float, loss: float) -> None:  # reach.P90
    assert smallest_loss(count) == pytest.approx(loss, rel=2e-3)


def test_the_profiled_flux_is_the_best_flux() -> None:
    scan = min(
        2 * (phi * 60 - 74 + 74 * np.log(74 / (phi * 60))) + ((phi - 1) / 0.1) ** 2
        for phi in np.linspace(0.9, 1.4, 50001)
    )
    assert deviance(74, 60, 0.1) == pytest.approx(scan, abs=1e-7)


@pytest.mark.parametrize(("field", "expected"), [(1e-6, 1.9e-12), (2e-6, 9.5e-13)])
def test_the_moment_of_74_events_is_that_of_the_notes(field: float, expected: float) -> None:
    computed = reach(74.0, field=field, coherence=10 * pc, distance=10 * kpc)
    assert computed.average == pytest.approx(expected, rel=0.02)
    assert computed.low < computed.moment < computed.high


def test_few_events_reach_nothing() -> None:
    assert reach(5.0, field=1e-6, coherence=10 * pc, distance=10 * kpc).moment == np.inf
    with pytest.raises(ValueError, match="distance is needed"):
        reach(74.0, field=1e-6, coherence=10 * pc)
    assert np.isnan(smallest_loss(0.0))
    with pytest.raises(ValueError, match="events must not be negative"):
        smallest_loss(-1.0)
