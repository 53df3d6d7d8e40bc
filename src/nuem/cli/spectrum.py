"""`nuem spectrum`: what an experiment is expected to count, by what causes it."""

from typing import TYPE_CHECKING, Any

from nuem.cli import options
from nuem.cli.output import Output
from nuem.cli.tables import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from nuem.rates import Spectrum


@options.verb(
    "spectrum",
    'nuem spectrum xenonnt --moment "7e-12 mu_B"',
    'nuem spectrum gemma --charge "1e-12 e" --electrons stepping',
    "nuem spectrum xenonnt --csv counts.csv --plot counts.png",
    "nuem spectrum my.toml --json",
)
@options.experiment
@options.couplings
@options.electrons
@options.ordering
@options.sin2_theta_w
@options.output_curve
def command(
    experiment: str,
    couplings: options.Couplings,
    electrons: str,
    ordering: str,
    sin2_theta_w: float | None,
    output: Output,
) -> None:
    """Print the counts that an experiment expects in each bin, and those observed.

    EXPERIMENT is a name (`nuem experiments` lists them) or the path of a TOML file.
    """
    import nuem
    from nuem.units import keV

    angle: dict[str, Any] = {} if sin2_theta_w is None else {"sin2_theta_w": sin2_theta_w}
    counts = nuem.spectrum(
        experiment, vertex=couplings.vertex(), mixing=options.nufit(ordering), electrons=electrons, **angle
    )
    columns = {
        **counts.components,
        "total": counts.total,
        **({} if counts.observed is None else {"observed": counts.observed}),
    }
    edges = counts.edges / keV
    rows = [
        [f"{edges[b]:g}", f"{edges[b + 1]:g}", *(f"{values[b]:.4g}" for values in columns.values())]
        for b in range(len(edges) - 1)
    ]
    rows.append(["sum", "", *(f"{values.sum():.4g}" for values in columns.values())])
    output.show(
        {"experiment": experiment, "edges_keV": edges, "counts": columns},
        [Table(["from [keV]", "to [keV]", *columns], rows)],
        columns={
            "low_keV": edges[:-1],
            "high_keV": edges[1:],
            **{name.replace(" ", "_"): one for name, one in columns.items()},
        },
        figure=lambda: _draw(counts, experiment),
    )


def _draw(counts: "Spectrum", title: str) -> "Figure":
    from nuem.plots.counts import spectrum

    return spectrum(counts, title=title, best_label="expected")
