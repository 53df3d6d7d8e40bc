"""`nuem moments`: from a theory of mass, or a matrix in a file, to everything that follows from it."""

from typing import TYPE_CHECKING

from nuem.cli.options import shared
from nuem.cli.options.mixing import mixing as chosen_mixing
from nuem.cli.options.theory import Theory, theory
from nuem.cli.options.words import Quantity
from nuem.cli.output import Output
from nuem.cli.printing.moments import record, text

if TYPE_CHECKING:
    from nuem.flavour import Mixing


@shared.verb(
    "moments",
    "nuem moments",
    'nuem moments --model minimal-dirac --ordering inverted --lightest-mass "0.01 eV"',
    'nuem moments --model left-right --w-mixing "1e-3 rad" --w2-mass "5 TeV"',
    'nuem moments --model zee -p "antisymmetric=0,0,0.01;0,0,0;-0.01,0,0" -p "yukawa=0,0,0;0,0,0.01;0,0,0" -p "scalar_masses=100 GeV,300 GeV" -p "mixing_angle=0.5 rad"',
    "nuem moments --vertex v.toml --json",
)
@theory
@chosen_mixing
@shared.option("--scale", Quantity("TeV"), "1 TeV", "Scale of new physics for naturalness.")
@shared.output
def command(theory: Theory, mixing: "Mixing", scale: float, output: Output) -> None:
    """Print a vertex, the effective moments that experiments see, lifetimes and naturalness."""
    from nuem.properties import observables

    vertex = theory.vertex(mixing)
    data = record(theory.name, vertex, mixing, observables(vertex, mixing, scale=scale))
    data["loop_function"] = theory.loop_function
    output.show(data, text(data))
