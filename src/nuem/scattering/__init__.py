"""Cross sections of a neutrino's vertex on electrons, atoms and nuclei: plain functions of floats and arrays."""
