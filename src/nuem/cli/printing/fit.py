"""What `nuem fit` prints: each parameter with every allowed piece, then what the result rests on."""

from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING

from nuem.cli.tables import Table

if TYPE_CHECKING:
    from nuem.typing import Json


def text(record: "Json") -> list[str | Table]:
    """A fit for people."""
    parameters, pieces = record["parameters"], record["pieces"]
    rows = [[name, _best(name, parameters), _allowed(ends), _unit(name, parameters)] for name, ends in pieces.items()]
    head = f"{' + '.join(record['experiments'])}: {len(parameters)} real parameters, {record['constrained']} of their combinations constrained\n"
    lines = [
        ("fit", f"-2 ln L = {record['deviance']:.2f} for {record['bins']} bins; {record['deviance_without']:.2f} without any coupling"),
        *_minima(record),
        ("electrons", f"{record['electrons']}; sin^2 theta_W = {record['sin2_theta_w']:g}"),
        *_nuisances(record["nuisances"]),
        *(("note", note) for note in record["notes"]),
    ]  # fmt: skip
    table = Table(["parameter", "best", f"allowed at {100 * record['cl']:g} % CL, all else free", "unit"], rows)
    return [head, table, "", *(_line(name, words) for name, words in lines)]


def columns(record: "Json") -> dict[str, list[object]]:
    """A fit for a CSV file: one row for each allowed piece."""
    rows = [(name, low, high) for name, ends in record["pieces"].items() for low, high in ends]
    return {
        "parameter": [name for name, _, _ in rows],
        "unit": [_unit(name, record["parameters"]) for name, _, _ in rows],
        "low": [low for _, low, _ in rows],
        "high": [high for _, _, high in rows],
    }


def _line(name: str, words: str) -> str:
    return fill(words, 80, initial_indent=f"  {name:<12}", subsequent_indent=" " * 14, break_on_hyphens=False)


def _best(name: str, parameters: "Json") -> str:
    if name in parameters:
        return f"{parameters[name]['best']:.3g}"
    parts = [parameters[f"{part} {name}"]["best"] for part in ("Re", "Im")]
    return f"{abs(complex(*parts)):.3g}"


def _unit(name: str, parameters: "Json") -> str:
    unit: str = parameters[name if name in parameters else f"Re {name}"]["unit"]
    return unit


def _allowed(ends: list[list[float]]) -> str:
    if len(ends) == 1 and ends[0][0] == 0:
        return f"< {ends[0][1]:.3g}"
    return " or ".join(f"[{low:.3g}, {high:.3g}]" for low, high in ends)


def _minima(record: "Json") -> list[tuple[str, str]]:
    local = record["minima"][1:]
    if not local:
        return []
    rises = ", ".join(f"{other['deviance'] - record['deviance']:.2f}" for other in local)
    return [("minima", f"{len(local)} more, -2 ln L above the lowest: {rises}")]


def _nuisances(nuisances: Mapping[str, float]) -> list[tuple[str, str]]:
    moved = [f"{name} {value:+.2f}" for name, value in nuisances.items() if abs(value) >= 0.01]
    return (
        [("nuisances", ", ".join(moved) + " (in units of their errors; free normalisations relative)")] if moved else []
    )
