"""`nuem atom`: how many electrons of an atom answer to an energy transfer, and from which shells."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuem.cli.output import Json, print_json, print_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
    configuration: Annotated[
        str | None,
        typer.Option(
            help='Compute an element of this configuration, such as "[Xe] 4f14 5d6 6s2" for Os: any element, some seconds.'
        ),
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
    from nuem.scattering.atom import EquivalentPhotons, Hfs, response, tabulated
    from nuem.units import eV, keV

    if material == "list":
        print_json(list(tabulated())) if json else typer.echo(" ".join(tabulated()))
        return
    if configuration is not None:
        if shells or draw is not None or density is not None:
            raise ValueError(
                "--configuration computes the numbers of one atom; it goes with --transfer and --json only"
            )
        _computed(
            material,
            configuration,
            np.geomspace(0.1, 50, 12) * keV if transfer is None else grid(transfer, "keV"),
            json,
        )
        return
    target = compound(material)
    if shells:
        _shells(material, json)
        return
    heavy = None if density is None else quantity(density, "g/cm3")
    mass = quantity(neutrino_mass, "eV")
    neutrino = quantity(energy, "MeV")
    bound = response(material, Hfs(density=heavy))
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
        vacuum = response(material, Hfs(vacuum=True, neutrino_mass=mass)).at(T, warn=False)
        photons = response(material, EquivalentPhotons(neutrino_mass=mass)).at(T)
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
    for failure in bound.failures:
        typer.echo(f"Known to fail: {failure}.")
    if draw is not None:
        typer.echo(f"figure: {draw}")


def _computed(symbol: str, configuration: str, transfer: "NDArray[np.float64]", json: bool) -> None:
    """Numbers of an atom that has no table."""
    from nuem.elements import Atom
    from nuem.scattering.atom.subshell_table import total
    from nuem.scattering.atom.tabulate import tabulate
    from nuem.units import keV

    atom = Atom(symbol, configuration)
    columns = dict(zip(("N_w", "N_mu", "N_q", "photoabsorption_cm2"), total(tabulate(atom), transfer), strict=True))
    if json:
        print_json({"material": symbol, "configuration": configuration, "transfer_keV": transfer / keV, **columns})
        return
    typer.echo(f"{symbol} {configuration}: effective electrons of the atom, of {atom.Z}, as computed\n")
    print_table(
        ["T [keV]", *columns],
        [
            [f"{value / keV:.4g}", *(f"{column[k]:.4g}" for column in columns.values())]
            for k, value in enumerate(transfer)
        ],
    )
    typer.echo("\nN_w: weak, charge radius; N_mu: magnetic moment; N_q: charge, longitudinal; photoabsorption: dipole")


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
