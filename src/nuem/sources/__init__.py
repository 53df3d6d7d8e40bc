"""Where neutrinos come from: flux, energy and state."""

from nuem.sources.reactor import Reactor
from nuem.sources.solar import Sun
from nuem.sources.solar_matter import solar_probabilities
from nuem.sources.solar_moment import solar_effective_moment

SOURCES = {"reactor": Reactor, "sun": Sun}
"""Names used in text files and on the command line."""

__all__ = ["SOURCES", "Reactor", "Sun", "solar_effective_moment", "solar_probabilities"]
