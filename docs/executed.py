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
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from matplotlib.figure import Figure

TERMINAL = {"COLUMNS": "84", "NO_COLOR": "1"}
"""What fits beside the table of contents."""


def names(env: Any) -> dict[str, Any]:
    """The namespace that the executed code of a page shares."""
    return env.temp_data.setdefault("executed_names", {"__name__": "documentation"})


def run(code: str, where: dict[str, Any], inside: Path = Path()) -> tuple[str, list[Figure]]:
    """What the code prints, and the figures that it makes, in a folder; a warning is an error."""
    before = {id(value) for value in where.values() if isinstance(value, Figure)}
    printed = io.StringIO()
    with contextlib.chdir(inside), contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning)  # of other packages
        exec(compile(code, "<documentation>", "exec"), where)
    return printed.getvalue(), [v for v in where.values() if isinstance(v, Figure) and id(v) not in before]


class Executed(Directive):
    """Python that runs when the page is built."""

    has_content = True
    option_spec: ClassVar = {"hide": directives.flag, "alt": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Code, output and figures."""
        code = "\n".join(self.content)
        printed, figures = run(code, names(self.env), folder(self.env))
        shown = [] if "hide" in self.options else [block(code, "python")]
        return shown + output(printed) + [picture(self.env, f, self.options.get("alt", "")) for f in figures]

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
            lines.append(f"{command}\n{shell(words[1:], folder(self.env))}\n")
        return [block("\n".join(lines).rstrip(), "console", "output")]


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
    return "\n".join(line.rstrip() for line in printed.getvalue().strip().splitlines())


class File(Executed):
    """A text file that the commands of this page can read."""

    option_spec: ClassVar = {}
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the file, show it."""
        text = "\n".join(self.content)
        (folder(self.env) / self.arguments[0]).write_text(text + "\n", encoding="utf-8")
        shown = block(text, "toml" if self.arguments[0].endswith("toml") else "text")
        caption = nodes.caption("", self.arguments[0])
        return [nodes.container("", caption, shown, literal_block=True, classes=["literal-block-wrapper"])]


def computed(
    role: str, rawtext: str, text: str, lineno: int, inliner: Any, options: Any = None, content: Any = None
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """The value of an expression, in the names of the page."""
    return [nodes.Text(str(eval(text, names(inliner.document.settings.env))))], []


def block(text: str, language: str, *classes: str) -> nodes.literal_block:
    """A literal block."""
    return nodes.literal_block(text, text, language=language, classes=list(classes))


def output(printed: str) -> list[nodes.Node]:
    """What was printed."""
    return [block(printed.rstrip(), "text", "output")] if printed else []


def picture(env: Any, figure: Figure, alt: str) -> nodes.image:
    """A figure, saved beside the pages."""
    number = env.temp_data["executed_figures"] = env.temp_data.get("executed_figures", 0) + 1
    return image(save(env, figure, f"{env.docname.replace('/', '-')}-{number}"), alt or described(figure))


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


def save(env: Any, figure: Figure, stem: str) -> str:
    """Save a figure beside the pages; its name."""
    place = Path(env.srcdir) / "_build" / "figures"
    place.mkdir(parents=True, exist_ok=True)
    figure.savefig(place / f"{stem}.svg", metadata={"Date": None})
    return f"{stem}.svg"


def image(name: str, alt: str) -> nodes.image:
    """A figure that was saved."""
    return nodes.image(uri=f"/_build/figures/{name}", alt=alt, candidates={"*": f"_build/figures/{name}"})


def folder(env: Any) -> Path:
    """A temporary folder for the page."""
    if "executed_folder" not in env.temp_data:
        env.temp_data["executed_folder"] = Path(tempfile.mkdtemp(prefix="nuem-docs-"))
    computed: Path = env.temp_data["executed_folder"]
    return computed


def setup(app: Any) -> dict[str, bool]:
    """Register directives and role."""
    for name, directive in (("executed", Executed), ("session", Session), ("file", File)):
        app.add_directive(name, directive)
    app.add_role("computed", computed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
