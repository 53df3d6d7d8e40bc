"""Where neutrinos come from: flux, energy and state."""

from nuem.sources.reactor import Reactor

SOURCES = {"reactor": Reactor}
"""Names used in text files and on the command line."""

__all__ = ["SOURCES", "Reactor"]
