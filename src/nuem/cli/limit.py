"""`nuem limit`: a limit on one coupling, from a shipped experiment or the user's own."""

from typing import TYPE_CHECKING, Annotated

import typer

from nuem.cli.output import DEFAULT_ELECTRONS, ELECTRONS_HELP, Json, print_json, print_table, progress

if TYPE_CHECKING:
    from nuem.experiments import DipoleLimits, Limit


def limit(
    experiment: Annotated[
        str, typer.Argument(help="A name (`nuem limit list` prints them) or the path of a TOML file.")
    ],
    coupling: Annotated[
        str, typer.Option(help="moment, charge, charge_radius, or an element: 'magnetic[1,2]', 'charge_radius[e,mu]'.")
    ] = "moment",
    cl: Annotated[float, typer.Option(help="Confidence level in per cent.")] = 90.0,
    statistic: Annotated[str, typer.Option(help="two-sided, one-sided, feldman-cousins, or all.")] = "two-sided",
    electrons: Annotated[str, typer.Option(help=ELECTRONS_HELP)] = DEFAULT_ELECTRONS,
    nature: Annotated[str, typer.Option(help="Symmetry of an element: dirac or majorana.")] = "dirac",
    ordering: Annotated[str, typer.Option(help="Mass ordering of the mixing (NuFIT): normal or inverted.")] = "normal",
    sin2_theta_w: Annotated[
        float | None, typer.Option(help="Weak mixing angle; low-energy MS-bar if not given.")
    ] = None,
    translate: Annotated[
        str | None,
        typer.Option("--as", help="lambda: translate the moment into Lambda and single elements of the dipole matrix."),
    ] = None,
    compare: Annotated[
        bool,
        typer.Option("--compare-electrons", help="Moment, charge and charge radius with every model of the electrons."),
    ] = False,
    toys: Annotated[int, typer.Option(help="Pseudo-experiments at each value, for feldman-cousins.")] = 2000,
    seed: Annotated[int, typer.Option(help="Seed of the pseudo-experiments.")] = 1,
    json: Json = False,
) -> None:
    """Derive a limit on one electromagnetic coupling from an experiment's data or set-up."""
    from nuem.constants import SIN2_THETA_W
    from nuem.experiments import experiment as known_experiment
    from nuem.experiments import limit as derive
    from nuem.experiments import limit_dipoles
    from nuem.experiments.coupling import Nature
    from nuem.experiments.coupling import coupling as read_coupling
    from nuem.flavour import Mixing
    from nuem.inference import STATISTICS, FeldmanCousins
    from nuem.numerics import checks

    if experiment == "list":
        _list(json)
        return
    if not 0 < cl < 100:
        raise ValueError(f"--cl {cl:g} is not a confidence level; give per cent between 0 and 100, such as 90")
    checks.choice("--statistic", statistic, (*STATISTICS, "all"))
    symmetry: Nature = "majorana" if checks.choice("--nature", nature, ("dirac", "majorana")) == "majorana" else "dirac"
    one_sign = not read_coupling(coupling, nature=symmetry).interferes
    chosen = [name for name in STATISTICS if one_sign or name != "one-sided"] if statistic == "all" else [statistic]
    known = known_experiment(experiment)
    mixing = Mixing.nufit(ordering)
    angle = SIN2_THETA_W if sin2_theta_w is None else sin2_theta_w
    if compare:
        from nuem.experiments import compare_models

        if statistic != "two-sided":
            raise ValueError(f"--compare-electrons is for --statistic two-sided, not {statistic}")
        _print_models(compare_models(known, cl=cl / 100, mixing=mixing, sin2_theta_w=angle), known.title, json)
        return
    if translate is not None:
        checks.choice("--as", translate, ("lambda",))
        if coupling != "moment" or len(chosen) > 1 or chosen[0] == "feldman-cousins":
            raise ValueError(
                "--as lambda translates the limit on --coupling moment, with one of two-sided or one-sided"
            )
        _print_dipoles(
            limit_dipoles(
                known, cl=cl / 100, statistic=chosen[0], electrons=electrons, mixing=mixing, sin2_theta_w=angle
            ),
            json,
        )
        return
    limits = []
    for name in chosen:
        with progress("pseudo-data", 20 if name == "feldman-cousins" else 0) as advance:
            rule = FeldmanCousins(toys, seed, advance) if name == "feldman-cousins" else STATISTICS[name]()
            limits.append(
                derive(
                    known, coupling, cl=cl / 100, statistic=rule, electrons=electrons, mixing=mixing, nature=symmetry,
                    sin2_theta_w=angle,
                )
            )  # fmt: skip
    if json:
        shown = [_record(one) for one in limits]
        print_json(shown if statistic == "all" else shown[0])
    else:
        _print(limits, known.title, free=getattr(known.data, "background_error", None) is None)


def _list(json: bool) -> None:
    """The experiments that come with the package."""
    from nuem.experiments import experiment as known_experiment
    from nuem.experiments import names

    rows = [(name, (known := known_experiment(name)).kind, known.title) for name in names()]
    if json:
        print_json([{"name": name, "kind": kind, "title": title} for name, kind, title in rows])
    else:
        print_table(("experiment", "kind", "what"), rows)


def _record(limit: "Limit") -> dict[str, object]:
    """A limit for programs; the published value is a number in the same unit."""
    from dataclasses import asdict

    record = asdict(limit)
    record["published"] = limit.published.value if limit.published else None
    record["published_cl"] = limit.published.cl if limit.published else None
    record["published_reference"] = limit.published.reference if limit.published else None
    deviance, bins = record.pop("goodness")
    return {**record, "deviance": deviance, "bins": bins}


