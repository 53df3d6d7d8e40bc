"""Counts, -2 ln L, limits, stars and moments in the browser are those of Python."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.explore.answers import COMPARE, ORDERINGS, Case, as_record, opened, random_vertices, star_sizes

import nuem.explore
from nuem.experiments import names, predict
from nuem.flavour import Mixing
from nuem.vertex import Vertex

ACCURACY = 1e-9


def test_counts_deviance_and_moments_are_those_of_python(tab: Any, records: list[dict[str, Any]]) -> None:
    worst = tab.evaluate(COMPARE, records)
    assert max(worst.values()) < ACCURACY, worst


@pytest.mark.parametrize("size", [1e-12, 1e-11, 1e-10])
def test_far_excluded_charges_are_those_of_python(tab: Any, cases: list[Case], size: float) -> None:
    vertex = Vertex("dirac", charge=size * np.eye(3))
    chosen = {case.name: case for case in cases if case.mixing == "normal"}
    records = [Case(case.name, case.mixing, vertex, case.prediction).record for case in chosen.values()]
    worst = tab.evaluate(COMPARE, records)
    assert max(worst.values()) < ACCURACY, worst


def test_the_lowest_of_several_minima_is_that_of_python(tab: Any, cases: list[Case]) -> None:
    """Of a charge so large that 8B vanishes and hep neutrinos alone are counted."""
    water = next(case for case in cases if case.name == "superk_iv")
    record = Case(water.name, water.mixing, Vertex("dirac", charge=4.64e-9 * np.eye(3)), water.prediction).record
    worst = tab.evaluate(COMPARE, [record])
    assert max(worst.values()) < ACCURACY, worst


def test_the_largest_factor_is_the_limit_of_python(tab: Any, cases: list[Case]) -> None:
    ask = "([name, vertex, mixing]) => nuem.limit(name, vertex, { mixing })"
    for case in cases[::3]:
        expected = case.prediction.limit(case.vertex, cl=0.90).interval[1]
        computed = tab.evaluate(ask, [case.name, as_record(case.vertex), case.mixing])
        assert computed == pytest.approx(expected, rel=1e-5), (case.name, case.mixing)


@pytest.mark.parametrize("ordering", ORDERINGS)
@pytest.mark.parametrize("vertex", random_vertices(5), ids=["dirac", "majorana"])
def test_stars_see_what_they_see_in_python(tab: Any, vertex: Vertex, ordering: str) -> None:
    expected = star_sizes(vertex, Mixing.nufit(ordering))
    ask = "([vertex, mixing]) => nuem.stars(vertex, { mixing })"
    computed = tab.evaluate(ask, [as_record(vertex), ordering])
    assert [(row["name"], row["bound"]) for row in computed] == [(name, bound) for name, _, bound in expected]
    assert [row["size"] for row in computed] == pytest.approx([size for _, size, _ in expected], rel=1e-8)
    for k, row in enumerate(computed):
        reached = tab.evaluate(ask, [as_record(row["factor"] * vertex), ordering])[k]
        assert reached["size"] == pytest.approx(row["bound"], rel=1e-9)


@pytest.mark.parametrize(
    ("vertex", "message"),
    [
        ({"nature": "dirac", "magnetic": [[[0, 0], [1, 0], [0, 0]]] * 3}, "not hermitian"),
        ({"nature": "majorana", "charge": [[[k == j, 0] for k in range(3)] for j in range(3)]}, "antisymmetric"),
        ({"nature": "majorana", "anapole": [[[0, k - j] for k in range(3)] for j in range(3)]}, "must be symmetric"),
        ({"nature": "dirac", "charge": [[["x", 0]] * 3] * 3}, "not a number"),
        ({"nature": "sterile"}, "nature"),
        ({"nature": "dirac", "moment": []}, "moment is none of"),
    ],
)
def test_a_vertex_that_cannot_be_is_refused(tab: Any, vertex: dict[str, Any], message: str) -> None:
    said = tab.evaluate(
        "(v) => { try { nuem.counts('gemma', v); return ''; } catch (error) { return error.message; } }", vertex
    )
    assert message in said


MUTATIONS = [
    ("scaled(vertex.charge, -constants.charge_shift / 2)", "scaled(vertex.charge, constants.charge_shift / 2)", "deviance"),
    ("scaled(effectiveRadius(vertex), constants.radius_shift / 2)", "scaled(effectiveRadius(vertex), constants.radius_shift)", "counts"),
    ("im: v.magnetic.im.map((x, k) => x - v.electric.re[k])", "im: v.magnetic.im.map((x, k) => x + v.electric.re[k])", "counts"),
    ("if (nuisances[p].pull) value += eta[p] * eta[p];", "void 0;", "deviance"),
    ("product(dipole(vertex), adjoint(fromParts(mixing.matrix)))", "product(dipole(vertex), fromParts(mixing.matrix))", "moments"),
    ("(x, p) => Math.min(Math.max(x, nuisances[p].low), nuisances[p].high)", "(x) => x", "deviance"),
    ("if (!(counts[b] > 0)) {", "if (false) {", "deviance"),
    ("(1 + t) * mu - on[b] - off[b]", "(1 + t) * mu - on[b] + off[b]", "deviance"),
]  # fmt: skip
"""A change of the browser's physics, and the number that shows it: signs, factors, a missing pull, U for its conjugate, lost bounds."""


