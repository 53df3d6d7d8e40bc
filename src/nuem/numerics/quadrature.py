"""Gauss-Legendre quadrature on panels whose edges are where the integrand is not smooth."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray


@cache
def _rule(order: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    nodes, weights = np.polynomial.legendre.leggauss(order)
    return (1 + nodes) / 2, weights / 2


def panels(edges: NDArray[np.float64], order: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Nodes and weights of a Gauss-Legendre rule on each interval between neighbouring edges.

    Parameters
    ----------
    edges : numpy.ndarray
        Ascending, (m + 1,).
    order : int
        Nodes in each panel; polynomials up to degree 2 order - 1 are integrated exactly.

    Returns
    -------
    nodes, weights : numpy.ndarray
        (m, order) each, in the units of `edges`.
    """
    unit_nodes, unit_weights = _rule(order)
    widths = np.diff(edges)[:, None]
    return edges[:-1, None] + widths * unit_nodes, widths * unit_weights


def refine(edges: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Edges with each panel cut into equal parts no wider than its entry of `steps`."""
    counts = np.maximum(np.ceil(np.diff(edges) / steps), 1).astype(int)
    part = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    inner = np.repeat(edges[:-1], counts) + part * np.repeat(np.diff(edges) / counts, counts)
    return np.append(inner, edges[-1])


def graded(
    edges: NDArray[np.float64], widest: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Edges with each panel halved until it is no wider than what is allowed at its lower edge.

    Parameters
    ----------
    edges : numpy.ndarray
        Ascending.
    widest : callable
        Largest width of panels that begin at given positions; positive.
    """
    fine = edges
    while True:
        wide = np.flatnonzero(np.diff(fine) > widest(fine[:-1]))
        if len(wide) == 0:
            return fine
        fine = np.insert(fine, wide + 1, 0.5 * (fine[wide] + fine[wide + 1]))
