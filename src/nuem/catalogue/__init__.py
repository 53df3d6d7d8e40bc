"""Published limits on the electromagnetic properties of neutrinos."""
