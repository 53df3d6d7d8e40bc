r"""Models of two stars: a cold white dwarf of degenerate electrons, and the Sun of `nuem.sun`.

The white dwarf balances gravity with the Fermi energy, m_e N_A Y_e d sqrt(1 + x^2)/dr = -G m/r^2 with x = p_F/m_e (Chandrasekhar); the heat inside
does not matter for its structure. The Sun's densities are those of a solar model, its temperature that of hydrostatic equilibrium.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.astro.plasma import SMALLEST_DENSITY, Plasma
from nuem.constants import AVOGADRO, ELECTRON_MASS, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.units import erg, solar_radius

Real = NDArray[np.float64]

GRAVITATION: Final = 6.67430e-8
"""G [cm^3 g^-1 s^-2], CODATA 2018 [Tiesinga:2021myr]."""
SOLAR_MASS: Final = 1.98841e33
"""[g], from the nominal G M of the IAU 2015 and G."""
SOLAR_LUMINOSITY: Final = 3.828e33 * erg
"""[MeV/s], nominal, IAU 2015."""

_SHELLS: Final = 400


@dataclass(frozen=True, slots=True, eq=False)
class Star:
    """Shells of a star, from the centre outwards."""

    radius: Real
    """Outer radius of each shell [cm]."""
    volume: Real
    """Volume of each shell [cm^3]."""
    density: Real
    """[g/cm^3]"""
    electron_fraction: Real | float
    """Y_e."""
    temperature: Real
    """[MeV]"""

    @property
    def mass(self) -> float:
        """[g]"""
        return float(np.sum(self.volume * self.density))

    @property
    def plasma(self) -> Plasma:
        """The matter of the shells."""
        return Plasma(np.maximum(self.density, SMALLEST_DENSITY), self.electron_fraction, self.temperature)

    def luminosity(self, emissivity: Real) -> float:
        """Energy loss per time [MeV/s] from that per volume in each shell [MeV cm^-3 s^-1]."""
        return float(np.sum(self.volume * emissivity))


def white_dwarf(mass: float, temperature: float, *, electron_fraction: float = 0.5) -> Star:
    """A white dwarf of one temperature.

    Parameters
    ----------
    mass : float
        In solar masses, from 0.05 to 1.35.
    temperature : float
        Of the core [MeV]; the envelope, a small part of the mass, is left out.
    electron_fraction : float, optional
        Y_e; 0.5 for helium, carbon and oxygen.

    Returns
    -------
    Star

    Raises
    ------
    ValueError
        Outside these ranges.
    """
    from scipy.optimize import brentq

    heat = float(checks.positive("temperature", checks.number("temperature", temperature, "MeV"), "MeV"))
    solar_masses = float(checks.within("mass", checks.number("mass", mass), 0.05, 1.35, "solar masses"))
    fraction = float(checks.within("electron_fraction", electron_fraction, 0.1, 1))
    centre = brentq(
        lambda log_x: _hydrostatic(float(np.exp(log_x)), fraction)[1][-1] / SOLAR_MASS - solar_masses,
        np.log(0.05),
        np.log(60),
    )
    radius, _, x = _hydrostatic(float(np.exp(centre)), fraction)
    middle = (x[1:] + x[:-1]) / 2
    volume = 4 / 3 * np.pi * np.diff(radius**3)
    density = _density(middle, fraction)
    return Star(radius[1:], volume, density, fraction, np.full_like(density, heat))


def sun() -> Star:
    """The Sun up to 0.97 of its radius, by the tables of `nuem.sun`; the cooler layers outside contribute nothing."""
    from nuem.sun import electron_density, mass_density, temperature

    edges = np.linspace(0, 0.97 * solar_radius, _SHELLS + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    density = mass_density(middle)
    volume = 4 / 3 * np.pi * np.diff(edges**3)
    fraction = electron_density(middle) / (AVOGADRO * density)
    return Star(edges[1:], volume, density, fraction, temperature(middle))


def _density(x: Real, electron_fraction: float) -> Real:
    """rho of cold electrons with p_F = x m_e."""
    return np.asarray((x * ELECTRON_MASS / HBAR_C_EXACT) ** 3 / (3 * np.pi**2) / (electron_fraction * AVOGADRO))


def _hydrostatic(centre: float, electron_fraction: float) -> tuple[Real, Real, Real]:
    """Radius, enclosed mass and x from the centre to where electrons are slow, by steps of the Fermi energy."""
    from scipy.integrate import solve_ivp

    scale = ELECTRON_MASS / erg * electron_fraction * AVOGADRO  # energy of an electron per gram of matter, for y = 1
    top = np.sqrt(1 + centre**2)

    def steps(y: float, state: Real) -> list[float]:
        """d(r, m)/dy, backwards from the centre."""
        r, m = state
        dr = -scale * r**2 / (GRAVITATION * m)
        x = np.sqrt(max(y**2 - 1, 0.0))
        return [dr, 4 * np.pi * r**2 * float(_density(np.asarray(x), electron_fraction)) * dr]

    density = float(_density(np.asarray(centre), electron_fraction))
    first = (top - 1) * 1e-4  # y = top - (2 pi/3) G rho r^2/scale near the centre
    r0 = np.sqrt(first * scale * 3 / (2 * np.pi * GRAVITATION * density))
    m0 = 4 / 3 * np.pi * r0**3 * density
    outermost = 1 + (top - 1) * 1e-4
    y = np.concatenate([[top], top - first - (top - first - outermost) * np.linspace(0, 1, _SHELLS)])
    solution = solve_ivp(steps, (y[1], y[-1]), [r0, m0], t_eval=y[1:], rtol=1e-8, atol=0.0)
    radius, mass = (np.concatenate([[0.0], values]) for values in solution.y)
    return radius, mass, np.sqrt(y**2 - 1)
