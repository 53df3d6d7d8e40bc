"""Compiled loops of the atom: nothing but numbers, in atomic units."""
