"""A fit as plain numbers, and in a notebook."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from nuem import notebook

if TYPE_CHECKING:
    from nuem.experiments.fit_result import Fit


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


def record(result: "Fit", cl: float) -> dict[str, object]:
    """All that a fit says, with the allowed pieces of every parameter."""
    return {
        "experiments": list(result.experiments),
        "parameters": {name: {"unit": result.units[name], "best": result.best[name]} for name in result.names},
        "pieces": {name: [list(piece) for piece in result.pieces(name, cl)] for name in result.quantities},
        "cl": cl,
        "deviance": result.deviance,
        "deviance_without": result.alone,
        "bins": result.bins,
        "seen": result.seen,
        "minima": [{"deviance": minimum.deviance, **result.named(minimum.theta)} for minimum in result.minima],
        "nuisances": result.nuisances,
        "electrons": result.predictions[0].electrons.name,
        "sin2_theta_w": result.predictions[0].sin2_theta_w,
        "notes": list(result.notes),
    }
