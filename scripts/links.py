"""Find links that lead nowhere: in the pages that `make docs` has built, and from text files of the repository to files.

python scripts/links.py [docs/_build/html]

A link of a page must lead to a file that exists and, behind a #, to an anchor of that page. Addresses on the network are not visited, and
pages of an earlier build that no page links to are ignored.
"""

import re
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parents[1]
TEXTS = "*.md", "docs/**/*.md", ".github/**/*.md"


class Page(HTMLParser):
    """Anchors of a page, and what it links to, loads or shows."""

    def __init__(self, text: str) -> None:
        """Read it."""
        super().__init__()
        self.anchors: set[str] = set()
        self.links: dict[str, None] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what an element has."""
        for name, value in attributes:
            if value is None:
                continue
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value)
            elif name in ("href", "src"):
                self.links[value] = None


@cache
def page(file: Path) -> Page:
    """A page that was read."""
    return Page(file.read_text(encoding="utf-8"))


def dead_in_pages(folder: Path) -> list[str]:
    """One line for each link that leads nowhere, of all pages that can be reached from the first one."""
    dead, waiting, seen = [], [folder / "index.html"], {folder / "index.html"}
    while waiting:
        file = waiting.pop()
        for link in page(file).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = file if not parts.path else (file.parent / unquote(parts.path)).resolve()
            if problem := _problem(target, unquote(parts.fragment)):
                dead.append(f"{file.relative_to(folder)}: {link}: {problem}")
            elif target.suffix == ".html" and target not in seen:
                seen.add(target)
                waiting.append(target)
    return sorted(dead)


def _problem(target: Path, anchor: str) -> str:
    """What is wrong with the target of a link; nothing if there is something to see."""
    if not target.is_file():
        return "no such file"
    script = target.stem == "explore"  # its page makes of the part behind # what it shows
    if anchor and not script and target.suffix == ".html" and anchor not in page(target).anchors:
        return "no such anchor"
    return ""


def dead_in_texts(root: Path) -> list[str]:
    """One line for each relative link of a text file that leads to no file of the repository."""
    dead = []
    for file in sorted({file for pattern in TEXTS for file in root.glob(pattern) if "_build" not in file.parts}):
        text = re.sub(r"^```.*?^```|`[^`\n]*`", "", file.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        for link in re.findall(r"\]\(<?([^)\s>]+)", text):
            parts = urlsplit(link)
            target = file.parent / unquote(parts.path)
            if not (parts.scheme or target.exists() or _source(target).exists()):
                dead.append(f"{file.relative_to(root)}: {link}: no such file")
    return dead


def _source(target: Path) -> Path:
    """The text of a page that a notebook links to without its ending."""
    return target.with_name(target.name + ".rst")


def main() -> None:
    """Print what is dead, and fail if anything is."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "_build" / "html"
    if not folder.is_dir():
        raise SystemExit(f"{folder} does not exist; build the pages first: make docs")
    dead = dead_in_pages(folder.resolve()) + dead_in_texts(ROOT)
    if dead:
        raise SystemExit("\n".join(dead))


if __name__ == "__main__":
    main()
