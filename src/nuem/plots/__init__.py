"""Figures from results; no physics is computed here."""
