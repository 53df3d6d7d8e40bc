"""The lowest of several minima of -2 ln L in the nuisances.

Where templates change with nuisances, -2 ln L may have more than one minimum: a signal that is far too large can be kept small by fluxes
that vanish, or by yields that take it below the threshold. The search from nominal values ends in one of them. Where that is far from
nominal, others begin with fluxes at zero and with nuisances of the signal at several standard deviations.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from nuem.inference.data import Data
from nuem.inference.data.term import Array
from nuem.inference.expectations.expectation import Expectation
from nuem.inference.searches.newton import CONVERGED, minimise
from nuem.inference.searches.pulls import Pulls

FAR = 3.0  # pull of a nuisance beyond which other minima are sought
_SIDE = 4.0  # where searches begin, in standard deviations of the nuisances of the signal
_FEW = 3  # nuisances of the signal of which all combinations of sides are tried


def starts(pulls: Pulls, fluxes: Sequence[int], shapes: Sequence[int]) -> Array:
    """Where further searches begin, (searches, nuisances).

    Parameters
    ----------
    pulls : Pulls
    fluxes, shapes : sequence of int
        Places of the nuisances that scale beams of the signal, and of those that change its shape.
    """
    size, bounded = len(pulls.weights), [place for place in fluxes if np.isfinite(pulls.low[place])]
    single = [{place: side} for place in shapes for side in (-_SIDE, _SIDE)]
    together = [dict(zip(shapes, sides, strict=True)) for sides in product((-_SIDE, _SIDE), repeat=len(shapes))]
    absent = [{place: float(pulls.low[place])} for place in bounded]
    chosen = [*(together if 1 < len(shapes) <= _FEW else []), *single, *absent]
    result = np.zeros((len(chosen), size))
    for row, places in zip(result, chosen, strict=True):
        row[list(places)] = list(places.values())
    return result


def deepened(
    data: Data,
    expectation: Expectation,
    pulls: Pulls,
    minimum: tuple[Array, Array],
    others: Array,
    *,
    tolerance: float = CONVERGED,
    ceiling: float = np.inf,
) -> tuple[Array, Array]:
    """Minima of a batch of problems, -2 ln L and parameters, or lower ones where these are far and others lead to them.

    Parameters
    ----------
    data, expectation, pulls, tolerance, ceiling
        As in `minimise`.
    minimum : tuple of numpy.ndarray
        What it gave.
    others : numpy.ndarray
        Where further searches begin, (searches, parameters).
    """
    value, parameters = minimum
    far = np.flatnonzero((pulls.weights * np.abs(parameters - pulls.centres) > FAR).any(axis=1))
    if not len(others) or not len(far):
        return value, parameters
    value, parameters = value.copy(), parameters.copy()
    part = data.take(far), expectation.take(far), pulls.take(far)
    for begin in others:
        again, at = minimise(
            *part, np.broadcast_to(begin, (len(far), len(begin))), tolerance=tolerance, ceiling=ceiling
        )
        better = again < value[far]
        value[far[better]], parameters[far[better]] = again[better], at[better]
    return value, parameters
