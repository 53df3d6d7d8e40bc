"""What a plasma loses to neutrinos: plasmon decay, pairs, photons on electrons, and neutrinos that flip their helicity."""

from typing import TYPE_CHECKING

from nuem.astro.emission.couplings import Couplings
from nuem.astro.emission.loss import CHANNELS, EnergyLoss
from nuem.astro.emission.processes import PROCESSES, by_process, total
from nuem.lazy import door

__all__ = ["CHANNELS", "PROCESSES", "Couplings", "EnergyLoss", "by_process", "total"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
