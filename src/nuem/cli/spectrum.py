"""`nuem spectrum`: what an experiment is expected to count, by what causes it."""

from nuem.cli.options import shared
from nuem.cli.output import Output
from nuem.cli.printing.spectrum import shown


@shared.verb(
    "spectrum",
    'nuem spectrum xenonnt --moment "7e-12 mu_B"',
    'nuem spectrum gemma --charge "1e-12 e" --electrons stepping',
    "nuem spectrum xenonnt --vertex v.toml",
    "nuem spectrum xenonnt --csv counts.csv --plot counts.png",
    "nuem spectrum my.toml --json",
)
@shared.experiment
@shared.couplings
@shared.vertex_file
@shared.electrons
@shared.sin2_theta_w
@shared.output_curve
def command(
    experiment: str,
    couplings: shared.Couplings,
    vertex: shared.VertexFile,
    electrons: str,
    sin2_theta_w: float | None,
    output: Output,
) -> None:
    """Print the counts that an experiment expects in each bin, and those observed.

    EXPERIMENT is a name (`nuem experiments` lists them) or the path of a TOML file. Couplings are the same for every flavour, or, with --vertex,
    the matrices of a file.
    """
    import nuem

    if vertex.path is not None:
        shared.refuse_unused(dict.fromkeys(("moment", "charge", "charge_radius"), "has no use with --vertex"))
    setup = nuem.experiment(experiment)
    angle = {} if sin2_theta_w is None else {"sin2_theta_w": sin2_theta_w}
    prediction = setup.predict(mixing=vertex.mixing, electrons=electrons, **angle)
    along = "energy" if "energy" in setup.bins.projections else None
    counts = prediction.spectrum(vertex.read() or couplings.vertex(), along=along)
    output.show(**shown(experiment, counts, setup.title))
