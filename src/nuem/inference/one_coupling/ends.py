"""Upper ends for many pseudo-data at once, where the parameter is the square of a coupling."""

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.one_coupling.curve import Curve
from nuem.inference.searches.roots import roots

_DOUBLINGS = 200


def upper_ends(curve: Curve, threshold: float, start: Array, width: float) -> Array:
    """Where -2 ln L of each set of pseudo-data has risen by a threshold above its smallest minimum.

    Parameters
    ----------
    curve : Curve
        Of pseudo-data, along a parameter that is not negative.
    threshold : float
    start : numpy.ndarray
        Where the search for the minimum begins, one for each.
    width : float
        A typical change of the parameter that raises -2 ln L by one.

    Returns
    -------
    numpy.ndarray
        Infinite where no value is excluded.
    """
    number = len(start)
    centres = np.broadcast_to(curve.likelihood.centres, (number, len(curve.likelihood.parameters)))
    low_value, low_x, nuisances = curve.minimum(start, centres)
    at_zero, at_zero_nuisances = curve.profile(np.zeros(number), centres)
    better = at_zero < low_value
    minimum = np.where(better, at_zero, low_value)
    inner = np.where(better, 0.0, low_x)
    memory = np.where(better[:, None], at_zero_nuisances, nuisances)
    outer = inner + 2 * width
    inner_rise = np.zeros(number) - threshold
    outer_rise = np.full(number, -np.inf)
    for _ in range(_DOUBLINGS):
        value, memory = curve.profile(outer, memory)
        outer_rise = value - minimum - threshold
        short = outer_rise < 0
        if not short.any() or outer[short].min() > curve.reach:
            break
        inner, inner_rise = np.where(short, outer, inner), np.where(short, outer_rise, inner_rise)
        outer = np.where(short, 2 * outer + width, outer)
    ended = outer_rise >= 0

    def excess(x: Array) -> Array:
        nonlocal memory
        value, memory = curve.profile(x, memory)
        return np.where(ended, value - minimum - threshold, x - (inner_0 + outer_0) / 2)

    inner_0, outer_0 = inner.copy(), outer.copy()
    ends = roots(
        excess,
        (inner, outer),
        (np.where(ended, inner_rise, -1.0), np.where(ended, outer_rise, 1.0)),
        relative=1e-6,
    )
    return np.where(ended, ends, np.inf)
