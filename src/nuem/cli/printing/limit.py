"""What `nuem limit` prints: the number first, then all that it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from math import isfinite
from textwrap import fill
from typing import TYPE_CHECKING, TypeAlias

from nuem.cli.printing.limit_beyond import beyond
from nuem.cli.tables import Table
from nuem.numerics.brief import after

if TYPE_CHECKING:
    from nuem.experiments import DipoleLimits, Experiment, Limit
    from nuem.typing import Json

Shown: TypeAlias = "tuple[Json | list[Json], list[str | Table]]"
_KINDS = {
    "own": "own data or set-up",
    "recast": "recast from published data",
    "approximate": "recast, approximate",
    "surrogate": "surrogate from a published set-up",
    "projection": "projection",
    "combined": "experiments of different kinds, combined",
}


def limits(
    results: "Sequence[Limit]",
    experiments: "Sequence[Experiment]",
    *,
    single: bool,
    more: "Json | None" = None,
) -> Shown:
    """Limits on one coupling, by one or several statistics, and what was asked for beyond them."""
    first = results[0]
    text: list[str | Table] = [
        "\n".join(single.title for single in experiments) + f"\n{_KINDS.get(first.kind, first.kind)}\n"
    ]
    text += [
        f"  {limit.coupling} {allowed(limit)}{after(limit.unit)}   {100 * limit.cl:g} % CL, {limit.statistic}"
        for limit in results
    ]
    text.append("")
    text += [
        fill(words, 80, initial_indent=f"  {name:<12}", subsequent_indent=" " * 14, break_on_hyphens=False)
        for name, words in _lines(first)
    ]
    extra = more or {}
    text += beyond(extra, first.unit)
    shown = {
        name: [asdict(impact) for impact in single] if name == "impacts" else asdict(single)
        for name, single in extra.items()
    }
    records = [record(limit) | shown for limit in results]
    return records[0] if single else records, text


def antineutrinos(limit: "Limit") -> Shown:
    """A limit from a published number, which has no fit."""
    text: list[str | Table] = [
        f"KamLAND, solar antineutrinos\n{_KINDS[limit.kind]}\n",
        f"  {limit.coupling} < {limit.value:.3g}{after(limit.unit)}   {100 * limit.cl:g} % CL\n",
    ]
    text += [
        fill(note, 80, initial_indent="  note        ", subsequent_indent=" " * 14, break_on_hyphens=False)
        for note in limit.notes
    ]
    return record(limit), text


def allowed(limit: "Limit") -> str:
    """The allowed values: an upper limit, an interval, or several pieces."""
    if len(limit.pieces) == 1 and limit.interval[0] == 0:
        return f"< {limit.value:.3g}"
    return "in " + " or ".join(f"[{low:.3g}, {high:.3g}]" for low, high in limit.pieces)


def record(limit: "Limit") -> "Json":
    """A limit for programs; the published value is a number in the same unit."""
    entry = asdict(limit)
    published = limit.published
    entry["published"] = published.value if published else None
    entry["published_cl"] = published.cl if published else None
    entry["published_reference"] = published.reference if published else None
    deviance, bins = entry.pop("goodness")
    return {**entry, "deviance": deviance, "bins": bins}


def _lines(limit: "Limit") -> Iterator[tuple[str, str]]:
    """What a limit rests on, line by line."""
    from nuem.scattering.atom import electron_model
    from nuem.vertex.charge_radius import CONVENTIONS

    yield "best fit", f"{limit.best_fit:.3g}{after(limit.unit)}"
    if limit.published:
        yield "published", _published(limit)
    yield (
        "electrons",
        f"{limit.electrons} ({electron_model(limit.electrons).description}); sin^2 theta_W = {limit.sin2_theta_w:g}",
    )
    yield "fit", f"-2 ln L = {limit.goodness[0]:.1f} for {limit.goodness[1]} bins"
    if len([name for name in limit.shares if name != "pulls"]) > 1:
        parts = ", ".join(f"{name} {rise:+.2f}" for name, rise in limit.shares.items())
        yield "shares", f"{parts} of the rise of -2 ln L by {sum(limit.shares.values()):.2f} at the limit"
    if limit.nuisances:
        moved = [f"{name} {value:+.2f}" for name, value in limit.nuisances.items() if abs(value) >= 0.01]
        quiet = "" if len(moved) == len(limit.nuisances) else "the others within 0.01" if moved else "within 0.01"
        yield (
            "nuisances",
            ", ".join(moved + [quiet] * bool(quiet)) + " (in units of their errors; free normalisations relative)",
        )
    for name, (low, high) in (limit.conventions or {}).items():
        yield "convention", f"{name}: [{low:.3g}, {high:.3g}] {limit.unit}; {CONVENTIONS[name].description}"
    for note in limit.notes:
        yield "note", note


def _published(limit: "Limit") -> str:
    from nuem.references import bibliography, short

    published = limit.published
    assert published is not None
    key = published.reference
    source = short(key) if key in bibliography() else key or "no reference"
    note = f"; {published.note}" if published.note else ""
    return f"< {published.value:.3g} {limit.unit} at {100 * published.cl:g} % CL, {source}{note}"


def comparison(results: "dict[str, dict[str, Limit]]", title: str) -> Shown:
    """Limits with each model of the electrons: one row a model, one column a coupling."""
    from nuem.scattering.atom import electron_model

    first = next(iter(results.values()))
    header = ["electrons", *(f"{name} [{example.unit}]" for name, example in first.items()), "what"]

    rows = [
        (name, *(allowed(cell) for cell in row.values()), electron_model(name).description)
        for name, row in results.items()
    ]
    example = next(iter(first.values()))
    head = f"{title}: {100 * example.cl:g} % CL, {example.statistic}, {example.kind}\n"
    return [record(limit) for row in results.values() for limit in row.values()], [head, Table(header, rows)]


def dipoles(results: "DipoleLimits") -> Shown:
    """Lambda and the single elements of the dipole matrix, in units of mu_B."""

    def shown(value: float) -> str:
        return f"{value:.3g}" if isfinite(value) else "none"

    bases = {"mass_basis": results.mass_basis, "flavour_basis": results.flavour_basis}
    names = {"mass_basis": ("1", "2", "3"), "flavour_basis": ("e", "mu", "tau")}
    rows = [
        (f"|Lambda_{name}|", shown(alone), shown(profiled))
        for basis, bounds in bases.items()
        for name, alone, profiled in zip(names[basis], bounds.alone, bounds.profiled, strict=True)
    ]
    elements = [
        (f"|lambda_{f + 1}{i + 1}|", shown(results.dirac[f, i]), shown(results.majorana[f, i]))
        for f in range(3)
        for i in range(3)
    ]
    first = results.moment
    text: list[str | Table] = [
        f"moment < {first.value:.3g} mu_B   {100 * first.cl:g} % CL, {first.statistic}, {first.kind}; as limits in mu_B:\n",
        Table(("Majorana", "others zero", "others free"), rows),
        "",
        Table(("single element", "Dirac", "Majorana"), elements),
        f"\nMean state of the neutrinos counted; it changes by {results.spread:.1g} from bin to bin. 'none': a direction is unseen.",
    ]
    data = {
        "moment": record(results.moment), "state": results.state, "spread": results.spread,
        **{name: {"alone": bounds.alone, "profiled": bounds.profiled} for name, bounds in bases.items()},
        "dirac": results.dirac, "majorana": results.majorana,
    }  # fmt: skip
    return data, text
