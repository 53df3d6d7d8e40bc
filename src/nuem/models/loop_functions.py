r"""The one-loop function f(a) of the minimal model: charged lepton and W in the loop, massless neutrino outside.

.. math:: f(a) = \frac34 \left[1 + \frac1{1-a} - \frac{2a}{(1-a)^2} - \frac{2a^2\ln a}{(1-a)^3}\right], \qquad a = m_\ell^2/m_W^2

[Lee:1977tib; Pal:1981rm; Studenikin:2016ykv, Eq. (8)]. In transition moments the unitarity of the mixing removes f(0) = 3/2, and what is left is of
the order of a, 1e-11 for the electron: `loop_difference` computes it without the subtraction, from

.. math:: f(a) - \tfrac32 = -\tfrac34\, a\, h(a), \qquad h(a) = \frac{1 - a^2 + 2a\ln a}{(1-a)^3}, \qquad a\, h(a) = h(1/a) .
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.typing import FloatArray

_NEAR_ONE: Final = (
    0.5  # within this of a = 1 the series in 1 - a is used, beyond it the closed form loses one digit at most
)
_TERMS: Final = 52  # 0.5^52 < 3e-16


def loop_function(a: ArrayLike) -> FloatArray:
    """One-loop function f(a) = 3/2 - (3/4) a h(a): 3/2 at zero, 5/4 at one, 3/4 at infinity.

    Parameters
    ----------
    a : array_like
        (m_l/m_W)^2, not negative.

    Returns
    -------
    float or numpy.ndarray

    Raises
    ------
    ValueError
        For a negative or not finite `a`.

    Examples
    --------
    >>> [float(loop_function(a)) for a in (0, 1, 1e12)]
    [1.5, 1.25, 0.75...]
    """
    return (1.5 + loop_difference(a))[()]


def loop_difference(a: ArrayLike) -> FloatArray:
    """f(a) - 3/2, the part that unitarity does not cancel, to full relative precision at any `a`.

    Parameters
    ----------
    a : array_like
        (m_l/m_W)^2, not negative.

    Returns
    -------
    float or numpy.ndarray
        About -3a/4 for small `a`.

    Raises
    ------
    ValueError
        For a negative or not finite `a`.
    """
    ratio = checks.not_negative("a", a)
    inverse = 1 / np.maximum(ratio, 1.0)
    return (-0.75 * np.minimum(ratio, 1.0) * _h(np.minimum(ratio, inverse)))[()]


def _h(a: NDArray[np.float64]) -> NDArray[np.float64]:
    """h(a) on [0, 1], from 1 to 1/3; with t = 1 - a its series is 2 sum_k t^k / ((k+2)(k+3))."""
    t = 1 - a
    near = t < _NEAR_ONE
    series = np.zeros_like(t)
    for k in range(_TERMS, -1, -1):
        series = series * np.where(near, t, 0.0) + 2 / ((k + 2) * (k + 3))
    away = np.where(near | (a == 0), 0.25, a)
    closed = np.where(a == 0, 1.0, (1 - away**2 + 2 * away * np.log(away)) / (1 - away) ** 3)
    return np.where(near, series, closed)
