"""The page as people use it: drags, keys, links, files, screens of every width, light and dark."""

import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.arguments import Keywords
from tests.explore.answers import as_record, opened

from nuem.vertex import Vertex, read_vertex

VERTEX = "#n=d&m=inverted&cl=95&x=gemma&f=charge&c=12&a=magnetic12&u=charge_radius11&magnetic=11:4e-12,12:3e-12:35&charge=12:2e-13:-120&charge_radius=11:2e-32:-180"
MAJORANA = "#n=m&m=normal&cl=90&x=xenonnt&f=magnetic&c=12&a=magnetic12&u=anapole11&magnetic=12:5e-12:90,23:3e-12:-90&anapole=11:2e-33"

CLIPPED = """() => [...document.querySelectorAll('svg text')].filter((text) => {
  const a = text.getBoundingClientRect(), s = text.ownerSVGElement.getBoundingClientRect();
  return a.width && (a.left < s.left - 1 || a.right > s.right + 1 || a.top < s.top - 1 || a.bottom > s.bottom + 1);
}).map((text) => text.textContent)"""

UNNAMED = """() => [...document.querySelectorAll('button,select,input,svg[role=img],[role=button]')]
  .filter((e) => !(e.textContent.trim() || e.getAttribute('aria-label') || e.closest('label') || (e.id && document.querySelector(`label[for=${e.id}]`)))).length"""

CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }).reduce((s, c, k) => s + c * [0.2126, 0.7152, 0.0722][k], 0);
  const behind = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] > 250) return c; } return [255, 255, 255, 255]; };
  const seen = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || !e.getClientRects().length || ['SCRIPT', 'STYLE', 'TITLE', 'title', 'OPTION'].includes(e.tagName)) continue;
    const style = getComputedStyle(e), front = rgb(e.namespaceURI.includes('svg') ? style.fill : style.color), [a, b] = [light(front), light(behind(e))].sort((x, y) => y - x);
    seen.push([(a + 0.05) / (b + 0.05), e.tagName, e.textContent.trim().slice(0, 30)]);
  }
  return seen.sort((x, y) => x[0] - y[0]).slice(0, 3);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_page_is_readable(browser: Any, page: Path, width: int, scheme: str) -> None:
    tab = opened(browser, page, MAJORANA, viewport={"width": width, "height": 844}, color_scheme=scheme)
    for experiment in tab.evaluate("nuem.names"):
        tab.select_option("#experiment", experiment)
        tab.wait_for_timeout(60)
        assert tab.evaluate(CLIPPED) == [], experiment
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), experiment
    assert tab.evaluate(UNNAMED) == 0
    for ratio, tag, text in tab.evaluate(CONTRAST):
        assert ratio >= 4.5, (tag, text)
    assert not re.search("NaN|undefined|Infinity", tab.inner_text("body"))
    assert tab.complaints == []
    assert set(tab.requests) == {page.as_uri()}
    tab.context.close()


def numbers(tab: Any) -> Keywords:
    """Matrices that the Python code of the page gives to `nuem.Vertex`."""
    computed: Keywords = {}
    code = tab.inner_text("#code").replace("import nuem", "").partition("likelihood =")[0]
    exec(code, {"nuem": type("nuem", (), {"Vertex": lambda nature, **forms: computed.update(forms, nature=nature)})})
    return computed


