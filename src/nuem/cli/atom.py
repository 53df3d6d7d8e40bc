"""`nuem atom`: how many electrons of an atom answer to an energy transfer, and from which shells."""

from pathlib import Path
from typing import Annotated

import typer

from nuem.cli.output import Json, print_json, print_table


def atom(
    material: Annotated[
        str, typer.Argument(help="An element or a formula, such as Xe or NaI; `list` prints those with a table.")
    ],
    transfer: Annotated[
        str | None, typer.Option(help='Energy transfers, such as "2 keV" or "0.5 keV:20 keV:12" (low:high:count).')
    ] = None,
    energy: Annotated[str, typer.Option(help="Neutrino energy, which matters in vacuum only.")] = "0.27 MeV",
    neutrino_mass: Annotated[str, typer.Option(help="Mass of the neutrino, which matters in vacuum only.")] = "1 eV",
    density: Annotated[
        str | None, typer.Option(help='Of the material, such as "2.86 g/cm3"; the usual one if not given.')
    ] = None,
    shells: Annotated[bool, typer.Option("--shells", help="Print the subshells and their thresholds instead.")] = False,
    draw: Annotated[
        Path | None, typer.Option(help="Draw the numbers of an element into this file (png, pdf, svg).")
    ] = None,
    json: Json = False,
) -> None:
    """Print the effective numbers of electrons of a material, for each interaction and by each model."""
    import numpy as np

    from nuem.cli.quantities import grid, quantity
    from nuem.elements import compound
    from nuem.scattering.atom import response, tabulated
    from nuem.units import eV, keV

    if material == "list":
        print_json(list(tabulated())) if json else typer.echo(" ".join(tabulated()))
        return
    target = compound(material)
    if shells:
        _shells(material, json)
        return
    heavy = None if density is None else quantity(density, "g/cm3")
    mass = quantity(neutrino_mass, "eV")
    neutrino = quantity(energy, "MeV")
    bound = response(material, "hfs", density=heavy)
    known = bound.with_photons
    T = np.geomspace(bound.valid_from, 50 * keV, 12) if transfer is None else grid(transfer, "keV")
    medium = bound.at(T)
    columns = {
        "stepping": response(material, "stepping").at(T).N_w,
        "N_w": medium.N_w,
        "N_mu": medium.N_mu,
        "N_q": medium.N_q,
        "charge, medium": medium.charge_squared(),
    }
    if known:
        vacuum = response(material, "hfs-vacuum", neutrino_mass=mass).at(T, warn=False)
        photons = response(material, "epa", neutrino_mass=mass).at(T)
        columns |= {"charge, vacuum": vacuum.charge_squared(neutrino), "charge, epa": photons.charge_squared(neutrino)}
    if draw is not None:
        from nuem.plots.atom_gallery import effective_electrons

        effective_electrons(material).savefig(draw)
    if json:
        print_json(
            {
                "material": material, "electrons": target.electrons, "valid_from_keV": bound.valid_from / keV,
                "energy_MeV": neutrino, "neutrino_mass_eV": mass / eV, "transfer_keV": T / keV, **columns,
            }
        )  # fmt: skip
        return
    per = "atom" if target.is_element else "formula unit"
    typer.echo(
        f"{material}: effective electrons per {per}, of {target.electrons:g}; good to some per cent from {bound.valid_from / keV:g} keV\n"
    )
    print_table(
        ["T [keV]", *columns],
        [[f"{value / keV:.4g}", *(f"{column[k]:.4g}" for column in columns.values())] for k, value in enumerate(T)],
    )
    typer.echo(
        "\nN_w: weak, charge radius; N_mu: magnetic moment; N_q: charge, longitudinal; charge: with transverse photons, in the medium,\n"
        f"in vacuum for a neutrino of {neutrino:g} MeV and {mass / eV:g} eV, and by equivalent photons alone (as in published limits)"
    )
    if draw is not None:
        typer.echo(f"figure: {draw}")


def _shells(material: str, json: bool) -> None:
    """Thresholds of an element or of the elements of a compound."""
    from nuem.elements import compound
    from nuem.elements.subshells import subshells
    from nuem.scattering.atom.subshell_table import tables
    from nuem.units import eV

    rows = []
    for part, _ in compound(material).parts:
        found = {(table.n, table.kappa): table.threshold for table in tables(part.symbol)}
        rows += [
            {
                "element": part.symbol, "shell": shell.name, "n": shell.n, "kappa": shell.kappa, "electrons": shell.electrons,
                "threshold_eV": found[shell.n, shell.kappa] / eV, "measured_eV": shell.binding / eV,
            }
            for shell in subshells(part.symbol)
        ]  # fmt: skip
    if json:
        print_json(rows)
    else:
        print_table(
            list(rows[0]),
            [[f"{value:.6g}" if isinstance(value, float) else str(value) for value in row.values()] for row in rows],
        )
