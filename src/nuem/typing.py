"""The types of arrays and words in signatures, under one name each."""

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "ArrayLike",
    "BoolArray",
    "ComplexArray",
    "Flavour",
    "FloatArray",
    "IntArray",
    "Json",
    "Nature",
    "NumberArray",
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
NumberArray = FloatArray | ComplexArray | IntArray
"""Numbers of any kind."""

Json = dict[str, Any]
"""An object of JSON, a table of TOML: its values are whatever the file says, and checked where they are read."""

Flavour = Literal["e", "mu", "tau"]
"""A neutrino flavour."""
Nature = Literal["dirac", "majorana"]
"""Whether a neutrino differs from its antiparticle."""
Ordering = Literal["normal", "inverted"]
"""The ordering of the neutrino masses."""
