"""Arrival times of neutrinos, from the user's histogram."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.numerics.content import ByContent
from nuem.typing import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals(ByContent):
    """Arrival times in bins, evenly spread inside each and normalised to 1.

    Parameters
    ----------
    edges : array_like
        Edges of adjoining bins, ascending [s].
    weights : array_like
        Neutrinos in each bin, in any unit.

    Raises
    ------
    ValueError
        For edges that do not ascend, negative weights, no weight at all, or lengths that do not fit.

    Examples
    --------
    >>> Arrivals([0, 1e-6, 3e-6], [1, 3]).fractions([0, 1e-6, 2e-6, 5e-6]).tolist()
    [0.25, 0.375, 0.375]
    """

    edges: FloatArray
    weights: FloatArray

    __repr__ = brief

    def __post_init__(self) -> None:
        edges = checks.real("edges of the arrival times", self.edges, "s")
        weights = checks.not_negative("weights of the arrival times", self.weights)
        if edges.ndim != 1 or len(edges) < 2 or np.any(np.diff(edges) <= 0):
            raise ValueError(f"edges of the arrival times must ascend and be two or more, got {edges} s")
        if weights.shape != (len(edges) - 1,) or not np.any(weights):
            raise ValueError(
                f"{len(edges) - 1} bins of arrival times need as many weights, not all zero; got {weights}"
            )
        object.__setattr__(self, "edges", edges)
        object.__setattr__(self, "weights", weights)

    def fractions(self, edges: ArrayLike) -> FloatArray:
        """Fraction of the neutrinos in each of adjoining time bins [s]."""
        cumulative = np.concatenate([[0.0], np.cumsum(self.weights)]) / self.weights.sum()
        return np.diff(np.interp(checks.real("edges of the time bins", edges, "s"), self.edges, cumulative))
