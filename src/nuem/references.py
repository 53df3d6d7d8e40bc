"""What a result rests on: the closed set of papers in ``references.bib``, by INSPIRE key.

A key that code cites and the file lacks, or the other way round, fails the tests.
"""

import ast
import re
from functools import cache
from importlib.resources import files
from typing import Final

_KEY: Final = re.compile(r"\b[A-Z][A-Za-z'\-]*:(?:19|20)\d\d[a-z]{2,4}\b")


@cache
def bibliography() -> dict[str, str]:
    """All entries of ``references.bib``, citation key to BibTeX text."""
    text = files("nuem").joinpath("references.bib").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=@)", text.strip())
    return {re.match(r"@\w+\{([^,\s]+),", entry)[1]: entry.strip() for entry in entries}  # type: ignore[index]


def bibtex(*keys: str) -> str:
    """BibTeX of the given citation keys, in the order given and each once.

    Parameters
    ----------
    *keys : str
        INSPIRE citation keys.

    Raises
    ------
    ValueError
        For a key that is not in the closed set.

    Examples
    --------
    >>> bibtex("Vogel:1989iv").splitlines()[0]
    '@article{Vogel:1989iv,'
    """
    known = bibliography()
    for key in keys:
        if key not in known:
            from difflib import get_close_matches

            close = get_close_matches(key, known, n=1)
            raise ValueError(f"unknown citation key {key!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    return "\n\n".join(known[key] for key in dict.fromkeys(keys))


def short(key: str) -> str:
    """First author, journal or arXiv number and year of a reference, on one line.

    Examples
    --------
    >>> short("Vogel:1989iv")
    'Vogel & Engel, Phys. Rev. D 39 (1989) 3378'
    """
    entry = bibtex(key)

    def field(name: str) -> str:
        found = re.search(rf"\b{name}\s*=\s*[{{\"]((?:[^{{}}\"]|\{{[^{{}}]*\}})*)[}}\"]", entry)
        return found[1].replace("{", "").replace("}", "") if found else ""

    authors = field("author").split(" and ")
    names = [author.split(",")[0] for author in authors]
    who = names[0] + (
        f" & {names[1]}" if len(names) == 2 and names[1] != "others" else " et al." if len(names) > 1 else ""
    )
    where = f"{field('journal')} {field('volume')} ({field('year')}) {field('pages')}" if field("journal") else ""
    return f"{who}, {where or 'arXiv:' + field('eprint') + ' (' + field('year') + ')'}"


def rests_on(name: str) -> tuple[str, ...]:
    """Citation keys of the papers that a computation rests on: those its module cites, and every module that this one uses.

    Parameters
    ----------
    name : str
        A verb of the command line ("moments"), a module ("nuem.models.minimal") or a function ("nuem.models.minimal_dirac").

    Raises
    ------
    ValueError
        If there is no such computation.

    Examples
    --------
    >>> "Lee:1977tib" in rests_on("nuem.models.minimal_dirac")
    True
    """
    dotted = name if name.startswith("nuem.") else f"nuem.cli.{name.replace('-', '_')}"
    parent, _, last = dotted.rpartition(".")
    start = dotted if _source(dotted) is not None else _home(parent, last)
    if start is None:
        raise ValueError(
            f"{name!r} is no citation key, verb, module or function of nuem; examples: Vogel:1989iv, moments, nuem.models.minimal_dirac"
        )
    seen: dict[str, None] = {}
    waiting = [start]
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen[module] = None
            waiting += _uses(module)
    cited = {key for module in seen for key in _KEY.findall(_source(module) or "")}
    return tuple(key for key in bibliography() if key in cited)


def _source(module: str) -> str | None:
    """Text of a module, found without importing it."""
    parts = module.split(".")[1:]
    for candidate in ([*parts[:-1], f"{parts[-1]}.py"] if parts else ["__init__.py"], [*parts, "__init__.py"]):
        path = files("nuem").joinpath(*candidate)
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return None


def _uses(module: str) -> list[str]:
    """Modules of nuem from which a module imports; names that a package re-exports count for the module that defines them."""
    found = []
    for node in ast.walk(ast.parse(_source(module) or "")):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "nuem":
            found += [home for alias in node.names if (home := _home(node.module, alias.name)) is not None]
    return found


def _home(package: str, name: str) -> str | None:
    """The module in which `name`, imported from `package`, is defined."""
    if _source(f"{package}.{name}") is not None:
        return f"{package}.{name}"
    text = _source(package)
    if text is None:
        return None
    lazy = re.search(rf'^    "{name}": "(nuem\.[\w.]+)",$', text, re.MULTILINE)  # the door loads these on first use
    if lazy:
        return lazy[1]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module and any(alias.name == name for alias in node.names):
            return _home(node.module, name) if node.module != package else package
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return package
    return package if re.search(rf"^{re.escape(name)}\b", text, re.MULTILINE) else None
