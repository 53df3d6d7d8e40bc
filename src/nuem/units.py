"""Units: one multiplicative base, MeV = cm = s = g = gauss = mu_B = e = 1.

Multiply in, divide out: ``2.8 * keV`` is an energy, ``rate / (1 / (kg * day * keV))`` a number of events. Text always carries
its unit and is read by `parse`; a number without one is refused, with the unit that was expected.
"""

import math
import re
import sys
from typing import Any, Final

from nuem.constants import BOHR_MAGNETON, BOLTZMANN, ELEMENTARY_CHARGE

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
    "GeV": (GeV, _ENERGY), "TeV": (TeV, _ENERGY), "PeV": (1e9 * MeV, _ENERGY), "EeV": (1e12 * MeV, _ENERGY), "erg": (erg, _ENERGY), "J": (joule, _ENERGY),
    "keVee": (keV, _ENERGY), "eVee": (eV, _ENERGY), "keVnr": (keV, _ENERGY),
    "K": (kelvin, _ENERGY), "MK": (1e6 * kelvin, _ENERGY),
    "cm": (cm, _LENGTH), "mm": (mm, _LENGTH), "m": (m, _LENGTH), "km": (km, _LENGTH), "fm": (fm, _LENGTH),
    "um": (1e-6 * m, _LENGTH), "nm": (1e-9 * m, _LENGTH),
    "au": (au, _LENGTH), "pc": (pc, _LENGTH), "kpc": (kpc, _LENGTH), "Mpc": (Mpc, _LENGTH),
    "Rsun": (solar_radius, _LENGTH), "barn": (barn, _AREA), "cm2": (cm**2, _AREA), "cm3": (cm**3, (0, 3, 0, 0, 0, 0, 0)),
    "m2": (m**2, _AREA), "fm2": (fm**2, _AREA),
    "s": (s, _TIME), "ms": (1e-3 * s, _TIME), "us": (1e-6 * s, _TIME), "ns": (1e-9 * s, _TIME), "min": (minute, _TIME), "h": (hour, _TIME), "hour": (hour, _TIME), "hours": (hour, _TIME),
    "d": (day, _TIME), "day": (day, _TIME), "days": (day, _TIME), "yr": (year, _TIME), "year": (year, _TIME),
    "years": (year, _TIME), "Hz": (1 / s, _RATE),
    "g": (g, _MASS), "mg": (1e-3 * g, _MASS), "kg": (kg, _MASS), "t": (tonne, _MASS), "tonne": (tonne, _MASS), "tonnes": (tonne, _MASS),
    "W": (watt, _POWER), "kW": (1e3 * watt, _POWER), "MW": (MW, _POWER), "GW": (GW, _POWER), "MWth": (MW, _POWER), "GWth": (GW, _POWER),
    "G": (gauss, _FIELD), "gauss": (gauss, _FIELD), "T": (tesla, _FIELD), "tesla": (tesla, _FIELD),
    "mu_B": (muB, _MOMENT), "muB": (muB, _MOMENT),
    "e": (e, _CHARGE),
    "rad": (1.0, _PURE), "deg": (deg, _PURE), "%": (percent, _PURE), "percent": (percent, _PURE),
}  # fmt: skip
_PREFIXES: Final = {"p": 1e-12, "n": 1e-9, "u": 1e-6, "µ": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
_PLAIN: Final = tuple(_UNITS)  # those that an error lists
_UNITS.update(
    {
        f"{prefix}{name}": (factor * size, _FIELD)
        for name, size in (("G", gauss), ("T", tesla))
        for prefix, factor in _PREFIXES.items()
    }
)

_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:nan|inf(?:inity)?))(?![\d.])")
_FACTOR = re.compile(r"\s*([*/·])?\s*(1(?=\s*/)|%|[A-Za-z_µ]\w*)(?:\s*(?:\^|\*\*)\s*\(?([+-]?\d+)\)?)?")


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
    size, dimension = _unit(text, text)
    wanted = _unit(expected, expected)[1]
    if dimension != wanted:
        raise ValueError(f"{text!r} is the unit of {_kind(dimension)}; expected {_kind(wanted)}, such as {expected!r}")
    return size


def strip(value: Any, expected: str) -> Any:
    """Turn an astropy ``Quantity`` into base units; anything without a unit is returned as it is.

    astropy is never imported here: only an object that carries a unit, and so was made with astropy, is converted.

    Parameters
    ----------
    value : array_like or astropy.units.Quantity
        Number in base units, or a quantity of the kind of `expected`. A moment may be given in J/T, a charge in C.
    expected : str
        A unit of `parse`, such as ``"MeV"``; "" for a pure number.

    Raises
    ------
    ValueError
        For a quantity of another kind, or one of another package than astropy.
    """
    if getattr(value, "unit", None) is None:
        if getattr(value, "units", None) is not None and not callable(value.units):
            raise ValueError(
                f"a quantity in {value.units} was given; convert it to a number in base units, or use astropy"
            )
        return value
    astropy = sys.modules.get("astropy.units")
    quantity: Any = value if hasattr(value, "to_value") else getattr(value, "quantity", None)  # a column of a table
    if astropy is None or not hasattr(quantity, "to_value"):
        raise ValueError(f"{str(value)[:60]} has a unit, {value.unit}, and is not an astropy quantity")
    base = (
        astropy.MeV, astropy.cm, astropy.s, astropy.g, 1e-4 * astropy.T,
        1e4 * BOHR_MAGNETON * astropy.MeV / astropy.T, ELEMENTARY_CHARGE * astropy.C,
    )  # fmt: skip
    target = astropy.dimensionless_unscaled
    for one, power in zip(base, _unit(expected, expected)[1], strict=True):
        target = target * astropy.Unit(one) ** power
    try:
        return quantity.to_value(target, [*astropy.temperature_energy(), *astropy.dimensionless_angles()])
    except (astropy.UnitsError, TypeError):
        wanted = f"one in {expected} was" if expected else "a pure number was"
        raise ValueError(f"a quantity in {value.unit} was given where {wanted} expected") from None


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
    return f"; did you mean {close[0]}?" if close else f"; known units: {', '.join(_PLAIN)}"


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
