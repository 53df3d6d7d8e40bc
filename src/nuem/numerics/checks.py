"""Numbers that come from outside, checked once: each refusal names the quantity, the value and what would be right."""

from collections.abc import Collection, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.typing import NumberArray
from nuem.units import strip

MIXING: Final = ("nuem.Mixing, such as Mixing.nufit()", "matrix", "splittings")
VERTEX: Final = ("nuem.Vertex", "nature", "dipole")
MEDIUM: Final = ("nuem.Medium", "length", "breakpoints")
BURST: Final = ("burst; nuem.supernova.burst(name) makes one", "emissions", "fluence")
PLASMA: Final = ("nuem.astro.plasma.Plasma", "density", "temperature")
"""What an object is called, and members by which it is known."""

LARGEST: Final = 1e100
"""Largest size of a number that is accepted: its square and fourth root still fit a floating-point number."""


_LONGEST: Final = 120  # characters of a value in a message


def real(name: str, value: ArrayLike, unit: str = "") -> NDArray[np.float64]:
    """A finite real array in base units; `unit` is the one that the message and an astropy quantity refer to."""
    array = _numbers(name, value, unit)
    if array.dtype.kind == "c":
        if np.any(array.imag != 0):
            raise ValueError(f"{_with_unit(name, unit)} = {_shown(array)} is complex; expected a real number")
        array = array.real
    return _of_computable_size(name, np.asarray(array, dtype=np.float64), unit)


def complex_numbers(name: str, value: ArrayLike, unit: str = "") -> NDArray[np.complex128]:
    """A finite complex array."""
    numbers = np.asarray(_numbers(name, value, unit), dtype=np.complex128)
    _of_computable_size(name, np.asarray(np.abs(numbers)), unit)
    return numbers


def plain(name: str, value: ArrayLike, unit: str = "") -> NDArray[np.float64]:
    """An array in base units of which nothing but the unit is checked, for what is called many times."""
    return np.asarray(_stripped(name, value, unit), dtype=np.float64)


def plain_complex(name: str, value: ArrayLike, unit: str = "") -> NDArray[np.complex128]:
    """A complex array in base units of which nothing but the unit is checked."""
    return np.asarray(_stripped(name, value, unit), dtype=np.complex128)


def masked(value: object) -> bool:
    """Whether any element is masked; a column of pandas has a method of that name instead."""
    mask = getattr(value, "mask", False)
    return not callable(mask) and bool(np.any(mask))


def positive(name: str, value: ArrayLike, unit: str = "") -> NDArray[np.float64]:
    """A finite array above zero."""
    numbers = real(name, value, unit)
    tiny = (numbers > 0) & (numbers < 1 / LARGEST)
    if np.any(tiny):
        raise ValueError(f"{name} = {_first(numbers, tiny, unit)} is too small to be computed with")
    if np.any(numbers <= 0):
        raise ValueError(f"{name} must be positive, got {_first(numbers, numbers <= 0, unit)}")
    return numbers


def not_negative(name: str, value: ArrayLike, unit: str = "") -> NDArray[np.float64]:
    """A finite array that is zero or above."""
    numbers = real(name, value, unit)
    if np.any(numbers < 0):
        raise ValueError(f"{name} must not be negative, got {_first(numbers, numbers < 0, unit)}")
    return numbers


def relative_error(name: str, value: float, most: float = 1.0, hint: str = '"free" where nothing is known') -> float:
    """A relative standard deviation, at most one if nothing else is said.

    Raises
    ------
    ValueError
        For a negative one, or one that may have been meant in per cent.
    """
    if not 0 <= value <= most:
        raise ValueError(
            f"{name} = {value:g} is a relative error and must lie between 0 and {most:g}, such as 0.05 for 5 per cent; {hint}"
        )
    return value


def within(name: str, value: ArrayLike, low: float, high: float, unit: str = "") -> NDArray[np.float64]:
    """A finite array between `low` and `high`, both included."""
    numbers = real(name, value, unit)
    outside = (numbers < low) | (numbers > high)
    if np.any(outside):
        offending = _first(numbers, outside)
        raise ValueError(f"{name} must lie between {low:g} and {high:g}{' ' + unit if unit else ''}, got {offending}")
    return numbers


def number(name: str, value: ArrayLike, unit: str = "") -> float:
    """One finite real number."""
    numbers = real(name, value, unit)
    if numbers.ndim != 0:
        raise ValueError(f"{name} must be one number, got an array of shape {numbers.shape}")
    return float(numbers)


def whole(name: str, value: ArrayLike, least: int | None = None) -> int:
    """A whole number that is not smaller than another one, if there is one."""
    exact = number(name, value)
    if exact != int(exact) or (least is not None and exact < least):
        bound = "" if least is None else f" of at least {least}"
        raise ValueError(f"{name} must be a whole number{bound}, got {shown(value)}")
    return int(exact)


