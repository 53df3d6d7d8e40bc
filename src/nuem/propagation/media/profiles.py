"""Supernovae along a radius, from tables of density and electron fraction."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Unpack

import numpy as np
from numpy.typing import NDArray

from nuem.constants import AVOGADRO
from nuem.numerics import checks
from nuem.numerics.table import read_rows
from nuem.propagation.medium import Further, Medium, Quantity, Table

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Nucleons:
    """Electrons [cm^-3] of matter with a mass density [g/cm^3] and Y_e, or its neutrons."""

    mass: Table
    fraction: Table
    neutrons: bool
    start: float
    """Radius where the path begins [cm]."""
    exponent: float
    """Of the density beyond its last row."""
    featureless: ClassVar[bool] = True

    def __call__(self, x: Array) -> Array:
        """The values at distances x [cm]."""
        fraction = self.fraction(np.minimum(x, self.fraction.distance[-1]))
        edge = self.mass.distance[-1]
        falling = ((self.start + edge) / (self.start + np.maximum(x, edge))) ** self.exponent
        density = self.mass(np.minimum(x, edge)) * falling
        return np.asarray(AVOGADRO * density * (1 - fraction if self.neutrons else fraction))


def supernova(
    density: Path | str,
    electron_fraction: Path | str,
    *,
    start: float,
    end: float,
    magnetic_field: Quantity = None,
    ye_outside: float | None = None,
    exponent: float | None = None,
    **more: Unpack[Further],
) -> Medium:
    """The matter of a supernova between two radii, from tables of its density and electron fraction.

    Lines of the files that begin with ``#`` are comments. Between the points the logarithm of the density and Y_e are straight lines.

    Tables give Y_e to four digits, 0.5000 from some radius on, where isotopes of a real star make it differ from one half by 1e-4 to 1e-3: the resonances of spin and
    flavour at |n_e - n_n| exist in the star and not in its table. `ye_outside` puts them back.

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
    ye_outside : float, optional
        Y_e from the first row on after which the table has one and the same value to its end.
    exponent : float, optional
        Beyond the last row the density falls with this power of the radius, 3 in an envelope, and Y_e stays; without it `end` must be inside the tables.
    **more
        Goes to `Medium`.

    Raises
    ------
    ValueError
        For radii outside the tables, a density that is not above zero, Y_e outside 0 to 1, or no outer part of one Y_e to replace.
    """
    r, rho = _columns(density, "density [g/cm^3]")
    r_fraction, fraction = _columns(electron_fraction, "electron fraction")
    first, last = checks.number("start", start, "cm"), checks.number("end", end, "cm")
    power = 0.0 if exponent is None else float(checks.positive("exponent", checks.number("exponent", exponent)))
    for name, radii in ((density, r), (electron_fraction, r_fraction)):
        if not radii[0] <= first < last or first >= radii[-1]:
            raise ValueError(
                f"{Path(name).name} reaches from {radii[0]:g} to {radii[-1]:g} cm; start and end, {first:g} and {last:g} cm, must be inside and rise"
            )
        if exponent is None and last > radii[-1]:
            raise ValueError(
                f"{Path(name).name} reaches from {radii[0]:g} to {radii[-1]:g} cm; end, {last:g} cm, must be inside, or exponent=3 continues it"
            )
    if np.any(rho <= 0):
        raise ValueError(f"{Path(density).name}: a density must be above zero, got {rho.min():g} g/cm^3")
    if np.any((fraction < 0) | (fraction > 1)):
        worst = fraction[np.argmax(np.abs(fraction - 0.5))]
        raise ValueError(f"{Path(electron_fraction).name}: an electron fraction is between 0 and 1, got {worst:g}")
    if ye_outside is not None:
        fraction = _replaced(
            fraction, float(checks.within("ye_outside", ye_outside, 0, 1)), Path(electron_fraction).name
        )
    mass, per_nucleon = Table(r - first, rho, "logarithmic"), Table(r_fraction - first, fraction)
    breakpoints = np.concatenate([r, r_fraction]) - first
    more["breaks"] = [*more.get("breaks", ()), *breakpoints[(breakpoints > 0) & (breakpoints < last - first)]]
    return Medium(
        last - first,
        electron_density=Nucleons(mass, per_nucleon, False, first, power),
        neutron_density=Nucleons(mass, per_nucleon, True, first, power),
        magnetic_field=magnetic_field,
        **more,
    )


def _replaced(fraction: Array, outside: float, name: str) -> Array:
    """Y_e with another value in the outer part, where all rows have the same."""
    inner = np.flatnonzero(fraction != fraction[-1])
    first = int(inner[-1]) + 1 if len(inner) else 0
    if len(fraction) - first < 2:
        raise ValueError(
            f"{name} has no outer part of one Y_e that ye_outside could replace; its last row is {fraction[-1]:g}"
        )
    return np.concatenate([fraction[:first], np.full(len(fraction) - first, outside)])


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
