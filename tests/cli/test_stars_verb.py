"""nuem stars: bounds with what they rest on, and the energy loss of one plasma."""

import json
from functools import partial
from pathlib import Path

import pytest
from click import UsageError
from click.testing import CliRunner

from nuem.cli.app import app

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["stars", *words], standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_json_has_every_bound_with_inputs_and_the_published_ones() -> None:
    computed = json.loads(run("--json"))
    giant = next(
        bound for bound in computed["bounds"] if bound["name"] == "red_giant" and bound["coupling"] == "moment"
    )
    assert giant["value"] == approx(2.7993015573710574e-12, rel=1e-8)
    assert giant["checked"] == "criterion"
    assert giant["inputs"]["density"] == 2e5
    assert giant["sources"]
    assert any(entry["document"] == "CAPOZZI 2020" for entry in computed["published"])


def test_text_shows_bounds_and_what_was_expected() -> None:
    text = run()
    assert "mu_nu < 2.80e-12 mu_B" in text
    assert "unverified" not in text
    assert "expected" in text
    assert "arXiv:2307.13050" in text
    assert "CAPOZZI 2020" in text


def test_majorana_neutrinos_have_no_bound_from_flips() -> None:
    names = {bound["name"] for bound in json.loads(run("--nature", "majorana", "--json"))["bounds"]}
    assert "red_giant" in names
    assert "supernova" not in names


def test_plasma_loses_its_reference_energy() -> None:
    words = ["--density", "1e6 g/cm3", "--temperature", "1e8 K", "--moment", "1e-12 mu_B", "--sin2-theta-w", "0.23122"]
    computed = json.loads(run(*words, "--json"))
    assert computed["plasma_frequency_keV"] == approx(17.977391267530704, rel=1e-10)
    assert computed["emissivity"]["weak"]["total"] == approx(30257655.504282262, rel=1e-8)
    assert computed["emissivity"]["magnetic"]["longitudinal"] == approx(279607.7172192825, rel=1e-8)
    text = run(*words)
    assert "2.942317e+06" in text
    assert "charge" not in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--density", "0 g/cm3"], "density must lie between"),
        (["--density", "1e6"], "has no unit"),
        (["--density", "1e6 g/cm3", "--temperature", "0 K"], "temperature must lie between"),
        (["--density", "1e6 g/cm3", "--electron-fraction", "2"], "electron_fraction must lie between"),
        (["--nature", "weyl"], "--nature: 'weyl' is unknown"),
        (["--temperature", "2e8 K"], "--temperature is of a plasma, whose density is missing"),
        (["--density", "1e4 g/cm3", "--nature", "dirac"], "--nature has no use with --density"),
        (["--ordering", "inverted"], "--ordering is of the mixing of a vertex, which is missing"),
        (["--sin2-theta-w", "0.23"], "--sin2-theta-w acts on a vertex or a plasma"),
    ],
)
def test_refuses_wrong_input_in_one_line(words: list[str], message: str) -> None:
    with pytest.raises((ValueError, UsageError), match=message):
        run(*words)


def test_a_vertex_in_a_file_is_held_against_the_bounds(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'nature = "majorana"\n[dipole]\nunit = "1e-12 mu_B"\nmatrix = [["0", "3", "0"], ["-3", "0", "0"], ["0", "0", "0"]]\n'
    )
    computed = {vertex["name"]: vertex for vertex in json.loads(run("--vertex", str(file), "--json"))["bounds"]}
    assert computed["red_giant"]["of_vertex"] == approx(3e-12)
    assert computed["red_giant"]["excluded"] is True
    assert computed["sun"]["excluded"] is False
    assert "supernova" not in computed
    text = run("--vertex", str(file))
    assert "3.00e-12 mu_B" in text
    assert "excluded" in text
    cooled = json.loads(run("--vertex", str(file), "--density", "2e5 g/cm3", "--json"))
    assert cooled["emissivity"]["magnetic"]["per_mass"] == approx(9 * 1.276146778, rel=1e-6)
    with pytest.raises((ValueError, UsageError), match="either a vertex or numbers"):
        run("--vertex", str(file), "--density", "2e5 g/cm3", "--moment", "1e-12 mu_B")


def test_a_heavy_partner_by_flavour_and_shape_of_the_star() -> None:
    found = json.loads(run("--portal-mass", "10 MeV", "--json"))
    assert found["mass_MeV"] == 10
    assert found["red_giant"] is None
    assert len(found["supernova"]) == 6
    zone = next(one for one in found["supernova"] if one["shape"] == "one zone" and one["flavour"] == "e")
    assert zone["excluded"][0][0] == approx(2.05e-12, rel=0.01)  # that of an ordinary moment
    assert "none: plasmons are lighter" in run("--portal-mass", "10 MeV")
    light = run("--portal-mass", "5 keV")
    assert "mu_nu > 3.25e-12" in light
    assert " and " in light  # one interval for each helicity


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--portal-mass", "10"), "has no unit"),
        (("--portal-mass", "0 MeV"), "mass must be above 0"),
        (("--portal-mass", "5 GeV"), "at most 1000 MeV, got 5000 MeV"),
        (("--portal-mass", "5 MeV", "--nature", "dirac"), "--nature has no use with --portal-mass"),
        (("--portal-mass", "5 MeV", "--density", "1e5 g/cm3"), "--density has no use with --portal-mass"),
    ],
)
def test_wrong_words_about_a_heavy_partner(words: tuple[str, ...], message: str) -> None:
    with pytest.raises((ValueError, UsageError), match=message):
        run(*words)
