"""A cross section by its dependence on the recoil; every part is computed by itself, none is a difference of totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.scattering.atom import EffectiveElectrons


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of a cross section [cm^2/MeV]."""

    weak: NDArray[np.float64]
    """The weak interaction alone."""
    radius: NDArray[np.float64]
    """What a charge radius (or anapole moment) adds: a contact interaction, of either sign."""
    interference: NDArray[np.float64]
    """Charge times weak and charge radius, like 1/T, of either sign."""
    charge: NDArray[np.float64]
    """Charge squared, like 1/T^2."""
    magnetic: NDArray[np.float64]
    """Magnetic moment, like 1/T."""

    @property
    def total(self) -> NDArray[np.float64]:
        """The sum of all parts."""
        return self.weak + self.radius + self.interference + self.charge + self.magnetic

    def on(self, electrons: EffectiveElectrons, energy: ArrayLike | None = None) -> Parts:
        """The parts on an atom, each times the effective number of electrons that its dependence on q^2 has.

        The neutrino energy [MeV] is needed only for a charge whose photons propagate as in vacuum.
        """
        return Parts(
            self.weak * electrons.N_w,
            self.radius * electrons.N_w,
            self.interference * electrons.N_mu,
            self.charge * electrons.charge_squared(energy) if np.any(self.charge) else self.charge * electrons.N_q,
            self.magnetic * electrons.N_mu,
        )
