"""The experiments at a glance: kind, target, source, data, and what can be asked of each."""

from nuem.experiments.bounds.field_limit import antineutrino_description, antineutrino_row
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.setups.bins import Bins
from nuem.experiments.shipped import ANTINEUTRINOS, experiment, names
from nuem.typing import Json
from nuem.units import GeV, MeV, eV, keV, meV
from nuem.vertex.form_factors import EFFECTIVE

PARTICLES = {"electron": "electrons", "nucleus": "nuclei", "atom": "atoms"}
COUPLINGS = (*EFFECTIVE, "elements", "portal")
"""What can be asked of an experiment: effective couplings, single elements of the matrices, the dipole portal."""


def overview() -> list[Json]:
    """One row for each experiment that comes with the package."""
    return [*(_row(name, experiment(name)) for name in names()), antineutrino_row()]


def description(name: str) -> Json:
    """One experiment in detail.

    Parameters
    ----------
    name : str
        One of `names`, "kamland_antinu", or the path of a TOML file.
    """
    if name == ANTINEUTRINOS:
        return antineutrino_description()
    setup = experiment(name)
    row = _row(name, setup)
    references = row.pop("references")
    return {
        **row,
        "published": {coupling: f"{limit.value:g} at {100 * limit.cl:g} % CL [{limit.reference}]" for coupling, limit in setup.published.items()},
        "references": references,
        "notes": list(setup.notes),
    }  # fmt: skip


def _row(name: str, setup: Experiment) -> Json:
    return {
        "name": name,
        "kind": setup.kind,
        "target": " + ".join(
            f"{channel.target.material} {PARTICLES[channel.target.particle]}" for channel in setup.channels
        ),
        "source": " + ".join(source.name for source in setup.sources),
        "data": f"{setup.data.description} in {_bins(setup.bins)}",
        "ask": ", ".join(COUPLINGS),
        "title": setup.title,
        "references": list(setup.references),
    }


def _unit(energy: float) -> tuple[float, str]:
    """The unit in which an energy [MeV] is written."""
    if energy < 0.1 * eV:
        return meV, "meV"
    return (keV, "keV") if energy < 100 * MeV else (GeV, "GeV")


def _bins(bins: Bins) -> str:
    """How many bins, and over what."""
    number = f"{bins.number} bin{'s' if bins.number != 1 else ''}"
    if bins.axis == "label":
        return number
    unit, name = _unit(bins.edges[-1]) if bins.axis == "energy" else (1.0, "photo-electrons")
    times = bins.time_edges * 1e6
    when = f", {times[0]:g} to {times[-1]:g} us" if len(times) else ""
    return f"{number}, {bins.edges[0] / unit:g} to {bins.edges[-1] / unit:g} {name}{when}"
