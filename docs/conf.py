"""The documentation: `make docs`."""

import re
import sys
import warnings
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from docutils import nodes
from jinja2 import PackageLoader
from jinja2.sandbox import SandboxedEnvironment
from numpydoc import docscrape_sphinx
from pybtex.plugin import register_plugin
from pybtex.richtext import Tag, Text
from pybtex.style.formatting.unsrt import Style
from pybtex.style.template import field, sentence
from sphinx import addnodes

import nuem
import nuem.explore
from nuem import references
from nuem.scattering.atom import ValidityWarning

sys.path.insert(0, str(Path(__file__).parent))
outputs = import_module("outputs")

project = "nuem"
author = "The nuem developers"
copyright = "The nuem developers, BSD-3-Clause"
version = release = nuem.__version__

extensions = [
    "sphinx.ext.autodoc",
    "sphinxcontrib.bibtex",
    "numpydoc",
    "sphinx_design",
    "sphinx_copybutton",
    "myst_nb",
    "outputs",
    "executed",
    "scripts_shown",
    "commands",
    "schemas",
    "peers_table",
    "local_math",
    "navigation",
    "tables",
]
exclude_patterns = ["_build", "gallery/*.py", "_static"]
html_theme = "furo"
html_title = f"nuem {release}"
html_static_path = ["_static"]
html_css_files = ["nuem.css"]
default_role = "py:obj"
pygments_style = "friendly"
copybutton_prompt_text = "$ "
copybutton_exclude = ".linenos, .gp, .go"
copybutton_selector = "div:not(.output) > div.highlight > pre"
html_math_renderer = "local"

autodoc_typehints = "none"
autodoc_use_type_comments = False
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
# A name such as `dsigma_dT` may stand in several modules; a link to any of them serves.
suppress_warnings = ["ref.python"]

myst_enable_extensions = ["dollarmath"]
nb_execution_mode = "cache"
nb_execution_cache_path = str(outputs.kept_now() / "notebooks")
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_execution_show_tb = True
nb_merge_streams = True

bibtex_bibfiles = ["../src/nuem/references.bib"]
bibtex_default_style = "as-written"

_KEYS = re.compile("|".join(sorted(map(re.escape, references.bibliography()), key=len, reverse=True)))


_CITATION = re.compile(r"\[[^\[\]]*:\d{4}[a-z]{2,4}[^\[\]]*\]")
_LITERAL = re.compile(r"(``.*?``|(?::\w+:)?`[^`]*`)")


def link_citations(app, what, name, obj, options, lines) -> None:
    """Make plain docstrings fit for the page.

    ``[Vogel:1989iv, Eq. (6)]`` becomes a link into the bibliography; stars, bars and underscores of prose stay what they are.
    """
    if lines and lines[0].startswith("Alias for field number"):  # of a named tuple, from Python
        lines.clear()
    inside = None  # the indentation of a directive whose content is not prose
    example = False  # a line of an example, or of what it prints
    for k, line in enumerate(lines):
        example = line.lstrip().startswith(">>>") or (example and bool(line.strip()))
        indentation = len(line) - len(line.lstrip())
        if inside is not None and (not line.strip() or indentation > inside):
            continue
        inside = indentation if line.lstrip().startswith((".. math::", ".. code")) else None
        if inside is None and not example and not line.lstrip().startswith(("..", ":")):
            line = _CITATION.sub(lambda computed: _KEYS.sub(r":cite:label:`\g<0>`", computed[0]), line)
            parts = _LITERAL.split(line)
            parts[::2] = [_plain(part) for part in parts[::2]]
            lines[k] = "".join(parts)


def _plain(prose: str) -> str:
    """Prose in which nothing is markup, but strong emphasis."""
    prose = re.sub(r"(?<![*\\])\*(?![*\s])", r"\\*", prose)
    prose = re.sub(r"(?<!\\)\|", r"\\|", prose)
    return re.sub(r"(?<=\w)_(?!\w)", r"\\_", prose)


class AsWritten(Style):
    """Numbered in the order of citation, with titles as they are: XENONnT, not xenonnt."""

    def format_title(self, e, which_field, as_sentence=True):
        """The title, with its formulas as text."""
        title = set_formulas(e.fields[which_field]) if "$" in e.fields.get(which_field, "") else field(which_field)
        return sentence[title] if as_sentence else title


def set_formulas(title: str) -> Text:
    """A title such as ``$^4$He`` or ``{$N_{\rm eff}$}``: letters, superscripts and subscripts; a formula of another kind is an error."""
    parts = []
    for k, part in enumerate(title.split("$")):
        if k % 2 == 0:
            plain = re.sub(r"[{}]", "", part)
            parts += [" " if plain[:1].isspace() else "", Text.from_latex(plain)]
            continue
        formula = part.replace(r"\nu", "ν").replace(r"\rm ", "")
        if not re.fullmatch(r"([\wν]|[\^_](\w|\{\w+\})|\s)*", formula):
            raise ValueError(f"the title {title!r} has a formula that the bibliography cannot show")
        for script, raised, plain in re.findall(r"([\^_])\{?((?<=\{)\w+|\w)\}?|([^\^_{}]+)", formula):
            parts.append(Tag("sup" if script == "^" else "sub", raised) if script else plain.strip())
    return Text(*parts)


