"""Quantities of astropy, converted or refused."""

import sys
from typing import Any

from nuem.constants import BOHR_MAGNETON, ELEMENTARY_CHARGE
from nuem.units.read import product


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
    if _holds_quantities(value):
        return [strip(entry, expected) for entry in _alike(value)]
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
    for unit, power in zip(base, product(expected, expected)[1], strict=True):
        target = target * astropy.Unit(unit) ** power
    try:
        return quantity.to_value(target, [*astropy.temperature_energy(), *astropy.dimensionless_angles()])
    except (astropy.UnitsError, TypeError):
        wanted_unit = f"one in {expected} was" if expected else "a pure number was"
        raise ValueError(
            f"a quantity in {str(value.unit) or 'pure numbers'} was given where {wanted_unit} expected"
        ) from None


def _has_unit(value: Any) -> bool:
    """Whether a value is a quantity, of astropy or of another package."""
    units = getattr(value, "units", None)
    return getattr(value, "unit", None) is not None or (units is not None and not callable(units))


def _holds_quantities(value: Any) -> bool:
    """Whether a list, or an array of objects, has quantities in it."""
    objects = getattr(getattr(value, "dtype", None), "kind", "") == "O" and value.ndim > 0
    return (isinstance(value, list | tuple) or objects) and any(
        _has_unit(entry) or _holds_quantities(entry) for entry in value
    )


def _alike(values: Any) -> Any:
    """The entries, of which all but zeros have a unit."""
    for entry in values:
        zero = isinstance(entry, int | float) and entry == 0
        if not (zero or _has_unit(entry) or _holds_quantities(entry)):
            raise ValueError(f"{str(entry)[:60]} has no unit, and another entry of the same list has one")
    return values
