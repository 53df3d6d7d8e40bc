"""What stars and the early universe allow: bounds on moments and charges, each with its inputs and what it rests on."""

from typing import TYPE_CHECKING

from nuem.astro.stars.bound import StarBound
from nuem.astro.stars.criteria import BOUNDS, WITHOUT_SOURCE, bounds
from nuem.astro.stars.red_giant import allowed_interval
from nuem.lazy import door

__all__ = ["BOUNDS", "WITHOUT_SOURCE", "StarBound", "allowed_interval", "bounds"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
