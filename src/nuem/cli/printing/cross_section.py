"""What `nuem cross-section` prints."""

from typing import TYPE_CHECKING

from nuem.cli.output import Shown
from nuem.cli.tables import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from nuem.cli.options.shared import Couplings
    from nuem.scattering.by_target import CrossSection
    from nuem.typing import FloatArray


def shown(computed: "CrossSection", couplings: "Couplings", *, radiative: bool) -> Shown:
    """A cross section part by part, for programs, people and a CSV file."""
    from nuem.units import keV

    name = f"{'anti' if computed.antineutrino else ''}nu_{computed.flavour}"
    record = {
        "neutrino": name, "energy_MeV": computed.energy, "target": computed.target, "electrons": computed.electrons, "radiative": radiative,
        "couplings": {"moment_mu_B": couplings.moment, "charge_e": couplings.charge, "charge_radius_cm2": couplings.charge_radius},
        "end_point_keV": computed.end_point / keV, "notes": computed.notes, "unit": f"cm^2/MeV per {computed.per}",
        "recoil_keV": computed.recoil / keV, **computed.parts,
    }  # fmt: skip
    parts = {part: values for part, values in computed.parts.items() if part in ("weak", "total") or values.any()}
    rows = [
        [f"{recoil / keV:.6g}", *(f"{part[k]:.5e}" for part in parts.values())]
        for k, recoil in enumerate(computed.recoil)
    ]
    head = f"dsigma/dT [cm^2/MeV per {computed.per}], {name} of {computed.energy:g} MeV on {computed.target}, end point {computed.end_point / keV:.6g} keV"
    notes = [f"Note: {note}." for note in computed.notes]
    columns = {
        "recoil_keV": computed.recoil / keV,
        **{f"{part}_cm2/MeV".replace(" ", "_"): values for part, values in computed.parts.items()},
    }
    return {
        "record": record,
        "text": [head, *notes, Table(["recoil [keV]", *parts], rows)],
        "columns": columns,
        "figure": lambda: _draw(computed.recoil / keV, computed.parts, head),
    }


def _draw(recoil: "FloatArray", parts: "dict[str, FloatArray]", title: str) -> "Figure":
    from nuem.plots.curves import curves

    shown = {name: abs(values) for name, values in parts.items() if values.any()}
    ylabel = title.partition("]")[0].replace("dsigma/dT", "d$\\sigma$/dT") + "]"
    return curves(recoil, shown, xlabel="recoil energy T  [keV]", ylabel=ylabel, title=title.partition(", ")[2])
