"""`nuem spectrum`: what an experiment is expected to count, by what causes it."""

from nuem.cli import options
from nuem.cli.output import Output
from nuem.cli.spectrum_text import shown


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

    setup = nuem.experiment(experiment)
    angle = {} if sin2_theta_w is None else {"sin2_theta_w": sin2_theta_w}
    prediction = setup.predict(mixing=options.nufit(ordering), electrons=electrons, **angle)
    along = "energy" if "energy" in setup.bins.projections else None
    output.show(**shown(experiment, prediction.spectrum(couplings.vertex(), along=along)))
