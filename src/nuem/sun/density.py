"""Electron, neutron and mass density of the Sun: one table for sources, propagation and star bounds.

The standard solar model B23 SF-III with GS98 abundances [Herrera:2023sfi], tabulated every 0.005 R_sun up to the surface. The logarithm of each
density is a smooth function, four polynomials that follow the rows to a few 1e-5 of the density, their last digits; at the bottom of the convective zone and next to the
surface, where it is not smooth on this scale, it is a cubic spline through the rows. Outside the surface the densities vanish.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike, NDArray

from nuem.constants import AVOGADRO
from nuem.numerics import checks
from nuem.numerics.piecewise import PiecewiseCubic
from nuem.numerics.table import read_table, shipped
from nuem.units import solar_radius

Array = NDArray[np.float64]

_SURFACE = 1 - 1e-15  # the last knot of a piecewise cubic belongs to what is outside

COLUMNS = ("electron_density_mol_cm3", "neutron_density_mol_cm3", "mass_density_g_cm3")
SMOOTH: Final = ((0.0, 0.1), (0.1, 0.3), (0.3, 0.69), (0.72, 0.97))
"""Radii between which one polynomial follows each density [R_sun]."""
_CONVECTIVE: Final = 3
_OUTSIDE: Final = (
    1.01  # the last polynomial is one of log(1.01 - r/R_sun), for the density falls as a power of the depth
)


def electron_density(radius: ArrayLike) -> Array:
    """Number of electrons per volume.

    Parameters
    ----------
    radius : array_like
        Distance from the centre [cm].

    Returns
    -------
    numpy.ndarray
        n_e [cm^-3]; zero outside the Sun.

    Raises
    ------
    ValueError
        For a negative or NaN radius.

    Examples
    --------
    >>> print(f"{electron_density(0.1 * solar_radius):.2e} per cm^3")
    4.01e+25 per cm^3
    """
    return AVOGADRO * _density(radius, COLUMNS[0])


def neutron_density(radius: ArrayLike) -> Array:
    """Number of neutrons, free or bound in nuclei, per volume [cm^-3] at a distance from the centre [cm]; zero outside the Sun.

    Examples
    --------
    >>> r = np.array([0.05, 0.5]) * solar_radius
    >>> print("n_n/n_e =", (neutron_density(r) / electron_density(r)).round(3))
    n_n/n_e = [0.415 0.165]
    """
    return AVOGADRO * _density(radius, COLUMNS[1])


def mass_density(radius: ArrayLike) -> Array:
    """Mass per volume [g/cm^3] at a distance from the centre [cm]; zero outside the Sun."""
    return _density(radius, COLUMNS[2])


def hydrogen_fraction(radius: ArrayLike) -> Array:
    r"""Mass fraction X of hydrogen at a distance from the centre [cm]; zero outside the Sun.

    In everything heavier there are as many neutrons as electrons, so X = (n_e - n_n)/(\rho N_A) up to the 0.3 % by which this fails in metals.
    """
    inside = np.minimum(checks.not_negative("radius", radius, "cm"), 0.99 * solar_radius)
    outside = np.asarray(radius) > solar_radius
    protons = (electron_density(inside) - neutron_density(inside)) / AVOGADRO
    return np.where(outside, 0.0, protons / mass_density(inside))


def density_breaks() -> Array:
    """Radii where the densities have a derivative that jumps [cm]: between them they are smooth."""
    radii, _ = _table()
    ends = np.array(SMOOTH)
    rough = ~np.any((radii[:, None] > ends[:, 0]) & (radii[:, None] < ends[:, 1]), axis=1)
    return np.unique(np.concatenate([ends.ravel(), radii[rough]]))[1:-1] * solar_radius


def argument(segment: int, r: Array) -> Array:
    """What the polynomial of a segment is a Chebyshev series of, from -1 to 1, at radii [R_sun]."""
    low, high, at = (
        np.log(_OUTSIDE - np.asarray(x)) if segment == _CONVECTIVE else np.asarray(x) for x in (*SMOOTH[segment], r)
    )
    return np.asarray((2 * at - low - high) / (high - low))


def _density(radius: ArrayLike, column: str) -> Array:
    """A column of the table in its own unit."""
    r = np.atleast_1d(checks.not_negative("radius", radius, "cm") / solar_radius)
    inside = np.minimum(r, _SURFACE)
    logarithm = _splines()[column](inside)
    for segment, (low, high) in enumerate(SMOOTH):
        in_segment = (inside >= low) & (inside < high)
        if in_segment.any():
            logarithm[in_segment] = chebyshev.chebval(
                argument(segment, inside[in_segment]), _polynomials()[column, segment]
            )
    return np.where(r <= 1.0, np.exp(logarithm), 0.0).reshape(np.shape(radius))[()]


@cache
def _table() -> tuple[Array, dict[str, Array]]:
    """Radii of the rows [R_sun] and the logarithms of the columns."""
    table = read_table(shipped("nuem.sun", "structure.csv"), {"radius": "", **dict.fromkeys(COLUMNS, "")})
    return table["radius"], {column: np.log(table[column]) for column in COLUMNS}


@cache
def _splines() -> dict[str, PiecewiseCubic]:
    """Cubic splines through the logarithms of the columns, by R/R_sun."""
    radii, logarithms = _table()
    return {column: PiecewiseCubic.spline(radii, values) for column, values in logarithms.items()}


@cache
def _polynomials() -> dict[tuple[str, int], Array]:
    """Chebyshev series of each column in each segment."""
    table = read_table(shipped("nuem.sun", "polynomials.csv"), {"segment": "", **dict.fromkeys(COLUMNS, "")})
    return {(column, k): table[column][table["segment"] == k] for column in COLUMNS for k in range(len(SMOOTH))}
