"""What a panel is given besides the Hamiltonian: the tables of its nodes, and the choices for the passage."""

from typing import NamedTuple

from nuem.typing import FloatArray


class Tables(NamedTuple):
    """What belongs to the Chebyshev nodes; see `lanes.chebyshev`."""

    nodes: FloatArray
    matrix: FloatArray
    weights: FloatArray
    to_coefficients: FloatArray


class Rules(NamedTuple):
    """Choices for one passage: rotate or not, gap times length that counts as separate, largest phase of a cluster on a panel, order of its steps,
    and the length of the first panel."""

    adiabatic: bool
    threshold: float
    largest_phase: float
    order: int
    first_step: float
