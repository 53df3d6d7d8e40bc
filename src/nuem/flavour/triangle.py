r"""Dirac or Majorana from three effective moments: the triangle inequalities.

For three Majorana neutrinos :math:`\mu_b^2 + \mu_c^2 - \mu_a^2 = 2 |\lambda_{bc}|^2 \ge 0` in the flavour basis, so

.. math:: \mu_a^2 \le \mu_b^2 + \mu_c^2

for every flavour [Frere:2015pma; Studenikin:2016ykv]. It holds at a short baseline, at any common L/E, and for one common incoherent
mixture; moments from different kinds of experiment, such as a reactor's and the Sun's, are not covered. Dirac neutrinos may violate it, and so may
Majorana ones that mix with sterile states.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.flavour.mixing import FLAVOURS
from nuem.numerics import checks
from nuem.typing import FloatArray

Real = NDArray[np.float64]

_TINIEST: Final = -36.0  # logarithm of 2e-16


@dataclass(frozen=True, slots=True)
class TriangleTest:
    """How far three measured moments lie outside what three Majorana neutrinos allow."""

    excess: float
    """mu_a^2 - mu_b^2 - mu_c^2 of the largest moment as measured [mu_B^2]; positive outside."""
    flavour: str
    """The flavour of the largest moment."""
    significance: float
    """Distance to the nearest allowed moments in standard deviations; zero inside."""
    nearest: tuple[float, float, float]
    """Those moments, of e, mu and tau [mu_B]."""


def triangle_excess(moments: ArrayLike) -> FloatArray:
    """Largest of mu_a^2 - mu_b^2 - mu_c^2; not positive for three Majorana neutrinos.

    Parameters
    ----------
    moments : array_like
        Effective moments of e, mu and tau on the last axis [mu_B].

    Returns
    -------
    float or numpy.ndarray
        [mu_B^2]

    Raises
    ------
    ValueError
        If they are not three on the last axis, or negative.
    """
    values = checks.not_negative("moments", moments, "mu_B")
    if values.ndim == 0 or values.shape[-1] != 3:
        raise ValueError(f"moments must be three on the last axis, of e, mu and tau; got shape {values.shape}")
    squared = values**2
    return np.asarray(2 * squared.max(axis=-1) - squared.sum(axis=-1))[()]


def triangle_test(moments: ArrayLike, errors: ArrayLike) -> TriangleTest:
    """By how many standard deviations three measured moments exclude three Majorana neutrinos.

    The significance is the distance, in units of the errors, to the nearest moments that fulfil the inequality: the square root of the least
    chi^2. For independent Gaussian errors that are small compared with the moments it is a one-sided normal significance.

    Parameters
    ----------
    moments : array_like
        Effective moments of e, mu and tau, at one common L/E [mu_B].
    errors : array_like
        Their standard deviations [mu_B].

    Returns
    -------
    TriangleTest

    Raises
    ------
    ValueError
        If they are not three each, moments are negative, or errors are not positive.

    Examples
    --------
    >>> found = triangle_test([3e-11, 1e-11, 1e-11], [2e-12, 2e-12, 2e-12])
    >>> print(f"{found.significance:.1f} sigma")
    5.6 sigma
    """
    values = checks.not_negative("moments", moments, "mu_B")
    sigma = checks.positive("errors", errors, "mu_B")
    if values.shape != (3,) or sigma.shape != (3,):
        raise ValueError(
            f"moments and errors must be three each, of e, mu and tau; got shapes {values.shape} and {sigma.shape}"
        )
    a = int(np.argmax(values))
    excess = float(triangle_excess(values))
    if excess <= 0:
        return TriangleTest(excess, FLAVOURS[a], 0.0, _three(values))
    scale = float(values.max())
    nearest = scale * _projection(values / scale, sigma / scale, a)
    distance = float(np.sqrt(np.sum(((values - nearest) / sigma) ** 2)))
    return TriangleTest(excess, FLAVOURS[a], distance, _three(nearest))


def _projection(values: Real, sigma: Real, a: int) -> Real:
    """Nearest point of the cone mu_a^2 = mu_b^2 + mu_c^2: x_a = m_a/(1 + nu s_a^2), x_b = m_b/(1 - nu s_b^2), and so for c."""
    from scipy.optimize import brentq

    widest = max((k for k in range(3) if k != a), key=lambda k: sigma[k])
    ratio = (sigma / sigma[widest]) ** 2
    small = np.arange(3) != a

    def point(logarithm: float) -> Real:  # of u = 1 - nu s_w^2, which may be tiny
        u = np.exp(logarithm)
        return np.asarray(values / np.where(small, (1 - ratio) + u * ratio, 1 + (1 - u) * ratio))

    def excess(logarithm: float) -> float:
        return float(np.sum(np.where(small, -1.0, 1.0) * point(logarithm) ** 2))

    if (
        excess(_TINIEST) > 0
    ):  # the widest of the small moments is zero as measured: it grows freely until the cone is reached
        nearest = point(_TINIEST)
        nearest[widest] = np.sqrt(nearest[a] ** 2 - nearest[3 - a - widest] ** 2)
        return nearest
    return point(brentq(excess, _TINIEST, 0.0, xtol=1e-14))


def _three(values: ArrayLike) -> tuple[float, float, float]:
    first, second, third = (float(value) for value in np.asarray(values))
    return first, second, third
