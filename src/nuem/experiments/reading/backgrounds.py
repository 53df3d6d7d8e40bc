"""Read what is counted without a signal: columns of a table, or shapes with parameters."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.reading.data import Measured, Table
from nuem.experiments.reading.section import Section
from nuem.experiments.setups.bins import Bins
from nuem.inference.expectations.component import Component, Variation
from nuem.inference.expectations.shapes import Constant, Exponential, Line, Parameter, Shape
from nuem.numerics import checks

Array = NDArray[np.float64]

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
    error = _error(nuisance, "background")
    if plain and measured.kind != "on_off":
        counts = _counts(NOMINAL, measured.table[NOMINAL])
        if error is not None:
            checks.positive("background_error", checks.relative_error("[nuisance] background", error))
        if np.any(counts):
            components.append(Component(NOMINAL, counts, error, variations=variations.get(NOMINAL, ())))
    elif not plain and "background" in nuisance:
        raise ValueError('[nuisance] background belongs to a column "background", which the spectrum does not have')
    elif not sections and measured.kind == "counts":
        try:
            _counts(NOMINAL, measured.table[NOMINAL])
        except ValueError as error_of_column:
            raise ValueError(f"{error_of_column}; where no background is expected, write zeros into it") from None
    components += [_component(section, measured, variations, exposure) for section in sections]
    for target in variations:
        checks.choice("applies_to of a systematic", target, [component.name for component in components])
    return tuple(components)


def _error(section: Section, key: str) -> float | None:
    """A relative error; None where it is "free", as it is if nothing is said."""
    return None if section.value(key, "free") == "free" else float(section.number(key))


def _named(section: Section) -> object:
    """The column that a background is read from, if it is not a shape."""
    return section.value("column", section.value("name", ""))


def _component(
    section: Section, measured: Measured, variations: dict[str, tuple[Variation, ...]], exposure: float
) -> Component:
    name = section.name_of()
    error = _error(section, "error")
    if error is not None:
        checks.relative_error(f"[{section.name}] error", error)
    events = section.number("events", None)
    if "rate" in section:
        events = _events(section, measured.bins, exposure)
    if events is not None:
        checks.positive(f"[{section.name}] events", events)
    nuisance = section.text("nuisance", None)
    counts: Array | Shape
    if "shape" in section:
        if events is None and measured.kind == "expected":
            raise ValueError(
                f"[{section.name}] {name}: nothing is measured that says how many events it has; give events, or the rate of a constant shape"
            )
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
    return Component(name, counts, error, nuisance, variations.get(name, ()))


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
            f"[{section.name}] has neither a shape ({', '.join(_SHAPES)}) nor a column: {column!r} is not one of {', '.join(table.names)}"
        )
    counts = _counts(column, table[column])
    if len(counts) != measured.bins.number:
        raise ValueError(
            f"[{section.name}] column {column!r} has {len(counts)} rows, the data have {measured.bins.number} bins"
        )
    return counts


def _counts(name: str, counts: Array) -> Array:
    return checks.within(f"{name} counts", checks.not_negative(f"{name} counts", counts), 0, _MOST)


def _shape(section: Section, bins: Bins, events: float) -> Shape:
    """A shape over the energies of the bins."""
    shape = checks.choice(f"[{section.name}] shape", section.text("shape"), _SHAPES)
    if not bins.plain:
        raise ValueError(
            f"[{section.name}] shape = {shape!r} needs bins that are adjoining intervals of energy; give a table instead"
        )
    return _SHAPES[shape](section, bins.edges, events)


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


_SHAPES: Final[dict[str, Callable[[Section, Array, float], Shape]]] = {
    "constant": lambda section, edges, events: Constant(edges, events),
    "exponential": lambda section, edges, events: Exponential(edges, _parameter(section, "scale"), events),
    "line": lambda section, edges, events: Line(
        edges, _parameter(section, "energy"), _parameter(section, "width"), events
    ),
}
"""How each shape is read: from its section, the edges of the bins and the number of events."""
