"""Pages whose numbers and figures are made when they are built.

Directives: ``executed`` runs Python and shows code, output and figure; ``session`` runs commands of nuem; ``file`` shows a file and writes it
for them. Role: ``:computed:`` writes the value of an expression, in the names of the page's executed code.
"""

import contextlib
import io
import os
import re
import shlex
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from matplotlib.figure import Figure
from outputs import Output, page

_ONCE = "nuem: compiling numerical kernels"  # what the first call after an installation says
TERMINAL = {"COLUMNS": "84", "NO_COLOR": "1"}
"""What fits beside the table of contents."""


def run(code: str, where: dict[str, Any], inside: Path = Path()) -> Output:
    """What the code prints, and the figures that it makes, in a folder; a warning is an error."""
    before = {id(value) for value in where.values() if isinstance(value, Figure)}
    printed = io.StringIO()
    with contextlib.chdir(inside), contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("error")
        for kind in (DeprecationWarning, ResourceWarning):  # of other packages
            warnings.filterwarnings("ignore", category=kind)
        exec(compile(code, "<documentation>", "exec"), where)
    figures = [v for v in where.values() if isinstance(v, Figure) and id(v) not in before]
    return Output(printed.getvalue(), [(drawn(figure), described(figure)) for figure in figures])


class Executed(Directive):
    """Python that runs when the page is built."""

    has_content = True
    option_spec: ClassVar = {"hide": directives.flag, "alt": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Code, output and figures."""
        code, now = "\n".join(self.content), page(self.env)
        made = now.output(code, lambda: run(code, now.names, now.folder))
        shown = [] if "hide" in self.options else [block(code, "python")]
        return shown + output(made.printed) + [self.picture(*figure) for figure in made.figures]

    def picture(self, svg: str, words: str) -> nodes.image:
        """A figure, saved beside the pages."""
        number = self.env.temp_data["executed_figures"] = self.env.temp_data.get("executed_figures", 0) + 1
        stem = f"{self.env.docname.replace('/', '-')}-{number}"
        return image(save(self.env, svg, stem), self.options.get("alt") or words)

    @property
    def env(self) -> Any:
        """Sphinx's environment."""
        return self.state.document.settings.env


class Session(Executed):
    """Commands of nuem, run when the page is built, in a folder with the files that earlier blocks have named."""

    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """The session as it would look."""
        lines = []
        for command in self.content:
            words = shlex.split(command.removeprefix("$ "))
            assert words[0] == "nuem", command
            lines.append(f"$ {command.removeprefix('$ ')}\n{self.printed(command)}\n")
        return [block("\n".join(lines).rstrip(), "console", "output")]

    def printed(self, command: str) -> str:
        """What a command prints on this page."""
        now = page(self.env)
        words = shlex.split(command.removeprefix("$ "))[1:]
        return now.output(command, lambda: Output(shell(words, now.folder))).printed


def shell(words: Sequence[str], where: Path) -> str:
    """What a command of nuem prints in a folder, warnings and errors included."""
    from nuem.cli.app import run

    printed = io.StringIO()
    with (
        contextlib.chdir(where),
        mock.patch.dict(os.environ, TERMINAL),
        mock.patch.object(sys, "argv", ["nuem", *words]),
        warnings.catch_warnings(),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        warnings.simplefilter("default")
        run()
    lines = [line.rstrip() for line in printed.getvalue().strip().splitlines()]
    return "\n".join(line for line in lines if not line.startswith(_ONCE))


class File(Executed):
    """A text file that the commands of this page can read."""

    option_spec: ClassVar = {}
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the file, show it."""
        text = "\n".join(self.content)
        page(self.env).note(text)
        (page(self.env).folder / self.arguments[0]).write_text(text + "\n", encoding="utf-8")
        shown = block(text, "toml" if self.arguments[0].endswith("toml") else "text")
        caption = nodes.caption("", self.arguments[0])
        return [nodes.container("", caption, shown, literal_block=True, classes=["literal-block-wrapper"])]


def computed(
    role: str, rawtext: str, text: str, lineno: int, inliner: Any, options: Any = None, content: Any = None
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """The value of an expression, in the names of the page."""
    return [nodes.Text(page(inliner.document.settings.env).value(text))], []


def block(text: str, language: str, *classes: str) -> nodes.literal_block:
    """A literal block."""
    return nodes.literal_block(text, text, language=language, classes=list(classes))


def output(printed: str) -> list[nodes.Node]:
    """What was printed."""
    return [block(printed.rstrip(), "text", "output")] if printed else []


_SYMBOLS = {"nu": "nu", "mu": "mu", "bar": "anti-", "mathrm": "", "rm": "", "rangle": ">", "langle": "<", "times": "x"}


def described(figure: Figure) -> str:
    """What a figure shows, in words, for a reader who cannot see it: its title, and the axes of each panel."""
    titles = [figure.get_suptitle()]
    panels = []
    for axes in figure.axes:
        titles.append(axes.get_title(loc="left") or axes.get_title())
        names = axes.get_ylabel(), axes.get_xlabel()
        panels.append(" against ".join(name for name in names if name))
    parts = [part for part in dict.fromkeys(titles + panels) if part]
    said = [part for part in parts if not any(part in other for other in parts if other != part)]
    return "; ".join(plain(part) for part in said)


def plain(text: str) -> str:
    """Text of a figure without its mathematical markup."""
    text = re.sub(r"\\[,;:! ]", " ", text)
    text = re.sub(r"\\([A-Za-z]+) ?", lambda match: _SYMBOLS.get(match[1], match[1]), text)
    return " ".join(re.sub(r"[${}\\]", "", text).split())


def drawn(figure: Figure) -> str:
    """The text of a figure as SVG."""
    text = io.StringIO()
    figure.set_layout_engine(None)  # `drawing` has applied it; with one, all would be drawn twice
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()


def save(env: Any, svg: str, stem: str) -> str:
    """Save a figure beside the pages; its name."""
    place = Path(env.srcdir) / "_build" / "figures"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{stem}.svg").write_text(svg, encoding="utf-8")
    return f"{stem}.svg"


def image(name: str, alt: str) -> nodes.image:
    """A figure that was saved."""
    return nodes.image(uri=f"/_build/figures/{name}", alt=alt, candidates={"*": f"_build/figures/{name}"})


def setup(app: Any) -> dict[str, bool]:
    """Register directives and role."""
    for name, directive in (("executed", Executed), ("session", Session), ("file", File)):
        app.add_directive(name, directive)
    app.add_role("computed", computed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
