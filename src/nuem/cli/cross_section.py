"""`nuem cross-section`: the differential cross section, part by part."""

from typing import TYPE_CHECKING

import click

from nuem.cli import options
from nuem.cli.output import Output
from nuem.cli.tables import Table
from nuem.cli.words import Grid, Quantity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from nuem.typing import FloatArray


@options.verb(
    "cross-section",
    'nuem cross-section --energy "3 MeV" --recoil "2.8 keV" --antineutrino --moment "1e-11 mu_B"',
    'nuem cross-section --energy "0.4 MeV" --recoil "1 keV:100 keV:50" --target Xe --charge "1e-12 e" --csv xe.csv',
    'nuem cross-section --energy "5 MeV" --recoil "0.7 keV" --target nucleus:Ge --moment "1e-10 mu_B" --json',
)
@click.option("--energy", type=Quantity("MeV"), required=True, help='Neutrino energy, such as "3 MeV".')
@click.option(
    "--recoil",
    type=Grid("keV"),
    required=True,
    help='Recoil energy, such as "2.8 keV", or a range "1 keV:100 keV:50" (low:high:count).',
)
@options.flavour
@options.antineutrino
@options.couplings
@click.option(
    "--target",
    default="free-electron",
    show_default=True,
    help="free-electron; the electrons of an atom or compound, such as Xe or CF4; or a nucleus, such as nucleus:Xe.",
)
@options.electrons
@click.option("--radiative", is_flag=True, help="Radiative corrections to the weak part.")
@options.sin2_theta_w
@options.output_curve
def command(target: str, electrons: str, output: Output, couplings: options.Couplings, **process: object) -> None:
    """Print the cross section dsigma/dT of neutrino scattering, part by part."""
    from nuem.scattering.by_target import by_target
    from nuem.units import keV

    if target == "free-electron" or target.startswith("nucleus:"):
        options.refuse_unused({"electrons": f"has no use with --target {target}: its electrons are not bound"})
    found = by_target(target, electrons=electrons, **vars(couplings), **process)  # type: ignore[arg-type]
    name = f"{'anti' if found.antineutrino else ''}nu_{found.flavour}"
    record = {
        "neutrino": name, "energy_MeV": found.energy, "target": target, "electrons": found.electrons, "radiative": process["radiative"],
        "couplings": {"moment_mu_B": couplings.moment, "charge_e": couplings.charge, "charge_radius_cm2": couplings.charge_radius},
        "end_point_keV": found.end_point / keV, "notes": found.notes, "unit": f"cm^2/MeV per {found.per}",
        "recoil_keV": found.recoil / keV, **found.parts,
    }  # fmt: skip
    shown = {part: values for part, values in found.parts.items() if part in ("weak", "total") or values.any()}
    rows = [[f"{one / keV:.6g}", *(f"{part[k]:.5e}" for part in shown.values())] for k, one in enumerate(found.recoil)]
    head = f"dsigma/dT [cm^2/MeV per {found.per}], {name} of {found.energy:g} MeV on {target}, end point {found.end_point / keV:.6g} keV"
    notes = [f"Note: {note}." for note in found.notes]
    columns = {
        "recoil_keV": found.recoil / keV,
        **{f"{part}_cm2/MeV".replace(" ", "_"): values for part, values in found.parts.items()},
    }
    output.show(
        record,
        [head, *notes, Table(["recoil [keV]", *shown], rows)],
        columns=columns,
        figure=lambda: _draw(found.recoil / keV, found.parts, head),
    )


def _draw(recoil: "FloatArray", parts: "dict[str, FloatArray]", title: str) -> "Figure":
    from nuem.plots.curves import curves

    shown = {name: abs(values) for name, values in parts.items() if values.any()}
    ylabel = title.partition("]")[0].replace("dsigma/dT", "d$\\sigma$/dT") + "]"
    return curves(recoil, shown, xlabel="recoil energy T  [keV]", ylabel=ylabel, title=title.partition(", ")[2])
