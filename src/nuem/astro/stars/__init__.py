"""Bounds on moments and charges from stars and the early universe, each with its inputs and sources."""

from typing import TYPE_CHECKING

from nuem.astro.stars.bound import StarBound
from nuem.astro.stars.criteria import BOUNDS, WITHOUT_SOURCE, bounds
from nuem.astro.stars.red_giant import allowed_interval
from nuem.lazy import door

__all__ = ["BOUNDS", "WITHOUT_SOURCE", "StarBound", "allowed_interval", "bounds"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
