"""Values as they are printed in tables of limits: upper limits, intervals and measurements, read without adding anything."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_POWER = re.compile(r"\s*E\s*([+-]?\d+)\s*$")
_LIMIT = re.compile(rf"<=?\s*({_NUMBER})$")
_LIMITS = re.compile(rf"<=?\s*({_NUMBER})\s*-\s*({_NUMBER})$")
_INTERVAL = re.compile(rf"({_NUMBER})\s*(?:to|-)\s*({_NUMBER})$")
_SYMMETRIC = re.compile(rf"({_NUMBER})\s*\+-\s*({_NUMBER})$")
_ASYMMETRIC = re.compile(rf"({_NUMBER})\s*\+\s*({_NUMBER})\s*-\s*({_NUMBER})$")


class Value(NamedTuple):
    """What a printed value says."""

    kind: str
    """"upper limit", "range of upper limits", "interval", "measurement", or "none" where nothing is printed."""
    central: float | None
    """The limit (the weakest of a range), or the central value of a measurement; None for an interval."""
    interval: tuple[float, float] | None
    """Ends of an interval, of a range of limits, or of the error bar of a measurement."""


def read_value(text: str, *, implied_power: int = 0) -> Value:
    """Read a printed value.

    Parameters
    ----------
    text : str
        Such as ``"< 0.29 E-10"``, ``"<0.011-0.027 E-10"``, ``"(0.14-0.29) E-10"``, ``"-2.1 to 3.3"`` or ``"(2.2 +2.4 - 2.3) E-32"``.
    implied_power : int, optional
        Power of ten of a value that prints none: that of the table which it stands in.

    Returns
    -------
    Value

    Raises
    ------
    ValueError
        For a text of no known form.

    Examples
    --------
    >>> read_value("(0.14-0.29) E-10")
    Value(kind='interval', central=None, interval=(1.4e-11, 2.9e-11))
    """
    if not text.strip():
        return Value("none", None, None)
    power = _POWER.search(text)
    tens = power[1] if power else str(implied_power)
    body = text[: power.start()].strip() if power else text.strip()
    if body.startswith("(") and body.endswith(")"):
        body = body[1:-1].strip()

    def scaled(number: str) -> float:
        return float(f"{number}e{tens}")  # read as decimal text, so that 0.29 E-10 is 2.9e-11 to the last digit

    if match := _LIMIT.match(body):
        return Value("upper limit", scaled(match[1]), None)
    if match := _LIMITS.match(body):
        low, high = sorted((scaled(match[1]), scaled(match[2])))
        return Value("range of upper limits", high, (low, high))
    if match := _SYMMETRIC.match(body):
        centre, error = scaled(match[1]), scaled(match[2])
        return Value("measurement", centre, (centre - error, centre + error))
    if match := _ASYMMETRIC.match(body):
        centre, up, down = (scaled(number) for number in match.groups())
        return Value("measurement", centre, (centre - down, centre + up))
    if match := _INTERVAL.match(body):
        low, high = scaled(match[1]), scaled(match[2])
        if low >= high:
            raise ValueError(f"{text!r} is not an interval: its ends do not ascend")
        return Value("interval", None, (low, high))
    raise ValueError(
        f"{text!r} is neither an upper limit ('<2.9 E-11'), an interval ('-2.1 to 3.3') nor a measurement ('(1.1+-2.3) E-32')"
    )


def value_text(kind: str, central: float | None, interval: tuple[float, float] | None) -> str:
    """A value in one form, whatever the printed one.

    Examples
    --------
    >>> for printed in ("< 0.29 E-10", "<0.011-0.027 E-10", "(0.14-0.29) E-10", "(-1.1+-1.0) E-32", "(2.2 +2.4 - 2.3) E-32", ""):
    ...     print(value_text(*read_value(printed)))
    < 2.9e-11
    < 1.1e-12 to 2.7e-12
    1.4e-11 to 2.9e-11
    -1.1e-32 +- 1e-32
    2.2e-32 +2.4e-32 -2.3e-32
    none printed
    """
    if interval is None:
        return "none printed" if central is None else f"< {_number(central)}"
    low, high = (_number(end) for end in interval)
    if central is None:
        return f"{low} to {high}"
    if kind == "range of upper limits":
        return f"< {low} to {high}"
    up, down = (_number(float(f"{error:.3g}")) for error in (interval[1] - central, central - interval[0]))
    return f"{_number(central)} +- {up}" if up == down else f"{_number(central)} +{up} -{down}"


def _number(value: float) -> str:
    mantissa, power = f"{value:.5e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{power}"
