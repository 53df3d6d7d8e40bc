"""`nuem propagate`: flavours and helicities of neutrinos after matter and magnetic fields."""

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from nuem.cli.options import shared
from nuem.cli.options.medium import MediumWords, medium
from nuem.cli.options.propagate import passage_options
from nuem.cli.options.words import Grid
from nuem.cli.output import Output, progress
from nuem.cli.printing.propagate import computed, settings, shown, until, warn_of_no_moment
from nuem.cli.sun_at_earth import at_earth, is_wanted

if TYPE_CHECKING:
    from nuem.propagation.flight import Options
    from nuem.typing import FloatArray


@shared.verb(
    "propagate",
    'nuem propagate --energy "5 MeV:15 MeV:3" --field "100 kG" -p profile=tachocline --vertex v.toml',
    'nuem propagate --energy "10 MeV" --medium vacuum --length "180 km" --antineutrino',
    'nuem propagate --energy "10 MeV" --medium exponential --length "2e5 km" --density "6e25 cm^-3" -p "scale_height=7e4 km"',
    'nuem propagate --energy "1 MeV:15 MeV:300" --medium my.csv --csv scan.csv --plot scan.png',
)
@shared.needed(
    "--energy", Grid("MeV"), 'Neutrino energy, such as "10 MeV", or a range "0.1 MeV:15 MeV:200" (low:high:count).'
)
@medium
@shared.vertex_file
@passage_options
def command(
    energy: "FloatArray",
    medium: MediumWords,
    vertex: shared.VertexFile,
    flavour: str,
    at: str | None,
    json: bool,
    csv: Path | None,
    plot: Path | None,
    **choices: "Unpack[Options]",
) -> None:
    """Print the probability of each flavour and helicity after crossing a medium."""
    from nuem.propagation.hamiltonian import state_names
    from nuem.vertex import Vertex

    moments = vertex.read() or Vertex("dirac")
    if is_wanted(at, medium):
        Output(json, csv, plot).show(**at_earth(energy, medium, vertex, moments, at or "earth", choices["tol"]))
        warn_of_no_moment(medium, moments)
        return
    names = state_names(vertex.mixing, moments)
    asked: Options = {"initial": flavour, **choices}
    record = settings(medium, vertex, asked)
    with progress("propagating", len(energy)) as advance:
        problem = (energy, medium.build(), vertex.mixing, moments)
        results = computed(csv, record, problem, until(advance), **asked)
    Output(json, None, plot).show(**shown(energy, names, results, f"After crossing the medium: {medium.name}"))
    warn_of_no_moment(medium, moments)
