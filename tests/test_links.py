"""No link leads nowhere: the check that `make docs` ends with finds those that do."""

from pathlib import Path

import pytest

from tests.modules import module_at

ROOT = Path(__file__).parents[1]
links = module_at(ROOT / "scripts" / "links.py")
BUILT = ROOT / "docs" / "_build" / "html"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Two pages with a picture, all of whose links work, and an old one that no page links to."""
    folder = tmp_path / "html"
    (folder / "api").mkdir(parents=True)
    (folder / "a picture.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "index.html").write_text(
        '<h1 id="top">Front</h1><a href="#top">up</a><a href="api/one.html#nuem.limit">limit</a><a href="api/one.html">page</a>'
        '<img src="a%20picture.svg"><a href="https://arxiv.org/abs/1603.00337#nothing">paper</a><a href="mailto:me">mail</a>',
        encoding="utf-8",
    )
    (folder / "api" / "one.html").write_text(
        '<dt id="nuem.limit"><a href="../index.html#top">back</a>', encoding="utf-8"
    )
    (folder / "old.html").write_text('<a href="gone.html">gone</a>', encoding="utf-8")
    return folder


def planted(pages: Path, text: str) -> list[str]:
    """What the check says if the inner page has something more."""
    file = pages / "api" / "one.html"
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    links.page.cache_clear()
    found: list[str] = links.dead_in_pages(pages)
    return found


def test_links_that_work_are_let_pass(pages: Path) -> None:
    assert planted(pages, "") == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('<a href="two.html">next</a>', "api/one.html: two.html: no such file"),
        ('<a href="../index.html#bottom">down</a>', "api/one.html: ../index.html#bottom: no such anchor"),
        ('<a href="#here">here</a>', "api/one.html: #here: no such anchor"),
        ('<img src="figure.svg">', "api/one.html: figure.svg: no such file"),
    ],
)
def test_a_dead_link_is_found(pages: Path, text: str, problem: str) -> None:
    assert planted(pages, text) == [problem]


def test_links_of_texts_lead_to_files(tmp_path: Path) -> None:
    (tmp_path / "docs" / "tutorials").mkdir(parents=True)
    (tmp_path / "docs" / "limits.rst").write_text("Limits", encoding="utf-8")
    (tmp_path / "README.md").write_text(
        "[docs](docs), [gone](docs/gone.rst), `f[0](x)`, [web](https://arxiv.org)", encoding="utf-8"
    )
    tutorial = tmp_path / "docs" / "tutorials" / "one.md"
    tutorial.write_text("[limits](../limits) [fits](../fit)\n```\na[0](b)\n```\n", encoding="utf-8")
    assert links.dead_in_texts(tmp_path) == [
        "README.md: docs/gone.rst: no such file",
        "docs/tutorials/one.md: ../fit: no such file",
    ]


def test_no_link_of_the_repository_is_dead() -> None:
    assert links.dead_in_texts(ROOT) == []


@pytest.mark.slow
def test_no_link_of_the_pages_is_dead() -> None:
    if not (BUILT / "index.html").exists():
        pytest.skip("the pages have not been built: make docs")
    links.page.cache_clear()
    assert links.dead_in_pages(BUILT) == []
