"""Spin and spin-flavour evolution of neutrinos in matter and magnetic fields."""

from typing import TYPE_CHECKING

from nuem.lazy import door
from nuem.propagation import spin
from nuem.propagation.bare import Evolved, evolve
from nuem.propagation.engine.tolerance import ToleranceWarning
from nuem.propagation.evolution import Evolution
from nuem.propagation.flight import propagate
from nuem.propagation.medium import Medium, Table
from nuem.propagation.two_flavours import TwoFlavours

__all__ = ["Evolution", "Evolved", "Medium", "Table", "ToleranceWarning", "TwoFlavours", "evolve", "propagate", "spin"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
