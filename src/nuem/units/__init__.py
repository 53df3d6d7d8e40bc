"""Units: one multiplicative base, MeV = cm = s = g = gauss = mu_B = e = 1.

Multiply in, divide out: ``2.8 * keV`` is an energy, ``rate / (1 / (kg * day * keV))`` a number of events. Text always carries
its unit and is read by `parse`; a number without one is refused, with the unit that was expected.
"""

from typing import TYPE_CHECKING

from nuem.lazy import door
from nuem.units.quantities import strip
from nuem.units.read import convertible, measurement, parse, unit
from nuem.units.sizes import (
    GW,
    MW,
    GeV,
    MeV,
    Mpc,
    TeV,
    au,
    barn,
    cm,
    day,
    deg,
    e,
    erg,
    eV,
    fm,
    g,
    gauss,
    hour,
    joule,
    kelvin,
    keV,
    kg,
    km,
    kpc,
    m,
    meV,
    minute,
    mm,
    muB,
    pc,
    percent,
    s,
    solar_radius,
    tesla,
    tonne,
    watt,
    year,
)

__all__ = [
    "GW",
    "MW",
    "GeV",
    "MeV",
    "Mpc",
    "TeV",
    "au",
    "barn",
    "cm",
    "convertible",
    "day",
    "deg",
    "e",
    "eV",
    "erg",
    "fm",
    "g",
    "gauss",
    "hour",
    "joule",
    "keV",
    "kelvin",
    "kg",
    "km",
    "kpc",
    "m",
    "meV",
    "measurement",
    "minute",
    "mm",
    "muB",
    "parse",
    "pc",
    "percent",
    "s",
    "solar_radius",
    "strip",
    "tesla",
    "tonne",
    "unit",
    "watt",
    "year",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
