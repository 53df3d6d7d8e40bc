"""Units: text with a unit is read into one base, and everything else is refused with words that help."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuem import constants, units
from nuem.units import parse, strip, unit
from nuem.units.sizes import UNITS

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.8 keV", 2.8e-3),
        ("2.8keV", 2.8e-3),
        ("1e-11 mu_B", 1e-11),
        ("1e-11muB", 1e-11),
        ("3 e", 3.0),
        ("1e-12 e", 1e-12),
        ("2.7e13 / cm2 / s", 2.7e13),
        ("2.7e13 cm^-2 s^-1", 2.7e13),
        ("2.7e13 cm**-2*s**(-1)", 2.7e13),
        ("7.5e-5 eV^2", 7.5e-17),
        ("180 deg", math.pi),
        ("10 kpc", 3.0856775814913673e22),
        ("-5e-33 cm2", -5e-33),
        ("+.5 T", 5e3),
        ("1 erg / cm^3 / s", units.erg),
        ("1 1/s", 1.0),
    ],
)
def test_reads_a_quantity_into_base_units(text: str, value: float) -> None:
    assert parse(text) == approx(value, rel=1e-15)


def test_a_division_applies_to_the_one_unit_behind_it() -> None:
    assert parse("1 / kg / day") == approx(parse("1 kg^-1 day^-1"), rel=1e-15)
    assert parse("6 kg / day * year") == approx(6e3 * 365.25, rel=1e-15)


@given(st.floats(-1e100, 1e100), st.sampled_from(["keV", "cm2", "mu_B", "kg", "yr", "gauss"]))
def test_what_is_printed_is_read_back(value: float, name: str) -> None:
    assert parse(f"{value!r} {name}", name) == approx(value * unit(name), rel=1e-15)


def test_pure_numbers_need_no_unit_and_angles_do() -> None:
    assert parse("0.5", "%") == 0.5
    assert parse("90 %", "%") == approx(0.9)
    assert parse("0", "rad") == 0
    assert parse("90 deg", "rad") == approx(np.pi / 2)
    with pytest.raises(ValueError, match="'90' has no unit; expected one such as rad"):
        parse("90", "rad")


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        ("2.8", "keV", r"'2.8' has no unit; expected one such as keV \(write '2.8 keV'\)"),
        ("2.8", None, "has no unit"),
        (2.8, "keV", "2.8 has no unit; expected text such as '1 keV'"),
        ("keV", "keV", "does not begin with a number"),
        ("", "keV", "does not begin with a number"),
        ("1.2.3 keV", "keV", "does not begin with a number"),
        ("nan keV", "keV", "not a finite number"),
        ("inf keV", "keV", "not a finite number"),
        ("1e999 keV", "keV", "not a finite number"),
        ("1e300 TeV^2", None, "too large"),
        ("3 kev", "keV", "unknown unit 'kev'; did you mean keV"),
        ("3 furlong", "km", "unknown unit 'furlong'; known units: "),
        ("3 m", "keV", "'3 m' is a length; expected an energy, such as '1 keV'"),
        ("3 keV / /s", None, "cannot read the unit at '/ /s'"),
        ("1,5 keV", "keV", "cannot read the unit at ',5 keV'"),
        ("3 keV^99", None, "the power 99 of keV"),
        ("3 kg / day", "keV", r"'3 kg / day' is a quantity in s\^-1 g; expected an energy"),
    ],
)
def test_refuses_what_is_not_a_quantity_of_the_kind(text: str, expected: str | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(text, expected)


def test_strip_leaves_numbers_alone_and_converts_astropy_quantities() -> None:
    astropy_units = pytest.importorskip("astropy.units")
    assert strip(2.8, "MeV") == 2.8
    assert strip(2.8 * astropy_units.keV, "MeV") == approx(2.8e-3)
    assert strip(np.array([1.0, 2.0]) * astropy_units.km, "m") == approx([1e5, 2e5])
    with pytest.raises(ValueError, match="given where one in MeV was expected"):
        strip(1 * astropy_units.m, "MeV")


IN_ASTROPY = {
    "keVee": "keV", "eVee": "eV", "keVnr": "keV", "MWth": "MW", "GWth": "GW", "days": "day", "hours": "hour", "years": "yr",
    "tonnes": "t", "cm2": "cm^2", "cm3": "cm^3", "m2": "m^2", "fm2": "fm^2",
    "mu_B": "9.2740100783e-24 J/T", "muB": "9.2740100783e-24 J/T", "e": "1.602176634e-19 C",
    "%": "percent", "Rsun": "solRad",
}  # fmt: skip
"""Units that astropy knows under another name, or not at all."""


@pytest.mark.parametrize("name", sorted(UNITS))
def test_every_unit_agrees_with_astropy(name: str) -> None:
    astropy = pytest.importorskip("astropy.units")
    size, dimension = UNITS[name]
    quantity = 1 * astropy.Unit(IN_ASTROPY.get(name, name))
    assert strip(quantity, name) == approx(size, rel=1e-9)
    other = "km" if dimension != UNITS["km"][1] else "keV"
    with pytest.raises(ValueError, match="was given where one in"):
        strip(quantity, other)


def test_strip_refuses_quantities_of_other_packages() -> None:
    class Pint:
        units = "kilometer"

    with pytest.raises(ValueError, match="a quantity in kilometer was given"):
        strip(Pint(), "km")


@pytest.mark.parametrize(
    ("computed", "reference"),
    [
        (constants.HBAR_C**2, 3.89379371938e-22),  # const.hc2
        (constants.WEAK_SCALE * constants.ELECTRON_MASS, 8.80586937611e-45),  # const.sigma0
        (math.pi * constants.CLASSICAL_RADIUS_SQUARED, 2.49467202304e-25),  # const.mag
        (constants.BOHR_MAGNETON_SQUARED, 0.087796092372),  # const.muB2
        (constants.RADIUS_SHIFT, 2.37955871286e30),  # cr.gVshift_per_cm2
    ],
)
def test_composed_constants_have_their_reference_values(computed: float, reference: float) -> None:
    assert computed == approx(reference, rel=3e-12)


def test_the_two_bohr_magnetons_agree() -> None:
    # 1 gauss is sqrt(erg/cm^3) in Gaussian units and sqrt(4 pi) less in Heaviside-Lorentz units, where mu_B = sqrt(pi alpha)/m_e.
    gauss = math.sqrt(units.erg * constants.HBAR_C_EXACT**3 / (4 * math.pi))
    assert math.sqrt(constants.BOHR_MAGNETON_SQUARED) * gauss == approx(constants.BOHR_MAGNETON, rel=1e-9)
