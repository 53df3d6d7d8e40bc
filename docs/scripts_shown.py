"""The gallery: scripts that ask one question each, run when the pages are built.

Directives: ``example`` shows a script with its figures, output and code; ``thumbnails`` shows a card for each script that it names.
"""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.statemachine import StringList
from executed import Executed, block, image, output, run, save
from outputs import Page, pages_with_code


@dataclass(frozen=True)
class Shown:
    """A script that has run."""

    title: str
    text: str
    code: str
    printed: str
    figures: tuple[tuple[str, str], ...]
    """Files, each with its description."""


@cache
def shown(file: Path, env: Any) -> Shown:
    """Run a script, once for its page and its card."""
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source)
    title, _, text = (ast.get_docstring(tree) or "").partition("\n\n")
    made = Page().output(source, lambda: run(source, {"__name__": "__main__"}))
    saved = tuple((save(env, svg, f"gallery-{file.stem}-{k}"), words) for k, (svg, words) in enumerate(made.figures))
    code = "\n".join(source.splitlines()[tree.body[0].end_lineno :]).strip()
    return Shown(title.rstrip("."), text, code, made.printed, saved)


class Example(Executed):
    """The page of a script."""

    has_content = False
    required_arguments = 1
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """Its docstring, figures, output and code."""
        file = Path(self.env.srcdir) / self.arguments[0]
        self.env.note_dependency(str(file))
        pages_with_code(self.env).add(self.env.docname)
        script = shown(file, self.env)
        section = nodes.section(ids=[nodes.make_id(file.stem)])
        section += nodes.title("", script.title)
        self.state.nested_parse(StringList(script.text.splitlines(), str(file)), 0, section)
        section += [image(name, words) for name, words in script.figures]
        section += output(script.printed)
        section += block(script.code, "python")
        return [section]


class Thumbnails(Executed):
    """Cards of scripts: a figure and the question, a link to the page."""

    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """A container of cards."""
        cards = nodes.container(classes=["thumbnails"])
        pages_with_code(self.env).add(self.env.docname)
        for stem in self.content:
            file = Path(self.env.srcdir) / "gallery" / f"{stem}.py"
            self.env.note_dependency(str(file))
            script = shown(file, self.env)
            page = self.env.app.builder.get_relative_uri(self.env.docname, f"gallery/{stem}")
            link = nodes.reference("", "", internal=True, refuri=page)
            link += [image(*script.figures[0]), nodes.inline("", script.title)]
            paragraph = nodes.paragraph()
            paragraph += link
            cards += paragraph
        return [cards]


def setup(app: Any) -> dict[str, bool]:
    """Register the directives."""
    app.add_directive("example", Example)
    app.add_directive("thumbnails", Thumbnails)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