def _electrons(name: str) -> str:
    """What is said of a model of bound electrons."""
    from nuem.scattering.atom import electron_model

    return f"{name} ({electron_model(name).description})"


def _print_models(found: "dict[str, dict[str, Limit]]", title: str, json: bool) -> None:
    """Limits side by side: one row a model, one column a coupling."""
    from nuem.scattering.atom import electron_model

    if json:
        print_json([_record(one) for limits in found.values() for one in limits.values()])
        return
    first = next(iter(found.values()))
    header = ["electrons", *(f"{name} [{one.unit}]" for name, one in first.items()), "what"]

    def shown(one: "Limit") -> str:
        low, high = one.interval
        return f"< {one.value:.3g}" if low == 0 else f"{low:.3g} to {high:.3g}"

    rows = [
        (model, *(shown(one) for one in limits.values()), electron_model(model).description)
        for model, limits in found.items()
    ]
    one = next(iter(first.values()))
    typer.echo(f"{title}: {100 * one.cl:g} % CL, {one.statistic}, {one.kind}\n")
    print_table(header, rows)


def _print(limits: "list[Limit]", title: str, *, free: bool) -> None:
    """Limits for people: the number first, then all that it rests on."""
    from textwrap import fill

    first = limits[0]
    kinds = {
        "own": "own data or set-up",
        "recast": "recast from published data",
        "surrogate": "surrogate from a published set-up",
        "projection": "projection",
    }
    typer.echo(f"{title}\n{kinds[first.kind]}\n")
    for one in limits:
        low, high = one.interval
        bound = f"< {one.value:.3g}" if low == 0 else f"in [{low:.3g}, {high:.3g}]"
        typer.echo(f"  {one.coupling} {bound} {one.unit}   {100 * one.cl:g} % CL, {one.statistic}")
    lines = [("best fit", f"{first.best_fit:.3g} {first.unit}")]
    if first.published:
        from nuem.references import bibliography, short

        note = f"; {first.published.note}" if first.published.note else ""
        key = first.published.reference
        source = short(key) if key in bibliography() else key or "no reference"
        lines.append(
            (
                "published",
                f"< {first.published.value:.3g} {first.unit} at {100 * first.published.cl:g} % CL, {source}{note}",
            )
        )
    lines.append(("electrons", f"{_electrons(first.electrons)}; sin^2 theta_W = {first.sin2_theta_w:g}"))
    lines.append(("fit", f"-2 ln L = {first.goodness[0]:.1f} for {first.goodness[1]} bins"))
    if first.nuisances:
        moved = [f"{name} {value:+.2f}" for name, value in first.nuisances.items() if abs(value) >= 0.01]
        quiet = "" if len(moved) == len(first.nuisances) else "the others within 0.01" if moved else "within 0.01"
        unit = "background relative, fluxes in sigma" if free else "in units of their errors"
        lines.append(("nuisances", ", ".join(moved + [quiet] * bool(quiet)) + f" ({unit})"))
    if first.conventions:
        from nuem.vertex.charge_radius import CONVENTIONS

        for name, (low, high) in first.conventions.items():
            lines.append(
                ("convention", f"{name}: [{low:.3g}, {high:.3g}] {first.unit}; {CONVENTIONS[name].description}")
            )
    lines += [("note", note) for note in first.notes]
    typer.echo()
    for name, text in lines:
        typer.echo(fill(text, 110, initial_indent=f"  {name:<12}", subsequent_indent=" " * 14))


def _print_dipoles(found: "DipoleLimits", json: bool) -> None:
    """Lambda and the single elements of the dipole matrix, in units of mu_B."""
    from math import isfinite

    def shown(value: float) -> str:
        return f"{value:.3g}" if isfinite(value) else "none"

    rows = [
        (name, shown(alone), shown(profiled))
        for names, limits in (
            (("|Lambda_1|", "|Lambda_2|", "|Lambda_3|"), found.mass_basis),
            (("|Lambda_e|", "|Lambda_mu|", "|Lambda_tau|"), found.flavour_basis),
        )
        for name, alone, profiled in zip(names, limits.alone, limits.profiled, strict=True)
    ]
    if json:
        bases = {"mass_basis": found.mass_basis, "flavour_basis": found.flavour_basis}
        print_json(
            {
                "moment": _record(found.moment),
                "state": found.state,
                "spread": found.spread,
                **{name: {"alone": one.alone, "profiled": one.profiled} for name, one in bases.items()},
                "dirac": found.dirac,
                "majorana": found.majorana,
            }
        )
        return
    first = found.moment
    typer.echo(
        f"moment < {first.value:.3g} mu_B   {100 * first.cl:g} % CL, {first.statistic}, {first.kind}; as limits in mu_B:\n"
    )
    print_table(("Majorana", "others zero", "others free"), rows)
    elements = [
        (f"|lambda_{f + 1}{i + 1}|", shown(found.dirac[f, i]), shown(found.majorana[f, i]))
        for f in range(3)
        for i in range(3)
    ]
    typer.echo()
    print_table(("single element", "Dirac", "Majorana"), elements)
    typer.echo(
        f"\nMean state of the neutrinos counted; it changes by {found.spread:.1g} from bin to bin. 'none': a direction is unseen."
    )
