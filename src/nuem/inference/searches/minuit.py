"""One minimum by iminuit: the fallback where Newton steps do not converge, and an independent check of them."""

import numpy as np

from nuem.inference.data import Data
from nuem.inference.data.term import Array
from nuem.inference.expectations.expectation import Expectation
from nuem.inference.searches.pulls import Pulls


def minimise_one(data: Data, expectation: Expectation, pulls: Pulls, start: Array) -> tuple[float, Array]:
    """Smallest -2 ln L of one problem, and the parameters there.

    Parameters
    ----------
    data : Data
    expectation : Expectation
        Of one signal.
    pulls : Pulls
    start : numpy.ndarray
        (parameters)
    """
    from iminuit import Minuit

    def value(parameters: Array) -> float:
        expected, _ = expectation(parameters[None])
        result = float(data.value(expected).ravel()[0] + pulls.value(parameters[None]).ravel()[0])
        return result if np.isfinite(result) else 1e300

    def slope(parameters: Array) -> Array:
        expected, design = expectation(parameters[None])
        outer = data.slope(expected).reshape(-1)
        return np.asarray(design[0] @ outer + pulls.slope(parameters[None]).reshape(-1))

    low, high = pulls.low.reshape(-1), pulls.high.reshape(-1)
    minuit = Minuit(value, np.clip(start, low, high), grad=slope)
    minuit.errordef, minuit.strategy, minuit.tol = Minuit.LEAST_SQUARES, 1, 1e-5
    minuit.limits = list(zip(low.tolist(), high.tolist(), strict=True))
    minuit.fixed = [bool(lower == other) for lower, other in zip(low, high, strict=True)]
    minuit.migrad()
    return float(minuit.fval), np.array(minuit.values)
