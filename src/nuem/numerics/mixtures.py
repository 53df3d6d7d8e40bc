"""The minimum of a function of weights that are not negative and sum to one: the dual of several bounds at once."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


def least_over_mixtures(function: Callable[[NDArray[np.float64]], float], number: int) -> float:
    """Minimum of a positive, quasi-convex function over t_a >= 0, sum t_a = 1; infinite where it is infinite in the middle.

    The search runs in the logarithms of the weights and starts from the middle and near each corner; the corners are tried as well.

    Parameters
    ----------
    function : callable
        Of an array of `number` weights; may be infinite on the boundary.
    number : int
        How many weights.
    """
    from scipy.optimize import minimize

    corners = [function(corner) for corner in np.eye(number)]
    if number == 1 or not np.isfinite(function(np.full(number, 1 / number))):
        return min(corners)

    def mixture(logarithms: NDArray[np.float64]) -> NDArray[np.float64]:
        weights = np.exp(np.append(logarithms, 0.0) - max(0.0, float(logarithms.max())))
        return np.asarray(weights / weights.sum())

    starts = [np.zeros(number - 1), *(4.0 * np.eye(number)[j, :-1] - 2.0 for j in range(number))]
    lowest = min(
        minimize(
            lambda x: np.log(min(function(mixture(x)), 1e300)),
            start,
            method="Nelder-Mead",
            options={"xatol": 1e-10, "fatol": 1e-15, "maxiter": 4000},
        ).fun
        for start in starts
    )
    return min(float(np.exp(lowest)), *corners)
