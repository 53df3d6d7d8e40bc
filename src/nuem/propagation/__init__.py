"""Spin and spin-flavour evolution of neutrinos in matter and magnetic fields."""

from nuem.propagation import spin
from nuem.propagation.engine.tolerance import ToleranceWarning
from nuem.propagation.evolution import Evolution
from nuem.propagation.evolve import Evolved, evolve
from nuem.propagation.medium import Medium, Table
from nuem.propagation.propagate import propagate
from nuem.propagation.two_flavours import TwoFlavours

__all__ = ["Evolution", "Evolved", "Medium", "Table", "ToleranceWarning", "TwoFlavours", "evolve", "propagate", "spin"]
