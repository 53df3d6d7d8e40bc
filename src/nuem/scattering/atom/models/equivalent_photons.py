"""The equivalent-photon approximation of published limits on a millicharge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from nuem.elements import Compound
from nuem.numerics import checks
from nuem.scattering.atom import bound, photon
from nuem.scattering.atom.counting import binding_energies, stepping
from nuem.scattering.atom.electrons import EffectiveElectrons
from nuem.scattering.atom.models.neutrino_mass import NEUTRINO_MASS, with_mass
from nuem.scattering.atom.subshell_table import tabulated
from nuem.units import MeV


@dataclass(frozen=True, slots=True, kw_only=True)
class EquivalentPhotons:
    """A charge by equivalent photons in vacuum alone [Chen:2014dsa]; weak and magnetic by stepping.

    Parameters
    ----------
    neutrino_mass : float, optional
        In the logarithm [MeV]; 1 eV if not given.

    Raises
    ------
    ValueError
        For a mass that is not positive.
    """

    neutrino_mass: float | None = None
    description: ClassVar[str] = "stepping; a charge by equivalent photons in vacuum alone, as in published limits"
    claims_validity: ClassVar[bool] = False
    collective: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.neutrino_mass is not None:
            mass = checks.number("neutrino_mass", checks.positive("neutrino_mass", self.neutrino_mass, "MeV"))
            object.__setattr__(self, "neutrino_mass", mass)

    @property
    def name(self) -> str:
        """The words by which `electron_model` finds it."""
        return with_mass("epa", self.neutrino_mass)

    def covers(self, target: Compound) -> bool:
        """The photoabsorption of all elements is needed."""
        return not bound.without_table(target)

    def require(self, target: Compound) -> None:
        """Refuse elements whose photoabsorption is not known."""
        missing = bound.without_table(target)
        if missing:
            raise ValueError(
                f"no photoabsorption is known of {', '.join(missing)}; electrons = 'epa' can do {', '.join(tabulated())}"
            )

    def count(self, target: Compound, transfer: NDArray[np.float64]) -> EffectiveElectrons:
        """Effective electrons at transfers [MeV]."""
        number = photon.photon_number(transfer, bound.longitudinal(target, transfer)[3])
        counted = stepping(target, transfer)
        leading = photon.equivalent_photons(1 * MeV, self.neutrino_mass or NEUTRINO_MASS)
        return EffectiveElectrons(counted.N_w, counted.N_mu, np.zeros(transfer.shape), number * leading, 2 * number)

    def edges(self, target: Compound) -> NDArray[np.float64]:
        """Binding energies, and thresholds of the computed subshells [MeV]."""
        return np.union1d(binding_energies(target), bound.edges(target))

    def knots(self, target: Compound) -> NDArray[np.float64]:
        """The edges and the nodes of the tables [MeV]."""
        return np.union1d(self.edges(target), bound.nodes(target))
