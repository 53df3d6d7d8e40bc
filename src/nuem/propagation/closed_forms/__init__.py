"""Closed formulas: two levels, crossings, constant and random fields, decoherence, neutrinos from afar."""
