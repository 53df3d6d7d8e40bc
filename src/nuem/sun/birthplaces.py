"""Where in the Sun the neutrinos of each component are produced."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks
from nuem.numerics.table import read_table, shipped
from nuem.units import solar_radius

Array = NDArray[np.float64]
Component = Literal["pp", "pep", "hep", "Be7", "B8", "N13", "O15", "F17"]

COMPONENTS: Final[tuple[Component, ...]] = get_args(Component)
"""The eight reactions, by what is burnt or decays."""


def births(component: str) -> tuple[Array, Array]:
    """Shells in which a component of the solar flux is produced.

    Of the solar model B16-GS98 [Vinyoles:2016djt], in shells of 0.005 R_sun or wider.

    Parameters
    ----------
    component : {"pp", "pep", "hep", "Be7", "B8", "N13", "O15", "F17"}

    Returns
    -------
    radius : numpy.ndarray
        Middle of each shell [cm].
    fraction : numpy.ndarray
        Fraction of the component that is produced there; sums to 1.

    Examples
    --------
    >>> radius, fraction = births("B8")
    >>> print(f"8B neutrinos are produced at {fraction @ radius / solar_radius:.3f} solar radii on average")
    8B neutrinos are produced at 0.051 solar radii on average
    """
    middle, fractions = _shells()
    return middle, fractions[checks.choice("component", component, COMPONENTS)]


@cache
def _shells() -> tuple[Array, dict[str, Array]]:
    table = read_table(shipped("nuem.sun", "production.csv"), dict.fromkeys(("radius", *COMPONENTS), ""))
    outer = table.pop("radius")
    middle = solar_radius * (outer + np.concatenate([[0.0], outer[:-1]])) / 2
    fractions = {name: values / values.sum() for name, values in table.items()}
    for array in (middle, *fractions.values()):
        array.setflags(write=False)
    return middle, fractions
