"""`nuem moments`: from a theory of mass, or a matrix in a file, to everything that follows from it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from nuem.cli.output import Json, print_json, print_table

if TYPE_CHECKING:
    from nuem.flavour import Mixing
    from nuem.vertex import Vertex

MODELS = ("minimal-dirac", "minimal-majorana", "left-right")


def moments(
    model: Annotated[str, typer.Option(help="minimal-dirac, minimal-majorana or left-right.")] = "minimal-majorana",
    vertex: Annotated[
        str | None,
        typer.Option(
            help="A TOML file with the matrices (the README shows one, nuem.vertex.read all keys) instead of a model."
        ),
    ] = None,
    ordering: Annotated[str, typer.Option(help="normal or inverted, at the best fit of NuFIT.")] = "normal",
    lightest_mass: Annotated[str, typer.Option(help='Mass of the lightest neutrino, such as "0.01 eV".')] = "0 eV",
    alpha21: Annotated[str, typer.Option(help='Majorana phase, such as "90 deg" or "1.2 rad".')] = "0 rad",
    alpha31: Annotated[str, typer.Option(help="The other Majorana phase.")] = "0 rad",
    delta: Annotated[str | None, typer.Option(help="Dirac phase instead of NuFIT's.")] = None,
    sin2_theta12: Annotated[float | None, typer.Option(help="Instead of NuFIT's; so the two below.")] = None,
    sin2_theta13: Annotated[float | None, typer.Option()] = None,
    sin2_theta23: Annotated[float | None, typer.Option()] = None,
    w_mixing: Annotated[str, typer.Option(help="Left-right: mixing angle of W_L and W_R.")] = "1e-3 rad",
    w2_mass: Annotated[str, typer.Option(help="Left-right: mass of the heavier W.")] = "5 TeV",
    leading: Annotated[
        bool, typer.Option("--leading", help="Leading form of the loop function instead of the exact one.")
    ] = False,
    scale: Annotated[str, typer.Option(help="Scale of new physics for naturalness.")] = "1 TeV",
    json: Json = False,
) -> None:
    """Print a vertex, the effective moments that experiments see, lifetimes and naturalness."""
    from dataclasses import replace

    from nuem import models
    from nuem.cli.quantities import quantity
    from nuem.flavour import Mixing
    from nuem.numerics import checks
    from nuem.references import rests_on
    from nuem.vertex import read_vertex

    given = {"sin2_theta12": sin2_theta12, "sin2_theta13": sin2_theta13, "sin2_theta23": sin2_theta23}
    phases: dict[str, Any] = {
        name: quantity(text, "rad") for name, text in (("alpha21", alpha21), ("alpha31", alpha31))
    }
    if delta is not None:
        phases["delta"] = quantity(delta, "rad")
    best = Mixing.nufit(checks.choice("--ordering", ordering, ("normal", "inverted")))
    angles: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    mixing = replace(best, lightest_mass=quantity(lightest_mass, "eV"), **phases, **angles)
    name = vertex if vertex is not None else checks.choice("--model", model, MODELS)
    if vertex is not None:
        found, source = read_vertex(vertex, mixing), "nuem.effective_moment"
        if found.size != mixing.size:
            raise ValueError(f"{vertex} has {found.size} neutrinos; the mixing has {mixing.size}")
    elif name == "left-right":
        found = models.left_right(mixing, mixing_angle=quantity(w_mixing, "rad"), w2_mass=quantity(w2_mass, "TeV"))
        source = "nuem.models.left_right"
    else:
        build = models.minimal_dirac if name == "minimal-dirac" else models.minimal_majorana
        found, source = build(mixing, leading=leading), f"nuem.models.{build.__name__}"
    loop = ("leading" if leading else "exact") if name in ("minimal-dirac", "minimal-majorana") else None
    record = {
        "model": name, "nature": found.nature, "ordering": ordering, "loop_function": loop,
        "sin2_theta12": mixing.sin2_theta12, "sin2_theta13": mixing.sin2_theta13, "sin2_theta23": mixing.sin2_theta23, "delta_rad": mixing.delta,
        "masses_eV": mixing.masses * 1e6, "alpha21_rad": mixing.alpha21, "alpha31_rad": mixing.alpha31,
        "magnetic_mu_B": found.magnetic, "electric_mu_B": found.electric, "charge_e": found.charge,
        "charge_radius_cm2": found.charge_radius, "anapole_cm2": found.anapole, "lambda_mu_B": _lambdas(found),
        "effective_moments": _effective(found, mixing), "decays": _decays(found, mixing), "naturalness": _naturalness(found, quantity(scale, "TeV")),
        "references": rests_on(source),
    }  # fmt: skip
    if json:
        print_json(record)
    else:
        _print(record)


def _effective(vertex: "Vertex", mixing: "Mixing") -> list[dict[str, Any]]:
    """Effective moment of each kind of experiment."""
    from math import inf

    from nuem.flavour import effective_moment
    from nuem.sources import beam_effective_moment, pion_decay_at_rest, solar_effective_moment
    from nuem.units import GeV, MeV, km, m

    found = {
        "reactor, short baseline: antinu_e": effective_moment(vertex, mixing, "e", antineutrino=True),
        "beam, short baseline: nu_mu": effective_moment(vertex, mixing, "mu"),
        "beam, short baseline: nu_tau": effective_moment(vertex, mixing, "tau"),
        "stopped pions, 30 m: nu_mu, antinu_mu, nu_e": beam_effective_moment(vertex, mixing, pion_decay_at_rest(), baseline=30 * m),
        "stopped pions, prompt only: nu_mu": beam_effective_moment(vertex, mixing, pion_decay_at_rest(delayed=0), baseline=30 * m),
        "long baseline, 295 km at 0.6 GeV: nu_mu": effective_moment(vertex, mixing, "mu", baseline=295 * km, energy=0.6 * GeV),
        "long baseline, 295 km at 0.6 GeV: antinu_mu": effective_moment(vertex, mixing, "mu", baseline=295 * km, energy=0.6 * GeV, antineutrino=True),
        "oscillations averaged: antinu_e": effective_moment(vertex, mixing, "e", baseline=inf, antineutrino=True),
        "Sun, pp at 0.3 MeV": solar_effective_moment(vertex, mixing, 0.3 * MeV, component="pp"),
        "Sun, Be7 at 0.862 MeV": solar_effective_moment(vertex, mixing, 0.862 * MeV, component="Be7"),
        "Sun, B8 at 10 MeV": solar_effective_moment(vertex, mixing, 10 * MeV, component="B8"),
    }  # fmt: skip
    return [{"experiment": name, "value": float(value), "unit": "mu_B"} for name, value in found.items()]


def _decays(vertex: "Vertex", mixing: "Mixing") -> list[dict[str, Any]]:
    from nuem.astro.radiation.radiative_decay import lifetime, photon_energy, rate
    from nuem.units import eV

    return [
        {
            "decay": f"nu_{i + 1} -> nu_{j + 1} gamma", "rate_per_s": rate(vertex, mixing, i, j),
            "photon_energy_eV": photon_energy(mixing, i, j) / eV, "lifetime_s": lifetime(vertex, mixing, i),
        }
        for i in range(mixing.size)
        for j in range(mixing.size)
        if photon_energy(mixing, i, j) > 0
    ]  # fmt: skip


def _naturalness(vertex: "Vertex", scale: float) -> dict[str, Any]:
    """The mass that the largest moment brings along, and the moments that would be natural."""
    from nuem.models import mass_correction, natural_moment
    from nuem.units import TeV, eV

    largest = float(abs(vertex.dipole).max())
    bounds = natural_moment(vertex.nature, 1 * eV, scale, flavours=("e", "tau"))
    return {
        "scale_TeV": scale / TeV, "largest_moment_mu_B": largest, "mass_correction_eV": float(mass_correction(largest, scale)) / eV,
        "natural_moments": [
            {"argument": one.argument, "moment_mu_B": one.moment, "for": "delta m = 1 eV" if vertex.nature == "dirac" else "m_e,tau = 1 eV",
             "source": one.source, "verified": one.verified}
            for one in bounds
        ],
    }  # fmt: skip


def _lambdas(vertex: "Vertex") -> Any:
    from nuem.flavour import lambdas

    return lambdas(vertex) if vertex.nature == "majorana" and vertex.size == 3 else None


def _print(record: dict[str, Any]) -> None:
    from nuem.references import short

    masses = ", ".join(f"{mass:.4g}" for mass in record["masses_eV"])
    typer.echo(f"{record['model']}: {record['nature']} neutrinos, {record['ordering']} ordering, masses {masses} eV\n")
    for name, title in (("magnetic_mu_B", "magnetic moments [mu_B]"), ("electric_mu_B", "electric moments [mu_B]"), ("charge_e", "charges [e]"), ("charge_radius_cm2", "charge radii [cm2]"), ("anapole_cm2", "anapole moments [cm2]")):  # fmt: skip
        matrix = record[name]
        if matrix.any():
            rows = [[f"nu_{f + 1}", *(_complex(value) for value in row)] for f, row in enumerate(matrix)]
            print_table(["final", *(f"nu_{i + 1}" for i in range(len(matrix)))], rows, title=title)
            typer.echo()
    print_table(
        ["effective moment in", "mu_B"],
        [[one["experiment"], f"{one['value']:.4e}"] for one in record["effective_moments"]],
    )
    typer.echo()
    print_table(
        ["decay", "photon [eV]", "rate [1/s]", "mean life of nu_i [s]"],
        [
            [one["decay"], f"{one['photon_energy_eV']:.4g}", f"{one['rate_per_s']:.4e}", f"{one['lifetime_s']:.4e}"]
            for one in record["decays"]
        ],
    )
    natural = record["naturalness"]
    typer.echo(
        f"\nNaturalness: a moment of {natural['largest_moment_mu_B']:.2e} mu_B from {natural['scale_TeV']:g} TeV brings a mass of about "
        f"{natural['mass_correction_eV']:.2e} eV."
    )
    for one in natural["natural_moments"]:
        mark = "" if one["verified"] else "; order of magnitude, coefficient not verified"
        typer.echo(
            f"Natural for {one['for']}: up to {one['moment_mu_B']:.1e} mu_B ({one['argument']}; {short(one['source'])}{mark})."
        )


def _complex(value: complex) -> str:
    if value == 0:
        return "0"
    if value.imag == 0:
        return f"{value.real:.4e}"
    return f"{value.imag:.4e} i" if value.real == 0 else f"{value.real:.4e} {value.imag:+.4e} i"
