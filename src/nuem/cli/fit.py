"""`nuem fit`: many experiments, many parameters, from a file that says which."""

from typing import TYPE_CHECKING

import click

from nuem.cli.options import shared
from nuem.cli.options.words import ConfidenceLevel
from nuem.cli.output import Output
from nuem.cli.printing.fit import columns, text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from nuem.experiments import Fit


@shared.verb(
    "fit",
    "nuem fit fit.toml",
    "nuem fit fit.toml --cl 95 --json",
    "nuem fit fit.toml --csv pieces.csv --plot profiles.png",
)
@click.argument("file", metavar="FILE")
@click.option("--cl", type=ConfidenceLevel(), default="90", show_default=True, help="Confidence level in per cent.")
@shared.output_curve
def command(file: str, cl: float, output: Output) -> None:
    """Fit parameters of the vertex to several experiments at once and print their allowed intervals.

    \b
    FILE is a TOML file, such as
      experiments = ["xenonnt", "gemma"]
      parameters = ["dipole"]
      nature = "majorana"
    """
    from nuem.experiments import fit_file

    result = fit_file(file)
    record = result.to_dict(cl)
    output.show(record, text(record), columns=columns(record), figure=lambda: _draw(result, cl))


def _draw(result: "Fit", cl: float) -> "Figure":
    from nuem.plots.fits import profiles

    return profiles([result.profile(name, cl) for name in result.quantities])
