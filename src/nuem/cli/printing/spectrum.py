"""What `nuem spectrum` prints."""

from textwrap import fill
from typing import TYPE_CHECKING

from nuem.cli.output import Shown
from nuem.cli.tables import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from nuem.rates.spectrum import Spectrum


def shown(name: str, counts: "Spectrum", title: str) -> Shown:
    """Counts by component in the bins of the spectrum."""
    components = {**counts.components, "total": counts.total}
    if counts.observed is not None:
        components["observed"] = counts.observed
    edges, unit = counts.edges / counts.axis.size, counts.axis.unit
    rows = [
        [f"{edges[b]:g}", f"{edges[b + 1]:g}", *(f"{values[b]:.4g}" for values in components.values())]
        for b in range(len(edges) - 1)
    ]
    rows.append(["sum", "", *(f"{values.sum():.4g}" for values in components.values())])
    named = {part.replace(" ", "_"): values for part, values in components.items()}
    return {
        "record": {"experiment": name, f"edges_{unit}": edges, "counts": components},
        "text": [Table([f"from [{unit}]", f"to [{unit}]", *components], rows)],
        "columns": {f"low_{unit}": edges[:-1], f"high_{unit}": edges[1:], **named},
        "figure": lambda: _draw(title, counts),
    }


def _draw(title: str, counts: "Spectrum") -> "Figure":
    from nuem.plots.counts import spectrum

    return spectrum(counts, title=fill(title, 64), best_label="expected")
