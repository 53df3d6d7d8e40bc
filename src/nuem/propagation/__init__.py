"""Spin and spin-flavour evolution of neutrinos in matter and magnetic fields."""

from nuem.propagation.engine import ToleranceWarning
from nuem.propagation.evolve import Evolved, evolve

__all__ = ["Evolved", "ToleranceWarning", "evolve"]
