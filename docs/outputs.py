"""What the code of the pages prints and draws, kept between builds.

An output is looked up by its code, by all code of the page before it, by the sources of nuem and by the versions of the installed packages.
If it is there, nothing runs. If it is not, the earlier code of the page runs first, since later code needs its names and files.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import nuem

HERE = Path(__file__).parent
FOLDER = HERE / "_build" / "outputs"


@dataclass(frozen=True)
class Output:
    """What a piece of code has printed, and its figures: texts of SVG, each with its description."""

    printed: str
    figures: Sequence[tuple[str, str]] = ()


@dataclass
class Page:
    """The code of a page so far."""

    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "documentation"})
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="nuem-docs-")))
    history: str = ""
    """A digest of all code before."""
    postponed: list[Callable[[], Output]] = field(default_factory=list)
    """Code before whose output was there, so that it has not run."""

    def output(self, code: str, make: Callable[[], Output]) -> Output:
        """The output of the next piece of code."""
        self.note(code)
        kept = self._look_up(self.history)
        if kept is not None:
            self.postponed.append(make)
            return kept
        return self._make(self.history, make)

    def value(self, expression: str) -> str:
        """An expression in the names of the page."""
        key = digest(self.history, "value", expression)
        kept = self._look_up(key)
        return (kept or self._make(key, lambda: Output(str(eval(expression, self.names))))).printed

    def note(self, text: str) -> None:
        """Something that later code may depend on."""
        self.history = digest(self.history, text)

    def _look_up(self, key: str) -> Output | None:
        file = kept_now() / f"{key}.json"
        return Output(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else None

    def _make(self, key: str, make: Callable[[], Output]) -> Output:
        while self.postponed:
            self.postponed.pop(0)()
        output = make()
        text = json.dumps({"printed": output.printed, "figures": output.figures})
        (kept_now() / f"{key}.json").write_text(text, encoding="utf-8")
        return output


def page(env: Any) -> Page:
    """The page that is being read."""
    if "executed_page" not in env.temp_data:
        env.temp_data["executed_page"] = Page()
        pages_with_code(env).add(env.docname)
    now: Page = env.temp_data["executed_page"]
    return now


def pages_with_code(env: Any) -> set[str]:
    """Names of pages whose outputs depend on nuem."""
    pages: set[str] = env.__dict__.setdefault("pages_with_code", set())
    return pages


def digest(*texts: str) -> str:
    """A short digest of texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]


@cache
def sources() -> str:
    """A digest of everything that an output may depend on besides the code of its page."""
    packages = sorted(f"{one.name} {one.version}" for one in distributions())
    files = [
        file for file in Path(nuem.__file__).parent.rglob("*") if file.is_file() and "__pycache__" not in file.parts
    ]
    files.append(HERE / "executed.py")
    return digest(*packages, *(f"{file} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in sorted(files)))


@cache
def kept_now() -> Path:
    """The folder of outputs of the present sources; those of others are removed."""
    here = FOLDER / sources()
    for old in FOLDER.glob("*"):
        if old != here:
            shutil.rmtree(old)
    here.mkdir(parents=True, exist_ok=True)
    return here


def outdated(app: Any, env: Any, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Pages that are to be read again since nuem has changed."""
    before, env.__dict__["sources_of_nuem"] = env.__dict__.get("sources_of_nuem"), sources()
    notebooks = {name for name in env.all_docs if name.startswith("tutorials/")}
    return [] if before == sources() else sorted((pages_with_code(env) & set(env.all_docs) | notebooks) - removed)


def setup(app: Any) -> dict[str, bool]:
    """Connect to the search for pages that are to be read."""
    app.connect("env-get-outdated", outdated)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
