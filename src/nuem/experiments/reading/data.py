"""Read what was measured: the bins, and counts, measurements with errors, or counts with the source on and off."""

from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from nuem.experiments.reading.section import Section
from nuem.experiments.setups.bins import Bins
from nuem.experiments.setups.setup import Unmeasured
from nuem.inference.data import Covariance, Data, Gaussian, OnOff, Poisson
from nuem.numerics import checks
from nuem.numerics.table import header, read_rows, read_table, require_different_rows
from nuem.units import keV

Array = NDArray[np.float64]
Kind = Literal["counts", "gaussian", "difference", "covariance", "on_off", "ratio", "expected"]

KINDS: Final[tuple[Kind, ...]] = ("counts", "gaussian", "difference", "covariance", "on_off", "ratio", "expected")
"""Kinds of data: Poisson counts; measurements with an error for each bin (a difference is one); with a covariance matrix; Poisson counts
with the source on and off; one measured ratio to the weak scattering; nothing yet, what is expected stands for it."""

_MOST: Final = 1e15  # events in a bin, beyond which a Poisson likelihood has no digits left


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """The data of an experiment, and the other columns of their table."""

    kind: Kind
    bins: Bins
    data: Data | Unmeasured
    table: "Table"


class Table:
    """Columns of a CSV file, read when they are asked for."""

    def __init__(self, file: Path | Traversable | None) -> None:
        self._file = file
        self.names = header(file) if file else ()

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> Array:
        """A column of numbers without unit.

        Raises
        ------
        ValueError
            If there is none, or it is not made of numbers.
        """
        if self._file is None:
            raise ValueError(f"column {name!r} is asked for, but [data] names no spectrum")
        return read_table(self._file, {name: ""})[name]


def read_data(section: Section) -> Measured:
    """Read the section [data] and the table that it names.

    Raises
    ------
    ValueError
        For a mistake in the section or its table.
    """
    section.flag("digitised", False)
    if section.value("kind", "") == "ratio":
        return _ratio(section)
    if section.value("kind", "") == "expected" and "spectrum" not in section:
        section.text("kind")
        bins = read_range(section)
        return Measured("expected", bins, Unmeasured(bins.number), Table(None))
    file = section.file("spectrum")
    table = Table(file)
    kind = _kind(section, table.names)
    with section.about("spectrum"):
        bins = _bins(file, table.names)
    if kind == "expected":
        return Measured(kind, bins, Unmeasured(bins.number), table)
    data = {"counts": _counts, "on_off": _on_off, "covariance": _covariance}.get(kind, _gaussian)(section, table)
    return Measured(kind, bins, data, table)


def _kind(section: Section, names: tuple[str, ...]) -> Kind:
    """The kind of data that is stated, or that the columns show."""
    if "on" in names and "off" in names:
        likely: Kind = "on_off"
    elif "covariance" in section:
        likely = "covariance"
    else:
        likely = "gaussian" if "error" in names else "counts"
    stated = checks.choice("[data] kind", section.text("kind", likely), KINDS)
    return next(kind for kind in KINDS if kind == stated)


def _bins(file: Path | Traversable, names: tuple[str, ...]) -> Bins:
    """The intervals that the columns low, high, start and end give; labels without them."""
    times = {"start": "us", "end": "us"} if any(name.startswith("start_") for name in names) else {}
    if times:
        require_different_rows(file)
    if "low_PE" in names:
        table = read_table(file, {"low_PE": "", "high_PE": "", **times})
        low, high = table["low_PE"], table["high_PE"]
        checks.not_negative("bin edges", low)
        return Bins.of(low, high, "PE", (table["start"], table["end"]) if times else None)
    if not any(name.startswith("low") for name in names) and "bin" in names:
        labels = read_table(file, {"bin": ""})["bin"]
        if labels[0] not in (0, 1) or np.any(np.diff(labels) != 1):
            raise ValueError(f"{file.name}: the column 'bin' must count from 0 or 1 as the columns of the matrix do")
        return Bins.labels(len(labels))
    table = read_table(file, {"low": "keV", "high": "keV", **times})
    return Bins.of(table["low"], table["high"], "energy", (table["start"], table["end"]) if times else None)


def read_range(section: Section) -> Bins:
    """Bins of one width between the energies low and high.

    Raises
    ------
    ValueError
        For an invalid range or width.
    """
    low, high = section.quantity("low", "keV"), section.quantity("high", "keV")
    width = section.quantity("bin_width", "keV", high - low)
    if not 0 < low < high or not 0 < width <= high - low:
        raise ValueError(
            f"[{section.name}] range {low / keV:g} to {high / keV:g} keV in bins of {width / keV:g} keV is not a range"
        )
    return Bins.adjoining(np.linspace(low, high, round((high - low) / width) + 1))


def _counts(section: Section, table: Table) -> Data:
    observed = table["observed"]
    checks.within("observed counts", checks.not_negative("observed counts", observed), 0, _MOST)
    digitised = section.flag("digitised", False)
    if np.any(observed != np.round(observed)) and not digitised:
        k = int(np.argmax(observed != np.round(observed)))
        raise ValueError(
            f"{observed[k]:g} events in bin {k + 1} is not a whole number; set digitised = true in [data] if counts were read off a figure, "
            'kind = "gaussian" with a column "error" if they are measurements with errors'
        )
    return Poisson(observed)


def _gaussian(section: Section, table: Table) -> Data:
    if "on" in table and "off" in table:
        ratio = section.number("off_over_on", 1.0)
        checks.positive("off_over_on", ratio)
        on_error, off_error = (table[name] for name in ("on_error", "off_error"))
        return _measurements(table["on"] - table["off"] / ratio, np.hypot(on_error, off_error / ratio))
    return _measurements(table["observed"], table["error"])


def _measurements(observed: Array, errors: Array) -> Data:
    checks.within("measurements", observed, -_MOST, _MOST)
    checks.within("error", checks.positive("error", errors), 0, _MOST)
    return Gaussian(observed, errors)


def _covariance(section: Section, table: Table) -> Data:
    observed = table["observed"]
    checks.within("measurements", observed, -_MOST, _MOST)
    matrix = read_rows(section.file("covariance"), [f"bin {k + 1}" for k in range(len(observed))])
    return Covariance(observed, matrix.T)


def _on_off(section: Section, table: Table) -> Data:
    on, off = (table[name] for name in ("on", "off"))
    if "on_error" in table or "off_error" in table:
        return _gaussian(section, table)
    for name, counts in (("on", on), ("off", off)):
        checks.within(f"{name} counts", checks.not_negative(f"{name} counts", counts), 0, _MOST)
        if np.any(counts != np.round(counts)) and not section.flag("digitised", False):
            k = int(np.argmax(counts != np.round(counts)))
            raise ValueError(
                f"{counts[k]:g} events of column {name!r} in bin {k + 1} is not a whole number; counts are needed, or columns on_error and "
                "off_error for measurements with errors"
            )
    ratio = section.number("off_over_on")
    checks.positive("off_over_on", ratio)
    return OnOff(on, off, ratio)


def _ratio(section: Section) -> Measured:
    """One number: the measured rate over the weak scattering that was expected."""
    section.text("kind")
    edges = np.array([section.quantity("low", "keV"), section.quantity("high", "keV")])
    if not 0 <= edges[0] < edges[1]:
        raise ValueError(
            f"[data] low and high do not form a range of energies: {section.value('low')} to {section.value('high')}"
        )
    data = _measurements(np.array([section.number("value")]), np.array([section.number("error")]))
    return Measured("ratio", Bins.adjoining(edges), data, Table(None))
