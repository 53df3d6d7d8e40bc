"""The user's own medium, from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from nuem.numerics.table import read_table
from nuem.propagation.medium import Medium, Smoothness, Table

_COLUMNS: Final = {
    "electron_density": "cm^-3",
    "neutron_density": "cm^-3",
    "proton_density": "cm^-3",
    "magnetic_field_x": "gauss",
    "magnetic_field_y": "gauss",
    "longitudinal_field": "gauss",
}


def from_csv(path: Path | str, *, smoothness: Smoothness = "linear") -> Medium:
    """A medium from a CSV file with a column for the distance and one for each quantity, each named with its unit.

    For example ``distance_km,electron_density_cm^-3,magnetic_field_x_gauss``; the quantities are distance, electron_density,
    neutron_density, proton_density, magnetic_field_x, magnetic_field_y and longitudinal_field, each in any unit of its kind.

    Parameters
    ----------
    path : path
    smoothness : {"linear", "logarithmic", "cells"}, optional
        What is between the rows: straight lines, straight lines of the logarithm, or every row holds up to the next.

    Raises
    ------
    ValueError
        For an unknown column, a unit of another kind (the message names the file and the column), or values that a `Medium` refuses.
    """
    source = Path(path)
    columns = read_table(source, {"distance": "km"}, optional=_COLUMNS)
    x = columns.pop("distance")
    try:
        quantities: dict[str, Any] = {
            name: Table(x, values, smoothness) for name, values in columns.items() if "magnetic" not in name
        }
        if "magnetic_field_x" in columns or "magnetic_field_y" in columns:
            zero = np.zeros(len(x))
            field = columns.get("magnetic_field_x", zero) + 1j * columns.get("magnetic_field_y", zero)
            quantities["magnetic_field"] = Table(x, field, smoothness)
        return Medium(float(x[-1]), **quantities)
    except ValueError as error:
        raise ValueError(f"{source.name}: {error}") from None
