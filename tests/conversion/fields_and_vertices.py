"""Vertices and fields of the reference values."""

from collections.abc import Callable

import numpy as np

from nuem import Vertex
from nuem.typing import FloatArray
from nuem.units import solar_radius

R = solar_radius


def transition(moment: float) -> Vertex:
    """lambda_12 alone."""
    return Vertex.from_dipole("majorana", moment * np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0]]))


def universal(moment: float) -> Vertex:
    return Vertex("dirac", magnetic=moment * np.eye(3))


FIELDS: dict[str, Callable[[FloatArray], FloatArray]] = {
    "exp0.1": lambda r: 1e5 * np.exp(-(r / R - 0.05) / 0.1),
    "gauss": lambda r: 1e5 * np.exp(-(((r / R - 0.70) / 0.05) ** 2)),
    "uni": lambda r: (
        1e5 * np.where(r < 0.93 * R, 1.0, np.where(r < 0.98 * R, np.cos(np.pi * (r / R - 0.93) / 0.1) ** 2, 0.0))
    ),
}
