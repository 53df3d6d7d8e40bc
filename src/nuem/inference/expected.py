r"""The limit that is expected without a signal: its median and the bands in which it falls.

The median is the limit from the Asimov data, which equal their expectation [Cowan:2010js]. Without pseudo-data the bands follow from it
for a parameter x >= 0 of Gaussian error sigma and threshold Delta: a fluctuation by z sigma puts the upper end at

.. math:: z + \sqrt\Delta \quad (z \ge 0), \qquad z + \sqrt{z^2 + \Delta} \quad (z < 0)

in units of sigma, since the best physical fit of a deficit is zero.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.likelihood import Likelihood
from nuem.inference.one_coupling.curve import Curve
from nuem.inference.one_coupling.ends import upper_ends
from nuem.inference.statistics import Statistic
from nuem.inference.statistics.statistic import fixed_threshold

SIGMAS: Final = (-2, -1, 0, 1, 2)
_SHARES: Final = (0.022750131948179, 0.158655253931457, 0.5, 0.841344746068543, 0.977249868051821)


@dataclass(frozen=True, slots=True)
class Expected:
    """Expected limits on a parameter x."""

    bands: tuple[float, float, float, float, float]
    """Largest allowed size of x at -2, -1, 0, 1 and 2 sigma; the middle one is the median."""
    method: str
    """"asymptotic" or the number of pseudo-experiments."""

    @property
    def median(self) -> float:
        """The median."""
        return self.bands[2]


def asimov(curve: Curve, x: float = 0.0) -> Curve:
    """The curve of data that equal their expectation, with nuisances at their best for the data at that parameter."""
    nuisances = curve.profile(np.array([x]))[1][0]
    return Curve(curve.likelihood.asimov(curve.signal.counts(x), nuisances), curve.signal, curve.name)


def band(z: float, threshold: float) -> float:
    """Upper end after a fluctuation of z standard deviations, in units of the error of x >= 0.

    Examples
    --------
    >>> [round(band(z, 2.7055), 2) for z in SIGMAS]
    [0.59, 0.92, 1.64, 2.64, 3.64]
    """
    return z + (sqrt(threshold) if z >= 0 else sqrt(z * z + threshold))


def expected_limits(
    curve: Curve, statistic: Statistic, cl: float, *, toys: int | None = None, seed: int = 1
) -> Expected:
    """Median and bands of the limit without a signal.

    Parameters
    ----------
    curve : Curve
        Of the data, which say where free backgrounds are.
    statistic : Statistic
    cl : float
    toys : int, optional
        Number of pseudo-experiments; without it the bands are the asymptotic ones, for x >= 0 only.
    seed : int, optional

    Raises
    ------
    ValueError
        For asymptotic bands of a parameter of both signs, or with a statistic that has no fixed threshold.
    """
    expected = asimov(curve)
    if toys is None:
        if curve.signal.low != 0:
            raise ValueError(f"{curve.name} can have both signs: its bands need pseudo-data, such as toys = 500")
        if fixed_threshold(statistic, cl) is None:
            raise ValueError(f"the bands of {statistic.name} need pseudo-data, such as toys = 500")
        allowed = statistic.allowed(expected, cl)
        median = allowed.pieces[-1][1]
        unit = median / sqrt(allowed.threshold)
        low, below, _, above, high = (unit * band(z, allowed.threshold) for z in SIGMAS)
        return Expected((low, below, median, above, high), "asymptotic")
    sizes = toy_limits(curve, without_signal(curve, toys, seed), statistic, cl)
    low, below, median, above, high = (float(quantile) for quantile in np.quantile(sizes, _SHARES))
    return Expected((low, below, median, above, high), f"{toys} pseudo-experiments")


def without_signal(curve: Curve, toys: int, seed: int) -> Likelihood:
    """Pseudo-data without a signal, nuisances at their best for the data; measurements of nuisances fluctuate as well."""
    if toys < 1:
        raise ValueError(f"toys = {toys} must be positive")
    nuisances = curve.profile(np.zeros(1))[1][0]
    return curve.likelihood.toys(curve.signal.counts(0.0), nuisances, toys, seed)


def toy_limits(curve: Curve, drawn: Likelihood, statistic: Statistic, cl: float) -> Array:
    """Largest allowed size of x for each set of pseudo-data that was drawn."""
    toys = len(drawn.centres)
    allowed = statistic.allowed(asimov(curve), cl)
    if curve.signal.low == 0 and fixed_threshold(statistic, cl) is not None:
        width = allowed.pieces[-1][1] / sqrt(allowed.threshold)
        return upper_ends(Curve(drawn, curve.signal, curve.name), allowed.threshold, np.full(toys, 0.1 * width), width)
    sizes = []
    for k in range(toys):
        pieces = statistic.allowed(Curve(drawn.take(np.array([k])).single(), curve.signal, curve.name), cl).pieces
        sizes.append(max(abs(end) for piece in pieces for end in piece))
    return np.array(sizes)
