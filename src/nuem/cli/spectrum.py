"""`nuem spectrum`: what an experiment is expected to count, by what causes it."""

from typing import Annotated

import typer

from nuem.cli.output import DEFAULT_ELECTRONS, ELECTRONS_HELP, Json, print_json, print_table


def spectrum(
    experiment: Annotated[
        str, typer.Argument(help="A name (`nuem limit list` prints them) or the path of a TOML file.")
    ],
    moment: Annotated[str, typer.Option(help="Effective magnetic moment.")] = "0 mu_B",
    charge: Annotated[str, typer.Option(help="Millicharge of every flavour; the sign counts.")] = "0 e",
    charge_radius: Annotated[str, typer.Option(help="Charge radius of every flavour; the sign counts.")] = "0 cm2",
    electrons: Annotated[str, typer.Option(help=ELECTRONS_HELP)] = DEFAULT_ELECTRONS,
    ordering: Annotated[str, typer.Option(help="Mass ordering of the mixing (NuFIT): normal or inverted.")] = "normal",
    json: Json = False,
) -> None:
    """Print the counts that an experiment expects in each bin, beside those observed."""
    import numpy as np

    from nuem.cli.quantities import quantity
    from nuem.experiments import spectrum as expected
    from nuem.flavour import Mixing
    from nuem.units import keV
    from nuem.vertex import Vertex

    unit = np.eye(3)
    vertex = Vertex(
        "dirac",
        magnetic=quantity(moment, "mu_B") * unit,
        charge=quantity(charge, "e") * unit,
        charge_radius=quantity(charge_radius, "cm2") * unit,
    )
    counts = expected(experiment, vertex=vertex, mixing=Mixing.nufit(ordering), electrons=electrons)
    columns = {**counts.components, "total": counts.total}
    if counts.observed is not None:
        columns["observed"] = counts.observed
    if json:
        print_json({"experiment": experiment, "edges_keV": counts.edges / keV, "counts": columns})
        return
    rows = [
        (f"{low / keV:g}", f"{high / keV:g}", *(f"{values[b]:.4g}" for values in columns.values()))
        for b, (low, high) in enumerate(zip(counts.edges, counts.edges[1:], strict=False))
    ]
    rows.append(("sum", "", *(f"{values.sum():.4g}" for values in columns.values())))
    print_table(("from [keV]", "to [keV]", *columns), rows)
