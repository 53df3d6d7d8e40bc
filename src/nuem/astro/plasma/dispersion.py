r"""Photons and plasmons in a gas of electrons: dispersion and residues, in the approximation of Braaten and Segel.

For weakly interacting electrons both polarisation functions depend on n = k/omega alone [Braaten:1993jw]. With N = n^2,

.. math:: \omega_T^2 - k^2 = G_T(N), \qquad \omega_L^2 = G_L(N), \qquad
          Z_T = \frac{G_T}{G_T + N(1-N) G_T'}, \qquad Z_L = \frac{G_L}{G_L + N G_L'} ,

so a branch is a curve given by a parameter, without a root to find. Braaten and Segel let all electrons move at one velocity v*:

.. math:: G_L = \omega_p^2\, g(v_*^2 N), \qquad G_T = \tfrac12 \omega_p^2 [3 - (1 - v_*^2 N)\, g(v_*^2 N)], \qquad
          g(y^2) = \frac{3}{y^2}\left(\frac1{2y} \ln\frac{1+y}{1-y} - 1\right) = 1 + \tfrac35 y^2 + \dots

Z_L is the residue of Braaten and Segel; that of Raffelt's book is larger by omega^2/(omega^2 - k^2). Longitudinal plasmons decay only up to
k_max, where N = 1; the branch goes on below the light cone, where they cannot.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]

_SERIES_BELOW: Final = 0.09
_TERMS: Final = 16
_NEWTON_STEPS: Final = 100


@dataclass(frozen=True, slots=True)
class Polarisation:
    """Effective masses of both polarisations and their slopes at N = (k/omega)^2."""

    transverse: Real
    """G_T = omega^2 - k^2 of the transverse branch [MeV^2]."""
    transverse_slope: Real
    """dG_T/dN [MeV^2]."""
    longitudinal: Real
    """G_L = omega^2 of the longitudinal branch [MeV^2]."""
    longitudinal_slope: Real
    """dG_L/dN [MeV^2]."""


@dataclass(frozen=True, slots=True)
class Mode:
    """A point of a branch."""

    wavenumber: Real
    """k [MeV]."""
    frequency: Real
    """omega [MeV]; not a number where the branch has no such point above the light cone."""
    residue: Real
    """Z."""

    @property
    def mass_squared(self) -> Real:
        """K^2 = omega^2 - k^2 [MeV^2]."""
        return np.asarray(self.frequency**2 - self.wavenumber**2)


def g_function(y2: Real) -> tuple[Real, Real]:
    """g(y^2) = 3 (artanh(y)/y - 1)/y^2 and its derivative by y^2, for 0 <= y^2 < 1."""
    small = y2 < _SERIES_BELOW
    series_at = np.where(small, y2, 0.0)
    series, series_slope = np.zeros_like(series_at), np.zeros_like(series_at)
    for j in range(_TERMS - 1, -1, -1):
        series = series * series_at + 3 / (2 * j + 3)
        series_slope = series_slope * series_at + 3 * (j + 1) / (2 * j + 5)
    large = np.where(small, 0.5, y2)
    y = np.sqrt(large)
    closed = 3 * (np.arctanh(y) / y - 1) / large
    closed_slope = 1.5 * (1 / (1 - large) - closed) / large
    return np.where(small, series, closed), np.where(small, series_slope, closed_slope)


def braaten_segel(N: Real, plasma_frequency: Real, velocity: Real) -> Polarisation:
    """Polarisation of electrons that all move with v* [Braaten:1993jw].

    Parameters
    ----------
    N : numpy.ndarray
        (k/omega)^2, between 0 and 1.
    plasma_frequency : numpy.ndarray
        omega_p [MeV].
    velocity : numpy.ndarray
        v*, below 1.
    """
    v2, scale = velocity**2, plasma_frequency**2
    rest = 1 - v2 * N
    g, slope = g_function(v2 * N)
    return Polarisation(scale * (3 - rest * g) / 2, scale * v2 * (g - rest * slope) / 2, scale * g, scale * v2 * slope)


def transverse_residue(N: Real, polarisation: Polarisation) -> Real:
    """Z_T = 1/(1 - dPi_T/d omega^2)."""
    mass = polarisation.transverse
    return np.asarray(mass / (mass + N * (1 - N) * polarisation.transverse_slope))


def longitudinal_residue(N: Real, polarisation: Polarisation) -> Real:
    """Z_L = -(k^2/omega^2)/(dPi_L/d omega^2)."""
    square = polarisation.longitudinal
    return np.asarray(square / (square + N * polarisation.longitudinal_slope))


def transverse(k: Real, polarisation: Callable[[Real], Polarisation]) -> Mode:
    """The transverse branch at given wave numbers [MeV].

    Newton's method for ln k against the rapidity artanh(k/omega), in which a photon of fixed mass has k = m sinh(rapidity).
    """
    mass = np.sqrt(polarisation(np.zeros_like(k)).transverse)
    rapidity = np.arcsinh(k / mass)
    for _ in range(_NEWTON_STEPS):
        n = np.tanh(rapidity)
        response = polarisation(n**2)
        mass = np.sqrt(response.transverse)
        change = response.transverse_slope / response.transverse * n / np.cosh(rapidity) ** 2  # d ln(mass)/d rapidity
        value = mass * np.sinh(rapidity)
        slope = mass * np.cosh(rapidity) + value * change
        step = (value - k) / slope
        rapidity = rapidity - step
        if np.all(np.abs(step) <= 1e-14 * (1 + np.abs(rapidity))):
            break
    if np.any(np.abs(step) > 1e-10 * (1 + np.abs(rapidity))):
        raise RuntimeError("the transverse branch was not found; no plasma is known for which this happens")
    N = np.tanh(rapidity) ** 2
    final = polarisation(N)
    return Mode(k, np.sqrt(k**2 + final.transverse), transverse_residue(N, final))


def longitudinal(k: Real, polarisation: Callable[[Real], Polarisation]) -> Mode:
    """The longitudinal branch at given wave numbers [MeV]; no mode beyond k_max.

    Bisection for n = k/omega between 0 and 1, guarded Newton steps inside: k^2 = N G_L(N) rises with N.
    """
    low, high = np.zeros_like(k), np.ones_like(k)
    square = k**2
    above = polarisation(high).longitudinal
    exists = square <= above
    N = np.clip(square / polarisation(low).longitudinal, 0.0, 1.0)
    for _ in range(_NEWTON_STEPS):
        response = polarisation(N)
        value = N * response.longitudinal - square
        high = np.where(value > 0, N, high)
        low = np.where(value <= 0, N, low)
        newton = N - value / (response.longitudinal + N * response.longitudinal_slope)
        following = np.where((newton >= low) & (newton <= high), newton, (low + high) / 2)
        converged = np.abs(following - N) <= 1e-14 * N  # rounding moves N by some 1e-15 for ever
        N = following
        if np.all(converged | ~exists):
            break
    final = polarisation(N)
    return Mode(
        k,
        np.where(exists, np.sqrt(final.longitudinal), np.nan),
        np.where(exists, longitudinal_residue(N, final), np.nan),
    )
