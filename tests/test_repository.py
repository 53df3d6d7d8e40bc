"""What tells others about the project agrees with the project."""

import json
import re
import tomllib
from pathlib import Path

import pytest

import nuem

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RECIPE = (ROOT / "conda" / "recipe.yaml").read_text(encoding="utf-8")


def test_versions_agree() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"^version: (.*)$", citation, re.MULTILINE)[1] == nuem.__version__  # type: ignore[index]
    assert f'version: "{nuem.__version__}"' in RECIPE


def test_the_conda_recipe_needs_what_the_package_needs() -> None:
    run = re.findall(r"^    - (\S+) (>=\S+)$", RECIPE.partition("  run:\n")[2], re.MULTILINE)
    needed = {name.removesuffix("-base"): bound for name, bound in run if name != "python"}
    assert needed == dict(re.findall(r"^(\w+)(>=.*)$", "\n".join(PROJECT["dependencies"]), re.MULTILINE))
    assert f"- python {PROJECT['requires-python']}" in RECIPE


def test_what_zenodo_is_told_is_in_the_citation() -> None:
    zenodo = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert zenodo["title"] in citation
    assert all(word in citation for word in zenodo["keywords"])
    assert all(author["identifier"] in citation for author in zenodo["related_identifiers"])


def test_every_python_that_is_tested_is_classified() -> None:
    tests = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    for version in re.search(r"python: \[(.*)\]", tests)[1].replace('"', "").split(", "):  # type: ignore[index]
        assert f"Programming Language :: Python :: {version}" in PROJECT["classifiers"]


@pytest.mark.parametrize("file", sorted((ROOT / ".github").rglob("*.y*ml")), ids=lambda file: file.name)
def test_workflows_and_templates_are_read(file: Path) -> None:
    yaml = pytest.importorskip("yaml")
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert data["name"]
    for job in data.get("jobs", {}).values():
        for step in job["steps"]:
            assert "run" in step or "uses" in step


def test_contributors_are_told_of_targets_and_folders_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for folder in re.findall(r"`(src/nuem/[\w/]+)`", text):
        assert (ROOT / folder).is_dir(), folder
    layers = text.partition("```\ncli/")[2].partition("```")[0]
    for package in re.findall(r"(\w+)/", layers):
        assert (ROOT / "src" / "nuem" / package).is_dir(), package
