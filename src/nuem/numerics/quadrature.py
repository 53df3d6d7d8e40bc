"""Gauss-Legendre quadrature on panels whose edges are where the integrand is not smooth."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

_HALVINGS = 60


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


def adaptive(
    function: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    edges: NDArray[np.float64],
    *,
    relative: float = 1e-9,
    order: int = 16,
) -> NDArray[np.float64]:
    """Integrals of one or more functions, with each panel halved until that no longer changes them.

    Parameters
    ----------
    function : callable
        From nodes (m, order) to values (..., m, order).
    edges : numpy.ndarray
        Ascending.
    relative : float, optional
        Change of a panel when it is halved, relative to each whole integral; what is left is far smaller for smooth functions.
    order : int, optional
        Nodes in each panel.

    Returns
    -------
    numpy.ndarray
        (...)

    Raises
    ------
    ValueError
        For functions that are not smooth.
    """
    unit_nodes, unit_weights = _rule(order)

    def integrals(low: NDArray[np.float64], width: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(function(low[:, None] + width[:, None] * unit_nodes) @ unit_weights * width)

    low, width = edges[:-1], np.diff(edges)
    coarse = integrals(low, width)
    done = np.zeros(coarse.shape[:-1])
    for _ in range(_HALVINGS):
        low, width = np.stack([low, low + width / 2], axis=1).ravel(), np.repeat(width / 2, 2)
        halves = integrals(low, width)
        fine = halves.reshape(*done.shape, -1, 2).sum(axis=-1)
        change = np.abs(fine - coarse) - relative * np.abs(done + fine.sum(axis=-1))[..., None]
        rough = np.any(change.reshape(-1, change.shape[-1]) > 0, axis=0)
        done = done + fine[..., ~rough].sum(axis=-1)
        if not rough.any():
            return np.asarray(done)
        both = np.repeat(rough, 2)
        low, width, coarse = low[both], width[both], halves[..., both]
    raise ValueError("the integrand is not smooth: halving its panels does not settle the integral")


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
