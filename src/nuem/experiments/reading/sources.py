"""Read the sources of an experiment."""

from inspect import Parameter, signature

from nuem.experiments.reading.section import Section
from nuem.numerics import checks
from nuem.rates.beam import Source
from nuem.sources import ARGUMENT_UNITS, SOURCES


def read_sources(top: Section) -> dict[str, Source]:
    """The sources by name: ``[source]``, or one ``[[source]]`` for each.

    Raises
    ------
    ValueError
        For no source, two of the same name, an unknown one, or a mistake in its arguments.
    """
    sources: dict[str, Source] = {}
    for section in top.sections("source"):
        label = section.text("label") if "label" in section else section.text("name")
        if label in sources:
            raise ValueError(f"[{section.name}] is the second source {label!r}; give each a label of its own")
        sources[label] = _source(section)
    if not sources:
        top.section("source")
    return sources


def _source(section: Section) -> Source:
    """The named source with its own arguments, quantities read with their units."""
    name = checks.choice(f"[{section.name}] name", section.text("name"), tuple(SOURCES))
    parameters = signature(SOURCES[name]).parameters
    units = ARGUMENT_UNITS.get(name, {})
    arguments: dict[str, object] = {}
    for key in section.entries:
        if key in ("name", "label"):
            continue
        checks.choice(f"key of [{section.name}] {name}", key, tuple(parameters))
        if units.get(key) == "file":
            arguments[key] = section.file(key)
        else:
            arguments[key] = section.quantity(key, units[key]) if key in units else section.value(key)
    missing = [key for key, one in parameters.items() if one.default is Parameter.empty and key not in arguments]
    if missing:
        units_of = ", ".join(f"{key} [{units[key]}]" if units.get(key) else key for key in missing)
        raise ValueError(f"[{section.name}] {name} lacks {units_of}")
    source: Source = SOURCES[name](**arguments)
    return source
