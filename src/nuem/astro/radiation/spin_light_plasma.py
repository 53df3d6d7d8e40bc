r"""Spin light in a plasma, where photons have a mass: rate and power above the threshold.

With eps = sqrt((p + a)^2 + m^2) and eps' = sqrt((p' - a)^2 + m^2), transverse photons of energy omega = eps - eps' and momentum kappa, and the momentum p' of the
final neutrino as variable,

.. math:: \Gamma = \frac{\mu^2}{4\pi p} \int dp'\, p'\, W, \qquad
          W = (1-C)(1-C')\, \frac{[A(\omega + \kappa) - B(\omega - \kappa)]^2}{2} + (1+C)(1+C')\, \frac{[A(\omega - \kappa) - B(\omega + \kappa)]^2}{2} ,

.. math:: A^2 = \tfrac14 (1 + \beta)(1 + \beta'), \quad B^2 = \tfrac14 (1 - \beta)(1 - \beta'), \quad
          (1 \mp C)(1 \mp C') = \frac{(\kappa \mp p \pm p')^2\, [(p + p')^2 - \kappa^2]}{4 p p' \kappa^2} ,

over all p' with \|p - p'\| < kappa < p + p'; beta and C as in `nuem.astro.radiation.spin_light`. A and B are the products of the neutrinos' amplitudes of the chiralities
that a moment connects; a photon of either helicity sees them through B + iE and B - iE, which are no longer zero in turn when kappa < omega. Without photon mass
this is the rate of `nuem.astro.radiation.spin_light` in another variable. Photons are taken to have one mass at all momenta, plasmons are left out. Derived here; the threshold is
that of Kuznetsov and Mikheev (hep-ph/0606262). Accurate to 1e-4 down to a p/m^2 = 1e-12, and to 1e-7 above 1e-8.
"""

from functools import partial
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuem.numerics.quadrature import panels

Real = NDArray[np.float64]

_SEARCHED: Final = 4001  # places where ends of the range of p' are looked for
_ORDER: Final = 20
_LONGEST: Final = 40.0  # in the logarithm of the distance from an end


def reduced_rate(momentum: float, half_potential: float, photon_mass: float) -> tuple[float, float]:
    """Gamma/(mu^2 m^3) and I/(mu^2 m^4) with mu in Heaviside-Lorentz units, for p/m, V/2m and m_gamma/m; zero below the threshold.

    Parameters
    ----------
    momentum, half_potential, photon_mass : float
        Positive; the photon mass may be zero.
    """
    neutrino = _Neutrino(momentum, half_potential, photon_mass)
    number = energy = 0.0
    for low, high in _ranges(neutrino):
        edges = np.linspace(-_LONGEST, _LONGEST, 81)
        s, weight = (x.ravel() for x in panels(edges, _ORDER))
        near, far = 1 / (1 + np.exp(s)), 1 / (1 + np.exp(-s))
        final = low + (high - low) * far
        omega, strength = _emission(final, neutrino)
        measure = weight * (high - low) * near * far * final * strength
        number += float(np.sum(measure))
        energy += float(np.sum(measure * omega))
    return number / (4 * np.pi * momentum), energy / (4 * np.pi * momentum)


class _Neutrino(NamedTuple):
    """A neutrino before it radiates, in units of its mass."""

    momentum: float
    half_potential: float
    photon_mass: float


