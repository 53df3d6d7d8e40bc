"""The stepping approximation: each electron is free above its binding energy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from nuem.elements import Compound
from nuem.scattering.atom.counting import binding_energies, stepping
from nuem.scattering.atom.electrons import EffectiveElectrons


@dataclass(frozen=True, slots=True)
class Stepping:
    """The electrons whose measured binding energy is not above the transfer, each as if free; see `counting.stepping`."""

    name: ClassVar[str] = "stepping"
    description: ClassVar[str] = "each electron free above its binding energy"
    claims_validity: ClassVar[bool] = False
    collective: ClassVar[bool] = False

    def covers(self, target: Compound) -> bool:
        """Any target will do."""
        return True

    def require(self, target: Compound) -> None:
        """Any target will do."""

    def count(self, target: Compound, transfer: NDArray[np.float64]) -> EffectiveElectrons:
        """The electrons that a transfer [MeV] can free."""
        return stepping(target, transfer)

    def edges(self, target: Compound) -> NDArray[np.float64]:
        """Binding energies of the shells [MeV]."""
        return binding_energies(target)

    def knots(self, target: Compound) -> NDArray[np.float64]:
        """Binding energies of the shells [MeV]."""
        return binding_energies(target)
