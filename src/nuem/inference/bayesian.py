r"""Bayesian upper limits, which depend on the prior.

For a Gaussian likelihood in :math:`x = \theta^2 \ge 0` centred at zero with error sigma, and the prior :math:`x^{k-1}`, the limit is

.. math:: x_\mathrm{CL} = \sigma\sqrt{2\,P^{-1}(k/2, \mathrm{CL})}

with the inverse of the regularised incomplete gamma function. k = 1/2 is flat in theta, 1 in theta^2, 3 in three complex elements of a
matrix, 9 in nine of them: the volume of the prior alone weakens the limit.
"""

from math import sqrt

import numpy as np

from nuem.inference.one_coupling.curve import Curve

_NODES = 4001
_FAR = 60.0


def gaussian_limit(power: float, cl: float) -> float:
    """Upper limit on x in units of sigma, for the prior x^(power - 1) and a Gaussian likelihood centred at zero.

    Examples
    --------
    >>> f"{gaussian_limit(1.0, 0.90):.4f}"
    '1.6449'
    """
    from scipy.special import gammaincinv

    _check(power, cl)
    return sqrt(2 * float(gammaincinv(power / 2, cl)))


def credible_limit(curve: Curve, power: float, cl: float) -> float:
    """Upper limit on x >= 0 with the prior x^(power - 1), nuisances at their best for every x.

    Parameters
    ----------
    curve : Curve
        Along a parameter that is not negative.
    power : float
        Positive; 1 is flat in x.
    cl : float
        Probability below the limit.

    Raises
    ------
    ValueError
        For a curve of both signs, or a prior that cannot be normalised.
    """
    _check(power, cl)
    if curve.signal.low != 0:
        raise ValueError(f"{curve.name} can have both signs: this prior is for a parameter that cannot be negative")
    top = curve.below(_FAR)[-1][1]
    if not np.isfinite(top):
        raise ValueError(f"the data exclude no value of {curve.name}, so the posterior cannot be normalised")
    u, stretch = np.linspace(0.0, 1.0, _NODES), max(1.0, 1 / power)  # x = top u^stretch, where the prior is finite
    density = np.exp(-(curve.profile(top * u**stretch)[0] - curve.best.minimum) / 2) * u ** (stretch * power - 1)
    whole = np.concatenate([[0.0], np.cumsum((density[:-1] + density[1:]) / 2)])
    return float(top * np.interp(cl * whole[-1], whole, u) ** stretch)


def _check(power: float, cl: float) -> None:
    if not power > 0:
        raise ValueError(f"power = {power:g} of the prior must be positive, or it cannot be normalised")
    if not 0 < cl < 1:
        raise ValueError(f"cl = {cl:g} must lie between 0 and 1, such as 0.90")
