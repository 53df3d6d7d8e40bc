"""What a supernova emits, and what detectors count of it."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nuem import Mixing, Vertex, averaged_effective_moment
from nuem.supernova import BURSTS, DETECTORS, Burst, Emission, adiabatic, burst, events, pinched
from nuem.supernova.channels import argon_cross_section, magnetic_on_electrons, scattering_above
from nuem.supernova.emission import pinching_of_moments
from nuem.units import erg, kpc

ENERGY = np.linspace(0.0, 200, 40001)


def test_a_pinched_spectrum_is_the_reference_above_20_mev() -> None:  # pinched.above20
    energy = np.linspace(20, 200, 40001)
    assert np.trapezoid(pinched(energy, 12.0, 2.9), energy) == pytest.approx(0.1030164521747689, rel=1e-6)


@pytest.mark.parametrize(("mean", "pinch"), [(11.0, 3.5), (15.0, 2.4), (8.0, 0.0)])
def test_a_pinched_spectrum_has_its_moments(mean: float, pinch: float) -> None:
    density = pinched(ENERGY, mean, pinch)
    assert np.trapezoid(density, ENERGY) == pytest.approx(1, rel=1e-4)
    assert np.trapezoid(density * ENERGY, ENERGY) == pytest.approx(mean, rel=1e-4)
    square = np.trapezoid(density * ENERGY**2, ENERGY)
    assert square == pytest.approx(mean**2 * (pinch + 2) / (pinch + 1), rel=1e-4)
    assert pinching_of_moments(mean, square) == pytest.approx(pinch, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "options", "channel", "expected"),
    [  # burst.dune.nueAr.marley, burst.dune.nueAr.rpa, burst.hk.es.all, burst.juno.ibd
        ("dune", {"argon": "marley"}, "nu_e Ar", 83.78456563625257),
        ("dune", {"argon": "rpa"}, "nu_e Ar", 73.5277716617367),
        ("hyperk", {"sin2_theta_w": 0.23122}, "electron scattering", 26.286812314538157),
        ("juno", {}, "inverse beta decay", 23.790319037010498),
    ],
)
def test_counts_of_the_test_burst_are_the_reference(
    name: str, options: dict[str, float] | dict[str, object] | dict[str, str], channel: str, expected: float
) -> None:
    assert events(burst("test"), name, **options).counts[channel] == pytest.approx(expected, rel=1e-4)


def test_counts_fall_with_the_square_of_the_distance_and_are_given_per_kiloton() -> None:
    near, far = (events(burst("test", distance=d * kpc), "dune") for d in (5, 10))
    assert near.counts["nu_e Ar"] == pytest.approx(4 * far.counts["nu_e Ar"])
    assert far.per_kiloton["nu_e Ar"] == pytest.approx(far.counts["nu_e Ar"] / 40)


@pytest.mark.parametrize("name", [name for name in BURSTS if name != "test"])
def test_parametric_bursts_emit_what_they_say(name: str) -> None:
    single = burst(name)
    emitted = single.total_energy / erg
    assert {
        "neutronisation": 3e51 < emitted < 6e51,
        "cooling": 2.9e53 < emitted < 3.1e53,
        "whole": 3e53 < emitted < 3.1e53,
    }[name]
    assert single.times is not None
    if name == "neutronisation":
        nu_e = single.emissions["e"].energy
        assert 1.5e51 < nu_e.sum() / erg < 3.1e51
        assert 3e53 < (nu_e / np.diff(single.times)).max() / erg < 4e53


@pytest.mark.parametrize("detector", ["dune", "hyperk", "juno"])
def test_the_whole_burst_has_no_step_where_its_two_models_meet(detector: str) -> None:
    seen = events(burst("whole"), detector, conversion="adiabatic")
    assert seen.burst.times is not None
    rate = seen.total / np.diff(seen.burst.times)
    after = int(np.searchsorted(seen.burst.times, 0.03 - 1e-9))
    assert rate[after] == pytest.approx(rate[after - 1], rel=0.12)
    assert np.all(np.abs(np.diff(np.log(rate[after - 3 : after + 40]))) < 0.12)


def test_a_table_gives_the_burst_that_it_was_made_of(tmp_path: Path) -> None:
    file = tmp_path / "model.csv"
    lines = [
        "time_s,luminosity_e_erg/s,mean_e_MeV,pinching_e,luminosity_anti_e_erg/s,mean_anti_e_MeV,pinching_anti_e,luminosity_x_erg/s,mean_x_MeV,pinching_x"
    ]
    lines += [f"{t},1e52,12,3,1e52,14,3,1e52,15,2.3" for t in (0.0, 0.5, 1.0)]
    file.write_text("\n".join(lines) + "\n")
    single = burst(file)
    assert single.intervals == 2
    assert single.total_energy == pytest.approx(6e52 * erg)
    same = Burst(
        "same",
        {"e": Emission(1e52 * erg, 12, 3), "anti-e": Emission(1e52 * erg, 14, 3), "x": Emission(1e52 * erg, 15, 2.3)},
    )
    for name in DETECTORS:
        for channel, count in events(same, name).counts.items():
            assert events(single, name).counts[channel] == pytest.approx(count)


def test_adiabatic_conversion_keeps_what_it_should() -> None:
    for ordering, survival, anti in (("normal", 0.0225, 0.661), ("inverted", 0.302, 0.0224)):
        lepton = Mixing.nufit(ordering)
        matrix = adiabatic(lepton)(10.0)[0]
        np.testing.assert_allclose(matrix.sum(axis=0), 1)
        square = np.abs(lepton.matrix[0]) ** 2
        assert square @ matrix[:3, 0] == pytest.approx(survival, abs=3e-3)
        assert square @ matrix[3:, 3] == pytest.approx(anti, abs=0.02)


def test_without_differences_between_species_no_conversion_is_seen() -> None:
    equal = Emission(5e52 * erg, 13.0, 2.5)
    single = Burst("equal", {"e": equal, "anti-e": equal, "x": equal})
    for name in DETECTORS:
        plain, turned = events(single, name), events(single, name, conversion="adiabatic")
        for channel, count in plain.counts.items():
            assert turned.counts[channel] == pytest.approx(count, rel=1e-9)


def test_a_moment_adds_less_than_a_thousandth_to_scattering() -> None:
    computed = events(burst("test"), "hyperk", Vertex("dirac", magnetic=1e-11 * np.eye(3))).counts
    assert 0 < computed["magnetic scattering"] < 1e-3 * computed["electron scattering"]
    # pi alpha^2/m_e^2 (mu/mu_B)^2 (ln(T_max/T) - (T_max - T)/E), integrated by hand
    energy = np.array([20.0])
    top = 2 * 400 / (40 + 0.51099895)
    by_hand = 2.4944e-25 * (np.log(top / 7) - (top - 7) / 20)
    from nuem.scattering.electron import dsigma_dT_magnetic

    law = scattering_above(energy, 7.0, lambda t, e: dsigma_dT_magnetic(t, e, moment=1.0))
    assert law[0] == pytest.approx(by_hand, rel=1e-3)


def test_argon_is_blind_below_its_threshold() -> None:
    assert argon_cross_section(np.array([5.0, 80.0])).tolist() == [0, 0]
    assert argon_cross_section(np.array([20.0]))[0] == pytest.approx(1e-41 * np.exp(1.6682))


def test_a_burst_in_three_detectors_takes_less_than_five_seconds() -> None:
    begin = time.process_time()
    for name in DETECTORS:
        events(burst("whole"), name, Vertex("dirac", magnetic=1e-11 * np.eye(3)), conversion="adiabatic")
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: burst("nova"), "burst = 'nova' is unknown"),
        (lambda: burst("test", distance=-1.0), "distance must be positive"),
        (lambda: events(burst("test"), "icecube"), "detector = 'icecube'"),
        (lambda: events(burst("test"), "dune", argon="guess"), "argon = 'guess'"),  # type: ignore[arg-type]
        (lambda: events(burst("test"), "dune", conversion="some"), "conversion = 'some'"),
        (lambda: Burst("half", {"e": Emission(1, 10, 3)}), "needs the species"),
        (lambda: Emission(-1.0, 10.0, 3.0), "energy must not be negative"),
        (lambda: pinching_of_moments(10.0, 90.0), "must exceed"),
    ],
)
def test_wrong_input_is_refused(make: Callable[..., object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_antineutrinos_see_the_transposed_dipole() -> None:
    """Each mass state scatters with its effective moment, nu_i by sum_f |lambda_fi|^2 and anti-nu_i by sum_f |lambda_if|^2."""
    dipole = 1e-11 * np.array([[1, 2j, 0.5], [0.1, 1, -1j], [3, 0, 0.2]])
    sections = magnetic_on_electrons(np.array([10.0]), 1.0, Vertex.from_dipole("dirac", dipole))[:, 0]
    for i in range(3):
        alone = np.eye(3)[i]
        for place, matrix in ((i, dipole), (3 + i, dipole.conj().T)):
            moment = averaged_effective_moment(Vertex.from_dipole("dirac", matrix), alone)
            expected = magnetic_on_electrons(np.array([10.0]), 1.0, Vertex("dirac", magnetic=moment * np.eye(3)))[0, 0]
            assert sections[place] == pytest.approx(expected, rel=1e-12, abs=0)
