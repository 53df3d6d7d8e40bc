"""Options of `nuem atom`: the transfer, the neutrino, the material, and output."""

from typing import TYPE_CHECKING, TypedDict

from nuem.cli.options import shared
from nuem.cli.options.words import Grid, NewFile, Quantity

if TYPE_CHECKING:
    from nuem.typing import FloatArray


class AtomWords(TypedDict):
    """The transfer, the neutrino and the density, as `nuem.scattering.atom.numbers.effective_numbers` takes them."""

    transfer: "FloatArray | None"
    energy: float
    neutrino_mass: float
    density: float | None


atom_options = shared.stack(
    shared.option(
        "--transfer", Grid("keV"), None, 'Energy transfers, such as "2 keV" or "0.5 keV:20 keV:12" (low:high:count).'
    ),
    shared.option("--energy", Quantity("MeV"), "0.27 MeV", "Neutrino energy; enters the numbers in vacuum only."),
    shared.option("--neutrino-mass", Quantity("eV"), "1 eV", "Neutrino mass; enters the numbers in vacuum only."),
    shared.option(
        "--density",
        Quantity("g/cm3"),
        None,
        'Density of the material, such as "2.86 g/cm3"; that of the pure substance if not given.',
    ),
    shared.option(
        "--configuration",
        None,
        None,
        'Compute the response of an element from its electron configuration, such as "[Xe] 4f14 5d6 6s2" for Os; takes some seconds.',
    ),
    shared.flag("--shells", "Print the subshells and their thresholds instead."),
    shared.flag("--json", "Print JSON instead of text."),
    shared.option("--csv", NewFile(), None, "Write the numbers into this CSV file as well."),
    shared.option("--plot", NewFile(*shared.FIGURES), None, "Draw a figure into this file (png, pdf, svg).", "--draw"),
)
"""--transfer, --energy, --neutrino-mass, --density, --configuration, --shells, --json, --csv, --plot, --draw"""
