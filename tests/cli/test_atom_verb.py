"""`nuem atom`."""

import json
from pathlib import Path

import pytest
from click import UsageError
from click.testing import CliRunner

from nuem.cli.app import app
from nuem.scattering.atom import ValidityWarning


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["atom", *words], standalone_mode=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_xenon_at_two_kev() -> None:
    computed = json.loads(run("Xe", "--transfer", "2 keV", "--neutrino-mass", "0.1 eV", "--json"))
    assert (computed["material"], computed["electrons"], computed["valid_from_keV"]) == ("Xe", 54, pytest.approx(0.3))
    expected = {
        "stepping": 44, "N_w": 43.80, "N_mu": 43.32, "N_q": 97.5,
        "charge, medium": 159, "charge, vacuum": 333, "charge, epa": 244,
    }  # fmt: skip
    for name, number in expected.items():
        assert computed[name] == [pytest.approx(number, rel=0.01)]


def test_a_table_starts_where_it_is_valid() -> None:
    text = run("Ge")
    assert "of 32; good to some per cent from 0.1 keV" in text
    rows = [line.split() for line in text.splitlines() if line.strip()[:1].isdigit()]
    assert len(rows) == 12
    assert [rows[0][0], rows[-1][0]] == ["0.1", "50"]


def test_a_density_and_a_compound_are_understood() -> None:
    thin = json.loads(run("NaI", "--transfer", "2 keV", "--density", "0.1 g/cm3", "--json"))
    usual = json.loads(run("NaI", "--transfer", "2 keV", "--json"))
    assert thin["charge, medium"][0] > 1.15 * usual["charge, medium"][0]
    assert thin["N_q"] == usual["N_q"]
    assert "per formula unit" in run("NaI")


def test_shells_are_printed_with_their_thresholds() -> None:
    rows = json.loads(run("Xe", "--shells", "--json"))
    assert len(rows) == 17
    assert rows[0]["shell"] == "K"
    assert rows[0]["threshold_eV"] == pytest.approx(34561)
    assert sum(row["electrons"] for row in rows) == 54
    assert run("Xe", "--shells").splitlines()[1].split()[:3] == ["Xe", "K", "1"]


def test_a_figure_is_written(tmp_path: Path) -> None:
    file = tmp_path / "Ge.png"
    assert "written:" in run("Ge", "--draw", str(file))
    assert file.stat().st_size > 20_000


def test_elements_with_a_table_are_listed() -> None:
    assert json.loads(run("list", "--json")) == run("list").split()


def test_an_element_without_a_table_has_no_photons_in_vacuum() -> None:
    with pytest.warns(ValidityWarning):
        computed = json.loads(run("Pb", "--transfer", "5 keV", "--json"))
    assert "charge, epa" not in computed
    assert computed["N_w"] == computed["stepping"]


def test_any_element_is_computed_from_its_configuration() -> None:
    words = ("Si", "--configuration", "[Ne] 3s2 3p2", "--transfer", "0.5 keV, 3 keV")
    computed, shipped = (
        json.loads(run(*words, "--json")),
        json.loads(run("Si", "--transfer", "0.5 keV, 3 keV", "--json")),
    )
    for name in ("N_w", "N_mu", "N_q"):
        assert computed[name] == pytest.approx(shipped[name], rel=1e-3)
    assert "Si [Ne] 3s2 3p2: effective electrons of the atom, of 14, as computed" in run(*words)


def test_what_is_known_to_fail_is_said() -> None:
    text = " ".join(run("CsI", "--transfer", "5 keV").split())
    assert "Known to fail: below 0.3 keV, the giant resonance of 4d electrons, 65 to 200 eV," in text
    assert "Known to fail: in I, within 30 eV above its M5 and M4 edges" in text
    assert "Known to fail: below 0.1 keV, gap, bands and plasmon of valence electrons" in run(
        "Ge", "--transfer", "5 keV"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["Qq"],
        ["Xe", "--transfer", "2"],
        ["Xe", "--density", "2 cm"],
        ["Pb", "--shells"],
        ["Os", "--configuration", "[Xe] 4f14 5d5 6s2"],
        ["Xe", "--configuration", "[Xe]", "--shells"],
    ],
)
def test_mistakes_are_refused(words: list[str]) -> None:
    result = CliRunner().invoke(app, ["atom", *words], standalone_mode=False)
    assert isinstance(result.exception, ValueError | UsageError)
