"""The README tells the truth: its Python runs, its shell sessions print what they show, its files are read, its commands exist."""

import doctest
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def blocks(*languages: str) -> list[str]:
    return [text for language, text in BLOCKS if language in languages]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the README shows, each named in its first line."""
    path = tmp_path_factory.mktemp("readme")
    for text in blocks("toml", "csv"):
        name = re.match(r"# (\S+)\n", text)
        assert name, text
        (path / name[1]).write_text(text, encoding="utf-8")
    return path


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    assert {language for language, _ in BLOCKS} == {"python", "console", "toml", "csv", "sh"}
    assert README.count("```") == 2 * len(BLOCKS)


@pytest.mark.parametrize("text", blocks("python"))
def test_python_prints_what_is_shown(text: str) -> None:
    example = doctest.DocTestParser().get_doctest(text, {}, "README", "README.md", 0)
    assert example.examples
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example, out=report.append)
    assert result.failed == 0, "".join(report)


@pytest.mark.parametrize("text", blocks("console"))
def test_shell_sessions_print_what_is_shown(text: str, folder: Path) -> None:
    for session in text.split("$ ")[1:]:
        command, _, shown = session.partition("\n")
        words = shlex.split(command)
        assert words[0] == "nuem"
        environment = {**os.environ, "COLUMNS": "160", "NO_COLOR": "1"}
        done = subprocess.run(
            [sys.executable, "-c", "from nuem.cli import main; main()", *words[1:]],
            cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        printed = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
        assert doctest.OutputChecker().check_output(shown.strip(), printed, doctest.ELLIPSIS), printed


def test_commands_for_the_shell_exist(folder: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = [shlex.split(line, comments=True) for text in blocks("sh") for line in text.splitlines()]
    for words in commands:
        assert words[0] in ("pip", "nuem")
        if words[0] == "nuem":
            done = subprocess.run(
                [sys.executable, "-c", "from nuem.cli import main; main()", *words[1:]],
                cwd=folder, capture_output=True, text=True, check=False, timeout=120,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
    assert (folder / "first.png").read_bytes().startswith(b"\x89PNG")
    for target in re.findall(r"`make (\w+)`", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_verb_and_every_extra_has_its_line() -> None:
    from nuem.cli.app import VERBS

    assert re.findall(r"^\| `nuem ([\w-]+)` \|", README, re.MULTILINE) == list(VERBS)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = set(project["optional-dependencies"]) - {"test", "dev"}
    assert set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)) == extras


def test_paths_that_are_named_exist() -> None:
    linked = [path for path in re.findall(r"\]\(([^)]+)\)", README) if "://" not in path]
    assert len(linked) > 5
    for name in ("CITATION.cff", "LICENSE", "CHANGELOG.md", "docs/index.rst", *linked):
        assert (ROOT / name).exists(), name


def test_citation_keys_that_are_named_are_known() -> None:
    from nuem import references

    for key in re.findall(r"\b[A-Z][A-Za-z]*:\d{4}[a-z]{2,4}\b", README):
        assert references.bibtex(key)


def test_the_citation_file_names_this_version() -> None:
    import nuem

    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {nuem.__version__}\n" in text
    assert f"\n## {nuem.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
