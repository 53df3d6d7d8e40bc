"""Read what is counted without a signal: columns of a table, or shapes with parameters."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.reading.data import Measured, Table
from nuem.experiments.reading.section import Section
from nuem.experiments.setups.bins import Bins
from nuem.inference.expectations.component import Component, Variation
from nuem.inference.expectations.shapes import Constant, Exponential, Line, Parameter
from nuem.numerics import checks

Array = NDArray[np.float64]

SHAPES: Final = ("constant", "exponential", "line")
"""Shapes of a background that are not in a table."""

NOMINAL: Final = "background"
"""Name of the column that is a background without a section of its own."""

_MOST: Final = 1e15


def read_backgrounds(
    top: Section, nuisance: Section, measured: Measured, variations: dict[str, tuple[Variation, ...]], exposure: float
) -> tuple[Component, ...]:
    """The column "background" of the data, and each ``[[background]]``; a rate counts for the exposure [g s].

    Raises
    ------
    ValueError
        For a mistake in a section or its table.
    """
    components = []
    sections = top.sections("background")
    plain = NOMINAL in measured.table and not any(_named(section) == NOMINAL for section in sections)
    error = nuisance.value("background", "free")
    if error != "free":
        error = nuisance.number("background")
    if plain and measured.kind != "on_off":
        counts = _counts(NOMINAL, measured.table[NOMINAL])
        if error != "free":
            checks.positive("background_error", checks.relative_error("[nuisance] background", error))
        if np.any(counts):
            components.append(
                Component(NOMINAL, counts, None if error == "free" else error, variations=variations.get(NOMINAL, ()))
            )
    elif not plain and "background" in nuisance:
        raise ValueError('[nuisance] background belongs to a column "background", which the spectrum does not have')
    elif not sections and measured.kind == "counts":
        _counts(NOMINAL, measured.table[NOMINAL])
    components += [_component(section, measured, variations, exposure) for section in sections]
    for target in variations:
        checks.choice("applies_to of a systematic", target, [component.name for component in components])
    return tuple(components)


def _named(section: Section) -> object:
    """The column that a background is read from, if it is not a shape."""
    return section.value("column", section.value("name", ""))


def _component(
    section: Section, measured: Measured, variations: dict[str, tuple[Variation, ...]], exposure: float
) -> Component:
    name = section.text("name")
    error = section.value("error", "free")
    if error != "free":
        error = section.number("error")
        checks.relative_error(f"[{section.name}] error", error)
    events = section.number("events", None)
    if "rate" in section:
        events = _events(section, measured.bins, exposure)
    if events is not None:
        checks.positive(f"[{section.name}] events", events)
    nuisance = section.text("nuisance", None)
    counts: Array | Constant | Exponential | Line
    if "shape" in section:
        counts = _shape(section, measured.bins, 1.0 if events is None else events)
    else:
        counts = _column(section, measured)
        if events is not None:
            if counts.sum() <= 0:
                raise ValueError(
                    f"[{section.name}] {name}: no events in any bin, so they cannot be scaled to {events:g}"
                )
            counts = counts * (events / counts.sum())
    section.done()
    return Component(name, counts, None if error == "free" else error, nuisance, variations.get(name, ()))


def _events(section: Section, bins: Bins, exposure: float) -> float:
    """Events in all bins of a constant rate."""
    rate: float = section.quantity("rate", "kg^-1 day^-1 keV^-1")
    if "events" in section or section.value("shape", "") != "constant" or bins.axis != "energy":
        raise ValueError(f'[{section.name}] rate belongs to shape = "constant" in bins of energy, without events')
    return float(rate * exposure * (bins.edges[-1] - bins.edges[0]))


def _column(section: Section, measured: Measured) -> Array:
    """A column of the spectrum, or of a table of its own."""
    table = Table(section.file("table")) if "table" in section else measured.table
    column = section.text("column", section.text("name"))
    if column not in table:
        raise ValueError(
            f"[{section.name}] has neither a shape ({', '.join(SHAPES)}) nor a column: {column!r} is not one of {', '.join(table.names)}"
        )
    counts = _counts(column, table[column])
    if len(counts) != measured.bins.number:
        raise ValueError(
            f"[{section.name}] column {column!r} has {len(counts)} rows, the data have {measured.bins.number} bins"
        )
    return counts


def _counts(name: str, counts: Array) -> Array:
    return checks.within(f"{name} counts", checks.not_negative(f"{name} counts", counts), 0, _MOST)


def _shape(section: Section, bins: Bins, events: float) -> Constant | Exponential | Line:
    """A shape over the energies of the bins."""
    shape = checks.choice(f"[{section.name}] shape", section.text("shape"), SHAPES)
    if not bins.plain:
        raise ValueError(
            f"[{section.name}] shape = {shape!r} needs bins that are adjoining intervals of energy; give a table instead"
        )
    if shape == "constant":
        return Constant(bins.edges, events)
    if shape == "exponential":
        return Exponential(bins.edges, _parameter(section, "scale"), events)
    return Line(bins.edges, _parameter(section, "energy"), _parameter(section, "width"), events)


def _parameter(section: Section, key: str) -> Parameter:
    """An energy: fixed if it is a quantity alone, else a table with value and error, which may be "free"."""
    if not section.has_table(key):
        return Parameter(section.quantity(key, "keV"))
    table = section.section(key)
    value = table.quantity("value", "keV")
    error = None if table.value("error", "free") == "free" else table.quantity("error", "keV")
    low, high = table.quantity("low", "keV", -np.inf), table.quantity("high", "keV", np.inf)
    table.done()
    return Parameter(value, error, low, high)
