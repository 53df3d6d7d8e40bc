"""Objects that hold arrays in one short line, and units after their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import numpy as np

FEW = 4
"""Numbers that are written out; of more, their shape and range."""
LONG = 40
"""Characters of an entry; a longer one is shown by its type."""


def brief(thing: object) -> str:
    """What a dataclass holds, arrays by shape and range; to be its ``__repr__``."""
    assert is_dataclass(thing)
    entries = (f"{field.name}={_entry(getattr(thing, field.name))}" for field in fields(thing) if field.repr)
    return f"{type(thing).__name__}({', '.join(entries)})"


def after(unit: str) -> str:
    """A unit after its number, with a space; nothing for a pure number.

    Examples
    --------
    >>> after("mu_B"), after("1")
    (' mu_B', '')
    """
    return "" if unit == "1" else f" {unit}"


def _entry(value: object) -> str:
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Mapping):
        return f"{{{_listed(list(value))}}}"
    if isinstance(value, list | tuple):
        return f"({_listed(value)})"
    shown = repr(value)
    return shown if len(shown) <= LONG and "\n" not in shown else type(value).__name__


def _array(values: np.ndarray) -> str:
    if values.size <= FEW:
        return np.array2string(values, separator=", ", precision=4).replace("\n", "")
    shape = " x ".join(str(length) for length in values.shape)
    return (
        f"<{shape}>"
        if values.dtype.kind not in "iuf"
        else f"<{shape} from {np.min(values):.4g} to {np.max(values):.4g}>"
    )


def _listed(values: list[object] | tuple[object, ...]) -> str:
    shown = ", ".join(_entry(value) for value in values[:FEW])
    if len(shown) > LONG or len(values) > FEW:
        return f"{len(values)} entries"
    return shown
