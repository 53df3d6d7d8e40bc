"""Sizes of units in the base MeV = cm = s = g = gauss = mu_B = e = 1, and what each measures."""

import math
from typing import Final

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
PURE = (0, 0, 0, 0, 0, 0, 0)
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

UNITS: Final[dict[str, tuple[float, tuple[int, ...]]]] = {
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
    "rad": (1.0, PURE), "deg": (deg, PURE), "%": (percent, PURE), "percent": (percent, PURE),
}  # fmt: skip
_PREFIXES: Final = {"p": 1e-12, "n": 1e-9, "u": 1e-6, "µ": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
PLAIN: Final = tuple(UNITS)
"""Units without a prefix, those that an error lists."""
UNITS.update(
    {
        f"{prefix}{name}": (factor * size, _FIELD)
        for name, size in (("G", gauss), ("T", tesla))
        for prefix, factor in _PREFIXES.items()
    }
)


def kind(dimension: tuple[int, ...]) -> str:
    """A dimension in words."""
    named = {
        PURE: "a pure number", _ENERGY: "an energy", _LENGTH: "a length", _AREA: "an area", _TIME: "a time", _MASS: "a mass",
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
