"""Citations: code and bibliography name the same papers, and each entry can be printed."""

import re
from pathlib import Path

import pytest

from nuem import references

SOURCE = Path(references.__file__).parent
NEEDED = {
    "article": ("journal", "volume", "pages"),
    "techreport": ("institution", "number"),
    "misc": (),
}
"""What each type of entry must have for its line in the bibliography."""
KEY = re.compile(r"\b[A-Z][A-Za-z'\-]*:(?:19|20)\d\d[a-z]{2,4}\b")


def cited() -> dict[str, str]:
    """Citation key -> the files that cite it, over everything that ships except the bibliography itself."""
    paths: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in {".py", ".toml", ".csv", ".md", ".txt"}:
            for key in set(KEY.findall(path.read_text(encoding="utf-8"))):
                paths.setdefault(key, []).append(str(path.relative_to(SOURCE)))
    return {key: ", ".join(names) for key, names in paths.items()}


def test_every_citation_has_an_entry() -> None:
    missing = {key: paths for key, paths in cited().items() if key not in references.bibliography()}
    assert not missing


def test_every_entry_is_cited() -> None:
    assert set(references.bibliography()) <= set(cited())


def test_entries_are_complete_and_stand_once() -> None:
    text = (SOURCE / "references.bib").read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{([^,\s]+),", text, re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(references.bibliography())
    for key in keys:
        entry = references.bibtex(key)
        assert KEY.fullmatch(key), key
        assert entry.count("{") == entry.count("}"), key
        kind = entry[1 : entry.index("{")]
        for field in ("author", "title", "year", *NEEDED[kind]):
            assert re.search(rf"\b{field}\s*=", entry), f"{key} has no {field}"
        assert re.search(r"\b(?:doi|eprint|isbn|url)\s*=", entry), f"{key} cannot be looked up"
        assert not re.search(r"[:,] \(|  ", references.short(key)), references.short(key)


def test_bibtex_keeps_the_order_and_prints_each_once() -> None:
    both = references.bibtex("Vogel:1989iv", "Giunti:2014ixa", "Vogel:1989iv")
    assert both.index("Vogel:1989iv") < both.index("Giunti:2014ixa")
    assert both.count("@article") == 2


def test_refuses_an_unknown_key_and_guesses_the_one_meant() -> None:
    with pytest.raises(ValueError, match=r"unknown citation key 'Vogel:1989'; did you mean 'Vogel:1989iv'"):
        references.bibtex("Vogel:1989")


PROSE = re.compile(
    r"\b(?:Phys\. Rev|Phys\. Lett|PRD|PRL|PLB|EPJC|ApJ|JHEP|JCAP|Rev\. Mod|Nucl\. Phys|Phys\. At|arXiv:)"
)


def test_papers_are_cited_by_key_and_not_in_prose() -> None:
    with_prose = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if path.name != "references.py" and PROSE.search(path.read_text(encoding="utf-8"))
    }
    assert with_prose == set()
