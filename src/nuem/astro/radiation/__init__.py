"""Light of a neutrino: decays in vacuum and in matter, Cherenkov light, spin light."""
