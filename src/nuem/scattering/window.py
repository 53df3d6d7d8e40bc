"""Neutrino-electron cross sections integrated over a window of recoils, in closed form."""

from __future__ import annotations

from math import inf, pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import CHARGE_SHIFT, CLASSICAL_RADIUS_SQUARED, ELECTRON_MASS, SIN2_THETA_W, WEAK_SCALE
from nuem.numerics import checks
from nuem.scattering.couplings import tree, vector_shift
from nuem.scattering.kinematics import maximum_recoil
from nuem.scattering.neutrino_couplings import Couplings


def cross_section(
    energy: ArrayLike,
    *,
    low: ArrayLike = 0.0,
    high: ArrayLike = inf,
    flavour: str = "e",
    antineutrino: bool = False,
    couplings: Couplings | None = None,
    sin2_theta_w: ArrayLike = SIN2_THETA_W,
) -> NDArray[np.float64]:
    r"""Cross section for recoils between `low` and `high`, at tree level.

    With g_L -> L - c/T and g_R -> R - c/T, c = CHARGE_SHIFT q/2, the integrand is a sum of powers of T from -2 to 2:

    .. math:: \Big(L - \frac cT\Big)^2 + \Big(R + \frac cE - \frac{RT}E - \frac cT\Big)^2
              - \frac{m_e}{E^2}\Big(LRT - (L+R)c + \frac{c^2}T\Big)

    Parameters
    ----------
    energy : array_like
        Neutrino energy E [MeV].
    low, high : array_like, optional
        Limits of the recoil [MeV]; the end point if that is below `high`.
    flavour, antineutrino, couplings, sin2_theta_w
        As in `nuem.scattering.electron.dsigma_dT`.

    Returns
    -------
    numpy.ndarray
        [cm^2]; zero if the end point is below `low`.

    Raises
    ------
    ValueError
        For limits that are negative or out of order; for `low` = 0 with a moment or a charge, whose cross sections diverge there.

    Examples
    --------
    >>> f"{cross_section(1.0, antineutrino=True):.4e} cm^2"
    '3.3960e-45 cm^2'
    """
    e = checks.positive("energy", energy, "MeV")
    a = checks.not_negative("low", low, "MeV")
    upper = np.asarray(np.inf) if np.ndim(high) == 0 and high == np.inf else checks.real("high", high, "MeV")
    if np.any(upper < a):
        raise ValueError(f"high = {high!r} must not be below low = {low!r} [MeV]")
    coupling_set = Couplings() if couplings is None else couplings
    mu, q = np.asarray(coupling_set.moment), np.asarray(coupling_set.charge)
    if (np.any(mu) or np.any(q)) and np.any(a == 0):
        raise ValueError("low must be positive with a moment or a charge: their cross sections diverge at zero recoil")
    b = np.maximum(np.minimum(upper, maximum_recoil(e)), a)
    # Differences of powers and the logarithm, free of cancellation for a narrow window.
    width = b - a
    square, cube = width * (a + b), width * (a**2 + a * b + b**2)
    safe = np.where(a > 0, a, 1.0)
    log = np.where(a > 0, np.log1p(width / safe), 0.0)
    inverse = np.where(a > 0, width / (safe * np.where(b > 0, b, 1.0)), 0.0)

    shift = vector_shift(0.0, charge_radius=coupling_set.radius)
    left, right = tree(flavour, antineutrino=antineutrino, sin2_theta_w=sin2_theta_w).shifted(shift)
    c = CHARGE_SHIFT * q / 2
    at_rest = right + c / e
    forward = left**2 * width - 2 * left * c * log + c**2 * inverse
    backward = (
        (at_rest**2 + 2 * right * c / e) * width
        + (right / e) ** 2 * cube / 3
        + c**2 * inverse
        - at_rest * right / e * square
        - 2 * at_rest * c * log
    )
    mixed = ELECTRON_MASS / e**2 * (left * right * square / 2 - (left + right) * c * width + c**2 * log)
    weak = WEAK_SCALE * (forward + backward - mixed)
    return np.asarray(weak + pi * CLASSICAL_RADIUS_SQUARED * mu**2 * (log - width / e))
