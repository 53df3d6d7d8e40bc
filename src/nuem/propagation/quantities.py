"""The quantities of a medium: their units and shapes, and which values they can have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks
from nuem.units import strip

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Values = NDArray[Any]
"""Real or complex numbers."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of a quantity before its values are."""

    unit: str = ""
    vector: bool = False
    """Whether it has three components; a single number is then the one along z."""
    complex_as: str = ""
    """Why it cannot be complex, for the message; empty if it can, or if the imaginary part is dropped."""
    real: bool = True
    invalid: Callable[[Values], Mask] | None = None
    """Which sizes cannot be."""
    right: str = ""
    """What is right instead."""


_DENSITY: Final = Kind(
    "cm^-3",
    complex_as="a density is a real number",
    invalid=lambda size: np.asarray(size.real < 0),
    right="not negative",
)
QUANTITIES: Final = {
    "electron_density": _DENSITY,
    "neutron_density": _DENSITY,
    "magnetic_field": Kind("gauss", real=False),
    "velocity": Kind(vector=True, invalid=lambda size: np.asarray(size >= 1), right="below the speed of light"),
    "polarisation": Kind(vector=True, invalid=lambda size: np.asarray(size > 1 + 1e-12), right="at most one"),
    "proton_density": _DENSITY,
    "longitudinal_field": Kind("gauss", complex_as="it is the real number B_z [gauss]"),
}


def stripped(name: str, value: Any) -> Any:
    """A quantity in base units, if it has a unit; anything else as it is."""
    try:
        value = strip(value, QUANTITIES[name].unit)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    if checks.masked(value):
        raise ValueError(f"{name} is masked; fill in or leave out the masked elements")
    return value


def checked(name: str, values: Values, x: Array) -> Values:
    """Values at positions x [cm], if a quantity can have them.

    Raises
    ------
    ValueError
        For values that are not finite or too large, for what the quantity cannot be, and for a complex one that must be real.
    """
    kind = QUANTITIES[name]
    size = np.linalg.norm(values, axis=1) if values.ndim == 2 else values
    if not np.all(np.isfinite(values)):
        _refuse(name, "finite", ~np.isfinite(size), values, x)
    _refuse(name, "of a size that can be computed with", np.abs(size).astype(np.float64) > checks.LARGEST, values, x)
    if kind.complex_as and np.iscomplexobj(values) and np.any(values.imag != 0):
        raise ValueError(f"{name} is complex; {kind.complex_as}")
    if kind.invalid is not None:
        _refuse(name, kind.right, kind.invalid(size), values, x)
    return np.asarray(values.real, dtype=np.float64) if kind.real else values


def _refuse(name: str, right: str, invalid: Mask, values: Values, x: Array) -> None:
    if np.any(invalid):
        k = int(np.argmax(invalid))
        raise ValueError(f"{name} must be {right}; it is {values[k]} at x = {x[k]:g} cm")
