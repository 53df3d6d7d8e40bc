"""Supernovae along a radius, from tables of density and electron fraction."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from nuem.constants import AVOGADRO
from nuem.numerics import checks
from nuem.numerics.table import read_rows
from nuem.propagation.medium import Medium, Table

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Nucleons:
    """Electrons [cm^-3] of matter with a mass density [g/cm^3] and Y_e, or its neutrons."""

    mass: Table
    fraction: Table
    neutrons: bool
    featureless: ClassVar[bool] = True

    def __call__(self, x: Array) -> Array:
        """The values at distances x [cm]."""
        fraction = self.fraction(x)
        return np.asarray(AVOGADRO * self.mass(x) * (1 - fraction if self.neutrons else fraction))


def supernova(
    density: Path | str,
    electron_fraction: Path | str,
    *,
    start: float,
    end: float,
    magnetic_field: Any = None,
    **more: Any,
) -> Medium:
    """From one radius of a supernova to another.

    Lines of the files that begin with ``#`` are comments. Between the points the logarithm of the density and Y_e are straight lines.

    Parameters
    ----------
    density : path
        Two columns: radius [cm] and mass density [g/cm^3].
    electron_fraction : path
        Two columns: radius [cm] and Y_e.
    start, end : float
        Radii [cm].
    magnetic_field : optional
        As in `Medium`; the distance counts from the start.
    **more
        Goes to `Medium`.
    """
    r, rho = _columns(density, "density [g/cm^3]")
    r_fraction, fraction = _columns(electron_fraction, "electron fraction")
    first, last = checks.number("start", start, "cm"), checks.number("end", end, "cm")
    for name, radii in ((density, r), (electron_fraction, r_fraction)):
        if not radii[0] <= first < last <= radii[-1]:
            raise ValueError(
                f"{Path(name).name} reaches from {radii[0]:g} to {radii[-1]:g} cm; start and end, {first:g} and {last:g} cm, must be inside and rise"
            )
    if np.any(rho <= 0):
        raise ValueError(f"{Path(density).name}: a density must be above zero, got {rho.min():g} g/cm^3")
    if np.any((fraction < 0) | (fraction > 1)):
        worst = fraction[np.argmax(np.abs(fraction - 0.5))]
        raise ValueError(f"{Path(electron_fraction).name}: an electron fraction is between 0 and 1, got {worst:g}")
    mass, per_nucleon = Table(r - first, rho, "logarithmic"), Table(r_fraction - first, fraction)
    breakpoints = np.concatenate([r, r_fraction]) - first
    return Medium(
        last - first,
        electron_density=Nucleons(mass, per_nucleon, neutrons=False),
        neutron_density=Nucleons(mass, per_nucleon, neutrons=True),
        magnetic_field=magnetic_field,
        breaks=[*more.pop("breaks", ()), *breakpoints[(breakpoints > 0) & (breakpoints < last - first)]],
        **more,
    )


def _columns(path: Path | str, value: str) -> tuple[Array, Array]:
    """Two columns of numbers, the radius [cm] and another."""
    name = Path(path).name
    radius, values = read_rows(Path(path), ("radius [cm]", value))
    if len(radius) < 2 or np.any(np.diff(radius) < 0):
        raise ValueError(f"{name} must have at least two rows, the radius [cm] rising")
    for k in range(1, len(radius)):  # a radius given twice is a jump, such as a shock
        if radius[k] <= radius[k - 1]:
            radius[k] = radius[k - 1] * (1 + 1e-12)
    return radius, values
