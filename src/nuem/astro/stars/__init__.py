"""What stars and the early universe allow: bounds on moments and charges, each with its inputs and what it rests on."""

from nuem.astro.stars.bound import StarBound
from nuem.astro.stars.criteria import BOUNDS, WITHOUT_SOURCE, bounds
from nuem.astro.stars.red_giant import allowed_interval

__all__ = ["BOUNDS", "WITHOUT_SOURCE", "StarBound", "allowed_interval", "bounds"]
