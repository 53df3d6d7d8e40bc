"""What a panel is given besides the Hamiltonian: the choices for the passage, the tables of its nodes, and scratch."""

from typing import NamedTuple

from nuem.propagation.engine.kernels.buffers import Buffers
from nuem.typing import FloatArray


class Tables(NamedTuple):
    """What belongs to the Chebyshev nodes; see `lanes.chebyshev`."""

    nodes: FloatArray
    matrix: FloatArray
    weights: FloatArray
    to_coefficients: FloatArray


class Rules(NamedTuple):
    """Choices for one passage.

    They are: rotate or not, gap times length that counts as separate, largest phase of a cluster on a panel, order of its steps, and the
    length of the first panel.
    """

    adiabatic: bool
    threshold: float
    largest_phase: float
    order: int
    first_step: float


class Workspace(NamedTuple):
    """All three together."""

    rules: Rules
    tables: Tables
    buffers: Buffers
