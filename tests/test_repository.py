"""What tells others about the project agrees with the project."""

import json
import re
import tomllib
from pathlib import Path

import pytest

import nuem
from tests.modules import module_at

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


def test_the_lowest_versions_are_the_bounds_of_every_dependency() -> None:
    lowest = module_at(ROOT / "scripts" / "lowest.py").lowest(["pytest"])
    assert [one for one in lowest if not one.startswith("pytest==")] == [
        one.replace(">=", "==") for one in PROJECT["dependencies"]
    ]
    assert any(re.fullmatch(r"pytest==\d+", one) for one in lowest)


def commands() -> list[str]:
    """Every line that a workflow, the CI script or a hook runs."""
    yaml = pytest.importorskip("yaml")
    found = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    for file in (ROOT / ".github" / "workflows").glob("*.yml"):
        for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values():
            found += [line for step in job["steps"] for line in step.get("run", "").splitlines()]
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    return found + [hook["entry"] for repository in hooks["repos"] for hook in repository["hooks"]]


def test_what_the_workflows_run_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^\s*make (\w+)", "\n".join(commands()), re.MULTILINE)
    assert {"check", "test", "docs", "lowest", "package"} <= set(targets)
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for path in re.findall(r"\b(?:src|scripts|tests|docs)/[\w./]+", "\n".join([*commands(), makefile])):
        assert (ROOT / path).exists() or path.startswith(("docs/_build", "docs/api")), path


def test_the_conda_recipe_is_read() -> None:
    yaml = pytest.importorskip("yaml")
    recipe = yaml.safe_load(RECIPE)
    assert {"context", "package", "source", "build", "requirements", "tests", "about"} <= recipe.keys()
    (entry,) = recipe["build"]["python"]["entry_points"]
    assert entry == f"nuem = {PROJECT['scripts']['nuem']}"
    assert recipe["about"]["license"] == PROJECT["license"]
    assert recipe["about"]["summary"] == PROJECT["description"]


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
