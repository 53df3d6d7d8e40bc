"""`nuem stars`: bounds from stars, or the energy loss of a plasma."""

from typing import Annotated, Any

import typer

from nuem.cli.output import Json, print_json, print_table


def stars(
    context: typer.Context,
    density: Annotated[
        str | None, typer.Option(help='Energy loss of a plasma instead of bounds: its density, such as "1e6 g/cm3".')
    ] = None,
    temperature: Annotated[str, typer.Option(help='Its temperature, such as "1e8 K".')] = "1e8 K",
    electron_fraction: Annotated[float, typer.Option(help="Its electrons per nucleon.")] = 0.5,
    moment: Annotated[str, typer.Option(help='Magnetic moment, such as "1e-12 mu_B".')] = "0 mu_B",
    charge: Annotated[str, typer.Option(help='Charge of one Dirac neutrino, such as "1e-14 e".')] = "0 e",
    vertex: Annotated[
        str | None,
        typer.Option(
            help="A TOML file with the matrices (the README shows one, nuem.vertex.read all keys), to hold against the bounds or to cool the plasma."
        ),
    ] = None,
    ordering: Annotated[str, typer.Option(help="Mass ordering of the mixing (NuFIT): normal or inverted.")] = "normal",
    treatment: Annotated[str, typer.Option(help="Dispersion: braaten-segel or one-loop.")] = "braaten-segel",
    nature: Annotated[str, typer.Option(help="Bounds for dirac or majorana neutrinos only, or both.")] = "both",
    sin2_theta_w: Annotated[float | None, typer.Option(help="sin^2 of the weak angle; 0.23857 if not given.")] = None,
    json: Json = False,
) -> None:
    """Print what stars allow, with what each bound rests on and published bounds beside; or how a plasma cools."""
    from nuem.constants import SIN2_THETA_W

    _require_a_use(context, density)
    angle = SIN2_THETA_W if sin2_theta_w is None else sin2_theta_w
    couplings: dict[str, Any] = {}
    if vertex is not None:
        from nuem.flavour import Mixing
        from nuem.vertex.read import read_vertex

        mixing = Mixing.nufit(ordering)
        couplings = {"vertex": read_vertex(vertex, mixing), "mixing": mixing}
    if density is not None:
        from nuem.cli.quantities import quantity

        couplings |= {"moment": quantity(moment, "mu_B"), "charge": quantity(charge, "e"), "sin2_theta_w": angle}
        _plasma(density, temperature, electron_fraction, couplings, treatment, json)
    else:
        _bounds(nature, couplings, angle, json)


def _require_a_use(context: typer.Context, density: str | None) -> None:
    """Refuse options that would be ignored: those of a plasma without one, those of the bounds with one."""
    unused = ("nature",) if density else ("temperature", "electron_fraction", "moment", "charge", "treatment")
    for name in unused:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            option = "--" + name.replace("_", "-")
            raise ValueError(
                f"{option} has no use with --density, which asks for the loss of a plasma instead of bounds"
                if density
                else f"{option} is of a plasma, whose density is missing; add for example --density '1e6 g/cm3'"
            )


