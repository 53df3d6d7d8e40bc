"""What a result rests on: the closed set of papers in ``references.bib``, by INSPIRE key.

A key that code cites and the file lacks, or the other way round, fails the tests. Of two papers the key of INSPIRE was not found: theirs end
in ``2025lq`` and ``2024sn``.
"""

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
    entries = bibliography()
    for key in keys:
        if key not in entries:
            from difflib import get_close_matches

            close = get_close_matches(key, entries, n=1)
            raise ValueError(f"unknown citation key {key!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    return "\n\n".join(entries[key] for key in dict.fromkeys(keys))


def short(key: str) -> str:
    """First author, journal, arXiv, DOI or report number, and year of a reference, on one line.

    Examples
    --------
    >>> short("Vogel:1989iv")
    'Vogel & Engel, Phys. Rev. D 39 (1989) 3378'
    """
    entry = bibtex(key)

    def field(name: str) -> str:
        match = re.search(rf"\b{name}\s*=\s*[{{\"]((?:[^{{}}\"]|\{{[^{{}}]*\}})*)[}}\"]", entry)
        return match[1].replace("{", "").replace("}", "") if match else ""

    authors = field("author").split(" and ")
    names = [author.split(",")[0] for author in authors]
    authors_text = names[0] + (
        f" & {names[1]}" if len(names) == 2 and names[1] != "others" else " et al." if len(names) > 1 else ""
    )
    if field("journal"):
        return f"{authors_text}, {field('journal')} {field('volume')} ({field('year')}) {field('pages')}"
    numbers = (f"{name}:{field(key)}" for name, key in (("arXiv", "eprint"), ("doi", "doi")) if field(key))
    return f"{authors_text}, {next(numbers, field('number'))} ({field('year')})"
