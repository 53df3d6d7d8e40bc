"""Numbers that come from outside, checked once: each refusal names the quantity, the value and what would be right."""

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.units import strip


def real(name: str, value: ArrayLike, unit: str = "") -> NDArray[np.float64]:
    """A finite real array in base units; `unit` is the one that the message and an astropy quantity refer to."""
    value = strip(value, unit) if unit else value
    suffix = f" [{unit}]" if unit else ""
    try:
        array = np.asarray(value)
        if array.dtype.kind == "c" and np.any(array.imag != 0):
            raise ValueError(f"{name}{suffix} = {_shown(array)} is complex; a real number is needed")
        numbers = np.asarray(array.real if array.dtype.kind == "c" else array, dtype=np.float64)
    except TypeError:
        raise ValueError(f"{name}{suffix} = {value!r} is not a number") from None
    except ValueError as error:
        if "is complex" in str(error):
            raise
        hint = " (text with a unit is read by units.parse)" if isinstance(value, str) else ""
        raise ValueError(f"{name}{suffix} = {value!r} is not a number{hint}") from None
    if array.dtype.kind in "US":
        raise ValueError(
            f"{name}{suffix} = {value!r} is text; a number is needed (text with a unit is read by units.parse)"
        )
    if array.dtype.kind == "b":
        raise ValueError(f"{name}{suffix} = {value!r} is a truth value; a number is needed")
    if not np.all(np.isfinite(numbers)):
        raise ValueError(f"{name}{suffix} must be finite, got {_first(numbers, ~np.isfinite(numbers))}")
    return numbers


def complex_numbers(name: str, value: ArrayLike, unit: str = "") -> NDArray[np.complex128]:
    """A finite complex array."""
    suffix = f" [{unit}]" if unit else ""
    try:
        array = np.asarray(value)
        numbers = np.asarray(array, dtype=np.complex128)
    except (TypeError, ValueError):
        raise ValueError(f"{name}{suffix} = {value!r} are not numbers") from None
    if array.dtype.kind in "US":
        raise ValueError(f"{name}{suffix} = {value!r} is text; numbers are needed")
    if not np.all(np.isfinite(numbers)):
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(numbers))[0])
        raise ValueError(f"{name}{suffix} must be finite, got {numbers[where]} at position {where}")
    return numbers


def positive(name: str, value: ArrayLike, unit: str = "") -> NDArray[np.float64]:
    """A finite array above zero."""
    numbers = real(name, value, unit)
    if np.any(numbers <= 0):
        raise ValueError(f"{name} must be positive, got {_first(numbers, numbers <= 0)} {unit}".rstrip())
    return numbers


def not_negative(name: str, value: ArrayLike, unit: str = "") -> NDArray[np.float64]:
    """A finite array that is zero or above."""
    numbers = real(name, value, unit)
    if np.any(numbers < 0):
        raise ValueError(f"{name} must not be negative, got {_first(numbers, numbers < 0)} {unit}".rstrip())
    return numbers


def within(name: str, value: ArrayLike, low: float, high: float, unit: str = "") -> NDArray[np.float64]:
    """A finite array between `low` and `high`, both included."""
    numbers = real(name, value, unit)
    outside = (numbers < low) | (numbers > high)
    if np.any(outside):
        found = _first(numbers, outside)
        raise ValueError(f"{name} must lie between {low:g} and {high:g}{' ' + unit if unit else ''}, got {found}")
    return numbers


def number(name: str, value: Any, unit: str = "") -> float:
    """One finite real number."""
    numbers = real(name, value, unit)
    if numbers.ndim != 0:
        raise ValueError(f"{name} must be one number, got an array of shape {numbers.shape}")
    return float(numbers)


def choice(name: str, value: object, allowed: Collection[str]) -> str:
    """One of a few words; the refusal lists them and guesses which was meant."""
    if isinstance(value, str) and value in allowed:
        return value
    from difflib import get_close_matches

    close = get_close_matches(value, list(allowed), n=1) if isinstance(value, str) else []
    hint = f" (did you mean {close[0]!r}?)" if close else ""
    raise ValueError(f"{name} = {value!r} is unknown; choose one of {', '.join(allowed)}{hint}")


def _first(numbers: NDArray[np.float64], wrong: NDArray[np.bool_]) -> str:
    """The first offending value, and where it stands in an array."""
    if numbers.ndim == 0:
        return f"{float(numbers):g}"
    where = tuple(int(i) for i in np.argwhere(wrong)[0])
    return f"{numbers[where]:g} at position {where[0] if len(where) == 1 else where}"


def _shown(array: NDArray[Any]) -> str:
    return repr(array.item()) if array.ndim == 0 else f"an array of shape {array.shape}"
