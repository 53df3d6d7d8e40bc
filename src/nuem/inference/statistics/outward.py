r"""Ends of a Feldman-Cousins interval where counts are so few that many pseudo-data rise exactly as high as the data.

Over a whole range of the parameter x the threshold is then the rise of the data itself, so that a root of their difference is not the end.
What decides is the share of pseudo-data that rise less: x is accepted as long as

.. math:: P(t < t_\mathrm{data} \,|\, x) < \mathrm{CL}.

Where hardly any rise as high as the data, the root is the end.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.searches.pieces import Pieces

Share = Callable[[float], tuple[float, float]]
Ends = tuple[float, float]

_FIRST = 1e-3  # of the interval, the first step outward
_BISECTIONS = 10
_AROUND = 6.0  # errors of a share, within which a line is drawn through the shares
_JUMP = 4.0  # of the Monte Carlo error of a share, what is a jump
_TIE = 1e-6  # relative difference of two rises that are the same


def rises_less(rises: Array, data: float) -> tuple[float, float]:
    """Shares of pseudo-data whose rise is below that of the data, and of those whose rise is the same."""
    less, same = rises < data - _TIE * (1 + data), np.abs(rises - data) <= _TIE * (1 + data)
    return float(np.mean(less)), float(np.mean(same))


def widened(
    pieces: Pieces, errors: tuple[Ends, ...], bounds: Ends, share: Share, *, cl: float, number: int
) -> tuple[Pieces, tuple[Ends, ...]]:
    """Pieces whose ends are moved outward to where values are no longer accepted, and the Monte Carlo errors of the ends.

    Parameters
    ----------
    pieces : tuple of tuple
    errors : tuple of tuple
        Of each end.
    bounds : tuple of float
        Where the parameter itself ends.
    share : callable
        Shares of the pseudo-data that rise less than the data and as high, at a value.
    cl : float
    number : int
        How many sets of pseudo-data there are.
    """
    result: list[tuple[Ends, Ends]] = []
    for (low, high), (below, above) in zip(pieces, errors, strict=True):
        step = _FIRST * min(high - low, abs(low) + abs(high))
        bottom = _end(low, -max(step, 2 * below), bounds[0], below, share, cl, number)
        top = _end(high, max(step, 2 * above), bounds[1], above, share, cl, number)
        if result and bottom[0] <= result[-1][0][1]:
            (first, _), (error, _) = result.pop()
            result.append(((first, top[0]), (error, top[1])))
        else:
            result.append(((bottom[0], top[0]), (bottom[1], top[1])))
    return tuple(ends for ends, _ in result), tuple(error for _, error in result)


def _end(
    end: float, step: float, bound: float, error: float, share: Share, cl: float, number: int
) -> tuple[float, float]:
    """The end beyond which values are refused, searched in steps that double, then by bisection; with its error."""
    sigma = sqrt(cl * (1 - cl) / number)
    if not np.isfinite(end) or end == bound or share(end)[1] < sigma / 2:
        return end, error
    shares: dict[float, float] = {}

    def accepted(x: float) -> bool:
        shares[x] = share(x)[0]
        return shares[x] < cl

    inner, outer = end, end + step
    while abs(outer - end) < abs(bound - end) and accepted(outer):
        inner, step = outer, 2 * step
        outer = inner + step
    if inner == end:
        return end, error
    if abs(outer - end) >= abs(bound - end) and accepted(outer := bound):
        return bound, 0.0
    for _ in range(_BISECTIONS):
        middle = (inner + outer) / 2
        inner, outer = (middle, outer) if accepted(middle) else (inner, middle)
    return inner, max(_error(shares, inner, outer, sigma), _unsure(shares, inner, cl, 2 * sigma))


def _error(shares: dict[float, float], inner: float, outer: float, sigma: float) -> float:
    """Error of an end by that of the share: none where the share jumps, else by the slope of a line through the shares around."""
    if shares.get(outer, 1.0) - shares.get(inner, 0.0) > _JUMP * sigma:
        return abs(outer - inner)
    middle = shares.get(inner, 0.0)
    x = np.array([x for x, value in shares.items() if abs(value - middle) < _AROUND * sigma])
    slope = abs(float(np.polyfit(x - inner, [shares[point] for point in x], 1)[0])) if len(x) > 1 else 0.0
    return sigma / slope if slope > 0 else abs(outer - inner)


def _unsure(shares: dict[float, float], inner: float, cl: float, margin: float) -> float:
    """Half the distance between the nearest values, of which one is accepted and the other refused by two errors of the share."""
    sure = [abs(x - inner) for x, share in shares.items() if share < cl - margin]
    refused = [abs(x - inner) for x, share in shares.items() if share > cl + margin]
    return (min(sure, default=0.0) + min(refused, default=0.0)) / 2
