"""Units: one multiplicative base, MeV = cm = s = g = gauss = mu_B = e = 1.

Multiply in, divide out: ``2.8 * keV`` is an energy, ``rate / (1 / (kg * day * keV))`` a number of events. Text always carries
its unit and is read by `parse`; a number without one is refused, with the unit that was expected.
"""

import math
import re
from typing import Any, Final

from nuem.constants import BOLTZMANN

MeV: Final = 1.0
keV: Final = 1e-3
eV: Final = 1e-6
meV: Final = 1e-9
GeV: Final = 1e3
TeV: Final = 1e6
erg: Final = 624150.9074460763  # 1e-7 J / (1.602176634e-13 J/MeV), exact in the SI of 2019
joule: Final = 1e7 * erg
kelvin: Final = BOLTZMANN

cm: Final = 1.0
mm: Final = 0.1
m: Final = 1e2
km: Final = 1e5
fm: Final = 1e-13
au: Final = 1.495978707e13  # IAU 2012, exact
pc: Final = 3.0856775814913673e18  # 648000/pi au
kpc: Final = 1e3 * pc
Mpc: Final = 1e6 * pc
solar_radius: Final = 6.957e10  # IAU 2015 nominal
barn: Final = 1e-24

s: Final = 1.0
minute: Final = 60.0
hour: Final = 3600.0
day: Final = 86400.0
year: Final = 365.25 * day  # Julian

g: Final = 1.0
kg: Final = 1e3
tonne: Final = 1e6

watt: Final = joule / s
MW: Final = 1e6 * watt
GW: Final = 1e9 * watt

gauss: Final = 1.0
tesla: Final = 1e4
muB: Final = 1.0
e: Final = 1.0
deg: Final = math.pi / 180
percent: Final = 0.01

# Exponents over (energy, length, time, mass, field, moment, charge): what a unit measures.
_PURE = (0, 0, 0, 0, 0, 0, 0)
_ENERGY = (1, 0, 0, 0, 0, 0, 0)
_LENGTH = (0, 1, 0, 0, 0, 0, 0)
_AREA = (0, 2, 0, 0, 0, 0, 0)
_TIME = (0, 0, 1, 0, 0, 0, 0)
_MASS = (0, 0, 0, 1, 0, 0, 0)
_POWER = (1, 0, -1, 0, 0, 0, 0)
_FIELD = (0, 0, 0, 0, 1, 0, 0)
_MOMENT = (0, 0, 0, 0, 0, 1, 0)
_CHARGE = (0, 0, 0, 0, 0, 0, 1)
_RATE = (0, 0, -1, 0, 0, 0, 0)

_UNITS: Final[dict[str, tuple[float, tuple[int, ...]]]] = {
    "MeV": (MeV, _ENERGY), "keV": (keV, _ENERGY), "eV": (eV, _ENERGY), "meV": (meV, _ENERGY),
    "GeV": (GeV, _ENERGY), "TeV": (TeV, _ENERGY), "erg": (erg, _ENERGY), "J": (joule, _ENERGY),
    "keVee": (keV, _ENERGY), "eVee": (eV, _ENERGY), "keVnr": (keV, _ENERGY),
    "K": (kelvin, _ENERGY), "MK": (1e6 * kelvin, _ENERGY),
    "cm": (cm, _LENGTH), "mm": (mm, _LENGTH), "m": (m, _LENGTH), "km": (km, _LENGTH), "fm": (fm, _LENGTH),
    "au": (au, _LENGTH), "pc": (pc, _LENGTH), "kpc": (kpc, _LENGTH), "Mpc": (Mpc, _LENGTH),
    "Rsun": (solar_radius, _LENGTH), "barn": (barn, _AREA), "cm2": (cm**2, _AREA), "cm3": (cm**3, (0, 3, 0, 0, 0, 0, 0)),
    "m2": (m**2, _AREA), "fm2": (fm**2, _AREA),
    "s": (s, _TIME), "min": (minute, _TIME), "h": (hour, _TIME), "hour": (hour, _TIME), "hours": (hour, _TIME),
    "d": (day, _TIME), "day": (day, _TIME), "days": (day, _TIME), "yr": (year, _TIME), "year": (year, _TIME),
    "years": (year, _TIME), "Hz": (1 / s, _RATE),
    "g": (g, _MASS), "kg": (kg, _MASS), "t": (tonne, _MASS), "tonne": (tonne, _MASS), "tonnes": (tonne, _MASS),
    "W": (watt, _POWER), "MW": (MW, _POWER), "GW": (GW, _POWER), "MWth": (MW, _POWER), "GWth": (GW, _POWER),
    "G": (gauss, _FIELD), "gauss": (gauss, _FIELD), "T": (tesla, _FIELD), "tesla": (tesla, _FIELD),
    "mu_B": (muB, _MOMENT), "muB": (muB, _MOMENT),
    "e": (e, _CHARGE),
    "rad": (1.0, _PURE), "deg": (deg, _PURE), "%": (percent, _PURE), "percent": (percent, _PURE),
}  # fmt: skip

