"""Results as HTML, tables, plain numbers and figures."""

import csv
import io
import json
import re
import sys
import types
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes

import nuem
from nuem.experiments import Contour, ProfileCurve
from nuem.notebook import complex_html, matrix, notes, progress, scientific
from nuem.propagation import Medium, propagate
from nuem.results import Tabular
from nuem.units import km

VERTEX = nuem.Vertex("majorana", magnetic=[[0, 2e-12j, 0], [-2e-12j, 0, 1e-12j], [0, -1e-12j, 0]])


def curve() -> ProfileCurve:
    x = np.linspace(-1e-11, 1e-11, 21)
    rise = (x / 5e-12) ** 2
    return ProfileCurve("magnetic[1,2]", "mu_B", x, rise, {"xenonnt": rise}, 2.706, 0.9)


def contour() -> Contour:
    x = np.linspace(-1e-11, 1e-11, 9)
    rise = (x[:, None] ** 2 + x**2) / 2.5e-23
    return Contour(("magnetic[1,1]", "magnetic[2,2]"), ("mu_B", "mu_B"), x, x, rise, 4.605, 0.9)


def evolution() -> Any:
    medium = Medium(295 * km)
    return propagate(np.array([300.0, 600.0, 1000.0]), medium, nuem.Mixing.nufit(), nuem.Vertex("dirac"), initial="mu")


RESULTS = {
    "vertex": lambda: VERTEX,
    "limit": lambda: nuem.limit("munu"),
    "radius": lambda: nuem.limit("conusplus_c3", "charge_radius"),
    "spectrum": lambda: nuem.spectrum("conusplus_c3", vertex=VERTEX),
    "evolution": evolution,
    "fit": lambda: nuem.fit("munu", ["magnetic[1,2]"], nature="majorana", starts=4),
    "curve": curve,
    "contour": contour,
}
CARDS = ("vertex", "limit", "radius", "spectrum", "evolution", "fit", "mixing", "experiment")


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    computed = {name: make() for name, make in RESULTS.items()}
    return computed | {"mixing": nuem.Mixing.nufit(), "experiment": nuem.experiment("xenonnt")}


class Balance(HTMLParser):
    """Whether every tag that is opened is closed, in order; and the words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("name", CARDS)
def test_cards_are_whole_html_without_scripts(results: dict[str, Any], name: str) -> None:
    text = results[name]._repr_html_()
    words = Balance(text).words
    assert "<script" not in text
    assert not re.search(r"\bnan\b|None|object at", words)
    assert "#" not in text  # no colours but those of the notebook


def test_a_limit_says_its_number_and_what_it_rests_on(results: dict[str, Any]) -> None:
    computed = results["limit"]
    words = Balance(computed._repr_html_()).words
    mantissa = f"{computed.value:.3e}".partition("e")[0]
    for part in (mantissa, "90 % CL", "two-sided", "surrogate", "munu", "hfs", *computed.references):
        assert part in words, part


def test_a_vertex_shows_its_matrices_with_units(results: dict[str, Any]) -> None:
    words = Balance(results["vertex"]._repr_html_()).words
    assert "magnetic moment [10−12 μB]" in words
    assert "2i" in words
    assert "charge" not in words
    assert "weak interaction alone" in nuem.Vertex("dirac")._repr_html_()
    assert "(2,)" in nuem.Vertex("dirac", magnetic=np.zeros((2, 3, 3)))._repr_html_()


def test_names_of_a_user_are_no_markup() -> None:
    assert "<b>" not in notes(["<b>bold</b>"])
    assert "&lt;b&gt;" in matrix([[1]], "<b>", "1", ["a"], ["b"])


@pytest.mark.parametrize("value", [1.234e-11, -3.2e5, 0.0, 12.5, -0.004, 9.999e-12, 1e300])
def test_numbers_of_print_are_the_numbers(value: float) -> None:
    text = scientific(value, digits=6)
    plain = re.sub(r"·10<sup>(.*)</sup>", r"e\1", text).replace("−", "-")
    assert float(plain) == pytest.approx(value, rel=1e-5)


def test_rounding_never_leaves_a_minus_zero() -> None:
    assert complex_html(complex(-0.0, -1e-9)) == "0"
    assert complex_html(1 - 1e-9j) == "1"


@pytest.mark.parametrize("name", RESULTS)
def test_tables_hold_the_same_numbers_in_every_form(results: dict[str, Any], name: str, tmp_path: Path) -> None:
    computed = results[name]
    assert isinstance(computed, Tabular)
    columns = {head: list(values) for head, values in computed.columns().items()}
    assert len({len(values) for values in columns.values()}) == 1
    text = computed.to_csv(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == text
    heads, *rows = csv.reader(io.StringIO(text))
    assert heads == list(columns)
    for row, expected in zip(rows, zip(*columns.values(), strict=True), strict=True):
        for cell, value in zip(row, expected, strict=True):
            assert (cell == value) if isinstance(value, str) else (float(cell) == value)


@pytest.mark.parametrize("name", [*RESULTS, "mixing", "experiment"])
def test_plain_numbers_are_json(results: dict[str, Any], name: str) -> None:
    computed = results[name].to_dict()
    assert json.loads(json.dumps(computed)) == computed


def test_a_data_frame_is_the_table(results: dict[str, Any]) -> None:
    pytest.importorskip("pandas")
    frame = results["spectrum"].to_pandas()
    assert list(frame.columns) == list(results["spectrum"].columns())
    assert frame["total"].to_numpy() == pytest.approx(results["spectrum"].total, rel=0, abs=0)
    assert results["limit"].to_pandas()["value"][0] == results["limit"].value


def test_without_pandas_one_line_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match=r"nuem\[pandas\]"):
        VERTEX.to_pandas()


@pytest.mark.parametrize("name", ["spectrum", "evolution", "curve", "contour"])
def test_what_has_a_curve_draws_itself(results: dict[str, Any], name: str) -> None:
    axes = results[name].plot()
    assert isinstance(axes, Axes)
    figure = axes.get_figure()
    assert figure is not None
    assert any(single_figure.get_xlabel() for single_figure in figure.axes)
    assert axes.lines or axes.patches or axes.collections


def test_many_vertices_make_no_table() -> None:
    with pytest.raises(ValueError, match=r"leading axes \(2,\)"):
        nuem.Vertex("dirac", magnetic=np.zeros((2, 3, 3))).to_csv()


def test_progress_is_a_bar_in_a_notebook_and_silent_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress("toys", 2) as advance:
        advance()
    assert capsys.readouterr() == ("", "")
    shown: list[str] = []
    handle = types.SimpleNamespace(update=shown.append)

    def display(text: str, display_id: bool) -> types.SimpleNamespace:
        shown.append(text)
        return handle

    kernel = types.SimpleNamespace(get_ipython=lambda: types.SimpleNamespace(kernel=True))
    monkeypatch.setitem(sys.modules, "IPython", kernel)
    monkeypatch.setitem(sys.modules, "IPython.display", types.SimpleNamespace(HTML=str, display=display))
    with progress("toys", 3) as advance:
        advance()
        advance(2)
    assert [re.sub("<.*?>", "", text).strip() for text in shown] == ["toys: 0 of 3", "toys: 1 of 3", "toys: 3 of 3", ""]
