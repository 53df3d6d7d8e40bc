r"""Local significance of a signal against no signal.

With :math:`q_0 = q(0) - \min q` the significance is :math:`Z = \sqrt{q_0}`. For a parameter that cannot be negative half of the pseudo-data
without a signal have q_0 = 0 and p = 1 - Phi(Z); for one of both signs p = P(chi^2_1 > q_0).
"""

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from nuem.inference.one_coupling.curve import Curve
from nuem.inference.statistics.feldman_cousins import toy_rises


@dataclass(frozen=True, slots=True)
class Significance:
    """Local significance of a signal."""

    q0: float
    """Rise of -2 ln L from the best fit to no signal."""
    sigma: float
    """Z = sqrt(q_0)."""
    p_value: float
    """Probability of such a q_0 or a larger one without a signal."""
    method: str
    """"asymptotic" or the number of pseudo-experiments."""


def significance(curve: Curve, *, toys: int | None = None, seed: int = 1) -> Significance:
    """Local significance of a signal.

    Parameters
    ----------
    curve : Curve
    toys : int, optional
        Number of pseudo-experiments without a signal for the p-value, where counts are small; asymptotic if not given.
    seed : int, optional

    Returns
    -------
    Significance
    """
    q0 = 0.0 if curve.best.x == 0 else max(curve.rise(0.0), 0.0)
    z = sqrt(q0)
    if toys is not None:
        rises = toy_rises(curve, 0.0, number=toys, seed=seed)
        return Significance(q0, z, float(np.mean(rises >= q0 - 1e-7)), f"{toys} pseudo-experiments")
    p_value = 0.5 * erfc(z / sqrt(2)) if curve.signal.low == 0 else erfc(z / sqrt(2))
    return Significance(q0, z, p_value, "asymptotic")
