"""Outputs of the code of pages are kept while their code, the code before them and nuem are the same."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture
def outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The module, with a folder of its own."""
    monkeypatch.syspath_prepend(str(DOCS))
    monkeypatch.setitem(sys.modules, "outputs", None)
    monkeypatch.delitem(sys.modules, "outputs")
    module = import_module("outputs")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    yield module
    del sys.modules["outputs"]


def code(outputs: Any, page: Any, ran: list[str], text: str) -> Callable[[], Any]:
    """Code that runs in the names of a page, and notes that it did."""

    def make() -> Any:
        ran.append(text)
        exec(text, page.names)
        return outputs.Output(f"output of {text}", [("<svg/>", "a figure")])

    return make


def read(outputs: Any, texts: list[str], expression: str = "") -> list[str]:
    """The code that runs when a page is read, whose outputs are right in any case."""
    page, ran = outputs.Page(), list[str]()
    for text in texts:
        made = page.output(text, code(outputs, page, ran, text))
        assert made.printed == f"output of {text}"
        assert [tuple(figure) for figure in made.figures] == [("<svg/>", "a figure")]
    if expression:
        names: dict[str, Any] = {}
        exec("\n".join(texts), names)
        assert page.value(expression) == str(eval(expression, names))
    return ran


def test_nothing_runs_a_second_time(outputs: Any) -> None:
    texts = ["x = 2", "y = x + 1"]
    assert read(outputs, texts, "x * y") == texts
    assert read(outputs, texts, "x * y") == []


def test_code_before_a_new_piece_runs_first(outputs: Any) -> None:
    read(outputs, ["x = 2", "y = x + 1"])
    assert read(outputs, ["x = 2", "y = x + 1", "z = x + y"]) == ["x = 2", "y = x + 1", "z = x + y"]
    assert read(outputs, ["x = 2", "y = x + 1"], "x - y") == ["x = 2", "y = x + 1"]


def test_code_after_a_change_runs_again(outputs: Any) -> None:
    read(outputs, ["x = 2", "y = x + 1"], "y")
    assert read(outputs, ["x = 3", "y = x + 1"], "y") == ["x = 3", "y = x + 1"]


def test_another_nuem_starts_anew(outputs: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    read(outputs, ["x = 2"])
    monkeypatch.setattr(outputs, "sources", lambda: "changed")
    outputs.kept_now.cache_clear()
    assert read(outputs, ["x = 2"]) == ["x = 2"]
    assert [folder.name for folder in tmp_path.iterdir()] == ["changed"]


def test_pages_with_code_are_read_again_when_nuem_changes(outputs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    environment: Any = SimpleNamespace(all_docs={"fit": 0.0, "index": 0.0, "tutorials/reader": 0.0})
    outputs.pages_with_code(environment).update({"fit", "removed"})
    nothing: set[str] = set()
    assert outputs.outdated(None, environment, nothing, nothing, nothing) == ["fit", "tutorials/reader"]
    assert outputs.outdated(None, environment, nothing, nothing, nothing) == []
    monkeypatch.setattr(outputs, "sources", lambda: "changed")
    assert outputs.outdated(None, environment, nothing, nothing, {"fit"}) == ["tutorials/reader"]
