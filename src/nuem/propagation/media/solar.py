"""The Sun along a radius."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Unpack

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks
from nuem.propagation.medium import Further, Medium, Quantity
from nuem.sun import density_breaks, electron_density, neutron_density
from nuem.units import solar_radius

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Electrons:
    """Electrons of the Sun [cm^-3] along a path that begins at the radius `start` [cm]."""

    start: float
    featureless: ClassVar[bool] = True

    def __call__(self, x: Array) -> Array:
        """The values at distances x [cm]."""
        return np.asarray(electron_density(np.minimum(self.start + x, solar_radius)))


@dataclass(frozen=True, slots=True)
class Neutrons:
    """Neutrons of the Sun [cm^-3] along a path that begins at the radius `start` [cm]."""

    start: float
    featureless: ClassVar[bool] = True

    def __call__(self, x: Array) -> Array:
        """The values at distances x [cm]."""
        return np.asarray(neutron_density(np.minimum(self.start + x, solar_radius)))


def sun(*, start: float = 0.0, magnetic_field: Quantity = None, **more: Unpack[Further]) -> Medium:
    """The Sun along a radius, from the place of production to the surface, with the tabulated electrons and neutrons of `nuem.sun`.

    Parameters
    ----------
    start : float, optional
        Radius of production [cm].
    magnetic_field : optional
        As in `Medium`; the distance counts from the start. A field that is still there at the surface ends abruptly with the path.
    **more
        Goes to `Medium`.
    """
    first = float(checks.within("start", checks.number("start", start, "cm"), 0, 0.99 * solar_radius, "cm"))
    length = solar_radius - first
    rough = density_breaks() - first
    more["breaks"] = [*more.get("breaks", ()), *rough[(rough > 0) & (rough < length)]]
    return Medium(
        length,
        electron_density=Electrons(first),
        neutron_density=Neutrons(first),
        magnetic_field=magnetic_field,
        **more,
    )
