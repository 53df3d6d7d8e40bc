r"""Temperature of the Sun from its density: hydrostatic equilibrium and an equation of state.

.. math:: \frac{dP}{dr} = -\frac{G m \rho}{r^2}, \qquad
          P = (n_\mathrm{ion} + n_e)\,T + \frac{n_e^2 \lambda^3 T}{2^{7/2}} + \frac{\pi^2 T^4}{45} - \frac{\kappa^3 T}{24\pi}

with the first term of degeneracy of the electrons (lambda is their thermal wavelength), radiation, and the Debye-Hueckel correction
(kappa is the inverse of the screening length). Ionisation is complete, so the outer few per cent of the radius are too cool by some per cent.
The centre comes out at 1.547e7 K where evolutionary models give 1.55e7 K [Vinyoles:2016djt], and the temperature within 1 % of the tabulated model up to half the radius.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ALPHA, AVOGADRO, ELECTRON_MASS, HBAR_C
from nuem.numerics import checks
from nuem.sun.density import electron_density, hydrogen_fraction, mass_density
from nuem.units import erg, kelvin, solar_radius

Array = NDArray[np.float64]

GRAVITY = 6.6743e-8 * erg  # Newton's constant [MeV cm g^-2] [Tiesinga:2021myr]
METALS = 0.0188  # mass fraction with GS98 abundances [Vinyoles:2016djt]; of mean mass number 17 and charge 8
SURFACE = 5772.0 * kelvin  # effective temperature, IAU 2015 nominal
POINTS = 4001


def temperature(radius: ArrayLike) -> Array:
    """Temperature of the Sun at a distance from its centre.

    Parameters
    ----------
    radius : array_like
        Distance from the centre [cm].

    Returns
    -------
    numpy.ndarray
        T [MeV]; zero outside the Sun.

    Examples
    --------
    >>> print(f"{temperature(0) / kelvin:.3g} K")
    1.55e+07 K
    """
    r = checks.not_negative("radius", radius, "cm")
    x, values = _profile()
    inside = np.exp(np.interp(np.minimum(r, solar_radius), x, np.log(values)))
    return np.where(r <= solar_radius, inside, 0.0)[()]


@cache
def _profile() -> tuple[Array, Array]:
    """Radii [cm] and temperatures [MeV] on a fine grid."""
    from scipy.integrate import cumulative_simpson

    r = np.linspace(0.0, solar_radius, POINTS)
    rho = mass_density(r)
    mass = cumulative_simpson(4 * np.pi * r**2 * rho, x=r, initial=0)
    weight = np.zeros_like(r)
    weight[1:] = GRAVITY * mass[1:] * rho[1:] / r[1:] ** 2
    depth = cumulative_simpson(weight, x=r, initial=0)
    return r, _solve(depth[-1] - depth, r)


def _solve(pressure: Array, r: Array) -> Array:
    """The temperature at which the equation of state has a pressure [MeV/cm^3], by Newton's method without the weak terms in the slope."""
    nucleons, hydrogen = AVOGADRO * mass_density(r), hydrogen_fraction(r)
    electrons = electron_density(r)
    helium = 1 - hydrogen - METALS
    ions = nucleons * (hydrogen / 1.008 + helium / 4.0026 + METALS / 17)
    charges = nucleons * (hydrogen / 1.008 + 4 * helium / 4.0026 + 64 * METALS / 17) + electrons
    t = np.full_like(r, 1e7 * kelvin)
    for _ in range(100):
        wave = np.sqrt(2 * np.pi / (ELECTRON_MASS * t)) * HBAR_C
        debye = np.sqrt(4 * np.pi * ALPHA * HBAR_C * charges / t)
        particles = ions + electrons * (1 + electrons * wave**3 / 2**3.5) - debye**3 / (24 * np.pi)
        radiation = np.pi**2 * t**3 / (45 * HBAR_C**3)
        excess = (particles + radiation) * t - pressure
        t = np.maximum(t - 0.9 * excess / (ions + electrons + 4 * radiation), SURFACE)
    return t