_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:nan|inf(?:inity)?))(?![\d.])")
_FACTOR = re.compile(r"\s*([*/·])?\s*(1(?=\s*/)|%|[A-Za-z_]\w*)(?:\s*(?:\^|\*\*)\s*\(?([+-]?\d+)\)?)?")


def parse(text: str, expected: str | None = None) -> float:
    """Read a quantity with its unit, ``"2.8 keV"`` or ``"2.7e13 / cm2 / s"``, into the base units.

    Powers are written ``eV^2``, ``eV**2`` or (for cm, m, fm) ``cm2``; a division applies to the one unit behind it, so
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
    >>> parse("7.5e-5 eV^2", "eV^2") == 7.5e-5 * eV**2
    True
    >>> parse("2.8", "keV")
    Traceback (most recent call last):
        ...
    ValueError: '2.8' has no unit; expected one such as keV (write '2.8 keV')
    """
    if not isinstance(text, str):
        raise ValueError(f"{text!r} has no unit; expected text such as {_example(expected)!r}")
    number = _NUMBER.match(text)
    if number is None:
        raise ValueError(f"{text!r} does not begin with a number; expected one such as {_example(expected)!r}")
    value = float(number[1])
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is not a finite number; expected one such as {_example(expected)!r}")
    rest = text[number.end() :]
    wanted = None if expected is None else _unit(expected, expected)
    if not rest.strip():
        if wanted is not None and wanted[1] == _PURE:
            return value
        raise ValueError(
            f"{text!r} has no unit; expected one such as {expected or 'keV'} (write '{text.strip()} {expected or 'keV'}')"
        )
    scale, dimension = _unit(rest, text)
    if wanted is not None and dimension != wanted[1]:
        raise ValueError(f"{text!r} is {_kind(dimension)}; expected {_kind(wanted[1])}, such as {_example(expected)!r}")
    if not math.isfinite(value * scale):
        raise ValueError(f"{text!r} is too large for a floating-point number")
    return value * scale


def unit(text: str) -> float:
    """The size of a unit in base units, such as ``unit("1 / (kg")``-free text ``"keV^-1 kg^-1 day^-1"``.

    Examples
    --------
    >>> unit("keV")
    0.001
    """
    return _unit(text, text)[0]


def strip(value: Any, expected: str) -> Any:
    """Turn an astropy ``Quantity`` into base units; anything else is returned as it is.

    astropy is never imported here: only an object that carries a unit, and so was made with astropy, is converted.

    Parameters
    ----------
    value : array_like or astropy.units.Quantity
        Number in base units, or a quantity of the kind of `expected`.
    expected : str
        A unit of `parse` that astropy knows under the same name, such as ``"MeV"``.
    """
    if not hasattr(value, "unit") or not hasattr(value, "to_value"):
        return value
    try:
        return value.to_value(expected) * unit(expected)
    except Exception as error:  # astropy's own exception class cannot be named without importing astropy
        raise ValueError(f"a quantity in {value.unit} was given where one in {expected} was expected") from error


def _unit(text: str, whole: str) -> tuple[float, tuple[int, ...]]:
    """Size and dimension of a product of units."""
    scale, position = 1.0, 0
    dimension: tuple[int, ...] = _PURE
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
        if name not in _UNITS:
            raise ValueError(f"{whole!r}: unknown unit {name!r}{_hint(name)}")
        size, kind = _UNITS[name]
        power = -power if divide else power
        if abs(power) > 9:
            raise ValueError(f"{whole!r}: the power {power} of {name} is not a power of a physical quantity")
        scale *= size**power
        dimension = tuple(total + power * one for total, one in zip(dimension, kind, strict=True))
    return scale, dimension


def _hint(name: str) -> str:
    """The closest known name, if one is close."""
    from difflib import get_close_matches

    same = [known for known in _UNITS if known.lower() == name.lower()]
    close = same or get_close_matches(name, _UNITS, n=1)
    return f"; did you mean {close[0]}?" if close else f"; known units: {', '.join(_UNITS)}"


def _example(expected: str | None) -> str:
    return f"1 {expected or 'keV'}"


def _kind(dimension: tuple[int, ...]) -> str:
    """A dimension in words."""
    named = {
        _PURE: "a pure number", _ENERGY: "an energy", _LENGTH: "a length", _AREA: "an area", _TIME: "a time", _MASS: "a mass",
        _POWER: "a power", _FIELD: "a magnetic field", _MOMENT: "a magnetic moment", _CHARGE: "a charge", _RATE: "a rate",
        (2, 0, 0, 0, 0, 0, 0): "an energy squared", (0, -2, -1, 0, 0, 0, 0): "a flux", (0, -3, 0, 0, 0, 0, 0): "a number density",
        (0, 0, 1, 1, 0, 0, 0): "an exposure",
    }  # fmt: skip
    if dimension in named:
        return named[dimension]
    base = ("MeV", "cm", "s", "g", "gauss", "mu_B", "e")
    return "a quantity in " + " ".join(
        symbol if power == 1 else f"{symbol}^{power}" for symbol, power in zip(base, dimension, strict=True) if power
    )