def _emission(final: Real, neutrino: _Neutrino) -> tuple[Real, Real]:
    """omega and W at p'; W is zero where there is no such angle."""
    omega, kappa, ahead, behind, across = _kinematics(final, neutrino)
    p, a, gap = neutrino
    P, Q = p + a, final - a
    eps, eps_final = np.hypot(P, 1), np.hypot(Q, 1)
    more, less = 1 + P / eps, _lag(P) / eps  # 1 + beta, 1 - beta
    A = np.sqrt(more * np.where(Q > 0, 1 + Q / eps_final, _lag(Q) / eps_final)) / 2
    B = np.sqrt(less * np.where(Q < 0, 1 - Q / eps_final, _lag(Q) / eps_final)) / 2
    open_ = (ahead > 0) & (behind > 0) & (across > 0)
    safe = np.where(open_, kappa, 1.0)
    slow = gap**2 / (omega + kappa)  # omega - kappa
    common = across * (p + final + kappa) / (4 * p * final * safe**2)
    forward = ahead**2 * (A * (omega + kappa) - B * slow) ** 2
    backward = behind**2 * (A * slow - B * (omega + kappa)) ** 2
    return omega, np.where(open_, common * (forward + backward) / 2, 0.0)


def _kinematics(final: Real, neutrino: _Neutrino) -> tuple[Real, Real, Real, Real, Real]:
    """omega, kappa, kappa - p + p', kappa + p - p' and p + p' - kappa, each without differences of large numbers."""
    p, a, gap = neutrino
    Q = final - a
    lag = _lag(Q)
    start = float(_lag(p + a))
    excess = np.where(Q > 0, 2 * a, 2 * final) - lag + start  # omega - p + p'
    omega = p - final + excess
    kappa = np.sqrt(np.maximum((omega - gap) * (omega + gap), 0))
    photon_gap = np.where(omega > gap, gap**2 / np.where(omega > gap, omega + kappa, 1.0), np.inf)  # omega - kappa
    across = np.where(Q > 0, 2 * (final - a), 0.0) + lag - start + photon_gap
    return omega, kappa, excess - photon_gap, 2 * (p - final) + excess - photon_gap, across


def _ranges(neutrino: _Neutrino) -> list[tuple[float, float]]:
    """Momenta p' between which a photon can be emitted at some angle, cut where the integrand has structure."""
    from scipy.optimize import brentq, minimize_scalar

    p, a, gap = neutrino
    reach = np.hypot(p + a, 1) - gap
    if reach <= 1:
        return []
    width = float(np.sqrt((reach - 1) * (reach + 1)))
    low, high = max(a - width, 0.0), a + width

    def opening(s: float | Real) -> Real:
        """Smallest of the three sides' excesses, each against its own scale."""
        final = low + (high - low) / (1 + np.exp(-np.asarray(s)))
        _, kappa, ahead, behind, across = _kinematics(final, neutrino)
        return np.asarray(np.minimum(np.minimum(ahead, behind), across) / (a + 1 / (p + 1) + kappa))

    s = np.linspace(-_LONGEST, _LONGEST, _SEARCHED)
    best = float(s[np.argmax(opening(s))])
    step = float(s[1] - s[0])
    peak = minimize_scalar(
        lambda x: -float(opening(x)), bounds=(best - step, best + step), method="bounded", options={"xatol": 1e-12}
    )
    places = np.sort(np.append(s, peak.x))
    inside = opening(places) > 0

    def end(left: float, right: float) -> float:
        return float(brentq(partial(opening), left, right, xtol=1e-14, rtol=1e-15))

    limits: list[float] = [float(places[0])] if inside[0] else []
    for (left, right), (before, after) in zip(pairwise(places), pairwise(inside), strict=True):
        if before != after:
            limits.append(end(float(left), float(right)))
    if inside[-1]:
        limits.append(float(places[-1]))
    ends = [low + (high - low) / (1 + float(np.exp(-x))) for x in limits]
    open_ = zip(ends[::2], ends[1::2], strict=True)
    # At p' = a the final neutrino's beta changes its sign, within m of it.
    return [
        part
        for interval in open_
        for part in pairwise(sorted({*interval, *(x for x in (a,) if interval[0] < x < interval[1])}))
    ]


def _lag(P: Real | float) -> Real:
    """sqrt(P^2 + 1) - |P|."""
    size = np.abs(P)
    return np.asarray(1 / (np.hypot(size, 1) + size))