def flag(name: str, value: object) -> bool:
    """True or False, and nothing that merely counts as one of them."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} = {shown(value)} must be True or False")
    return bool(value)


def one_or(name: str, numbers: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """One number for all of a few things, or one for each."""
    if numbers.shape not in ((), (1,), (count,)):
        raise ValueError(f"{name} must be one number or {count}, got an array of shape {numbers.shape}")
    return np.broadcast_to(numbers, (count,))


def choice(name: str, value: object, allowed: Collection[str]) -> str:
    """One of a few words; the refusal lists them and guesses which was meant."""
    close: list[str] = []
    if isinstance(value, str):
        if value in allowed:
            return value
        from difflib import get_close_matches

        close = get_close_matches(value, list(allowed), n=1)
    hint = f" (did you mean {close[0]!r}?)" if close else ""
    raise ValueError(f"{name} = {shown(value)} is unknown; choose one of {', '.join(allowed)}{hint}")


def known(name: str, value: object, kind: tuple[str, ...]) -> None:
    """Refuse what is not an object of a kind, such as `MIXING`: a number in its place, or arguments in another order."""
    what, *members = kind
    if isinstance(value, type) or not all(hasattr(value, member) for member in members):
        raise ValueError(f"{name} = {shown(value)} is not a {what}")


def single(name: str, vertex: Any) -> None:
    """Refuse what is not one vertex: anything else in its place, or many vertices with leading axes."""
    known(name, vertex, VERTEX)
    leading = vertex.dipole.shape[:-2]
    if leading:
        raise ValueError(f"{name} has leading axes {leading}; one vertex at a time is needed here")


def in_order(function: str, first: str, **arguments: tuple[object, tuple[str, ...]]) -> None:
    """Refuse arguments that are not of the kind that their place asks for; `first` is what comes before them."""
    for name, (value, kind) in arguments.items():
        if not all(hasattr(value, member) for member in kind[1:]):
            names = [*first.split(), *arguments]
            raise ValueError(
                f"{name} is {type(value).__name__!r}; {function} takes {', '.join(names[:-1])} and {names[-1]}, in this order"
            )


def mapping(name: str, value: object, example: str) -> None:
    """Refuse what has no names for its values."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} = {shown(value)} has no names; write {example}")


def shown(value: object) -> str:
    """A value as it is written in Python, its beginning on one line."""
    return " ".join(repr(value).split())[:_LONGEST]


def _numbers(name: str, value: ArrayLike, unit: str) -> NumberArray:
    """An array of integers, floats or complex numbers, and nothing that merely converts to them."""
    value = _stripped(name, value, unit)
    if masked(value):
        raise ValueError(
            f"{_with_unit(name, unit)} = {_short(value)} is masked; fill in or leave out the masked elements"
        )
    if _has_boolean(value):
        raise ValueError(f"{_with_unit(name, unit)} = {_short(value)} contains a boolean; expected numbers")
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):  # rows of different lengths
        raise ValueError(f"{_with_unit(name, unit)} = {_short(value)} is not an array of numbers") from None
    if array.dtype.kind in "US":
        hint = "text with a unit is read by units.parse"
        raise ValueError(f"{_with_unit(name, unit)} = {value!r} is not a number but text ({hint})")
    if array.dtype.kind not in "iufc":
        problem = "a boolean; expected a number" if array.dtype.kind == "b" else "not a number"
        raise ValueError(f"{_with_unit(name, unit)} = {_short(value)} is {problem}")
    return array


def _stripped(name: str, value: ArrayLike, unit: str) -> Any:
    """A number without its unit, in base units."""
    try:
        return strip(value, unit)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _short(value: object) -> str:
    """The beginning of a value on one line."""
    return " ".join(str(value).split())[:60]


def _has_boolean(values: object) -> bool:
    """Whether a list, or one inside it, holds True or False, which NumPy would read as 1 and 0."""
    return isinstance(values, list | tuple) and any(
        isinstance(value, bool | np.bool_) or _has_boolean(value) for value in values
    )


def _of_computable_size(name: str, numbers: NDArray[np.float64], unit: str) -> NDArray[np.float64]:
    """The array, if every element is finite and its square still fits a floating-point number."""
    if not np.all(np.isfinite(numbers)):
        raise ValueError(f"{_with_unit(name, unit)} must be finite, got {_first(numbers, ~np.isfinite(numbers))}")
    huge = np.abs(numbers) > LARGEST
    if np.any(huge):
        raise ValueError(f"{_with_unit(name, unit)} = {_first(numbers, huge)} is too large to be computed with")
    return numbers


def _with_unit(name: str, unit: str) -> str:
    return f"{name} [{unit}]" if unit else name


def _first(numbers: NDArray[np.float64], invalid: NDArray[np.bool_], unit: str = "") -> str:
    """The first offending value with its unit, and where it stands in an array."""
    unit = f" {unit}" if unit else ""
    if numbers.ndim == 0:
        return f"{float(numbers):g}{unit}"
    where = tuple(int(i) for i in np.argwhere(invalid)[0])
    return f"{numbers[where]:g}{unit} at position {where[0] if len(where) == 1 else where}"


def _shown(array: NumberArray) -> str:
    return repr(array.item()) if array.ndim == 0 else f"an array of shape {array.shape}"
