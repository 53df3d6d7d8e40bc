"""What a model of the bound electrons must know."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nuem.elements import Compound
from nuem.scattering.atom.electrons import EffectiveElectrons


class ElectronModel(Protocol):
    """How many electrons of a target take part at an energy transfer.

    A model is a frozen object that compares and hashes by its parameters; `nuem.scattering.atom.MODELS` names the ones that need none.
    """

    @property
    def name(self) -> str:
        """The words by which `electron_model` finds it, such as "hfs" or "epa:0.1 eV"."""

    @property
    def description(self) -> str:
        """The model in one line."""

    @property
    def claims_validity(self) -> bool:
        """Whether it is meant to be good to some per cent above an energy of the target, and warns below."""

    @property
    def collective(self) -> bool:
        """Whether a charge acts on the atom as a whole, rather than on electrons counted one by one."""

    def covers(self, target: Compound) -> bool:
        """Whether nothing that the model needs of a target is missing."""

    def require(self, target: Compound) -> None:
        """Refuse, or warn of, a target for which the model lacks tables."""

    def count(self, target: Compound, transfer: NDArray[np.float64]) -> EffectiveElectrons:
        """Effective electrons per atom or formula unit at energy transfers T [MeV]."""

    def edges(self, target: Compound) -> NDArray[np.float64]:
        """Energies at which the numbers jump, ascending [MeV]."""

    def knots(self, target: Compound) -> NDArray[np.float64]:
        """Energies between which the numbers are smooth, ascending [MeV]."""
