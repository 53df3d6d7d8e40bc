"""The whole review, claim by claim: text, JSON rows, and a page with the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from nuem.citations import collect
from nuem.numerics.table import read_toml
from nuem.review import laboratory, processes, scattering, spin, vertex_and_models
from nuem.review.claim import NOT_BUILT, STATUSES, Compute, Row, Verdict

_COMPUTE: Final[dict[str, Compute]] = {
    **vertex_and_models.COMPUTE,
    **scattering.COMPUTE,
    **laboratory.COMPUTE,
    **processes.COMPUTE,
    **spin.COMPUTE,
}
_REVIEW: Final = "Studenikin:2016ykv"


def review(progress: Callable[[], None] | None = None) -> tuple[Row, ...]:
    """Every claim of the review [Studenikin:2016ykv] next to what is computed here, in the review's order.

    Parameters
    ----------
    progress : callable, optional
        Called after each row.

    Returns
    -------
    tuple of Row
        Status "reproduced", "consistent", "differs" (with the reason in `why`) or "not built"; `basis` says on what it rests.
    """
    rows = []
    for entry in claims():
        compute = _COMPUTE.get(entry["id"])
        with collect() as collected:
            verdict = compute() if compute else Verdict("", NOT_BUILT)
        cited = tuple(dict.fromkeys([_REVIEW, *collected.keys]))
        rows.append(
            Row(
                **entry,
                computed=verdict.computed,
                status=verdict.status,
                why=verdict.why,
                basis=verdict.basis,
                references=cited,
            )
        )
        if progress is not None:
            progress()
    return tuple(rows)


def text(rows: Sequence[Row], width: int = 100) -> Iterator[str]:
    """Lines for people: each claim, what is computed, and the reason of a difference."""
    symbols = {"reproduced": "✓", "consistent": "=", "differs": "≠", "not built": "·"}
    yield "A. Studenikin, J. Phys. Conf. Ser. 718 (2016) 062076, claim by claim\n"
    for row in rows:
        yield f"{symbols[row.status]} {row.id:<20} {row.claim}"
        yield f"  {'':<20} claimed   {row.claimed}"
        if row.status == NOT_BUILT:
            yield f"  {'':<20} not built"
            yield from (f"  {'':<20}           {line}" for line in wrap(row.why, width))
            continue
        yield f"  {'':<20} computed  {row.computed}   [{row.status}]"
        for words in (row.basis, row.why):
            for line in wrap(words, width):
                yield f"  {'':<20}           {line}"
    statuses = [row.status for row in rows]
    yield "\n" + ", ".join(f"{statuses.count(status)} {status}" for status in STATUSES)


def claims() -> list[dict[str, str]]:
    """What the review says: id, claim, claimed value, origin and the place in the code, from ``claims.toml``."""
    return [{"origin": "review", **entry} for entry in read_toml("nuem.review", "claims.toml")["claim"]]
