"""The electromagnetic couplings of a neutrino in one state: what a cross section takes besides energies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks


@dataclass(frozen=True, slots=True, eq=False)
class Couplings:
    """Moment, charge, charge radius and anapole moment of a neutrino of one flavour; arrays broadcast.

    Couplings that change the flavour, and states that oscillate, need a `nuem.Vertex` and `nuem.scattering.mass_basis`.

    Parameters
    ----------
    moment : array_like, optional
        Effective magnetic moment [mu_B].
    charge : array_like, optional
        [e]
    charge_radius, anapole : array_like, optional
        <r^2> and a [cm^2]; scattering depends on <r^2> - 6a only.

    Raises
    ------
    ValueError
        For numbers that are not finite and real, or a negative moment.

    Examples
    --------
    >>> float(Couplings(charge_radius=1e-32, anapole=1e-33).radius)
    4e-33
    """

    moment: ArrayLike = 0.0
    charge: ArrayLike = 0.0
    charge_radius: ArrayLike = 0.0
    anapole: ArrayLike = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "moment", checks.not_negative("moment", self.moment, "mu_B"))
        for name, unit in (("charge", "e"), ("charge_radius", "cm2"), ("anapole", "cm2")):
            object.__setattr__(self, name, checks.real(name, getattr(self, name), unit))

    @classmethod
    def either(cls, couplings: Self | None, moment: ArrayLike, charge: ArrayLike, charge_radius: ArrayLike) -> Self:
        """The couplings given as an object, or as single numbers, but not both.

        Raises
        ------
        ValueError
            For both, or for something else than couplings.
        """
        if couplings is None:
            return cls(moment, charge, charge_radius)
        if not isinstance(couplings, cls):
            raise ValueError(f"couplings = {couplings!r} is not a nuem.scattering.Couplings")
        if np.any(moment) or np.any(charge) or np.any(charge_radius):
            raise ValueError("give either couplings or moment, charge and charge_radius, not both")
        return couplings

    @property
    def radius(self) -> NDArray[np.float64]:
        """<r^2> - 6a, all that a relativistic left-handed neutrino shows of the two [cm^2]."""
        return np.asarray(
            np.asarray(self.charge_radius, dtype=np.float64) - 6 * np.asarray(self.anapole, dtype=np.float64)
        )
