"""The counts that `nuem limit` draws and writes: those observed, those of the best fit, and those at the limit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nuem.cli.options import shared
from nuem.cli.options.limit import LimitWords
from nuem.cli.output import Output

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from nuem.experiments import Experiment, Limit
    from nuem.rates import Spectrum


def refuse(experiments: Sequence[str], words: LimitWords) -> None:
    """Refuse --plot and --csv where there is no single fit of counts in bins."""
    reason = None
    if len(experiments) > 1:
        reason = "is for one experiment; draw each with its own command"
    elif experiments == ("kamland_antinu",):
        reason = "has no use with kamland_antinu, which has a published limit only"
    elif words.portal_mass is not None:
        reason = "is not for --portal-mass"
    elif words.statistic == "all" or words.compare or words.translate:
        reason = "needs one statistic and one coupling"
    if reason is not None:
        shared.refuse_unused(dict.fromkeys(("plot", "csv"), reason))


def counts(output: Output, setup: "Experiment", words: LimitWords, result: "Limit") -> dict[str, Any]:
    """The columns and the figure, if either is asked for."""
    if output.csv is None and output.plot is None:
        return {}
    from nuem.plots.data import end

    angle = {} if words.sin2_theta_w is None else {"sin2_theta_w": words.sin2_theta_w}
    prediction = setup.predict(mixing=words.vertex.mixing, electrons=words.electrons, **angle)
    along = "energy" if "energy" in setup.bins.projections else None
    best, excluded = (
        prediction.fitted(words.coupling_or_vertex(), value, nature=words.nature, along=along)
        for value in (result.best_fit, end(result))
    )
    return {"columns": _columns(best, excluded), "figure": lambda: _draw(best, excluded, result, setup.title)}


def _columns(best: "Spectrum", excluded: "Spectrum") -> dict[str, Any]:
    edges, unit = best.edges / best.axis.size, best.axis.unit
    parts = {name.replace(" ", "_"): values for name, values in best.components.items()}
    return {
        f"low_{unit}": edges[:-1],
        f"high_{unit}": edges[1:],
        "observed": best.observed,
        **parts,
        "best_fit": best.total,
        "at_limit": excluded.total,
    }


def _draw(best: "Spectrum", excluded: "Spectrum", result: "Limit", title: str) -> "Figure":
    from textwrap import fill

    from nuem.plots.data import with_limit

    return with_limit(best, excluded, result, title=fill(title, 64))
