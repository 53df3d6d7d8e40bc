"""Where neutrinos come from: flux, energy and state."""
