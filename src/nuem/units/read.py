"""Text with a unit, read into base units."""

import math
import re

from nuem.units.sizes import PLAIN, PURE, UNITS, kind

_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:nan|inf(?:inity)?))(?![\d.])")
ANGLES = ("rad", "deg")  # pure numbers too, but 90 would be read as radians
_FACTOR = re.compile(r"\s*([*/·])?\s*(1(?=\s*/)|%|[A-Za-z_µ]\w*)(?:\s*(?:\^|\*\*)\s*\(?([+-]?\d+)\)?)?")


def parse(text: str, expected: str | None = None) -> float:
    """Read a quantity with its unit, ``"2.8 keV"`` or ``"2.7e13 / cm2 / s"``, into the base units.

    Powers are written ``eV^2``, ``eV**2`` or (for cm, m, fm) ``cm2``; a division applies to the one unit that follows it, so
    ``1 / kg / day`` and ``kg^-1 day^-1`` agree.

    Parameters
    ----------
    text : str
        Number and unit.
    expected : str, optional
        A unit of the same kind, such as ``"keV"``; anything of another kind is refused.

    Returns
    -------
    float
        The value in base units.

    Raises
    ------
    ValueError
        For no number, no unit, a unit that is unknown or of another kind, or a value that is not finite.

    Examples
    --------
    >>> parse("2.8 keV")
    0.0028
    >>> parse("7.5e-5 eV^2", "eV^2") == 7.5e-5 * (1e-6) ** 2
    True
    >>> parse("2.8", "keV")
    Traceback (most recent call last):
        ...
    ValueError: '2.8' has no unit; expected one such as keV (write '2.8 keV')
    """
    _require_text(text, f"has no unit; expected text such as {_example(expected)!r}")
    number = _NUMBER.match(text)
    if number is None:
        raise ValueError(f"{text!r} does not begin with a number; expected one such as {_example(expected)!r}")
    value = float(number[1])
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is not a finite number; expected one such as {_example(expected)!r}")
    rest = text[number.end() :]
    required = None if expected is None else product(expected, expected)
    if not rest.strip():
        if required is not None and required[1] == PURE and (expected not in ANGLES or value == 0):
            return value
        raise ValueError(
            f"{text!r} has no unit; expected one such as {expected or 'keV'} (write '{text.strip()} {expected or 'keV'}')"
        )
    scale, dimension = product(rest, text)
    if required is not None and dimension != required[1]:
        raise ValueError(f"{text!r} is {kind(dimension)}; expected {kind(required[1])}, such as {_example(expected)!r}")
    if not math.isfinite(value * scale):
        raise ValueError(f"{text!r} is too large for a floating-point number")
    return value * scale


def unit(text: str) -> float:
    """The size of a unit in base units, also of a product of powers such as ``"keV^-1 kg^-1 day^-1"``.

    Examples
    --------
    >>> unit("keV")
    0.001
    """
    return product(text, text)[0]


def convertible(text: str, expected: str) -> float:
    """The size of a unit in base units, if it measures the same as another one.

    Parameters
    ----------
    text : str
        A unit, such as ``"m"``.
    expected : str
        A unit of the kind that is needed, such as ``"km"``.

    Raises
    ------
    ValueError
        For a unit that is unknown or of another kind.

    Examples
    --------
    >>> convertible("m", "km")
    100.0
    """
    size, dimension = product(text, text)
    required = product(expected, expected)[1]
    if dimension != required:
        raise ValueError(f"{text!r} is the unit of {kind(dimension)}; expected {kind(required)}, such as {expected!r}")
    return size


def measurement(text: str, expected: str) -> tuple[float, float]:
    """Read a value with its error, ``"3.0e-11 +- 0.2e-11 mu_B"``, into base units; the unit may be on both.

    Parameters
    ----------
    text : str
        Value, one of ``+-``, ``+/-`` and ``±``, error and unit.
    expected : str
        A unit of the same kind.

    Returns
    -------
    value, error : float
        In base units.

    Examples
    --------
    >>> measurement("2.0 +- 0.1 keV", "keV")
    (0.002, 0.0001)
    """
    _require_text(text, f"is not a value with an error; write '3.0 +- 0.2 {expected}'")
    parts = [part.strip() for part in re.split(r"\+-|\+/-|±", text)]
    if len(parts) != 2:
        raise ValueError(f"{text!r} is not a value with an error; write '{_measured(expected)}'")
    value, error = parts
    size = _NUMBER.match(error)
    if _NUMBER.fullmatch(value) and size is not None:
        value = f"{value} {error[size.end() :]}"
    return parse(value, expected), parse(error, expected)


def _require_text(value: object, problem: str) -> None:
    if not isinstance(value, str):
        raise ValueError(f"{' '.join(repr(value).split())[:60]} {problem}")


def product(text: str, whole: str) -> tuple[float, tuple[int, ...]]:
    """Size and dimension of a product of units."""
    _require_text(text, "is not the name of a unit, such as 'keV'")
    scale, position = 1.0, 0
    dimension: tuple[int, ...] = PURE
    while text[position:].strip():
        factor = _FACTOR.match(text, position)
        if factor is None:
            raise ValueError(
                f"{whole!r}: cannot read the unit at {text[position:].strip()!r}; write for example 'kg^-1 day^-1'"
            )
        divide, name, power = factor[1] == "/", factor[2], int(factor[3] or 1)
        position = factor.end()
        if name == "1":
            continue
        if name not in UNITS:
            raise ValueError(f"{whole!r}: unknown unit {name!r}{_hint(name)}")
        size, measures = UNITS[name]
        power = -power if divide else power
        if abs(power) > 9:
            raise ValueError(f"{whole!r}: the power {power} of {name} is not a power of a physical quantity")
        scale *= size**power
        dimension = tuple(total + power * measure for total, measure in zip(dimension, measures, strict=True))
    return scale, dimension


def _hint(name: str) -> str:
    """The closest known name, if one is close."""
    from difflib import get_close_matches

    same = [unit for unit in UNITS if unit.lower() == name.lower()]
    close = same or get_close_matches(name, UNITS, n=1)
    return f"; did you mean {close[0]}?" if close else f"; known units: {', '.join(PLAIN)}"


def _measured(expected: str) -> str:
    """A measurement of a usual size."""
    return f"3.0e-11 +- 0.2e-11 {expected}" if expected in ("mu_B", "muB") else f"3.0 +- 0.2 {expected}"


def _example(expected: str | None) -> str:
    return f"1 {expected or 'keV'}"
