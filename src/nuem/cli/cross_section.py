"""`nuem cross-section`: the differential cross section, part by part."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from nuem.cli.output import DEFAULT_ELECTRONS, ELECTRONS_HELP, Json, print_json, print_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FREE = "free-electron"
NUCLEUS = "nucleus:"


def cross_section(
    energy: Annotated[str, typer.Option(help='Neutrino energy, such as "3 MeV".')],
    recoil: Annotated[
        str, typer.Option(help='Recoil energy, such as "2.8 keV", or a range "1 keV:100 keV:50" (low:high:count).')
    ],
    flavour: Annotated[str, typer.Option(help="e, mu or tau.")] = "e",
    antineutrino: Annotated[bool, typer.Option("--antineutrino", help="An antineutrino.")] = False,
    moment: Annotated[str, typer.Option(help='Effective magnetic moment, such as "1e-11 mu_B".')] = "0 mu_B",
    charge: Annotated[str, typer.Option(help='Millicharge, such as "1e-12 e"; its sign matters.')] = "0 e",
    charge_radius: Annotated[
        str, typer.Option(help='Charge radius <r^2>, such as "1e-33 cm2"; its sign matters.')
    ] = "0 cm2",
    target: Annotated[
        str,
        typer.Option(
            help='"free-electron"; the electrons of an atom or compound, such as "Xe" or "CF4"; or "nucleus:Xe", coherent.'
        ),
    ] = FREE,
    electrons: Annotated[str, typer.Option(help=ELECTRONS_HELP)] = DEFAULT_ELECTRONS,
    radiative: Annotated[bool, typer.Option("--radiative", help="Radiative corrections to the weak part.")] = False,
    sin2_theta_w: Annotated[
        float | None, typer.Option(help="sin^2 of the weak angle; by default 0.23857, with --radiative 0.2317.")
    ] = None,
    json: Json = False,
) -> None:
    """Print the cross section dsigma/dT of neutrino scattering, part by part."""
    from nuem.cli.quantities import grid, quantity
    from nuem.units import keV

    recoils, neutrino = grid(recoil, "keV"), quantity(energy, "MeV")
    couplings = {
        "moment": quantity(moment, "mu_B"),
        "charge": quantity(charge, "e"),
        "charge_radius": quantity(charge_radius, "cm2"),
    }
    common: dict[str, Any] = {"flavour": flavour, "antineutrino": antineutrino, "radiative": radiative, **couplings}
    if sin2_theta_w is not None:
        common["sin2_theta_w"] = sin2_theta_w
    on_nucleus = target.startswith(NUCLEUS)
    if on_nucleus:
        parts, mass, per = _on_nucleus(recoils, neutrino, target.removeprefix(NUCLEUS), common)
    else:
        parts, mass, per = _on_electrons(recoils, neutrino, target, electrons, common)

    from nuem.scattering.atom import electron_model
    from nuem.scattering.kinematics import maximum_recoil

    end_point = float(maximum_recoil(neutrino, mass=mass)) / keV
    name = f"{'anti' if antineutrino else ''}nu_{flavour}"
    notes = []
    if couplings["charge"] and per != "nucleus" and target != FREE and not electron_model(electrons).collective:
        notes.append("a charge acts on the atom as a whole: electrons counted one by one give too small a charge part")
    if radiative and on_nucleus:
        notes.append(
            "radiative couplings of the nucleons as quoted in the literature (nuem cite Cadeddu:2020lky), not recomputed"
        )
    if json:
        print_json(
            {
                "neutrino": name, "energy_MeV": neutrino, "target": target, "electrons": None if on_nucleus else electrons,
                "radiative": radiative, "couplings": {"moment_mu_B": couplings["moment"], "charge_e": couplings["charge"],
                "charge_radius_cm2": couplings["charge_radius"]}, "end_point_keV": end_point, "notes": notes,
                "unit": f"cm^2/MeV per {per}", "recoil_keV": recoils / keV, **parts,
            }
        )  # fmt: skip
        return
    typer.echo(f"dsigma/dT [cm^2/MeV per {per}], {name} of {neutrino:g} MeV on {target}, end point {end_point:.6g} keV")
    shown = {part: values for part, values in parts.items() if part in ("weak", "total") or values.any()}
    print_table(
        ["recoil [keV]", *shown],
        [[f"{value / keV:.6g}", *(f"{column[k]:.5e}" for column in shown.values())] for k, value in enumerate(recoils)],
    )
    for note in notes:
        typer.echo(f"Note: {note}.")


def _on_electrons(
    recoils: "NDArray[np.float64]", energy: float, target: str, model: str, common: dict[str, Any]
) -> tuple[dict[str, Any], float, str]:
    """Parts, mass of the target [MeV], and what the cross section is per."""
    from nuem.constants import ELECTRON_MASS
    from nuem.scattering.atom import response
    from nuem.scattering.electron import parts

    found = parts(recoils, energy, **common)
    per = "electron"
    if target != FREE:
        electrons = response(target, model)
        found = found.on(electrons.at(recoils), energy)
        per = "atom" if electrons.target.is_element else "formula unit"
    names = ("weak", "radius", "interference", "charge", "magnetic", "total")
    return {name: getattr(found, name) for name in names}, ELECTRON_MASS, per


def _on_nucleus(
    recoils: "NDArray[np.float64]", energy: float, symbol: str, common: dict[str, Any]
) -> tuple[dict[str, Any], float, str]:
    """The same for coherent scattering on an element with its mean mass number."""
    from nuem.constants import ATOMIC_MASS_UNIT, ELECTRON_MASS
    from nuem.elements import element
    from nuem.scattering.nucleus import dsigma_dT

    atom = element(symbol)
    nucleus: dict[str, Any] = {"Z": atom.Z, "A": atom.atomic_weight}
    bare = {**common, "moment": 0.0, "charge": 0.0, "charge_radius": 0.0}
    weak = dsigma_dT(recoils, energy, **nucleus, **bare)
    charged = dsigma_dT(recoils, energy, **nucleus, **{**common, "moment": 0.0})
    total = dsigma_dT(recoils, energy, **nucleus, **common)
    parts = {"weak": weak, "charge and radius": charged - weak, "magnetic": total - charged, "total": total}
    return parts, atom.atomic_weight * ATOMIC_MASS_UNIT - atom.Z * ELECTRON_MASS, "nucleus"
