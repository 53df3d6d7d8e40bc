"""What `--json` prints is what the published schemas say, for every verb, and nothing else is."""

import copy
import json
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from nuem.cli.app import VERBS, app
from nuem.interop import json_schema
from nuem.references import bibliography

jsonschema = pytest.importorskip("jsonschema")

SCRIPT = Path(__file__).parents[2] / "scripts" / "json_schemas.py"
VERTEX = 'nature = "majorana"\n[dipole]\nunit = "1e-11 mu_B"\nmatrix = [[0, 1, 0], [-1, 0, 0], [0, 0, 0]]\n'
FIT = 'experiments = ["munu", "gemma"]\nparameters = ["dipole"]\nnature = "majorana"\nstarts = 2\n'
CROSS = ("cross-section", "--energy", "0.4 MeV", "--recoil", "1 keV:100 keV:3")
VACUUM = ("propagate", "--energy", "5 MeV:10 MeV:2", "--medium", "vacuum", "--length", "180 km")
MOMENTS = ("3.0e-11 +- 0.2e-11 mu_B", "1.0e-11 +- 0.2e-11 mu_B", "1.0e-11 +- 0.2e-11 mu_B")
ASKED: dict[str, list[tuple[str, ...]]] = {
    "moments": [
        ("moments",), ("moments", "--vertex", "v.toml"), ("moments", "--lightest-mass", "0 eV"),
        ("moments", "--model", "left-right", "--w-mixing", "1e-3 rad", "--w2-mass", "5 TeV"),
    ],
    "triangle": [("triangle", *MOMENTS), ("triangle", *(MOMENTS[1],) * 3)],
    "cross-section": [
        (*CROSS, "--charge", "1e-12 e"), (*CROSS, "--target", "Xe"), (*CROSS, "--target", "nucleus:Ge"),
        (*CROSS, "--moment", "1e-11 mu_B", "--portal-mass", "100 keV"), (*CROSS, "--target", "atom:He4"),
    ],
    "atom": [("atom", "Xe", "--transfer", "2 keV"), ("atom", "NaI", "--transfer", "0.5 keV, 3 keV")],
    "atom-shells": [("atom", "Xe", "--shells")],
    "atom-list": [("atom", "list")],
    "atom-computed": [("atom", "Be", "--configuration", "1s2 2s2", "--transfer", "1 keV")],
    "spectrum": [("spectrum", name) for name in ("xenonnt", "munu", "coherent_csi", "xenonnt_cevns")],
    "experiments": [("experiments",), ("experiments", "--kind", "surrogate")],
    "experiment": [("experiments", "xenonnt"), ("experiments", "munu")],
    "limit": [
        ("limit", "xenonnt", "gemma"), ("limit", "gemma", "--coupling", "charge_radius"), ("limit", "munu", "--compare-electrons"),
        ("limit", "gemma", "--statistic", "all", "--toys", "20"), ("limit", "munu", "--vertex", "v.toml"),
        ("limit", "kamland_antinu", "--field", "100 kG"), ("limit", "gemma", "--portal-mass", "100 keV"),
        ("limit", "xenonnt", "--expected", "--impacts", "--significance", "--goodness", "--toys", "50"),
    ],
    "limit-dipoles": [("limit", "gemma", "--as", "lambda"), ("limit", "xenonnt", "--as", "lambda")],
    "fit": [("fit", "fit.toml")],
    "propagate": [VACUUM, (*VACUUM, "--average"), (*VACUUM, "--csv", "x.csv"), ("propagate", "--energy", "10 MeV")],
    "supernova": [
        ("supernova", "--burst", "test", "--detector", "dune"),
        ("supernova", "--conversion", "none"),
        ("supernova", "--burst", "neutronisation", "--detector", "juno", "--star-field", "1e8 gauss"),
    ],
    "stars": [("stars", "--nature", "dirac"), ("stars", "--vertex", "v.toml")],
    "stars-plasma": [("stars", "--density", "1e6 g/cm3"), ("stars", "--density", "1 g/cm3", "--temperature", "1e7 K", "--charge", "1e-14 e")],
    "catalogue": [("catalogue",), ("catalogue", "--until", "1950")],
    "export": [("export", "csv", "munu", "--out", "m.csv"), ("export", "pyhf", "munu", "--out", "m.json")],
    "explore": [("explore", "munu", "--out", "page.html")],
    "review": [("review",)],
    "cite": [("cite", "Vogel:1989iv"), ("cite", "triangle", *MOMENTS)],
}  # fmt: skip
pytestmark = pytest.mark.filterwarnings("ignore::nuem.scattering.atom.ValidityWarning")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[str, ...]], Any]:
    """What `nuem ... --json` prints, in a folder with a vertex and a fit."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "v.toml").write_text(VERTEX)
    (tmp_path / "fit.toml").write_text(FIT)

    def call(words: tuple[str, ...]) -> Any:
        result = CliRunner().invoke(app, [*words, "--json"])
        assert result.exception is None, (words, result.exception)
        return json.loads(result.stdout)

    return call


def wrong(found: Any) -> Iterator[Any]:
    """Copies with one thing wrong: a number or word that is an object, a key that is too many, a key that is missing."""
    if isinstance(found, dict):
        yield {**found, "odd!": {"odd": True}}
    for path, value in places(found):
        broken = copy.deepcopy(found)
        *above, last = path
        inside = broken
        for step in above:
            inside = inside[step]
        if isinstance(value, dict):
            inside[last]["odd!"] = {"odd": True}
        else:
            inside[last] = {"odd": True}
        yield broken
        if last == "schema":
            del inside[last]
            yield broken


def places(found: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Objects, numbers and words in an output and where they are; of long lists the first entry."""
    if isinstance(found, dict):
        if path:
            yield path, found
        for name, value in found.items():
            yield from places(value, (*path, name))
    elif isinstance(found, list):
        if found:
            yield from places(found[0], (*path, 0))
    else:
        yield path, found


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=pytest.mark.slow) if one == "atom-computed" else one for one in ASKED]
)
def test_outputs_are_valid_say_what_they_are_and_a_wrong_one_is_not(name: str, run: Any) -> None:
    schema = json_schema.schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for words in ASKED[name]:
        found = run(words)
        validator.validate(found)
        for one in found if isinstance(found, list) else [found]:
            if name != "atom-list":
                assert one["schema"] == json_schema.label(name)
            if name not in ("atom-list", "cite"):
                assert set(one["references"]) <= set(bibliography())
        assert all(not validator.is_valid(one) for one in wrong(found))


