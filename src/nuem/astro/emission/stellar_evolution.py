"""Energy loss by a magnetic moment, process by process, as a text file for stellar-evolution codes.

The columns are smooth, so that a cubic interpolation of each is good to 1e-3 at ten points per decade and to 2e-4 at twenty. The reader puts the steep
factors back: exp(-omega_p/T) of plasmons, exp(-2 m/T) of pairs; photoneutrinos count where T is above omega_p. Powers of the number of particles are
taken out by the reader before it interpolates, with the formula of `nuem.astro.emission.smooth`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from nuem.astro.emission.couplings import Couplings
from nuem.astro.emission.loss import PER_VOLUME_AND_TIME
from nuem.astro.emission.smooth import grown
from nuem.units import erg, kelvin, keV

Real = NDArray[np.float64]

INTERPOLATION_ERROR: Final = 1e-3
"""Largest relative error of the loss that the Fortran routine reads, with ten points per decade or more."""


class Table(Protocol):
    """What is needed of an `EmissionTable`."""

    @property
    def density(self) -> tuple[float, float]:
        """Range of rho Y_e [g/cm^3]."""

    @property
    def temperature(self) -> tuple[float, float]:
        """Range of T [MeV]."""

    @property
    def error(self) -> float:
        """Of the table itself."""

    @property
    def spline(self) -> Callable[[Real, Real], Real]:
        """The columns of `nuem.astro.emission.smooth`."""


def write(path: str | Path, table: Table, points_per_decade: int = 20) -> None:
    """Write the file: comments, the numbers of densities and temperatures, then rows, the temperature running fastest.

    Parameters
    ----------
    path : str or path
    table : EmissionTable
    points_per_decade : int, optional
        In both directions.

    Raises
    ------
    ValueError
        For fewer than ten points per decade, with which the interpolation would be worse than stated.
    """
    if points_per_decade < 10:
        raise ValueError(f"points_per_decade = {points_per_decade} must be 10 or more for the stated error of 1e-3")
    axes = [
        np.linspace(np.log(low), np.log(high), round(np.log10(high / low) * points_per_decade) + 1)
        for low, high in (table.density, table.temperature)
    ]
    x, y = (a.ravel() for a in np.meshgrid(*axes, indexing="ij"))
    columns = grown(table.spline(x, y), np.exp(x), np.exp(y))
    c = Couplings(moment=1e-12, weak=False).coefficients.magnetic[1] * PER_VOLUME_AND_TIME / erg
    losses = np.stack([np.logaddexp(columns[:, 1], columns[:, 4]), columns[:, 9], columns[:, 12]], axis=1) + np.log(c)
    rows = np.column_stack([x, y - np.log(kelvin), losses[:, 0], columns[:, 6] - np.log(keV), losses[:, 1:]]) / np.log(
        10
    )
    header = (
        "# Energy loss by a neutrino magnetic moment of 1e-12 mu_B, Q in erg/cm^3/s, from nuem; it scales as the moment squared.\n"
        f"# Relative error of the table that it was read from: {table.error:.1e}; with plasmon_table.f90: below {INTERPOLATION_ERROR:g}.\n"
        "# columns: log10(rho Y_e / (g/cm^3))  log10(T / K)  log10[Q_plasmons exp(omega_p/T)]  log10(omega_p / keV)\n"
        "#          log10[Q_pairs exp(2 m/T)]  log10 Q_photoneutrinos, which count where T is above omega_p\n"
        f"{len(axes[0])} {len(axes[1])}\n"
    )
    body = "\n".join("{:13.9f} {:13.9f} {:16.8f} {:14.8f} {:16.8f} {:14.8f}".format(*row) for row in rows)
    Path(path).write_text(header + body + "\n", encoding="utf-8")