@pytest.mark.parametrize(("right", "wrong", "seen"), MUTATIONS)
def test_wrong_physics_in_the_browser_is_noticed(
    browser: Any, page: Path, records: list[dict[str, Any]], tmp_path: Path, right: str, wrong: str, seen: str
) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count(right) == 1
    changed = tmp_path / "changed.html"
    changed.write_text(text.replace(right, wrong), encoding="utf-8")
    tab = browser.new_context(offline=True).new_page()
    tab.goto(changed.as_uri())
    worst = tab.evaluate(COMPARE, records + near_bounds())
    tab.context.close()
    assert not worst[seen] < ACCURACY


def near_bounds() -> list[dict[str, Any]]:
    """Vertices that push normalisations and templates to zero."""
    vertex = Vertex("dirac", charge_radius=-1e-30 * np.eye(3), magnetic=3e-10 * np.eye(3))
    chosen = [predict(name) for name in ("xenonnt", "coherent_csi", "coherent_lar", "superk_iv")]
    return [Case(row.experiment.name, "normal", vertex, row).record for row in chosen]


def test_vertices_at_the_bounds_are_those_of_python(tab: Any) -> None:
    worst = tab.evaluate(COMPARE, near_bounds())
    assert max(worst.values()) < ACCURACY, worst


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:below 0.3 keV")
def test_every_experiment_is_that_of_python_in_one_small_page(browser: Any, tmp_path: Path) -> None:
    page = nuem.explore.write(tmp_path / "whole.html")
    assert page.stat().st_size < 3e6
    tab = opened(browser, page)
    assert tab.evaluate("nuem.names") == list(names())
    for seed, name in enumerate(names()):
        for ordering in ORDERINGS:
            prediction = predict(name, mixing=Mixing.nufit(ordering))
            records = [Case(name, ordering, vertex, prediction).record for vertex in random_vertices(100 + seed)]
            worst = tab.evaluate(COMPARE, records)
            assert max(worst.values()) < ACCURACY, (name, ordering, worst)
    times = [float(tab.evaluate(REDRAW, k)) for k in range(3 * len(names()))]
    assert np.median(times) < 150, times
    assert not tab.complaints


REDRAW = """async (k) => {
  const set = (id, value) => { const one = document.getElementById(id); one.value = value; one.dispatchEvent(new Event(id === "size" ? "input" : "change")); };
  set("experiment", nuem.names[k % nuem.names.length]);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  set("size", -11 - 0.01 * k);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return document.body.dataset.drawn;
}"""
"""Choose an experiment, move a size, and say how long the second drawing took."""
