"""What users see of the names and of the commands is what the files in `tests/snapshots` say.

A change that is meant is written down by ``python tests/test_snapshots.py``, and read in its difference.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

import nuem
from nuem.cli.app import VERBS, app

FOLDER = Path(__file__).parent / "snapshots"


def packages() -> list[str]:
    """All packages and modules that list their names: not compiled kernels, nor the command line."""
    walked = pkgutil.walk_packages(nuem.__path__, "nuem.")
    public = [module.name for module in walked if module.ispkg or has_names(module.name)]
    return ["nuem", *(name for name in public if "kernels" not in name and not name.startswith("nuem.cli"))]


def has_names(module: str) -> bool:
    """Whether the file of a module has ``__all__``."""
    path = Path(nuem.__file__).parents[1].joinpath(*module.split(".")).with_suffix(".py")
    return "\n__all__ = " in path.read_text(encoding="utf-8")


STARS: dict[object, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}


def signature(value: object) -> str:
    """Parameters of a function or a class with their defaults, without types."""
    parameters = []
    star = False
    for parameter in inspect.signature(value).parameters.values():  # type: ignore[arg-type]
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            parameters.append("*")
            star = True
        name = STARS.get(parameter.kind, "") + parameter.name
        star = star or parameter.kind is parameter.VAR_POSITIONAL
        default = parameter.default
        shown = repr(default) if default is None or isinstance(default, bool | int | float | str | tuple) else "..."
        parameters.append(name if default is parameter.empty else f"{name}={shown}")
    return f"({', '.join(parameters)})"


def line(package: str, name: str) -> str:
    """One public name: a function or class with its parameters, anything else with its type."""
    value = getattr(importlib.import_module(package), name)
    if inspect.ismodule(value):
        return f"{package}.{name}: module"
    if inspect.isfunction(value) or inspect.isclass(value) or hasattr(value, "__wrapped__"):
        try:
            return f"{package}.{name}{signature(value)}"
        except ValueError:  # a class that is made as its base is
            return f"{package}.{name}: {type(value).__name__}"
    return f"{package}.{name}: {type(value).__name__}"


def names(package: str) -> list[str]:
    """Every name of its ``__all__``, one a line."""
    return [line(package, name) for name in importlib.import_module(package).__all__]


def help_of(verb: str) -> str:
    """The help of one verb, or of the program for the empty word, at 80 columns."""
    words = [verb, "--help"] if verb else ["--help"]
    text = CliRunner().invoke(app, words, terminal_width=80, env={"COLUMNS": "80"}).output
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("package", packages())
def test_names_and_parameters_are_those_written_down(package: str) -> None:
    written = (FOLDER / "api.txt").read_text(encoding="utf-8").splitlines()
    assert names(package) == [row for row in written if re.match(rf"{re.escape(package)}\.\w+(?:[:(]|$)", row)]


def test_no_package_is_written_down_that_is_gone() -> None:
    written = (FOLDER / "api.txt").read_text(encoding="utf-8").splitlines()
    assert len(written) == sum(len(names(package)) for package in packages())


def public_functions(package: str) -> Iterator[object]:
    """Functions and classes of a package, and the public methods of these."""
    module = importlib.import_module(package)
    for value in (getattr(module, name) for name in module.__all__):
        if (inspect.isfunction(value) or inspect.isclass(value)) and value.__module__.startswith("nuem."):
            yield value
            methods = vars(value).items() if inspect.isclass(value) else ()
            yield from (one for name, one in methods if inspect.isfunction(one) and not name.startswith("_"))


@pytest.mark.parametrize("package", packages())
def test_signatures_show_types_by_the_names_that_they_have_in_the_source(package: str) -> None:
    """A tool-tip is read: ``ArrayLike`` and not the ten types that it stands for."""
    for value in public_functions(package):
        try:
            shown = str(inspect.signature(value))  # type: ignore[arg-type]
        except ValueError:  # a class that is made as its base is
            continue
        assert not re.search(r"numpy\._typing|\b(typing|pathlib|collections\.abc|nuem)\.\w|<[a-z]+ ", shown), shown
        assert len(shown) < 700, shown


@pytest.mark.skipif(version("click").startswith(("8.0", "8.1")), reason="an older click lays help out in another way")
@pytest.mark.parametrize("verb", ["", *VERBS])
def test_the_help_is_the_one_written_down(verb: str) -> None:
    assert help_of(verb) == (FOLDER / f"{verb or 'nuem'}.txt").read_text(encoding="utf-8")


def write() -> None:
    """Write all files anew, and remove those of verbs that are gone."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    rows = [row for package in packages() for row in names(package)]
    (FOLDER / "api.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for verb in ("", *VERBS):
        (FOLDER / f"{verb or 'nuem'}.txt").write_text(help_of(verb), encoding="utf-8")


if __name__ == "__main__":
    write()
