"""`nuem propagate`: flavours and helicities of neutrinos after matter and magnetic fields."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import warn

from nuem.cli import options
from nuem.cli.medium_options import MediumWords, medium
from nuem.cli.output import Output, progress
from nuem.cli.propagate_text import computed, settings, shown, until
from nuem.cli.sun_at_earth import at_earth, is_wanted
from nuem.cli.words import Grid, NewFile, Number, Word

if TYPE_CHECKING:
    from nuem.vertex import Vertex

METHODS = ("auto", "magnus", "cf4", "cells", "sad")


@options.verb(
    "propagate",
    'nuem propagate --energy "5 MeV:15 MeV:3" --field "100 kG" -p profile=tachocline --vertex v.toml',
    'nuem propagate --energy "10 MeV" --medium vacuum --length "180 km" --antineutrino',
    'nuem propagate --energy "10 MeV" --medium exponential --length "2e5 km" --density "6e25 cm^-3" -p "scale_height=7e4 km"',
    'nuem propagate --energy "1 MeV:15 MeV:300" --medium my.csv --csv scan.csv --plot scan.png',
)
@options.needed(
    "--energy", Grid("MeV"), 'Neutrino energy, such as "10 MeV", or a range "0.1 MeV:15 MeV:200" (low:high:count).'
)
@medium
@options.vertex_file
@options.option("--flavour", Word(options.FLAVOURS), "e", "Flavour at production: e, mu or tau.")
@options.flag("--antineutrino", "Produced as an antineutrino.")
@options.flag("--average", "Average over the oscillation phases.")
@options.option(
    "--at",
    Word(("earth", "surface", "end")),
    None,
    "Where, for the Sun: earth (the default), surface of the Sun, or end of the path from the centre (or from -p start=...).",
)
@options.option("--tol", Number(), 1e-07, "Largest error of the amplitudes.")
@options.option("--method", Word(METHODS), "auto", "Integrator: auto, magnus, cf4, cells or sad.")
@options.flag("--json", "Print JSON instead of text.")
@options.option(
    "--csv",
    NewFile(),
    None,
    "Write the probabilities into this CSV file; an unfinished one is continued.",
    "--out",
    "csv",
)
@options.option("--plot", NewFile(*options.FIGURES), None, "Draw a figure into this file (png, pdf, svg).")
def command(
    energy: Any,
    medium: MediumWords,
    vertex: options.VertexFile,
    flavour: str,
    at: str | None,
    json: bool,
    csv: Path | None,
    plot: Path | None,
    **choices: Any,
) -> None:
    """Print the probability of each flavour and helicity after crossing a medium."""
    from nuem.propagation.hamiltonian import state_names
    from nuem.vertex import Vertex

    moments = vertex.read() or Vertex("dirac")
    if is_wanted(at, medium):
        Output(json, csv, plot).show(**at_earth(energy, medium, vertex, moments, at or "earth", choices["tol"]))
        _warn_of_no_moment(medium, moments)
        return
    names = state_names(vertex.mixing, moments)
    record = settings(medium, vertex, {"initial": flavour, **choices})
    with progress("propagating", len(energy)) as advance:
        arguments = (energy, medium.build(), vertex.mixing, moments)
        results = computed(csv, record, *arguments, progress=until(advance), initial=flavour, **choices)
    Output(json, None, plot).show(**shown(energy, names, results))
    _warn_of_no_moment(medium, moments)


def _warn_of_no_moment(medium: MediumWords, moments: "Vertex") -> None:
    """A field that was asked for and turns nothing is not passed over in silence."""
    if "magnetic_field" in medium.words and not moments.dipole.any():
        warn("a field turns only neutrinos that have a moment; give one in a file with --vertex", stacklevel=2)
