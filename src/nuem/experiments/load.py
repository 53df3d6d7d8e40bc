"""Read an experiment from TOML and CSV: the shipped ones and the user's own, through one door."""

from collections.abc import Callable
from importlib.resources.abc import Traversable
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nuem.detectors import Efficiency, Resolution, Response
from nuem.experiments.section import Section
from nuem.experiments.setup import Counts, Experiment, OnOff, PublishedLimit
from nuem.numerics import checks
from nuem.numerics.toml import load_toml
from nuem.sources import ARGUMENT_UNITS, SOURCES
from nuem.units import keV

COUPLING_UNITS = {"moment": "mu_B", "charge": "e", "charge_radius": "cm2"}
KINDS = ("own", "recast", "surrogate", "projection")


def load(path: str | Path) -> Experiment:
    """Read an experiment from a TOML file and the CSV tables that it names, which lie beside it.

    Raises
    ------
    ValueError
        For a file that cannot be read, a key that is unknown or missing, a unit that is missing or of another kind, tables that are
        cut short, bins that do not adjoin; the message says which file and where.
    """
    file = Path(path)
    return read(file.stem, file)


def read(name: str, file: Path | Traversable) -> Experiment:
    """Read an experiment from an open place: a path, or a file shipped with the package."""
    table = load_toml(file, "a TOML experiment")
    folder = file.parent if isinstance(file, Path) else _folder(file)
    try:
        return _experiment(name, Section("top", table, folder))
    except ValueError as error:
        raise ValueError(f"{file.name}: {error}") from None


def _folder(file: Traversable) -> Traversable:
    from importlib.resources import files

    return files("nuem.experiments")


def _experiment(name: str, top: Section) -> Experiment:
    kind = checks.choice("kind", top.text("kind", "own"), KINDS)
    target = top.section("target")
    material = target.text("material")
    counting: Callable[[Section, Section], tuple[Response, Counts | OnOff, float]] = (
        _on_off if "on_off" in top else _counts
    )
    response, data, exposure = counting(top, target)
    target.done()
    nuisance = top.section("nuisance", needed=False)
    flux_errors = nuisance.flag("flux", True)
    if isinstance(data, OnOff):
        nuisance.done()
    experiment = Experiment(
        name=name,
        title=top.text("title", name),
        kind=kind,
        source=_source(top.section("source")),
        material=material,
        exposure=exposure,
        response=response,
        data=data,
        flux_errors=flux_errors,
        published=_published(top.section("published", needed=False)),
        references=top.texts("references"),
        notes=top.texts("notes"),
    )
    top.done()
    return experiment


def _source(section: Section) -> Any:
    """The named source with its own arguments, quantities read with their units."""
    name = checks.choice("[source] name", section.text("name"), tuple(SOURCES))
    allowed = tuple(signature(SOURCES[name]).parameters)
    arguments = {}
    for key in section.entries:
        if key != "name":
            checks.choice(f"key of [source] {name}", key, allowed)
            unit = ARGUMENT_UNITS[name].get(key)
            if unit == "file":
                arguments[key] = section.folder.joinpath(section.text(key))
            else:
                arguments[key] = section.quantity(key, unit) if unit else section.value(key)
    return SOURCES[name](**arguments)


def _counts(top: Section, target: Section) -> tuple[Response, Counts, float]:
    """Events and background in bins."""
    exposure = target.quantity("exposure", "kg day")
    data = top.section("data")
    table = data.table("spectrum", {"low": "keV", "high": "keV", "observed": "", "background": ""})
    low, high = table["low"], table["high"]
    for k in range(len(low)):
        if high[k] <= low[k]:
            raise ValueError(
                f"bin {k + 1} runs from {low[k] / keV:g} to {high[k] / keV:g} keV: the upper edge must be the larger"
            )
        if k and abs(low[k] - high[k - 1]) > 1e-9 * high[k]:
            how = "overlap" if low[k] < high[k - 1] else "leave a gap"
            raise ValueError(
                f"bins {k} and {k + 1} {how}: one ends at {high[k - 1] / keV:g} keV, the next begins at {low[k] / keV:g} keV; "
                "rows must ascend and adjoin"
            )
    observed = table["observed"]
    if np.any(observed != np.round(observed)) and not data.flag("digitised", False):
        k = int(np.argmax(observed != np.round(observed)))
        raise ValueError(
            f"{observed[k]:g} events in bin {k + 1} is not a whole number; set digitised = true in [data] if counts were read off a figure"
        )
    data.flag("digitised", False)
    nuisance = top.section("nuisance", needed=False)
    error = nuisance.value("background", "free")
    if error != "free":
        error = nuisance.number("background")
    nuisance.flag("flux", True)
    nuisance.done()
    counts = Counts(
        observed, table["background"], None if error == "free" else error, data.flag("background_contains_weak", False)
    )
    data.done()
    edges = np.concatenate([low, high[-1:]])
    return _response(top.section("response", needed=False), edges), counts, exposure


def _on_off(top: Section, target: Section) -> tuple[Response, OnOff, float]:
    """A set-up without spectra: a flat background, source on and off."""
    mass = target.quantity("mass", "kg")
    section = top.section("on_off")
    on, off = section.quantity("on", "day"), section.quantity("off", "day")
    rate = section.quantity("background", "kg^-1 day^-1 keV^-1")
    low, high = section.quantity("low", "keV"), section.quantity("high", "keV")
    width = section.quantity("bin_width", "keV")
    section.done()
    if not 0 < low < high or not 0 < width <= high - low:
        raise ValueError(
            f"[on_off] range {low / keV:g} to {high / keV:g} keV in bins of {width / keV:g} keV is not a range"
        )
    for key, value in (("on", on), ("off", off), ("background", rate), ("mass", mass)):
        checks.positive(f"{key} of the set-up", value)
    edges = np.linspace(low, high, round((high - low) / width) + 1)
    background = rate * mass * on * np.diff(edges)
    return _response(top.section("response", needed=False), edges), OnOff(background, off / on), mass * on


def _response(section: Section, edges: NDArray[np.float64]) -> Response:
    given = section.value("efficiency", 1.0)
    if isinstance(given, str):
        table = section.table("efficiency", {"energy": "keV", "efficiency": ""})
        efficiency = Efficiency(table["energy"], table["efficiency"])
    else:
        efficiency = Efficiency.constant(section.number("efficiency", 1.0))
    resolution = None
    if "resolution" in section:
        width = section.section("resolution")
        resolution = Resolution(
            constant=width.quantity("constant", "keV", 0.0),
            sqrt_term=width.quantity("sqrt_at_1keV", "keV", 0.0),
            linear=width.number("linear", 0.0),
            quadrature=width.flag("quadrature", False),
        )
        width.done()
    efficiency_of = section.text("efficiency_of", "reconstructed")
    section.done()
    return Response(edges, efficiency, resolution, efficiency_of)


def _published(section: Section) -> dict[str, PublishedLimit]:
    limits = {}
    for coupling in section.entries:
        checks.choice("coupling of [published]", coupling, tuple(COUPLING_UNITS))
        entry = section.section(coupling)
        limits[coupling] = PublishedLimit(
            entry.quantity("value", COUPLING_UNITS[coupling]),
            checks.number("cl", checks.within("cl", entry.number("cl", 0.90), 0, 1)),
            entry.text("reference", ""),
            entry.text("note", ""),
        )
        entry.done()
    return limits