def test_a_key_more_or_less_is_refused(run: Any) -> None:
    validator = jsonschema.Draft202012Validator(json_schema.schema("limit"))
    found = run(("limit", "munu"))
    for name in found:
        assert not validator.is_valid({key: value for key, value in found.items() if key != name}), name
    assert not validator.is_valid({**found, "limit": 1.0})
    assert not validator.is_valid({**found, "schema": {"name": "limit", "version": "0.9"}})
    assert not validator.is_valid({**found, "cl": 90})


def test_every_verb_and_every_schema_is_asked_for() -> None:
    assert {words[0] for asked in ASKED.values() for words in asked} == set(VERBS)
    assert set(ASKED) == set(json_schema.names())


def test_the_files_are_what_the_script_makes() -> None:
    made = runpy.run_path(str(SCRIPT))
    assert {*made["ROWS"], *made["ONES"], "atom-list"} == set(json_schema.names())
    for name in (*made["ROWS"], *made["ONES"]):
        assert json_schema.schema(name) == made["document"](name)
    assert json_schema.schema("atom-list") == made["listed"]()


def test_rows_cite_what_their_own_number_rests_on(run: Any) -> None:
    rows = {one["id"]: one["references"] for one in run(("review",))}
    assert "Vogel:1989iv" in rows["11-13"]
    assert "Vogel:1989iv" not in rows["s6-cherenkov"]
    assert "Frere:2015pma" in run(("triangle", *MOMENTS))["references"]
    assert "Esteban:2024eli" in run(VACUUM)["references"]
    assert {"XENON:2022ltv"} <= set(run(("experiments", "xenonnt"))["references"])
    published = {one["doi"]: one["references"] for one in run(("catalogue", "--quantity", "moment"))}
    assert published["10.1103/PhysRevLett.129.161805"] == ["XENON:2022ltv"]


def test_a_spectrum_as_csv_is_not_json(run: Any) -> None:
    with pytest.raises(AssertionError, match="--json has no use with csv on standard output"):
        run(("export", "csv", "munu"))
    with pytest.raises(ValueError, match="there is no schema 'tea'; choose one of atom, "):
        json_schema.schema("tea")
