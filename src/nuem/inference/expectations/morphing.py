r"""Templates at -1, 0 and +1 sigma of a nuisance, and what lies between and beyond [Cranmer:2012sba].

Shapes are interpolated by "code 4p" of HistFactory: added differences, a polynomial of sixth order inside +-1 and linear outside.
Normalisations by "code 4": a factor, exponential outside +-1 and a polynomial of sixth order inside. Both have two continuous
derivatives. Sources of the two formulas: the HistFactory manual and the documentation of pyhf.
"""

import numpy as np

from nuem.inference.data.term import Array

# a = M^-1 b: value, slope and curvature of up^x at 1 and of down^-x at -1, for the polynomial 1 + sum_{i=1}^6 a_i x^i
_POWERS = np.arange(1, 7)
_SYSTEM = np.array(
    [
        row
        for x in (1.0, -1.0)
        for row in (
            x**_POWERS,
            _POWERS * x ** (_POWERS - 1),
            _POWERS * (_POWERS - 1) * x ** np.maximum(_POWERS - 2, 0),
        )
    ]
)
_SOLVED = np.linalg.inv(_SYSTEM)


def shape_weights(nuisance: Array) -> tuple[Array, Array, Array, Array, Array]:
    """What multiplies the differences of the templates at +1 and -1 sigma by code 4p, the first derivatives of the two factors, and the second, which is that of both."""
    square = nuisance * nuisance
    above, below = nuisance > 1, nuisance < -1
    even, even_slope = (
        square * (15 + square * (3 * square - 10)) / 16,
        nuisance * (30 + square * (18 * square - 40)) / 16,
    )
    up = np.where(above, nuisance, np.where(below, 0.0, even + nuisance / 2))
    down = np.where(below, -nuisance, np.where(above, 0.0, even - nuisance / 2))
    up_slope = np.where(above, 1.0, np.where(below, 0.0, even_slope + 0.5))
    down_slope = np.where(below, -1.0, np.where(above, 0.0, even_slope - 0.5))
    bend = np.where(above | below, 0.0, (30 + square * (90 * square - 120)) / 16)
    return up, down, up_slope, down_slope, bend


def clipped(counts: Array, scale: Array, floor: float) -> tuple[Array, Array, Array]:
    """Templates clipped at zero with their first and second derivative by the counts.

    Below `floor` times a scale they fall exponentially instead of linearly, so that a minimum does not sit in a kink; what is shown to a
    user has a floor that is zero within 1e-7.
    """
    edge = floor * scale
    low, safe = counts < edge, np.where(edge > 0, edge, 1.0)
    slope = np.where(low, np.where(edge > 0, np.exp(np.minimum(counts / safe - 1, 0.0)), 0.0), 1.0)
    return np.where(low, edge * slope, counts), slope, np.where(low, slope / safe, 0.0)


def factor(nuisance: Array, down: float, up: float) -> tuple[Array, Array, Array]:
    """The factor of a normalisation, by code 4, and its first and second derivative by the nuisance.

    Parameters
    ----------
    nuisance : numpy.ndarray
        In sigma.
    down, up : float
        Factors at -1 and +1 sigma, positive.
    """
    log_up, log_down = np.log(up), np.log(down)
    ends = np.array([up - 1, up * log_up, up * log_up**2, down - 1, -down * log_down, down * log_down**2])
    coefficients = _SOLVED @ ends
    clipped = np.clip(nuisance, -1, 1)[..., None]
    inside = 1 + clipped**_POWERS @ coefficients
    slope = clipped ** (_POWERS - 1) @ (_POWERS * coefficients)
    bend = clipped ** np.maximum(_POWERS - 2, 0) @ (_POWERS * (_POWERS - 1) * coefficients)
    above, below = nuisance > 1, nuisance < -1
    grown = np.exp(np.where(above, nuisance, 1.0) * log_up)
    shrunk = np.exp(np.where(below, -nuisance, 1.0) * log_down)
    return (
        np.where(above, grown, np.where(below, shrunk, inside)),
        np.where(above, grown * log_up, np.where(below, -shrunk * log_down, slope)),
        np.where(above, grown * log_up**2, np.where(below, shrunk * log_down**2, bend)),
    )
