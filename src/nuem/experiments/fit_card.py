"""A fit in a notebook."""

from html import escape

from nuem import notebook
from nuem.experiments.fit_result import Fit


def html(fit: Fit) -> str:
    """The minimum, the parameters there, and what it rests on."""
    best = {name: notebook.scientific(value, fit.units[name]) for name, value in fit.best.items()}
    rests = {
        "without couplings": f"−2 ln L is {fit.alone - fit.deviance:.2f} larger",
        "seen": f"{fit.seen} of {len(fit.names)} parameters",
        "minima": str(len(fit.minima)),
        "nuisances": ", ".join(f"{escape(name)} {notebook.signed(value)}" for name, value in fit.nuisances.items()),
    }
    parts = notebook.pairs(best), notebook.pairs(rests), notebook.notes(fit.notes)
    number = f"−2 ln L = {fit.deviance:.2f}"
    return notebook.card(f"Fit to {' + '.join(fit.experiments)}", *parts, number=number, beside=f"for {fit.bins} bins")
