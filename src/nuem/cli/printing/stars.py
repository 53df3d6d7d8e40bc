"""What `nuem stars` prints: bounds with what they rest on, or the losses of a plasma."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeAlias

from nuem.cli.tables import TOGETHER, Table

if TYPE_CHECKING:
    from nuem.astro.emission import EnergyLoss
    from nuem.astro.plasma import Plasma
    from nuem.astro.stars import StarBound
    from nuem.typing import Json

Shown: TypeAlias = "tuple[Json, list[str | Table]]"
_WORDS = {"moment": "mu_nu", "charge": "q_nu"}
_VERDICTS = {True: "excluded", False: "allowed", None: ""}


def bounds_text(bounds: "Sequence[StarBound]", *, compared: bool) -> Shown:
    """Bounds, with the verdict on a vertex if there is one, and published bounds."""
    from nuem.catalogue import entries
    from nuem.references import short

    published = [
        entry
        for method in ("astrophysics", "cosmology")
        for entry in entries(method=method)
        if entry.quantity in ("magnetic_moment", "charge")
    ]
    computed = []
    for bound in bounds:
        entry = {key: value for key, value in asdict(bound).items() if key != "of_vertex" or compared}
        computed.append(
            {
                **entry,
                **({"excluded": bound.excluded} if compared else {}),
                "sources": [short(key) for key in bound.references],
            }
        )
    text: list[str | Table] = [_table(bounds, compared=compared), ""]
    for name in dict.fromkeys(bound.name for bound in bounds):
        first = next(bound for bound in bounds if bound.name == name)
        text += [
            f"{first.title} [{first.checked}]: {first.note}.",
            f"    {'; '.join(short(key) for key in first.references)}",
            f"    {', '.join(f'{key} {value:g}' for key, value in first.inputs.items())}",
        ]
    text += [
        "\nmu_nu is the root of the sum of |mu_ij|^2 + |eps_ij|^2: over all i, j for Dirac, over i < j for Majorana neutrinos;",
        "for helicity flips of nu_e the sum over the final neutrino. Expected: the bound if what is observed were what is predicted.\n",
        Table(
            ("published", "document", "comment"),
            [
                (f"{e.quantity.replace('_', ' ')} {e.printed or 'none printed'} {e.unit}", e.document, e.comment)
                for e in published
            ],
        ),
    ]
    return {"bounds": computed, "published": [asdict(entry) for entry in published]}, text


def _table(bounds: "Sequence[StarBound]", *, compared: bool) -> Table:
    rows = [
        (
            f"{_WORDS.get(bound.coupling, bound.coupling)} < {bound.value:.2e} {bound.unit}".replace(" ", TOGETHER),
            "" if bound.expected is None else f"{bound.expected:.2e}",
            bound.title,
            " ".join(bound.natures),
            bound.checked,
            *(
                ("" if bound.of_vertex is None else f"{bound.of_vertex:.2e} {bound.unit}", _VERDICTS[bound.excluded])
                if compared
                else ()
            ),
        )
        for bound in bounds
    ]
    return Table(
        ("computed", "expected", "from", "neutrinos", "rests on", *(("this vertex", "") if compared else ())), rows
    )


def plasma_text(plasma: "Plasma", processes: "Mapping[str, EnergyLoss]", treatment: str) -> Shown:
    """Losses by process and channel."""
    from nuem.astro.emission import CHANNELS
    from nuem.units import erg, keV

    decay, axial = processes["plasmon_decay"], float(processes["plasmon_axial"].erg_per_cm3_s)
    channels = {
        name: {
            "transverse": float(decay.channel(name).transverse / erg),
            "longitudinal": float(decay.channel(name).longitudinal / erg),
            "total": float(decay.channel(name).erg_per_cm3_s),
            "per_mass": float(decay.channel(name).erg_per_g_s),
        }
        for name in CHANNELS
    }
    losses = {
        process: {name: _finite(float(value / erg)) for name, value in processes[process].by_channel().items()}
        for process in ("pair_annihilation", "photoneutrinos")
    }
    state = {
        "plasma_frequency_keV": float(plasma.plasma_frequency / keV), "velocity": float(plasma.velocity),
        "chemical_potential_keV": float(plasma.chemical_potential / keV), "degeneracy": float(plasma.degeneracy),
    }  # fmt: skip
    rows = [
        (name, *(f"{value:.6e}" for value in values.values()), *(_or_dash(loss[name]) for loss in losses.values()))
        for name, values in channels.items()
        if name == "weak" or values["total"]
    ]
    rows.insert(1, ("weak, axial", f"{axial:.6e}", "0", f"{axial:.6e}", f"{axial / float(plasma.density):.6e}", "", ""))
    text: list[str | Table] = [
        f"omega_p = {state['plasma_frequency_keV']:.6g} keV, v* = {state['velocity']:.6g}, "
        f"mu_e = {state['chemical_potential_keV']:.6g} keV, (mu_e - m_e)/T = {state['degeneracy']:.4g}",
        Table(
            (
                "plasmon decay",
                "transverse",
                "longitudinal",
                "total [erg/cm^3/s]",
                "[erg/g/s]",
                "pairs",
                "photoneutrinos",
            ),
            rows,
        ),
        "Pairs (e+ e- -> nu nubar) and photoneutrinos (gamma e -> e nu nubar) in erg/cm^3/s, axial part included.",
    ]
    if plasma.temperature < plasma.plasma_frequency:
        text.append("-: not known where T is below omega_p, where plasmon decay is far larger.")
    elif channels["charge"]["total"]:
        text.append("-: photoneutrinos by a charge are part of plasmon decay.")
    return {
        **state,
        "treatment": treatment,
        "unit": "erg/cm3/s",
        "emissivity": channels,
        "weak_axial": axial,
        **losses,
    }, text


def _finite(value: float) -> float | None:
    return value if value == value else None


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:.4e}"
