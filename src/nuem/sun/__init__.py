"""The Sun as matter: what sources of neutrinos and their way out of it have in common."""

from nuem.sun.electron_density import electron_density, outermost

__all__ = ["electron_density", "outermost"]
