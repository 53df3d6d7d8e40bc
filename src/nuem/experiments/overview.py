"""The experiments at a glance: kind, target, source, data, and what can be asked of each."""

from typing import Any

from nuem.experiments.setup import Counts, Experiment
from nuem.experiments.shipped import experiment, names
from nuem.units import keV

COUPLINGS = ("moment", "charge", "charge_radius")


def overview() -> list[dict[str, str]]:
    """One row for each experiment that comes with the package."""
    return [_row(name, experiment(name)) for name in names()]


def description(name: str) -> dict[str, Any]:
    """One experiment in detail.

    Parameters
    ----------
    name : str
        One of `names`, or the path of a TOML file.
    """
    known = experiment(name)
    return {
        **_row(name, known),
        "published": {coupling: f"{limit.value:g} at {100 * limit.cl:g} % CL [{limit.reference}]" for coupling, limit in known.published.items()},
        "references": list(known.references),
        "notes": list(known.notes),
    }  # fmt: skip


def _row(name: str, known: Experiment) -> dict[str, str]:
    edges = known.edges / keV
    observed = f"{known.data.observed.sum():.0f} events" if isinstance(known.data, Counts) else "expected counts"
    return {
        "name": name,
        "kind": known.kind,
        "target": known.material,
        "source": known.source.name,
        "data": f"{observed} in {len(edges) - 1} bins, {edges[0]:g} to {edges[-1]:g} keV",
        "ask": " ".join(COUPLINGS),
        "title": known.title,
    }
