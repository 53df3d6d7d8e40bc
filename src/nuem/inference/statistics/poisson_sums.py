r"""The construction of Feldman and Cousins for one Poisson count, exactly [Feldman:1997qc].

With the smallest possible expectation m_0, the best one for k events is m_k = max(k, m_0), and

.. math:: R(k) = \frac{P(k|\mu)}{P(k|m_k)}; \qquad n \text{ is accepted at } \mu \iff \sum_{R(k) > R(n)} P(k|\mu) < \mathrm{CL}.

R(k) = R(n) at one value of mu for each k, in closed form. Between two such values the sum runs over a fixed range of k and is a difference
of two distribution functions, which rises to a maximum and falls again; so ends are sought at these values and by bisection between.
This is the plain construction, without the correction that makes published upper ends fall monotonically with the background.
"""

from functools import lru_cache
from itertools import pairwise
from math import inf, log

import numpy as np

_BISECTIONS = 200


@lru_cache(maxsize=1024)
def accepted_range(count: float, lowest: float, cl: float) -> tuple[float, float]:
    """Smallest and largest expectation at which a count is accepted.

    Parameters
    ----------
    count : float
        Events seen, rounded to a whole number.
    lowest : float
        Smallest possible expectation, such as that of the background alone.
    cl : float
        Confidence level.

    Returns
    -------
    tuple of float
        Hull of the accepted expectations; it begins at `lowest` if that is accepted.

    Examples
    --------
    >>> "{:.4f} to {:.4f}".format(*accepted_range(0, 0.0, 0.90))
    '0.0000 to 2.4359'
    """
    n = round(count)
    top = max(n, lowest) + 12 * np.sqrt(max(n, lowest) + 4) - 8 * np.log1p(-cl) + 10
    breakpoints = _breakpoints(n, lowest, top)
    low, high = lowest, inf
    for right, left in pairwise(breakpoints[::-1]):
        inner = np.array([left + 1e-9 * (right - left), right - 1e-9 * (right - left)])
        outside = _excess(n, lowest, inner[0], cl), _excess(n, lowest, inner[1], cl)
        if outside[1] < 0:
            high = right
            break
        if outside[0] < 0:
            high = _bisected(n, lowest, cl, *inner)
            break
    for left, right in pairwise(breakpoints):
        inner = np.array([left + 1e-9 * (right - left), right - 1e-9 * (right - left)])
        if _excess(n, lowest, inner[0], cl) < 0:
            low = left
            break
        if _excess(n, lowest, inner[1], cl) < 0:
            low = _bisected(n, lowest, cl, inner[1], inner[0])
            break
    return float(low), float(high)


def _breakpoints(n: int, lowest: float, top: float) -> np.ndarray:
    """Expectations between which the order of n among all k does not change, ascending."""
    k = np.arange(int(2 * top) + 20)
    k = k[k != n]
    best, best_signal = np.maximum(k, lowest), max(float(n), lowest)
    logs = np.where(best > 0, k * np.log(np.where(best > 0, best, 1.0)), 0.0)
    own_log = n * log(best_signal) if best_signal > 0 else 0.0
    with np.errstate(over="ignore"):
        crossing = np.exp((best_signal - best + logs - own_log) / (k - n))
    return np.unique(np.concatenate([[lowest, top, best_signal], crossing[(crossing > lowest) & (crossing < top)]]))


def _excess(n: int, lowest: float, mean: float, cl: float) -> float:
    """Probability of the counts that are preferred to n, above the confidence level."""
    reach = int(max(mean, n) + 12 * np.sqrt(max(mean, n) + 4) + 20)
    k = np.arange(reach)
    best = np.maximum(k, lowest)
    with np.errstate(divide="ignore", invalid="ignore"):
        rank = np.where(best > 0, k * (log(mean) - np.log(np.where(best > 0, best, 1.0))), 0.0) - mean + best
    logs = k * log(mean) - mean - np.cumsum(np.log(np.maximum(k, 1)))
    preferred = rank > rank[n] + 1e-13 * (1 + abs(rank[n]))
    preferred[n] = False
    return float(np.exp(logs[preferred]).sum()) - cl


def _bisected(n: int, lowest: float, cl: float, accepted: float, rejected: float) -> float:
    for _ in range(_BISECTIONS):
        middle = (accepted + rejected) / 2
        if middle in (accepted, rejected):
            break
        if _excess(n, lowest, middle, cl) < 0:
            accepted = middle
        else:
            rejected = middle
    return (accepted + rejected) / 2