register_plugin("pybtex.style.formatting", "as-written", AsWritten)


_TEMPLATES = SandboxedEnvironment(loader=PackageLoader("numpydoc"))
docscrape_sphinx.SandboxedEnvironment = lambda loader: _TEMPLATES  # which is compiled for each docstring otherwise


def leave_signatures(app, what, name, obj, options, signature, returns) -> tuple[None, None]:
    """Leave every signature to Sphinx: numpydoc would look for one in each docstring, and fail at a name for a type, ``Pair = tuple[Array, Array]``."""
    return None, None


_LONGEST = 160
"""Characters of a constant that the reference shows; a registry of objects would fill screens."""


def shorten_values(app, doctree) -> None:
    """Leave out values of constants that are long: what they hold is said below."""
    for node in doctree.findall(addnodes.desc_annotation):
        text = node.astext()
        if text.lstrip().startswith("=") and len(text) > _LONGEST:
            node.clear()
            node += nodes.Text(" = …")


def find_name(app, env, node, contnode):
    """Where a short or re-exported name, such as ``Vertex`` or ``nuem.limit``, is described."""
    target = node.get("reftarget", "")
    package, _, name = target.rpartition(".")
    if not package and name.islower() and node.get("py:class"):
        return None  # an attribute or a parameter
    objects = env.get_domain("py").objects
    module = nuem.NAMES.get(name) if package in ("", "nuem") else None
    computed = [f"{module}.{name}"] if module else []
    computed += [full for full in objects if full.endswith(f".{name}") and full.startswith(package or "nuem")]
    if node.get("refdomain") != "py" or not computed or computed[0] not in objects:
        return None
    entry = objects[computed[0]]
    uri = app.builder.get_relative_uri(node["refdoc"], entry.docname) + "#" + entry.node_id
    return nodes.reference("", "", contnode, internal=True, refuri=uri)


def write_api(app) -> None:
    """A page for every package that api.rst lists, and for every package inside it.

    autosummary would take a function for the module of the same name, as `nuem.inference.limit`.
    """
    folder = Path(app.srcdir) / "api"
    folder.mkdir(exist_ok=True)
    wanted: dict[str, str] = {}
    for name in re.findall(
        r"^   api/(nuem\.\w+)$", (folder.parent / "api.rst").read_text(encoding="utf-8"), re.MULTILINE
    ):
        pages(name, wanted)
    for old in folder.glob("*.rst"):
        if old.stem not in wanted:
            old.unlink()
    for module, text in wanted.items():
        file = folder / f"{module}.rst"
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")


def pages(module: str, written: dict[str, str]) -> None:
    """The page of a package with its modules as sections, and those of its inner packages; compiled kernels have none."""
    inner = list(iter_modules(getattr(import_module(module), "__path__", [])))
    packages = [f"{module}.{page.name}" for page in inner if page.ispkg and page.name != "kernels"]
    for name in packages:
        pages(name, written)
    members = "" if inner else "   :members:\n"
    text = f"{heading(module, '=')}.. automodule:: {module}\n{members}"
    if packages:
        text += "\n.. toctree::\n   :maxdepth: 1\n\n" + "".join(f"   {name}\n" for name in packages)
    for page in inner:
        if not page.ispkg:
            text += f"\n{heading(page.name, '-')}.. automodule:: {module}.{page.name}\n   :members:\n"
    written[module] = text


def heading(text: str, line: str) -> str:
    """A title."""
    return f"{text}\n{line * len(text)}\n\n"


def write_explorer(app, exception) -> None:
    """The explorer beside the pages, made anew when the package is newer."""
    target, package = Path(app.outdir) / "explore.html", Path(nuem.__file__).parent
    newest = max(file.stat().st_mtime for file in package.rglob("*") if file.suffix in (".py", ".js", ".toml", ".csv"))
    if exception is None and app.builder.format == "html" and not (target.exists() and target.stat().st_mtime > newest):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ValidityWarning)  # the page itself says what a number rests on
            nuem.explore.write(target)


def setup(app) -> None:
    """Register what this file defines."""
    app.connect("autodoc-process-docstring", link_citations, priority=900)
    app.connect("autodoc-process-signature", leave_signatures, priority=400)  # before numpydoc's
    app.connect("missing-reference", find_name)
    app.connect("doctree-read", shorten_values)
    app.connect("builder-inited", write_api, priority=100)  # before autosummary looks for pages
    app.connect("build-finished", write_explorer)
