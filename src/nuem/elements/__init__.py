"""Atoms and nuclei: numbers of charge and mass, binding energies."""
