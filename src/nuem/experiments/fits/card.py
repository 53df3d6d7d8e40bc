"""A fit in a notebook."""

from collections.abc import Mapping, Sequence
from html import escape

from nuem import notebook


def html(
    experiments: Sequence[str],
    number: tuple[str, str],
    best: Mapping[str, tuple[float, str]],
    rests: Mapping[str, str],
    nuisances: Mapping[str, float],
    notes: Sequence[str],
) -> str:
    """The minimum, the parameters there with their units, and what it rests on."""
    values = {name: notebook.scientific(value, unit) for name, (value, unit) in best.items()}
    pulls = ", ".join(f"{escape(name)} {notebook.signed(value)}" for name, value in nuisances.items())
    parts = notebook.pairs(values), notebook.pairs({**rests, "nuisances": pulls}), notebook.notes(notes)
    return notebook.card(f"Fit to {' + '.join(experiments)}", *parts, number=number[0], beside=number[1])
