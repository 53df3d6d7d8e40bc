"""Read an experiment from TOML and CSV: those of the package and the user's own."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import numpy as np

from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.reading.backgrounds import NOMINAL, read_backgrounds
from nuem.experiments.reading.channels import Channels
from nuem.experiments.reading.data import Measured, Table, read_data, read_range
from nuem.experiments.reading.section import Section
from nuem.experiments.reading.sources import read_sources
from nuem.experiments.reading.systematics import read_systematics
from nuem.experiments.setups.bins import Bins
from nuem.experiments.setups.setup import Kind, PublishedLimit, SourceOff
from nuem.experiments.setups.variations import inherent_variations
from nuem.inference.data import Poisson
from nuem.numerics import checks
from nuem.numerics.toml import load_toml

COUPLING_UNITS: Final = {"moment": "mu_B", "charge": "e", "charge_radius": "cm2", "anapole": "cm2"}
KINDS: Final[tuple[Kind, ...]] = ("own", "recast", "approximate", "surrogate", "projection")


def load(path: str | Path) -> Experiment:
    """Read an experiment from a TOML file and the CSV tables that it names, which lie next to it.

    Raises
    ------
    ValueError
        For a file that cannot be read, a key that is unknown or missing, a unit that is missing or of another kind, tables that are
        cut short, bins that do not adjoin; the message says which file and where.
    """
    file = Path(path)
    return read(file.stem, file, file.parent)


def read(name: str, file: Path | Traversable, folder: Path | Traversable) -> Experiment:
    """Read an experiment from a file, with its tables in a folder."""
    table = load_toml(file, "a TOML experiment")
    try:
        return _experiment(name, Section("top", table, folder))
    except ValueError as error:
        raise ValueError(f"{file.name}: {error}") from None


def _experiment(name: str, top: Section) -> Experiment:
    stated = checks.choice("kind", top.text("kind", "own"), KINDS)
    kind = next(choice for choice in KINDS if choice == stated)
    nuisance = top.section("nuisance", needed=False)
    flux_errors = _flux_errors(nuisance)
    if "on_off" in top:
        bins, data, exposure = _source_off(top)
        measured, contains_weak = Measured("on_off", bins, Poisson(data.background), Table(None)), False
    else:
        section = top.section("data")
        measured, exposure, data = read_data(section), None, None
        contains_weak = section.value("background_contains_weak", False)
        section.done()
    reader = Channels(read_sources(top), measured, top.section("response", needed=False), exposure)
    channels = tuple(reader.read(section) for section in _channel_sections(top))
    reader.done()
    systematics = read_systematics(top, measured, channels, reader.vary)
    exposure = channels[0].target.exposure
    backgrounds = (
        () if "on_off" in top else read_backgrounds(top, nuisance, measured, systematics.backgrounds, exposure)
    )
    nuisance.done()
    experiment = Experiment(
        name=name,
        title=top.text("title", name),
        kind=kind,
        channels=channels,
        data=data or measured.data,
        backgrounds=backgrounds,
        contains_weak=_contains_weak(contains_weak, [background.name for background in backgrounds]),
        systematics=systematics.normalisations,
        variations=inherent_variations(channels, reader.radius_errors) + systematics.signal,
        flux_errors=flux_errors,
        published=_published(top.section("published", needed=False)),
        references=top.texts("references"),
        notes=top.texts("notes"),
        overlaps=top.texts("overlaps"),
    )
    top.done()
    return experiment


def _channel_sections(top: Section) -> list[Section]:
    """Each ``[[channel]]``, or ``[target]``."""
    sections = top.sections("channel")
    if sections or "target" in top:
        return sections or [top.section("target")]
    from difflib import get_close_matches

    near = [key for word in ("target", "channel") for key in get_close_matches(word, top.entries, n=1)]
    raise ValueError(
        "the file lacks 'target', or [[channel]] for each kind of recoil"
        + (f"; is it {near[0]!r}, misspelt?" if near and near[0] != "channel" else "")
    )


_LARGEST_FLUX_ERROR: Final = 3.0  # that of hep neutrinos may be 2; more was meant in per cent


def _flux_errors(nuisance: Section) -> bool | dict[str, float]:
    """Whether fluxes vary within their errors; a table gives other relative errors, by the name of the nuisance."""
    if not nuisance.has_table("flux"):
        return nuisance.flag("flux", True)
    table = nuisance.section("flux")
    errors = {name: table.number(name) for name in table.entries}
    for name, error in errors.items():
        checks.relative_error(f"[nuisance] flux {name}", error, _LARGEST_FLUX_ERROR, "0 where it is known")
    return errors


def _contains_weak(value: object, names: list[str]) -> str:
    """The background that contains the weak scattering: `true` is the only one, or a name."""
    if value is False:
        return ""
    if value is True:
        if NOMINAL not in names and len(names) != 1:
            if not names:
                raise ValueError(
                    "background_contains_weak = true, but there is no background, or it is zero in every bin"
                )
            raise ValueError(f"background_contains_weak = true, but which of {', '.join(names)}? Give its name")
        return NOMINAL if NOMINAL in names else names[0]
    return checks.choice("background_contains_weak", value, names)


def _source_off(top: Section) -> tuple[Bins, SourceOff, float]:
    """A set-up without spectra: a flat background, source on and off."""
    target = top.section("target")
    mass = target.quantity("mass", "kg")
    section = top.section("on_off")
    on, off = section.quantity("on", "day"), section.quantity("off", "day")
    rate = section.quantity("background", "kg^-1 day^-1 keV^-1")
    bins = read_range(section)
    section.done()
    for key, value in (("on", on), ("off", off), ("background", rate), ("mass", mass)):
        checks.positive(f"{key} of the set-up", value)
    return bins, SourceOff(rate * mass * on * np.diff(bins.edges), off / on), mass * on


def _published(section: Section) -> dict[str, PublishedLimit]:
    """Published limits by coupling: an effective one, or an element of the vertex in quotes."""
    limits = {}
    for coupling in section.entries:
        name = checks.choice("coupling of [published]", coupling.partition("[")[0], (*COUPLING_UNITS, "magnetic"))
        entry = section.section(coupling)
        limits[coupling] = PublishedLimit(
            entry.quantity("value", COUPLING_UNITS.get(name, "mu_B")),
            checks.number("cl", checks.within("cl", entry.number("cl", 0.90), 0, 1)),
            entry.text("reference", ""),
            entry.text("note", ""),
        )
        entry.done()
    return limits
