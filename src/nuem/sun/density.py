"""Electron, neutron and mass density of the Sun: one table for sources, propagation and star bounds.

The standard solar model B23 SF-III with GS98 abundances [Herrera:2023sfi], tabulated every 0.005 R_sun up to the surface. Between the rows the
logarithm of each density is a cubic spline; outside the surface the densities vanish.
"""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import AVOGADRO
from nuem.numerics import checks
from nuem.numerics.piecewise import PiecewiseCubic
from nuem.numerics.table import read_table, shipped
from nuem.units import solar_radius

Array = NDArray[np.float64]

_SURFACE = 1 - 1e-15  # the last knot of a piecewise cubic belongs to what is outside

COLUMNS = ("electron_density_mol_cm3", "neutron_density_mol_cm3", "mass_density_g_cm3")


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


def _density(radius: ArrayLike, column: str) -> Array:
    """A column of the table in its own unit."""
    r = checks.not_negative("radius", radius, "cm") / solar_radius
    inside = np.exp(_splines()[column](np.minimum(r, _SURFACE)))
    return np.where(r <= 1.0, inside, 0.0)[()]


@cache
def _splines() -> dict[str, PiecewiseCubic]:
    """Cubic splines through the logarithms of the columns, by R/R_sun."""
    table = read_table(shipped("nuem.sun", "structure.csv"), {"radius": "", **dict.fromkeys(COLUMNS, "")})
    return {column: PiecewiseCubic.spline(table["radius"], np.log(table[column])) for column in COLUMNS}


@cache
def tabulated_radii() -> Array:
    """Radii of the rows of the table [cm]: between them the densities are smooth."""
    table = read_table(shipped("nuem.sun", "structure.csv"), {"radius": ""})
    radii = table["radius"] * solar_radius
    radii.setflags(write=False)
    return radii
