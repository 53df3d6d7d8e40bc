"""Formulas as SVG in the page: no script, no font and no network is needed to read them."""

import hashlib
import html
import re
from functools import cache
from pathlib import Path

import ziamath
from docutils import nodes

ziamath.config.svg2 = False  # outlines in place, since symbols with references vanish in some readers

_DRAWN = Path(__file__).parent / "_build" / "formulas"
_SIZE = {"inline": 15.5, "block": 17}  # pixels
_SLASHED = re.compile(r"\\slashed\s*\{?\s*([a-z])\s*\}?")


@cache
def kept(tex: str, block: bool) -> str:
    """A formula that an earlier build may have drawn."""
    name = hashlib.sha256(f"{ziamath.__version__} {_SIZE} {block} {tex}".encode()).hexdigest()[:32]
    file = _DRAWN / f"{name}.svg"
    if not file.exists():
        _DRAWN.mkdir(parents=True, exist_ok=True)
        file.write_text(svg(tex, block=block), encoding="utf-8")
    return file.read_text(encoding="utf-8")


def svg(tex: str, *, block: bool) -> str:
    """A formula as an SVG element that takes the colour of the text and reads out its TeX."""
    source = _SLASHED.sub(r"\\not{\1}", " ".join(tex.split()))
    if r"\\" in source and r"\begin" not in source:
        source = rf"\begin{{aligned}}{source}\end{{aligned}}"
    try:
        formula = ziamath.Latex(source, size=_SIZE["block" if block else "inline"], inline=not block)
    except Exception as error:  # its parser has no error of its own
        raise ValueError(f"cannot draw the formula {source}: {error}") from error
    label = html.escape(" ".join(tex.split()), quote=True)
    drop = "" if block else f' style="vertical-align:{formula.getyofst():.2f}px"'
    picture = formula.svg().replace("<svg ", f'<svg role="img" aria-label="{label}"{drop} ', 1)
    return picture.replace('fill="black"', 'fill="currentColor"').replace('stroke="black"', 'stroke="currentColor"')


def _inline(translator, node) -> None:
    translator.body.append(f'<span class="math">{kept(node.astext(), False)}</span>')
    raise nodes.SkipNode


def _block(translator, node) -> None:
    parts = [part for part in re.split(r"\n\s*\n", node.astext()) if part.strip()]
    pictures = "".join(f"<div>{kept(part, True)}</div>" for part in parts)
    translator.body.append(f'<div class="math block-math">{pictures}</div>')
    raise nodes.SkipNode


def setup(app) -> dict[str, bool]:
    """Register the renderer."""
    app.add_html_math_renderer("local", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
