"""`nuem propagate`, and scans that go on where they stopped."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click import UsageError
from click.testing import CliRunner

from nuem import Mixing, Vertex, solar_conversion
from nuem.cli.app import app
from nuem.propagation import Medium, media, propagate
from nuem.propagation import scan as scan_module
from nuem.propagation.evolution import Evolution
from nuem.propagation.scan import scan
from nuem.sources import solar_probabilities
from nuem.typing import FloatArray
from nuem.units import km

MIXING = Mixing.nufit()
VERTEX = Vertex.from_dipole("majorana", 1e-11 * np.array([[0, 1, 0], [-1, 0, 1], [0, -1, 0]]))
MEDIUM = Medium(40 * km, magnetic_field=2e8, electron_density=6e25)


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["propagate", *words], standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_json_has_the_probabilities_of_the_library() -> None:
    data = json.loads(
        run("--medium", "vacuum", "--length", "180 km", "--energy", "2 MeV:8 MeV:4", "--antineutrino", "--json")
    )
    expected = propagate(data["energy_MeV"], Medium(180 * km), MIXING, Vertex("dirac"), antineutrino=True)
    assert np.abs(np.array(data["probabilities"]) - expected.probabilities).max() < 1e-12
    assert data["states"] == ["e", "mu", "tau", "1R", "2R", "3R"]
    assert data["method"] == "cells"
    assert data["norm_defect"] < 1e-12


def test_a_vertex_in_a_file_flips_helicities(tmp_path: Path) -> None:
    file = tmp_path / "v.toml"
    file.write_text(
        'nature = "majorana"\n[dipole]\nunit = "1e-11 mu_B"\nmatrix = [[0, 1, 0], [-1, 0, 1], [0, -1, 0]]\n'
    )
    constant = ["--medium", "constant", "--length", "40 km", "--density", "6e25 cm^-3", "--field", "2e8 gauss"]
    data = json.loads(run(*constant, "--vertex", str(file), "--energy", "10 MeV", "--json"))
    expected = propagate(10.0, MEDIUM, MIXING, VERTEX)
    assert np.abs(np.array(data["probabilities"]) - expected.probabilities).max() < 1e-12
    assert "anti-mu" in run(*constant, "--vertex", str(file), "--energy", "10 MeV")


def test_the_sun_is_seen_from_the_earth() -> None:
    data = json.loads(run("--energy", "10 MeV", "--json"))
    expected = solar_probabilities(10.0, MIXING, component="B8") @ np.abs(MIXING.matrix[0]) ** 2
    assert data["probabilities"][0][0] == pytest.approx(expected, abs=1e-8)  # two sets of nodes of the birthplaces
    assert data["at"] == "earth"
    assert "B8 neutrinos at the Earth by day" in run("--energy", "10 MeV")


def test_the_sun_with_a_field_is_the_conversion_of_the_library(tmp_path: Path) -> None:
    file = tmp_path / "v.toml"
    file.write_text(
        'nature = "majorana"\n[dipole]\nunit = "1e-11 mu_B"\nmatrix = [[0, 1, 0], [-1, 0, 1], [0, -1, 0]]\n'
    )
    words = ["--energy", "8 MeV", "--vertex", str(file), "--field", "100 kG", "-p", "profile=tachocline", "--json"]
    for at in ("earth", "surface"):
        data = json.loads(run(*words, "--at", at))
        expected = solar_conversion(8.0, MIXING, VERTEX, "tachocline 100 kG", at=at).probabilities
        np.testing.assert_allclose(data["probabilities"], expected, rtol=1e-12)
    end = json.loads(run("--energy", "8 MeV", "--vertex", str(file), "--field", "100 kG", "--at", "end", "--json"))
    assert end["probabilities"][0] == pytest.approx(
        propagate(8.0, media.sun(magnetic_field=1e5), MIXING, VERTEX, tol=1e-7).probabilities[0], abs=1e-6
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--flavour", "mu"], "--flavour is for the end of the path"),
        (["-p", "start=1e10 cm"], "start has no use"),
        (["-p", "profile=tachocline"], "needs a strength"),
        (["--medium", "vacuum", "--length", "1 km", "--at", "earth"], "is for --medium sun"),
    ],
)
def test_what_says_nothing_of_the_earth_is_refused(words: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        run("--energy", "8 MeV", *words)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--energy", "10"], "no unit"),
        (["--energy", "10 MeV", "--medium", "vacuum"], "--length"),
        (["--energy", "10 MeV", "--medium", "moon"], "unknown"),
        (["--energy", "10 MeV", "--medium", "absent.csv"], "absent.csv"),
        (["--energy", "10 MeV", "--vertex", "absent.toml"], "absent.toml"),
        (["--energy", "-10 MeV"], "energy must be positive"),
        (
            ["--energy", "10 MeV", "--length", "10 km"],
            "--length has no use with --medium sun",
        ),
        (
            ["--energy", "10 MeV", "--medium", "vacuum", "--length", "1 km", "--field", "1 T"],
            "--field has no use with --medium vacuum",
        ),
        (
            ["--energy", "10 MeV", "--medium", "a.csv", "--density", "1 cm^-3"],
            "--density has no use with --medium a.csv",
        ),
        (["--energy", "10 MeV", "--field", "1 km"], "magnetic field"),
        (["--energy", "10 MeV", "--flavour", "x"], "flavour"),
        (["--energy", "10 MeV", "--ordering", "sideways"], "ordering"),
        (["--energy", "10 MeV", "--tol", "-1"], "tol must be positive"),
    ],
)
def test_wrong_words_are_refused(words: list[str], message: str) -> None:
    with pytest.raises((ValueError, UsageError), match=message):
        run(*words)


def test_a_scan_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "scan.csv"
    energies = np.linspace(2, 20, 9)
    whole = propagate(energies, MEDIUM, MIXING, VERTEX).probabilities
    assert np.array_equal(scan(file, energies, MEDIUM, MIXING, VERTEX, settings="test"), whole)
    lines = file.read_text().splitlines(keepends=True)
    assert lines[1].startswith("energy_MeV,P_e,P_mu,P_tau,P_anti-e")
    file.write_text("".join(lines[:6]) + lines[6][:11])  # interrupted while it wrote
    asked: list[float] = []

    def counted(energies: FloatArray, *arguments: Any, **options: Any) -> Evolution:
        asked.extend(energies)
        return propagate(energies, *arguments, **options)

    monkeypatch.setattr(scan_module, "propagate", counted)
    again = scan(file, energies, MEDIUM, MIXING, VERTEX, settings="test")
    assert np.abs(again - whole).max() < 1e-9
    assert asked == energies[4:].tolist()


def test_a_file_of_another_scan_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "scan.csv"
    scan(file, [5.0], MEDIUM, MIXING, VERTEX, settings="one")
    with pytest.raises((ValueError, UsageError), match="another scan"):
        scan(file, [5.0], MEDIUM, MIXING, VERTEX, settings="two")
    file.write_bytes(b"\xff\x00")
    with pytest.raises((ValueError, UsageError), match="not UTF-8 text; a scan to continue was expected"):
        scan(file, [5.0], MEDIUM, MIXING, VERTEX, settings="one")
    file.unlink()
    scan(file, [5.0], MEDIUM, MIXING, VERTEX, settings="one")
    file.write_text(file.read_text() + "rubbish\n")
    with pytest.raises((ValueError, UsageError), match="not a row"):
        scan(file, [5.0], MEDIUM, MIXING, VERTEX, settings="one")


def test_a_file_that_was_cut_off_in_its_first_lines_is_begun_again(tmp_path: Path) -> None:
    file = tmp_path / "scan.csv"
    scan(file, [5.0], MEDIUM, MIXING, VERTEX, settings="one")
    whole = file.read_text()
    for cut in (0, 10, whole.index("energy_MeV") + 4):
        file.write_text(whole[:cut])
        scan(file, [5.0], MEDIUM, MIXING, VERTEX, settings="one")
        assert file.read_text() == whole


def test_a_file_whose_vertex_has_changed_since_is_refused(tmp_path: Path) -> None:
    vertex, out = tmp_path / "v.toml", tmp_path / "scan.csv"
    words = ["--medium", "constant", "--length", "40 km", "--field", "2e8 gauss", "--energy", "10 MeV"]
    for moment in ("1", "2"):
        vertex.write_text(
            f'nature = "majorana"\n[dipole]\nunit = "1e-11 mu_B"\n'
            f"matrix = [[0, {moment}, 0], [-{moment}, 0, 0], [0, 0, 0]]\n"
        )
        if moment == "1":
            run(*words, "--vertex", str(vertex), "--out", str(out))
            continue
        with pytest.raises((ValueError, UsageError), match="another scan"):
            run(*words, "--vertex", str(vertex), "--out", str(out))


def test_an_interrupted_scan_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "scan.csv"
    words = ["propagate", "--medium", "constant", "--length", "40 km", "--density", "6e25 cm^-3"]
    words += ["--energy", "2 MeV:20 MeV:100", "--out", str(out)]
    blocks: list[int] = []

    def stopped(*arguments: Any, **options: Any) -> Evolution:
        if blocks:
            raise KeyboardInterrupt
        blocks.append(1)
        return propagate(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(scan_module, "propagate", stopped)
        result = CliRunner().invoke(app, words)
    assert result.exit_code == 130
    assert "the same command continues" in result.output
    assert len(out.read_text().splitlines()) == 2 + scan_module.AT_ONCE
    run(*words[1:])
    assert len(out.read_text().splitlines()) == 2 + 100
