"""Responses as tables: interpolation, files, and the 8B neutrinos of XENONnT."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.detectors.nuclear_rate import XENON, counts, end_points, isotopes, per_gram, rate

from nuem.detectors import Templates
from nuem.numerics.table import read_table, shipped
from nuem.sources import Table
from nuem.units import keV, tonne, year

XE = isotopes(54, XENON)
SIMPLE = Templates(
    np.array([1.0, 2.0, 4.0]) * keV,
    np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.0]]),
    varied={"xenon.light_yield": (np.full((3, 2), 0.1), np.full((3, 2), 0.4))},
)
RUNS = {"sr0": 1.174398, "sr1": 2.342593, "sr2": 3.249665}


def test_probabilities_are_linear_between_the_rows_and_zero_outside() -> None:
    computed = SIMPLE.matrix(np.array([0.9, 1.0, 1.5, 3.0, 4.0, 4.1]) * keV)
    expected = [[0, 0.1, 0.2, 0.4, 0.5, 0], [0, 0.2, 0.3, 0.2, 0.0, 0]]
    np.testing.assert_allclose(computed, expected, atol=1e-14)
    assert SIMPLE.recoil_range == (1 * keV, 4 * keV)
    assert SIMPLE.bins == 2


def test_variations_are_templates_of_their_own() -> None:
    low, high = SIMPLE.variations["xenon.light_yield"]
    assert low.matrix(np.array([3 * keV]))[0, 0] == pytest.approx(0.1)
    assert high.matrix(np.array([3 * keV]))[0, 0] == pytest.approx(0.4)
    assert low.variations == {}


def test_files_of_bins_are_read_with_their_variations(tmp_path: Path) -> None:
    for name, value in (("nominal", 0.2), ("down", 0.1), ("up", 0.3)):
        (tmp_path / f"{name}.csv").write_text(f"# made up\nenergy_keV,bin0,bin1\n1,{value},0\n2,{value},0.5\n")
    varied = {"yield": (tmp_path / "down.csv", tmp_path / "up.csv")}
    read = Templates.read(tmp_path / "nominal.csv", varied)
    recoil = np.array([1, 2]) * keV
    assert read == Templates(recoil, np.array([[0.2, 0], [0.2, 0.5]]), read.varied)
    assert read.variations["yield"][1].matrix(recoil)[0].tolist() == [0.3, 0.3]
    (tmp_path / "up.csv").write_text("energy_keV,bin0,bin1\n1,0.1,0\n3,0.2,0\n")
    with pytest.raises(ValueError, match=r"up\.csv has other energies than nominal\.csv"):
        Templates.read(tmp_path / "nominal.csv", varied)
    (tmp_path / "up.csv").write_text("energy_keV,bin1,bin0\n1,0.1,0\n")
    with pytest.raises(ValueError, match=r"up\.csv needs columns bin0, bin1, \.\.\. for the bins, in this order"):
        Templates.read(tmp_path / "up.csv")


@pytest.fixture(scope="module")
def boron() -> Table:
    """8B neutrinos, linear between the points of the table."""
    table = read_table(shipped("nuem.sources", "boron8.csv"), {"energy": "MeV", "spectrum": ""})
    return Table(energy=table["energy"], fluxes={"nu_e": table["spectrum"]}, total=5.46e6)


@pytest.fixture(scope="module")
def templates(data_release: Path) -> dict[tuple[str, int, int], Templates]:
    """The release: one response for each run and each shift of light and charge yield."""
    computed = {}
    for run in RUNS:
        columns = {"energy": "keV", "t_ly": "", "t_qy": "", **{f"bin{k}": "" for k in range(81)}}
        table = read_table(data_release.parent / "facts" / "xenonnt_cevns" / f"{run}_response.csv", columns)
        for shift in {(int(a), int(b)) for a, b in zip(table["t_ly"], table["t_qy"], strict=True)}:
            rows = (table["t_ly"] == shift[0]) & (table["t_qy"] == shift[1])
            matrix = np.stack([table[f"bin{k}"][rows] for k in range(81)], axis=1)
            computed[run, *shift] = Templates(table["energy"][rows], matrix)
    return computed


def events(boron: Table, response: Templates, exposure: float, **couplings: float) -> float:
    (beam,) = boron.beams
    ends = end_points(XE, beam.breaks[-1])
    computed = counts(lambda t: rate(beam, XE, t, **couplings), response, ends, 0.05 * keV)
    return float(computed.sum() * per_gram(131.293) * exposure * tonne * year)


@pytest.mark.parametrize(("run", "expected"), [("sr1", 6.511592), ("sr2", 7.850069)])
def test_boron_neutrinos_in_xenon_have_the_reference_counts(
    boron: Table, templates: dict[tuple[str, int, int], Templates], run: str, expected: float
) -> None:
    assert events(boron, templates[run, 0, 0], RUNS[run]) == pytest.approx(expected, rel=2e-4)


def test_a_lower_charge_yield_has_the_reference_counts(
    boron: Table, templates: dict[tuple[str, int, int], Templates]
) -> None:
    total = sum(events(boron, templates[run, 0, -1], exposure) for run, exposure in RUNS.items())
    assert total == pytest.approx(14.96753, rel=2e-4)


def test_a_magnetic_moment_has_the_reference_counts(
    boron: Table, templates: dict[tuple[str, int, int], Templates]
) -> None:
    response = templates["sr2", 0, 0]
    with_moment = events(boron, response, RUNS["sr2"], moment=1e-9)
    assert with_moment - events(boron, response, RUNS["sr2"]) == pytest.approx(6.682883, rel=2e-4)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Templates(np.array([1.0]), np.array([[0.1]])), "must ascend and be two or more"),
        (lambda: Templates(np.array([1.0, 2.0]), np.array([[0.1]])), r"for each of 2 recoils, got shape \(1, 1\)"),
        (lambda: Templates(np.array([1.0, 2.0]), np.array([[0.1], [-0.1]])), "must not be negative"),
        (
            lambda: Templates(np.array([1, 2]) * keV, np.array([[0.1, 0], [0.6, 0.5]])),
            "sum to 1.1 at a recoil of 2 keV",
        ),
        (
            lambda: Templates(np.array([1.0, 2.0]), np.ones((2, 1)), {"a": (np.ones((2, 1)), np.zeros((2, 2)))}),
            "templates of 'a' have other bins",
        ),
    ],
)
def test_refuses_what_is_no_probability(make: Callable[..., object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
