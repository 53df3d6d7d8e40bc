"""Figures from results: drawing functions that compute no physics, and the gallery that asks the library for what they draw."""

from typing import TYPE_CHECKING

from nuem.lazy import door
from nuem.plots.bars import Bar, allowed_intervals, as_bar, published_bar, upper_limits
from nuem.plots.by_year import published_by_year
from nuem.plots.counts import poisson_interval, spectrum
from nuem.plots.cross_section import cross_sections, rates
from nuem.plots.gallery import FIGURES
from nuem.plots.style import Curve, drawing

__all__ = [
    "FIGURES",
    "Bar",
    "Curve",
    "allowed_intervals",
    "as_bar",
    "cross_sections",
    "drawing",
    "poisson_interval",
    "published_bar",
    "published_by_year",
    "rates",
    "spectrum",
    "upper_limits",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