def _bounds(nature: str, couplings: dict[str, Any], angle: float, json: bool) -> None:
    from dataclasses import asdict

    from nuem.astro.stars import bounds
    from nuem.catalogue import entries
    from nuem.numerics import checks
    from nuem.references import short

    checks.choice("--nature", nature, ("dirac", "majorana", "both"))
    found = [one for one in bounds(**couplings, sin2_theta_w=angle) if nature == "both" or nature in one.natures]
    published = [
        entry
        for method in ("astrophysics", "cosmology")
        for entry in entries(method=method)
        if entry.quantity in ("magnetic_moment", "charge")
    ]
    if json:
        computed = []
        for one in found:
            record = {key: value for key, value in asdict(one).items() if key != "found" or couplings}
            if couplings:
                record["excluded"] = one.excluded
            computed.append({**record, "sources": [short(key) for key in one.references]})
        print_json({"bounds": computed, "published": [asdict(entry) for entry in published]})
        return
    words = {"moment": "mu_nu", "charge": "q_nu"}
    rows: list[tuple[str, ...]] = [
        (
            f"{words[one.coupling]} < {one.value:.2e} {one.unit}",
            "" if one.expected is None else f"{one.expected:.2e}",
            one.title,
            " ".join(one.natures),
            one.checked,
        )
        for one in found
    ]
    if couplings:
        verdict = {True: "excluded", False: "allowed", None: ""}
        rows = [
            (*row, "" if one.found is None else f"{one.found:.2e} {one.unit}", verdict[one.excluded])
            for row, one in zip(rows, found, strict=True)
        ]
    print_table(
        ("computed", "expected", "from", "neutrinos", "rests on", *(("this vertex", "") if couplings else ())), rows
    )
    typer.echo()
    for name in dict.fromkeys(one.name for one in found):
        first = next(one for one in found if one.name == name)
        typer.echo(f"{first.title} [{first.checked}]: {first.note}.")
        typer.echo(f"    {'; '.join(short(key) for key in first.references)}")
        typer.echo(f"    {', '.join(f'{key} {value:g}' for key, value in first.inputs.items())}")
    typer.echo(
        "\nmu_nu is the root of the sum of |mu_ij|^2 + |eps_ij|^2: over all i, j for Dirac, over i < j for Majorana neutrinos;"
    )
    typer.echo(
        "for helicity flips of nu_e the sum over the final neutrino. Expected: the bound if what is observed were what is predicted.\n"
    )
    print_table(
        ("published", "document", "comment"),
        [
            (f"{e.quantity.replace('_', ' ')} {e.printed or 'none printed'} {e.unit}", e.document, e.comment)
            for e in published
        ],
    )


def _plasma(
    density: str, temperature: str, fraction: float, couplings: dict[str, Any], treatment: str, json: bool
) -> None:
    from nuem.astro.emission import CHANNELS, Couplings, by_process
    from nuem.astro.plasma import Plasma
    from nuem.cli.quantities import quantity
    from nuem.units import erg, keV

    plasma = Plasma(quantity(density, "g/cm3"), fraction, quantity(temperature, "K"))
    processes = by_process(plasma, Couplings(**couplings), treatment=treatment)
    lost = processes["plasmon_decay"]
    channels = {
        name: {
            "transverse": float(lost.channel(name).transverse / erg),
            "longitudinal": float(lost.channel(name).longitudinal / erg),
            "total": float(lost.channel(name).erg_per_cm3_s),
            "per_mass": float(lost.channel(name).erg_per_g_s),
        }
        for name in CHANNELS
    }
    axial = float(processes["plasmon_axial"].erg_per_cm3_s)
    hot = bool(plasma.temperature >= plasma.plasma_frequency)
    others = {
        process: {name: _known(float(value / erg)) for name, value in processes[process].by_channel().items()}
        for process in ("pair_annihilation", "photoneutrinos")
    }
    state = {
        "plasma_frequency_keV": float(plasma.plasma_frequency / keV), "velocity": float(plasma.velocity),
        "chemical_potential_keV": float(plasma.chemical_potential / keV), "degeneracy": float(plasma.degeneracy),
    }  # fmt: skip
    if json:
        record = {**state, "treatment": treatment, "unit": "erg/cm3/s", "emissivity": channels, "weak_axial": axial}
        print_json({**record, **others})
        return
    typer.echo(
        f"omega_p = {state['plasma_frequency_keV']:.6g} keV, v* = {state['velocity']:.6g}, "
        f"mu_e = {state['chemical_potential_keV']:.6g} keV, (mu_e - m_e)/T = {state['degeneracy']:.4g}"
    )
    rows = [
        (name, *(f"{value:.6e}" for value in values.values()), *(_or_dash(one[name]) for one in others.values()))
        for name, values in channels.items()
        if name == "weak" or values["total"]
    ]
    rows.insert(1, ("weak, axial", f"{axial:.6e}", "0", f"{axial:.6e}", f"{axial / float(plasma.density):.6e}", "", ""))
    print_table(
        ("plasmon decay", "transverse", "longitudinal", "total [erg/cm^3/s]", "[erg/g/s]", "pairs", "photoneutrinos"),
        rows,
    )
    typer.echo(
        "Pairs (e+ e- -> nu nubar) and photoneutrinos (gamma e -> e nu nubar) in erg/cm^3/s, axial part included."
    )
    if not hot:
        typer.echo("-: not known where T is below omega_p, where plasmon decay is far larger.")
    elif channels["charge"]["total"]:
        typer.echo("-: photoneutrinos by a charge are part of plasmon decay.")


def _known(value: float) -> float | None:
    return value if value == value else None


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:.4e}"
