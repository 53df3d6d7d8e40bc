"""Neutrinos with electromagnetic interactions in stars and in space."""
