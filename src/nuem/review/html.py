"""The review as one HTML page, with its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from html import escape
from inspect import getdoc
from json import dumps
from pathlib import Path

from nuem.review.claim import STATUSES, Row
from nuem.review.formulas import typeset

_STYLE = """
:root { --ink: #1a1a1a; --quiet: #666; --line: #ddd; --paper: #fff; }
body { font: 16px/1.5 Georgia, serif; color: var(--ink); background: var(--paper); max-width: 76rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-weight: normal; } h2 { font-weight: normal; margin-top: 3rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.9rem 0.45rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: normal; color: var(--quiet); } td.why { color: var(--quiet); font-size: 0.85rem; }
code { font: 0.82rem/1.4 ui-monospace, monospace; color: var(--quiet); }
.status { white-space: nowrap; } .reproduced, .consistent { color: #1b6e3c; } .differs { color: #a35200; } .not-built { color: #999; }
.wide { overflow-x: auto; }
@media (max-width: 40rem) {
  body { margin: 1rem auto; padding: 0 0.75rem; } table, tbody, tr, td { display: block; } tr:has(th) { display: none; }
  td { border: 0; padding: 0.1rem 0; overflow-wrap: anywhere; } td:empty { display: none; } tr { border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
  tr:has(+ tr .why) { border: 0; padding-bottom: 0; } td[data-name]::before { content: attr(data-name) ": "; color: var(--quiet); }
}
figure { margin: 2rem 0; } figure img { max-width: 100%; } figcaption { color: var(--quiet); font-size: 0.9rem; }
"""


def page(rows: Sequence[Row], figures: dict[str, str]) -> str:
    """The page.

    Parameters
    ----------
    rows : sequence of Row
    figures : dict
        File name of each figure, relative to the page, and its caption.
    """
    count = {status: sum(row.status == status for row in rows) for status in STATUSES}
    summary = ", ".join(f"{number} {status}" for status, number in count.items())
    body = "\n".join(_row(row) for row in rows)
    pictures = "\n".join(
        f'<figure><img src="{escape(file)}" alt="{escape(caption)}"><figcaption>{escape(caption)}</figcaption></figure>'
        for file, caption in figures.items()
    )
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The review, claim by claim</title>
<style>{_STYLE}</style>
<h1>Neutrino magnetic moments: the review, claim by claim</h1>
<p>A. Studenikin, <i>Status and perspectives of neutrino magnetic moments</i>, J. Phys. Conf. Ser. 718 (2016) 062076, next to what nuem computes:
{summary}.</p>
<p><b>Reproduced</b>: a number is claimed and met within the tolerance given. <b>Consistent</b>: no number is claimed; two independent routes agree.
<b>Differs</b>: for the reason given. Rows marked <i>later work</i> are not in the review.</p>
<div class="wide"><table>
<tr><th>eq.</th><th>claim</th><th>claimed</th><th>computed</th><th>status</th></tr>
{body}
</table></div>
<h2>Figures</h2>
{pictures}
</html>
"""


def write(folder: Path, rows: Sequence[Row], progress: Callable[[], None] | None = None) -> Path:
    """Write the page (index.html), its rows (review.json) and its figures into a folder; returns the path of the page.

    Parameters
    ----------
    folder : path
        Is made if it is not there.
    rows : sequence of Row
    progress : callable, optional
        Called after each figure.
    """
    from nuem.plots.gallery import FIGURES

    folder.mkdir(parents=True, exist_ok=True)
    captions = {}
    for name, draw in FIGURES.items():
        figure = draw()
        figure.set_layout_engine("none")  # it has been laid out, at this resolution
        figure.savefig(folder / f"{name}.png", dpi="figure")
        captions[f"{name}.png"] = (getdoc(draw) or name).splitlines()[0]
        if progress is not None:
            progress()
    data = dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False)
    (folder / "review.json").write_text(data, encoding="utf-8")
    target = folder / "index.html"
    target.write_text(page(rows, captions), encoding="utf-8")
    return target


def _row(row: Row) -> str:
    where = f"<br><code>{escape(row.where)}</code>" if row.where else ""
    notes = "<br>".join(typeset(text) for text in (row.basis, row.why) if text)
    reason = f'<tr><td></td><td class="why" colspan="4">{notes}</td></tr>' if notes else ""
    origin = "<br><i>later work</i>" if row.origin != "review" else ""
    kind = row.status.replace(" ", "-")
    return (
        f"<tr><td>{escape(row.id)}{origin}</td><td>{typeset(row.claim)}{where}</td>"
        f'<td data-name="claimed">{typeset(row.claimed)}</td><td data-name="computed">{typeset(row.computed)}</td>'
        f'<td class="status {kind}">{escape(row.status)}</td></tr>{reason}'
    )
