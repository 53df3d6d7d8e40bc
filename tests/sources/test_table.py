"""A flux of one's own: columns, normalisation, files, refusals; every source by its name in a text file."""

from collections.abc import Callable
from inspect import signature
from pathlib import Path

import numpy as np
import pytest

from nuem.flavour import Mixing, flavour_state
from nuem.sources import ARGUMENT_UNITS, SOURCES, Arrivals, Table
from nuem.units import unit

ENERGY = np.array([1.0, 2.0, 5.0])
COLUMNS = {"nu_mu": np.array([0.0, 3.0, 1.0]), "antinu_e": np.array([1.0, 1.0, 1.0])}
TABLE = Table(energy=ENERGY, fluxes=COLUMNS, distance=1e5, error=0.1, nuisance="beam.flux")
HEADER = "energy_keV,nu_mu_cm^-2 s^-1 MeV^-1,antinu_e_cm^-2 s^-1 MeV^-1\n"


def test_the_flux_is_that_of_the_points_and_zero_outside() -> None:
    first, second = TABLE.beams
    np.testing.assert_allclose(first.flux([0.5, 1.5, 2.0, 3.5, 5.5]), [0, 1.5, 3, 2, 0], rtol=1e-14)
    np.testing.assert_allclose(second.flux([1.0, 4.0]), 1, rtol=1e-14)
    assert first.total_flux == pytest.approx(1.5 + 6, rel=1e-14)
    assert TABLE.total_flux == pytest.approx(11.5, rel=1e-14)


def test_cubics_pass_through_the_points_without_overshoot() -> None:
    first = Table(energy=ENERGY, fluxes=COLUMNS, interpolation="cubic").beams[0]
    np.testing.assert_allclose(first.flux([2.0, 4.999999]), [3, 1], rtol=1e-5)
    assert first.flux(np.linspace(1, 5, 500)).max() <= 3 + 1e-12


def test_a_total_scales_all_columns_together() -> None:
    scaled = Table(energy=ENERGY, fluxes=COLUMNS, total=23.0)
    assert scaled.total_flux == pytest.approx(23, rel=1e-14)
    assert [beam.total_flux for beam in scaled.beams] == pytest.approx([15, 8], rel=1e-14)


def test_states_are_flavours_after_their_distance() -> None:
    mixing, energy = Mixing.nufit(), np.array([3.0])
    for beam, flavour, anti in zip(TABLE.beams, ("mu", "e"), (False, True), strict=True):
        expected = flavour_state(mixing, flavour, baseline=1e5, energy=energy, antineutrino=anti)
        np.testing.assert_array_equal(beam.state(energy, mixing), expected)
        assert beam.errors == {"beam.flux": 0.1}
    assert TABLE.emitted == "mu, e"


def test_a_file_gives_the_same_table(tmp_path: Path) -> None:
    file = tmp_path / "flux.csv"
    file.write_text("# my beam\n" + HEADER.replace("keV", "MeV") + "1,0,1\n2,3,1\n5,1,1\n")
    read = Table.read(file, distance=1e5, error=0.1, nuisance="beam.flux")
    assert read == TABLE
    assert hash(read) == hash(TABLE)
    assert read != Table.read(file)


def test_arrival_times_are_spread_evenly_inside_their_bins(tmp_path: Path) -> None:
    flux, times = tmp_path / "flux.csv", tmp_path / "times.csv"
    flux.write_text(HEADER.replace("keV", "MeV") + "1,0,1\n2,3,1\n5,1,1\n")
    times.write_text("low_us,high_us,nu_mu,antinu_e\n0,1,1,0\n1,3,3,5\n")
    first, second = Table.read(flux, times=times).beams
    assert first.time_fractions is not None
    assert second.time_fractions is not None
    edges = np.array([-1, 0.5, 1, 2, 9]) * 1e-6
    np.testing.assert_allclose(first.time_fractions(edges), [0.125, 0.125, 0.375, 0.375], rtol=1e-12)
    np.testing.assert_allclose(second.time_fractions(edges), [0, 0, 0.5, 0.5], rtol=1e-12, atol=1e-15)
    assert TABLE.beams[0].time_fractions is None
    times.write_text("low_us,high_us,nu_mu,antinu_e\n0,1,1,0\n1.5,3,3,5\n")
    with pytest.raises(ValueError, match=r"bins of times\.csv must ascend and adjoin"):
        Table.read(flux, times=times)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"energy": [1.0]}, "must ascend and be two or more"),
        ({"energy": [1.0, 3.0, 2.0]}, "must ascend"),
        ({"fluxes": {"nu_x": [1, 2, 3]}}, "flux = 'nu_x' is unknown; choose one of nu_e"),
        ({"fluxes": {"nu_e": [1, 2]}}, r"flux nu_e has shape \(2,\) where there are 3 energies"),
        ({"fluxes": {"nu_e": [1, -2, 3]}}, "flux nu_e must not be negative, got -2"),
        ({"fluxes": {"nu_e": [0, 0, 0]}}, "zero everywhere"),
        ({"fluxes": {}}, "fluxes must map names"),
        ({"interpolation": "spline"}, "interpolation = 'spline' is unknown"),
        ({"error": 3}, "error must lie between 0 and 1"),
        ({"total": 0}, "total must be positive"),
        ({"arrivals": {"nu_mu": Arrivals(np.array([0, 1]), np.array([1]))}}, "arrival times are given for"),
        ({"nuisance": ""}, "nuisance = '' must be a name"),
        ({"distance": True}, "distance"),
    ],
)
def test_refuses_what_is_no_flux(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Table(**({"energy": ENERGY, "fluxes": COLUMNS} | arguments))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("energy_MeV\n1\n", "flux.csv has no flux; expected a column such as .nu_e_cm"),
        ("", "flux.csv"),
        (HEADER.replace("keV", "cm") + "1,2,3\n", "flux.csv.*energy"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_it(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "flux.csv").write_text(text)
    with pytest.raises(ValueError, match=message):
        Table.read(tmp_path / "flux.csv")
    with pytest.raises(ValueError, match="cannot read"):
        Table.read(tmp_path / "none.csv")


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_has_units_that_can_be_read_for_arguments_that_it_takes(name: str) -> None:
    build: Callable[..., object] = SOURCES[name]
    assert set(ARGUMENT_UNITS[name]) <= set(signature(build).parameters)
    for text in ARGUMENT_UNITS[name].values():
        assert text == "file" or unit(text) > 0


@pytest.mark.parametrize(
    ("edges", "weights", "message"),
    [
        ([1, 0], [1], "must ascend"),
        ([0, 1], [1, 2], "need as many weights"),
        ([0, 1], [0], "not all zero"),
        ([0, 1], [-1], "negative"),
    ],
)
def test_refuses_what_are_no_arrival_times(edges: list[float], weights: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Arrivals(np.array(edges), np.array(weights))
