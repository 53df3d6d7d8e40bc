"""Electron density of the standard solar model, smooth."""

from functools import cache
from typing import Any

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike, NDArray

from nuem.constants import AVOGADRO
from nuem.numerics import checks
from nuem.numerics.table import read_table, shipped
from nuem.units import solar_radius

_DEGREE = 10  # of the series for log10 of the density: its residual is the rounding of the table, 5e-4


def electron_density(radius: ArrayLike) -> Any:
    """Electron density of the Sun.

    A Chebyshev series of log10(n_e) through the tabulated standard solar model B16-GS98 [Vinyoles:2016djt] up to half the solar radius, to
    the rounding of the table; outside it falls on with the slope that it has there, which is too slow near the surface.

    Parameters
    ----------
    radius : array_like
        Distance from the centre [cm].

    Returns
    -------
    float or numpy.ndarray
        n_e [cm^-3].

    Raises
    ------
    ValueError
        For a radius below zero or NaN.

    Examples
    --------
    >>> print(f"{electron_density(0.1 * solar_radius):.2e} per cm^3")
    4.00e+25 per cm^3
    """
    series, last, slope = _series()
    r = checks.not_negative("radius", radius, "cm") / solar_radius
    inside = chebyshev.chebval(2 * np.minimum(r, last) / last - 1, series)
    return (AVOGADRO * 10.0 ** (inside + slope * np.maximum(r - last, 0.0)))[()]


def outermost() -> float:
    """Radius up to which the density is tabulated [cm]."""
    return _series()[1] * solar_radius


@cache
def _series() -> tuple[NDArray[np.float64], float, float]:
    """Series of log10(n_e/N_A) in the radius, the last tabulated radius, and the slope there [R_sun]."""
    table = read_table(shipped("nuem.sun", "electron_density.csv"), {"radius": "", "log10_density": ""})
    r = table["radius"]
    series = chebyshev.chebfit(2 * r / r[-1] - 1, table["log10_density"], _DEGREE)
    slope = chebyshev.chebval(1.0, chebyshev.chebder(series)) * 2 / r[-1]
    return series, float(r[-1]), float(slope)
