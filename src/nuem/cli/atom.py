"""`nuem atom`: the effective number of electrons of an atom at an energy transfer, and its shells."""

from pathlib import Path
from typing import Unpack

import click

from nuem.cli.options import shared
from nuem.cli.options.atom import AtomWords, atom_options
from nuem.cli.output import Output
from nuem.cli.printing.atom import computed, numbers, shell_table


@shared.verb(
    "atom",
    'nuem atom Xe --transfer "2 keV"',
    "nuem atom Ge --plot ge.png",
    'nuem atom NaI --transfer "0.5 keV:20 keV:12" --density "3.67 g/cm3" --csv nai.csv',
    "nuem atom Xe --shells",
    'nuem atom Os --configuration "[Xe] 4f14 5d6 6s2"',
    "nuem atom list",
)
@click.argument("material")
@atom_options
def command(
    material: str,
    configuration: str | None,
    shells: bool,
    json: bool,
    csv: Path | None,
    plot: Path | None,
    **inputs: Unpack[AtomWords],
) -> None:
    """Print the effective number of electrons of a material, for each interaction and by each model.

    MATERIAL is an element or a formula, such as Xe or NaI; `list` prints the elements with tabulated responses.
    """
    from nuem.elements import compound
    from nuem.scattering.atom import tabulated
    from nuem.scattering.atom.numbers import computed_numbers, effective_numbers, thresholds

    output = Output(json, csv, plot)
    options_of_one = ("transfer", "energy", "neutrino_mass", "density", "configuration", "shells", "csv", "plot")
    if material == "list":
        shared.refuse_unused(dict.fromkeys(options_of_one, "has no use with `nuem atom list`"))
        output.show(list(tabulated()), [" ".join(tabulated())], schema="atom-list")
    elif configuration is not None:
        shared.refuse_unused(
            dict.fromkeys(("energy", "neutrino_mass", "density", "shells"), "has no use with --configuration")
        )
        transfer, columns = computed_numbers(material, configuration, inputs["transfer"])
        output.show(**computed(material, configuration, transfer, columns), schema="atom-computed")
    elif shells:
        shared.refuse_unused(
            dict.fromkeys(("transfer", "energy", "neutrino_mass", "density", "plot"), "has no use with --shells")
        )
        output.show(**shell_table(thresholds(compound(material))), schema="atom-shells")
    else:
        result = effective_numbers(material, **inputs)
        output.show(**numbers(material, result, inputs["energy"], inputs["neutrino_mass"]))