def test_drags_keep_the_symmetries_of_the_vertex(browser: Any, page: Path) -> None:
    tab, chance = opened(browser, page, "#n=d&x=gemma&magnetic=11:1e-11"), random.Random(3)
    for k in range(10):
        if k % 5 == 0:
            tab.locator("#nature button").nth(k // 5).click()
        tab.locator("#form button").nth(k % 5).click()
        tab.wait_for_timeout(50)
        cells = tab.locator(".cell:not([disabled])")
        box = cells.nth(chance.randrange(cells.count())).bounding_box()
        tab.mouse.move(box["x"] + 30, box["y"] + 30)
        tab.mouse.down()
        tab.mouse.move(box["x"] + 30 + chance.randint(-90, 90), box["y"] - chance.randint(60, 150), steps=4)
        tab.mouse.up()
        tab.wait_for_timeout(80)
        computed = numbers(tab)
        nature = computed.pop("nature")
        assert nature == ("dirac" if k < 5 else "majorana")
        assert computed
        for name, rows in computed.items():
            matrix = np.array(rows)
            assert np.array_equal(matrix, matrix.conj().T), name
            if nature == "majorana":
                assert np.array_equal(matrix, matrix.T if name == "anapole" else -matrix.T), name
    assert tab.complaints == []
    tab.context.close()


def test_the_address_carries_the_whole_state(browser: Any, page: Path) -> None:
    first = opened(browser, page, VERTEX)
    second = opened(browser, page, "#" + first.url.partition("#")[2])
    assert second.url == first.url
    for word in ("m=inverted", "cl=95", "x=gemma", "f=charge", "c=12", "a=magnetic12", "u=charge_radius11"):
        assert word in first.url
    shown = ["#code", "#reach", "#facts", "#moments", "#plane", "#curve"]
    assert [first.inner_html(one) for one in shown] == [second.inner_html(one) for one in shown]
    for tab in (first, second):
        tab.context.close()


def test_the_vertex_is_exported_as_a_file_that_nuem_reads(browser: Any, page: Path, tmp_path: Path) -> None:
    tab = opened(browser, page, VERTEX, accept_downloads=True)
    with tab.expect_download() as download:
        tab.click("#toml")
    target = tmp_path / "vertex.toml"
    download.value.save_as(target)
    vertex, computed = read_vertex(target), numbers(tab)
    assert vertex.nature == computed.pop("nature")
    assert vertex.form_factors == set(computed)
    for name, rows in computed.items():
        assert np.array_equal(getattr(vertex, name), np.array(rows))
    assert vertex.charge[0, 1] == pytest.approx(2e-13 * np.exp(-2j * np.pi / 3))
    tab.context.close()


def test_the_python_code_of_the_page_gives_its_numbers(browser: Any, page: Path) -> None:
    tab = opened(browser, page, VERTEX)
    printed = subprocess.run(
        [sys.executable, "-c", tab.inner_text("#code")], capture_output=True, text=True, check=True
    )
    forms = numbers(tab)
    vertex = Vertex(forms.pop("nature"), **forms)
    shown = tab.evaluate("(v) => nuem.deviance('gemma', v, { mixing: 'inverted' })", as_record(vertex))
    assert float(printed.stdout) == pytest.approx(shown, rel=1e-9)
    tab.context.close()


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_figures_are_saved_for_print(browser: Any, page: Path, tmp_path: Path, kind: str) -> None:
    tab = opened(browser, page, MAJORANA, accept_downloads=True, color_scheme="dark")
    for chart in ("reach", "spectrum", "curve", "plane"):
        with tab.expect_download() as download:
            tab.click(f"[data-chart={chart}] button[data-v={kind}]")
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        content = target.read_bytes()
        if kind == "png":
            assert content.startswith(b"\x89PNG")
            assert int.from_bytes(content[16:20], "big") > 1200
        else:
            assert b"var(" not in content
            assert b"#1c2430" in content
    tab.context.close()


def test_keys_move_elements_and_choose_experiments(browser: Any, page: Path) -> None:
    tab = opened(browser, page, "#n=d&x=xenonnt&c=12&magnetic=12:1e-11")
    tab.focus(".cell >> nth=1")
    for key in ("ArrowUp", "ArrowRight", "ArrowRight", "ArrowUp"):
        tab.keyboard.press(key)
        tab.wait_for_timeout(60)
    assert re.search(r"magnetic=12%3A1\.58\d+e-11%3A20", tab.url), tab.url
    tab.focus("[data-name=gemma]")
    tab.keyboard.press("Enter")
    tab.wait_for_timeout(80)
    assert "x=gemma" in tab.url
    tab.focus("#size")
    before = tab.url
    tab.keyboard.press("ArrowLeft")
    tab.wait_for_timeout(80)
    assert tab.url != before
    tab.context.close()


def test_a_finger_moves_an_element(browser: Any, page: Path) -> None:
    tab = opened(
        browser, page, "#n=d&x=gemma&magnetic=11:1e-12", viewport={"width": 390, "height": 844}, has_touch=True
    )
    box = tab.locator(".cell >> nth=0").bounding_box()
    x, y = box["x"] + 30, box["y"] + 40
    session = tab.context.new_cdp_session(tab)
    for kind, moved in (("touchStart", 0), ("touchMove", 20), ("touchMove", 60), ("touchEnd", None)):
        points = [] if moved is None else [{"x": x, "y": y - moved}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        tab.wait_for_timeout(60)
    assert "magnetic=11%3A1e-11" in tab.url, tab.url
    tab.context.close()


def test_bars_of_projections_and_surrogates_are_dashed(tab: Any) -> None:
    dashes = tab.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.pick')].map((g) => [g.dataset.name, getComputedStyle(g.querySelector('.bar')).strokeDasharray]))"
    )
    assert dashes["gemma"] != "none"
    assert dashes["xenonnt"] == dashes["coherent_csi"] == "none"


def test_data_exclude_a_vertex_and_projections_only_expect_to(browser: Any, page: Path) -> None:
    tab = opened(browser, page, "#n=d&x=gemma&cl=90&magnetic=11:1e-9")
    verdict, facts = tab.text_content("#verdict"), tab.text_content("#facts")
    excluded, _, expected = verdict.partition("Without data, but expected to exclude it:")
    assert excluded.startswith("Excluded by")
    assert "gemma" not in excluded
    assert "gemma" in expected
    assert "expected at 90 % CL of this set-up" in facts
    tab.context.close()


def test_the_plane_shows_the_limit_of_one_element(browser: Any, page: Path) -> None:
    tab = opened(browser, page, "#n=d&x=xenonnt&cl=90&a=magnetic11&u=magnetic22&magnetic=33:1e-20")
    path = tab.get_attribute("#plane .allowed", "d")
    xs = [float(x) for x, _ in re.findall(r"[ML]([\d.]+),([\d.]+)", path)]
    region = tab.evaluate(
        "(({x, width}) => [x.baseVal.value, width.baseVal.value])(document.querySelector('#plane .region'))"
    )
    matrix = [[[float(i == j == 0) * 1e-11, 0] for j in range(3)] for i in range(3)]
    ask = "([vertex, threshold]) => nuem.limit('xenonnt', vertex, { threshold })"
    single, double = (
        tab.evaluate(ask, [{"nature": "dirac", "magnetic": matrix}, t]) for t in (2.705543454095404, 4.605170185988092)
    )
    half = (max(xs) - min(xs)) / region[1]
    assert half == pytest.approx(double / (1.8 * single), rel=0.03)
    tab.context.close()
