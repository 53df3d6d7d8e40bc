"""Formulas as SVG in the page: no script, no font and no network is needed to read them."""

import hashlib
import html
import re
from functools import cache
from pathlib import Path

import ziamath
from docutils import nodes
from ziamath.tex import tex2mml

ziamath.config.svg2 = False  # outlines in place, since symbols with references vanish in some readers

_DRAWN = Path(__file__).parent / "_build" / "formulas"
_SIZE = {"inline": 15.5, "block": 17}  # pixels
_HIGHEST = 12  # lines of a formula
_SLASHED = re.compile(r"\\slashed\s*\{?\s*([a-z])\s*\}?")
_LARGE = re.compile(r"(\\[Bb]igg?)\\(langle|rangle|[{}])")
_DELIMITERS = {"langle": "⟨", "rangle": "⟩", "{": "⦃", "}": "⦄"}  # braces of another kind, until TeX has been read


@cache
def kept(tex: str, block: bool) -> str:
    """A formula that an earlier build may have drawn."""
    name = hashlib.sha256(f"{ziamath.__version__} {_drawing()} {block} {tex}".encode()).hexdigest()[:32]
    file = _DRAWN / f"{name}.svg"
    if not file.exists():
        _DRAWN.mkdir(parents=True, exist_ok=True)
        file.write_text(svg(tex, block=block), encoding="utf-8")
    return file.read_text(encoding="utf-8")


@cache
def _drawing() -> str:
    """A digest of this file."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def svg(tex: str, *, block: bool) -> str:
    """A formula as an SVG element that takes the colour of the text and reads out its TeX."""
    source = _SLASHED.sub(r"\\,\\not{\1}", " ".join(tex.split()))
    source = _LARGE.sub(lambda large: large[1] + _DELIMITERS[large[2]], source)
    if r"\\" in source and r"\begin" not in source:
        source = rf"\begin{{aligned}}{source}\end{{aligned}}"
    size = _SIZE["block" if block else "inline"]
    try:
        tree = tex2mml(source, inline=not block).replace("⦃", "{").replace("⦄", "}")
        formula = ziamath.Math(tree, size=size)
    except Exception as error:  # its parser has no error of its own
        raise ValueError(f"cannot draw the formula {source}: {error}") from error
    if formula.getsize()[1] > _HIGHEST * size:  # \left and \right around a sum, for one
        raise ValueError(
            f"the formula {source} came out {formula.getsize()[1]:.0f} pixels high; write \\Big for \\left and \\right"
        )
    label = html.escape(" ".join(tex.split()), quote=True)
    drop = "" if block else f' style="vertical-align:{formula.getyofst():.2f}px"'
    picture = formula.svg().replace("<svg ", f'<svg role="img" aria-label="{label}"{drop} ', 1)
    return picture.replace('fill="black"', 'fill="currentColor"').replace('stroke="black"', 'stroke="currentColor"')


def join_punctuation(app, doctree) -> None:
    """Move the bracket before a formula and the comma after it into its box: a browser would break the line between a picture and either."""
    for formula in list(doctree.findall(nodes.math)):
        parent, place = formula.parent, formula.parent.index(formula)
        after = parent[place + 1] if place + 1 < len(parent) else None
        before = parent[place - 1] if place else None
        if isinstance(after, nodes.Text) and (marks := re.match(r"[.,;:!?)\]]+", after)):
            formula["after"] = marks[0]
            parent.replace(after, nodes.Text(after[marks.end() :]))
        if isinstance(before, nodes.Text) and (marks := re.search(r"[(\[]+$", before)):
            formula["before"] = marks[0]
            parent.replace(before, nodes.Text(before[: marks.start()]))


def _inline(translator, node) -> None:
    before, after = node.get("before", ""), node.get("after", "")
    translator.body.append(f'<span class="math">{before}{kept(node.astext(), False)}{after}</span>')
    raise nodes.SkipNode


def _block(translator, node) -> None:
    parts = [part for part in re.split(r"\n\s*\n", node.astext()) if part.strip()]
    pictures = "".join(f"<div>{kept(part, True)}</div>" for part in parts)
    translator.body.append(f'<div class="math block-math">{pictures}</div>')
    raise nodes.SkipNode


def setup(app) -> dict[str, bool]:
    """Register the renderer."""
    app.add_html_math_renderer("local", (_inline, None), (_block, None))
    app.connect("doctree-read", join_punctuation)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
