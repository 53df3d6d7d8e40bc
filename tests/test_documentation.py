"""The documentation tells the truth: examples run, every key of an experiment's file is explained, citations are known."""

import re
import runpy
import subprocess
import sys
import textwrap
from dataclasses import fields
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

import nuem
from nuem import references, sources
from nuem.cli.app import VERBS
from nuem.experiments import Limit
from nuem.lazy import modules

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.rst") if not {"api", "_build"} & set(page.parts))
SCRIPTS = sorted((DOCS / "gallery").glob("*.py"))


SLOW = {"flip_in_the_sun", "heavy_partner", "lower_threshold", "random_fields", "resonance", "two_fold_radius"}


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(single_script, marks=pytest.mark.slow) if single_script.stem in SLOW else single_script
        for single_script in SCRIPTS
    ],
    ids=lambda script: script.stem,
)
def test_gallery_runs_and_draws(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = runpy.run_path(str(script))
    assert isinstance(names["figure"], Figure)
    assert "nan" not in capsys.readouterr().out.lower()


def test_every_script_asks_a_question_and_is_on_the_page() -> None:
    index = (DOCS / "gallery" / "index.rst").read_text(encoding="utf-8").split()
    for script in SCRIPTS:
        title = script.read_text(encoding="utf-8").partition('"""')[2].splitlines()[0]
        assert title.endswith("?"), script.name
        assert script.stem in index
        assert script.name in (DOCS / "gallery" / f"{script.stem}.rst").read_text(encoding="utf-8")


def reading() -> str:
    """The code that reads files of experiments."""
    folder = Path(nuem.__file__).parent / "experiments" / "reading"
    return "".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.py")) if file.stem != "section")


def test_every_key_of_an_experiment_is_explained() -> None:
    loader = reading()
    keys = set(
        re.findall(r'\.(?:text|quantity|number|flag|value|table|section|has_text|has_table)\(\s*"(\w+)"', loader)
    )
    for source in sources.SOURCES.values():
        keys |= set(signature(source).parameters)
    assert len(keys) > 30
    page = (DOCS / "experiment_files.rst").read_text(encoding="utf-8")
    tables = {"source", "channel", "response", "data", "background", "systematic", "nuisance", "on_off"}
    unexplained = {
        key for key in keys - tables - {"target"} if f"``{key}``" not in page and f"``{key} = " not in page
    } - {"published"}  # stands with its coupling
    assert not unexplained
    assert all(f"**[{table}]**" in page for table in tables)


def test_every_key_that_is_explained_is_read() -> None:
    page = (DOCS / "experiment_files.rst").read_text(encoding="utf-8")
    loader = reading()
    arguments = {name for source in sources.SOURCES.values() for name in signature(source).parameters}
    for row in re.findall(r"^   \* - (``.*``)$", page, re.MULTILINE):
        for key in re.findall(r"``(\w+)``", row):
            assert f'"{key}"' in loader or key in arguments, key


def test_every_key_that_is_explained_stands_in_an_example() -> None:
    pages = [(DOCS / f"{name}.rst").read_text(encoding="utf-8") for name in ("experiment_files", "experiment_examples")]
    files = "".join(re.findall(r"^\.\. file:: \S+\.toml\n\n((?:   .*\n|\n)+)", "".join(pages), re.MULTILINE))
    table = pages[0].partition("Every key\n")[2]
    explained = [
        key for row in re.findall(r"^   \* - (``.*``)$", table, re.MULTILINE) for key in re.findall(r"``(\w+)``", row)
    ]
    assert len(explained) > 90
    assert not [key for key in explained if not re.search(rf"(?<!\w){key} = ", files)]


@pytest.mark.parametrize("page", [*PAGES, *SCRIPTS], ids=lambda page: f"{page.parent.stem}-{page.stem}")
def test_citations_are_known(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for keys in re.findall(r":cite:\w*:?`([^`]+)`", text):
        assert references.bibtex(*keys.split(","))


def test_every_page_is_in_the_table_of_contents() -> None:
    listed = {"index"}
    for page in PAGES:
        inside = page.parent.relative_to(DOCS)
        for line in page.read_text(encoding="utf-8").splitlines():
            if re.fullmatch(r"   [\w/]+", line):
                listed.add((inside / line.strip()).as_posix())
    assert {page.relative_to(DOCS).with_suffix("").as_posix() for page in PAGES} <= listed


def test_every_module_is_in_the_reference() -> None:
    listed = set(re.findall(r"^   api/nuem\.(\w+)$", (DOCS / "api.rst").read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == set(modules("nuem")) - {"cli", "compilation", "compiled", "lazy", "typing"}


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted((DOCS / "tutorials").glob("[!i]*.md")), ids=lambda page: page.stem)
def test_a_tutorial_runs(page: Path) -> None:
    cells = re.findall(r"```\{code-cell\} ipython3\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    code = "\n".join(
        re.sub(r"\A---\n.*?\n---\n", "", cell, flags=re.DOTALL) for cell in cells if "%matplotlib" not in cell
    )
    names: dict[str, Any] = {}
    exec(compile(code, page.name, "exec"), names)
    assert "nuem" in names


@pytest.mark.parametrize("page", sorted((DOCS / "extending").glob("[!i]*.rst")), ids=lambda page: page.stem)
def test_an_example_of_extending_runs(page: Path, tmp_path: Path) -> None:
    blocks = re.findall(
        r"^\.\. executed::.*\n(?:   :.*\n)*\n((?:(?:   .*)?\n)+)", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert blocks
    code = "\n".join(textwrap.dedent(block) for block in blocks)
    # In a process of its own: an example may add to a registry.
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_every_field_of_a_limit_is_explained() -> None:
    page = (DOCS / "top_level.rst").read_text(encoding="utf-8")
    assert not {field.name for field in fields(Limit)} - set(re.findall(r"``(\w+)``", page))


def test_every_name_at_the_top_is_explained() -> None:
    page = (DOCS / "top_level.rst").read_text(encoding="utf-8")
    assert not {name for name in nuem.NAMES if f"nuem.{name}`" not in page and f"``{name}``" not in page}


def test_every_verb_that_can_be_shown_is_shown() -> None:
    page = (DOCS / "command_line.rst").read_text(encoding="utf-8")
    shown = set(re.findall(r"^   nuem ([\w-]+)", page, re.MULTILINE))
    assert shown <= set(VERBS)
    assert len(shown) > 10
