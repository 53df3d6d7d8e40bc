"""All electrons as if they were free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from nuem.elements import Compound
from nuem.scattering.atom.electrons import EffectiveElectrons


@dataclass(frozen=True, slots=True)
class Free:
    """Every electron of the target takes part at any energy transfer."""

    name: ClassVar[str] = "free"
    description: ClassVar[str] = "all electrons, as if free"
    claims_validity: ClassVar[bool] = False
    collective: ClassVar[bool] = False

    def covers(self, target: Compound) -> bool:
        """Any target will do."""
        return True

    def require(self, target: Compound) -> None:
        """Any target will do."""

    def count(self, target: Compound, transfer: NDArray[np.float64]) -> EffectiveElectrons:
        """All electrons, whatever the transfer [MeV]."""
        electrons = np.full(transfer.shape, target.electrons)
        return EffectiveElectrons(electrons, electrons, electrons)

    def edges(self, target: Compound) -> NDArray[np.float64]:
        """None."""
        return np.empty(0)

    def knots(self, target: Compound) -> NDArray[np.float64]:
        """None."""
        return np.empty(0)
