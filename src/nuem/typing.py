"""The types of arrays and words in signatures, under one name each."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "ArrayLike",
    "BoolArray",
    "ComplexArray",
    "Flavour",
    "FloatArray",
    "IntArray",
    "Nature",
    "Ordering",
]

FloatArray = NDArray[np.float64]
"""Real numbers."""
ComplexArray = NDArray[np.complex128]
"""Complex numbers."""
IntArray = NDArray[np.int64]
"""Integers."""
BoolArray = NDArray[np.bool_]
"""True or False for each element."""

Flavour = Literal["e", "mu", "tau"]
"""A neutrino flavour."""
Nature = Literal["dirac", "majorana"]
"""Whether a neutrino differs from its antiparticle."""
Ordering = Literal["normal", "inverted"]
"""The ordering of the neutrino masses."""
