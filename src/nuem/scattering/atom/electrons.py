"""The effective number of electrons that take part, one number for each dependence of the cross section on the momentum transfer."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.numerics.brief import brief


class ValidityWarning(UserWarning):
    """An atomic response that is asked for outside the range in which it holds."""


def _empty() -> NDArray[np.float64]:
    return np.zeros(())


@dataclass(frozen=True, slots=True)
class EffectiveElectrons:
    """Effective numbers of electrons per atom or formula unit, each of the shape of the energy transfer.

    They multiply the cross sections on a free electron. A charge exchanges longitudinal photons with one electron (`N_q`) and transverse
    ones, almost real, with the atom or the medium as a whole (`N_photon`); see `charge_squared`.
    """

    N_w: NDArray[np.float64]
    """For the contact interaction: weak and charge radius."""
    N_mu: NDArray[np.float64]
    """For what falls like 1/T: the magnetic moment and the weak-charge interference."""
    N_q: NDArray[np.float64]
    """For the charge squared, longitudinal."""
    N_photon: NDArray[np.float64] = field(default_factory=_empty)
    """For the charge squared, transverse; in vacuum at a neutrino energy of 1 MeV."""
    N_log: NDArray[np.float64] = field(default_factory=_empty)
    """By how much N_photon rises when the neutrino energy grows by a factor of e: zero in a medium."""

    __repr__ = brief

    def charge_squared(self, energy: ArrayLike | None = None) -> NDArray[np.float64]:
        """For the charge squared, longitudinal and transverse together.

        Parameters
        ----------
        energy : array_like, optional
            Neutrino energy E [MeV]; needed only where transverse photons propagate as in vacuum.

        Raises
        ------
        ValueError
            For an energy that is needed and not given, or not positive.
        """
        if not np.any(self.N_log):
            return np.asarray(self.N_q + self.N_photon)
        if energy is None:
            raise ValueError("in vacuum the number for a charge depends on the neutrino energy; give energy [MeV]")
        return np.asarray(self.N_q + self.N_photon + self.N_log * np.log(checks.positive("energy", energy, "MeV")))
