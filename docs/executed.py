"""Pages whose numbers and figures are made when they are built.

Directives: ``executed`` runs Python and shows code, output and figure; ``session`` runs nuem in a shell; ``example`` shows a script with its
output and figures. Role: ``:computed:`` writes the value of an expression, in the names of the page's executed code.
"""

import ast
import contextlib
import io
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.statemachine import StringList
from matplotlib.figure import Figure

ENVIRONMENT = {**os.environ, "COLUMNS": "150", "NO_COLOR": "1"}


def names(env: Any) -> dict[str, Any]:
    """The namespace that the executed code of a page shares."""
    return env.temp_data.setdefault("executed_names", {"__name__": "documentation"})


def run(code: str, where: dict[str, Any]) -> tuple[str, list[Figure]]:
    """What the code prints, and the figures that it makes; a warning is an error."""
    before = {id(value) for value in where.values() if isinstance(value, Figure)}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(code, "<documentation>", "exec"), where)
    return printed.getvalue(), [v for v in where.values() if isinstance(v, Figure) and id(v) not in before]


class Executed(Directive):
    """Python that runs when the page is built."""

    has_content = True
    option_spec: ClassVar = {"hide": directives.flag, "alt": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Code, output and figures."""
        code = "\n".join(self.content)
        printed, figures = run(code, names(self.env))
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
            words = command.removeprefix("$ ").split()
            assert words[0] == "nuem", command
            done = subprocess.run(
                [sys.executable, "-c", "from nuem.cli import main; main()", *words[1:]],
                cwd=folder(self.env), env=ENVIRONMENT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            text = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).strip().splitlines())
            lines.append(f"{command}\n{text}\n")
        return [block("\n".join(lines).rstrip(), "console", "output")]


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


class Example(Executed):
    """A script of the gallery: its docstring as text, then code, output and figures."""

    has_content = False
    required_arguments = 1
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """The page of a script."""
        file = Path(self.env.srcdir) / self.arguments[0]
        self.env.note_dependency(str(file))
        source = file.read_text(encoding="utf-8")
        tree = ast.parse(source)
        code = "\n".join(source.splitlines()[tree.body[0].end_lineno :]).strip()
        title, _, text = (ast.get_docstring(tree) or "").partition("\n\n")
        printed, figures = run(source, {"__name__": "__main__"})
        section = nodes.section(ids=[nodes.make_id(file.stem)])
        section += nodes.title("", title.rstrip("."))
        self.state.nested_parse(StringList(text.splitlines(), str(file)), 0, section)
        section += [picture(self.env, figure, title) for figure in figures]
        section += output(printed)
        section += block(code, "python")
        return [section]


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
    name = f"{env.docname.replace('/', '-')}-{number}.svg"
    place = Path(env.srcdir) / "_build" / "figures"
    place.mkdir(parents=True, exist_ok=True)
    figure.savefig(place / name, metadata={"Date": None})
    return nodes.image(uri=f"/_build/figures/{name}", alt=alt or "figure", candidates={"*": f"_build/figures/{name}"})


def folder(env: Any) -> Path:
    """A temporary folder for the page."""
    if "executed_folder" not in env.temp_data:
        env.temp_data["executed_folder"] = Path(tempfile.mkdtemp(prefix="nuem-docs-"))
    found: Path = env.temp_data["executed_folder"]
    return found


def setup(app: Any) -> dict[str, bool]:
    """Register directives and role."""
    for name, directive in (("executed", Executed), ("session", Session), ("example", Example), ("file", File)):
        app.add_directive(name, directive)
    app.add_role("computed", computed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
