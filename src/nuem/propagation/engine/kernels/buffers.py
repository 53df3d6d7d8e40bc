"""Scratch of one passage, made once: compiled code that asks for memory takes longer to compile than to run.

Each array holds several buffers of one shape, and the names of their places follow it; places that are never in use together are shared.
"""

import math
from typing import NamedTuple

import numpy as np

from nuem.propagation.engine.kernels.vectors import LANES
from nuem.typing import ComplexArray, FloatArray, IntArray

LINE = 8  # doubles in a line of the cache
PLANNED = 512  # panels that one energy leaves to the next as a plan

# matrices
SEEN = 0  # H as seen from the axes that follow it
ROTATION, FIRST, SECOND = 1, 2, 3
GIVEN = 1  # H itself, before it is seen from any axes
MAGNUS = 1  # from here on the eight matrices of a Magnus step
SERIES = 9  # Chebyshev series of H

# rows
PLACE, VALUES = 0, 1  # where the nodes lie in their piece of the profile, and a function there
ELEMENT, TRACE = 0, 1
ERROR = 2
FIELD_SERIES = slice(0, 3)
FIELD, PAIR_FIELD = slice(3, 7), slice(3, 6)
TURN, CHANGE = slice(7, 10), slice(10, 12)
AT_START, AT_END, TRAVELLED = 12, 13, 14  # quaternions
STEPS = 15  # where steps have their nodes

# unitary
AXES, START, END, SCRATCH = 0, 1, 2, 3

# columns
STATE, BEFORE, AFTER = 0, 1, 2

# vectors
VECTOR, IMAGE = 0, 1

# labels
CLUSTER, MEMBER = 0, 1


class Buffers(NamedTuple):
    """The arrays, with what they are indexed by."""

    matrices: FloatArray
    """(10, 2, n, n, lane)"""
    polynomials: FloatArray
    """(6, term, lane)"""
    rows: FloatArray
    """(16, lane)"""
    nodes: FloatArray
    """(4, 3, lane)"""
    functions: FloatArray
    """(function, lane)"""
    unitary: ComplexArray
    """(4, n, n), complex"""
    columns: ComplexArray
    """(3, n, columns), complex"""
    vectors: ComplexArray
    """(2, n), complex"""
    labels: IntArray
    """(2, n), integer"""
    plans: FloatArray
    """(2, panel)"""

    @classmethod
    def of_size(cls, n: int, columns: int, functions: int) -> "Buffers":
        """For n levels and the numbers of columns and of functions of the distance."""
        return cls(
            _aligned(10, 2, n, n, LANES),
            _aligned(6, LANES, LANES),
            _aligned(16, LANES),
            _aligned(4, 3, LANES),
            _aligned(functions, LANES),
            np.empty((4, n, n), np.complex128),
            np.empty((3, n, columns), np.complex128),
            np.empty((2, n), np.complex128),
            np.empty((2, n), np.int64),
            np.empty((2, PLANNED)),
        )


def _aligned(*shape: int) -> FloatArray:
    """Memory for vectors: one that lies across two lines of the cache takes twice as long to read."""
    size = math.prod(shape)
    raw = np.empty(size + LINE)
    first = -raw.ctypes.data // raw.itemsize % LINE
    return raw[first : first + size].reshape(shape)
