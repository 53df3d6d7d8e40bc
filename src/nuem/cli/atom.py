"""`nuem atom`: the effective number of electrons of an atom at an energy transfer, and its shells."""

from typing import Any

import click

from nuem.cli import options
from nuem.cli.atom_text import computed, numbers, shell_table
from nuem.cli.output import Output
from nuem.cli.words import Grid, NewFile, Quantity


@options.verb(
    "atom",
    'nuem atom Xe --transfer "2 keV"',
    "nuem atom Ge --plot ge.png",
    'nuem atom NaI --transfer "0.5 keV:20 keV:12" --density "3.67 g/cm3" --csv nai.csv',
    "nuem atom Xe --shells",
    'nuem atom Os --configuration "[Xe] 4f14 5d6 6s2"',
    "nuem atom list",
)
@click.argument("material")
@click.option(
    "--transfer", type=Grid("keV"), help='Energy transfers, such as "2 keV" or "0.5 keV:20 keV:12" (low:high:count).'
)
@click.option(
    "--energy", type=Quantity("MeV"), default="0.27 MeV", help="Neutrino energy, which matters in vacuum only."
)
@click.option(
    "--neutrino-mass", type=Quantity("eV"), default="1 eV", help="Mass of the neutrino, which matters in vacuum only."
)
@click.option(
    "--density", type=Quantity("g/cm3"), help='Of the material, such as "2.86 g/cm3"; the usual one if not given.'
)
@click.option(
    "--configuration",
    help='Compute an element of this configuration, such as "[Xe] 4f14 5d6 6s2" for Os: any element, some seconds.',
)
@click.option("--shells", is_flag=True, help="Print the subshells and their thresholds instead.")
@click.option("--json", is_flag=True, help="Print JSON instead of text.")
@click.option("--csv", type=NewFile(), help="Write the numbers into this CSV file as well.")
@click.option("--plot", "--draw", type=NewFile(*options.FIGURES), help="Draw a figure into this file (png, pdf, svg).")
def command(
    material: str, configuration: str | None, shells: bool, json: bool, csv: Any, plot: Any, **inputs: Any
) -> None:
    """Print the effective number of electrons of a material, for each interaction and by each model.

    MATERIAL is an element or a formula, such as Xe or NaI; `list` prints those with a table.
    """
    from nuem.elements import compound
    from nuem.scattering.atom import tabulated
    from nuem.scattering.atom.numbers import computed_numbers, effective_numbers, thresholds

    output = Output(json, csv, plot)
    others = ("transfer", "energy", "neutrino_mass", "density", "configuration", "shells", "csv", "plot")
    if material == "list":
        options.refuse_unused(dict.fromkeys(others, "has no use with `nuem atom list`"))
        output.show(list(tabulated()), [" ".join(tabulated())])
    elif configuration is not None:
        options.refuse_unused(
            dict.fromkeys(("energy", "neutrino_mass", "density", "shells"), "has no use with --configuration")
        )
        transfer, columns = computed_numbers(material, configuration, inputs["transfer"])
        output.show(**computed(material, configuration, transfer, columns))
    elif shells:
        options.refuse_unused(
            dict.fromkeys(("transfer", "energy", "neutrino_mass", "density", "plot"), "has no use with --shells")
        )
        output.show(**shell_table(thresholds(compound(material))))
    else:
        found = effective_numbers(material, **inputs)
        output.show(**numbers(material, found, inputs["energy"], inputs["neutrino_mass"]))
