"""astropy: results as tables and quantities with units; what comes in is converted by every function of this library."""

import re
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nuem.constants import BOHR_MAGNETON, ELEMENTARY_CHARGE
from nuem.interop.extra import extra
from nuem.results import Tabular

_UNIT = re.compile(r"(.+?) \[(.+)\]")


def quantity(value: ArrayLike, unit: str) -> Any:
    """Numbers in a unit of this library as a quantity.

    Parameters
    ----------
    value : array_like
        In `unit`.
    unit : str
        Such as "mu_B", "e", "cm2" or "keV"; those that astropy does not know are defined with the constants used here.

    Returns
    -------
    astropy.units.Quantity

    Raises
    ------
    ValueError
        Without the extra ``astropy``, or for an unknown unit.

    Examples
    --------
    >>> quantity(6.4e-12, "mu_B")
    <Quantity 6.4e-12 mu_B>
    """
    units = extra("astropy", "astropy", "6", module="astropy.units")
    definitions = {
        "mu_B": 1e4 * BOHR_MAGNETON * units.MeV / units.T,
        "e": ELEMENTARY_CHARGE * units.C,
        "PE": units.dimensionless_unscaled,
    }
    if unit in definitions:
        return np.asarray(value) * units.def_unit(unit, definitions[unit])
    try:
        return np.asarray(value) * (units.dimensionless_unscaled if unit == "1" else units.Unit(unit))
    except ValueError:
        raise ValueError(f"astropy does not know the unit {unit!r}") from None


def table(result: Tabular) -> Any:
    """A result that is a table, such as a spectrum or a profile, as a table of quantities.

    Parameters
    ----------
    result : Tabular

    Returns
    -------
    astropy.table.QTable

    Raises
    ------
    ValueError
        Without the extra ``astropy``.
    """
    tables = extra("astropy", "astropy", "6", module="astropy.table")
    columns = tables.QTable()
    for name, values in result.columns().items():
        with_unit = _UNIT.fullmatch(name)
        columns[with_unit[1] if with_unit else name] = (
            quantity(np.asarray(list(values)), with_unit[2]) if with_unit else np.asarray(list(values))
        )
    return columns
