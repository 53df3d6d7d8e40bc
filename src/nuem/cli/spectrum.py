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
    """Print the counts that an experiment expects in each bin, and those observed; bins of energy and time are summed over time.

    EXPERIMENT is a name (`nuem experiments` lists them) or the path of a TOML file.
    """
    import nuem

    angle: dict[str, Any] = {} if sin2_theta_w is None else {"sin2_theta_w": sin2_theta_w}
    prediction = nuem.experiment(experiment).predict(mixing=options.nufit(ordering), electrons=electrons, **angle)
    axes = prediction.experiment.bins.projections
    counts = prediction.spectrum(couplings.vertex(), along="energy" if "energy" in axes else None)
    columns = {
        **counts.components,
        "total": counts.total,
        **({} if counts.observed is None else {"observed": counts.observed}),
    }
    edges, unit = counts.edges / counts.axis.size, counts.axis.unit
    rows = [
        [f"{edges[b]:g}", f"{edges[b + 1]:g}", *(f"{values[b]:.4g}" for values in columns.values())]
        for b in range(len(edges) - 1)
    ]
    rows.append(["sum", "", *(f"{values.sum():.4g}" for values in columns.values())])
    output.show(
        {"experiment": experiment, f"edges_{unit}": edges, "counts": columns},
        [Table([f"from [{unit}]", f"to [{unit}]", *columns], rows)],
        columns={
            f"low_{unit}": edges[:-1],
            f"high_{unit}": edges[1:],
            **{name.replace(" ", "_"): one for name, one in columns.items()},
        },
        figure=lambda: _draw(counts, experiment),
    )


def _draw(counts: "Spectrum", title: str) -> "Figure":
    from nuem.plots.counts import spectrum

    return spectrum(counts, title=title, best_label="expected")
