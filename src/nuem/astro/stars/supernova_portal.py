r"""SN 1987A and a heavy partner: it must not carry too much out of the core, neither where it leaves freely nor where it is nearly trapped.

The power that reaches a far radius is

.. math:: L(\mu) = \sum_{\nu, \bar\nu} \sum_h \int dV \int \frac{d^3p'}{(2\pi)^3}\, E'\, \Gamma^\mathrm{made}_h\, \big\langle e^{-\tau}\big\rangle, \qquad
          \tau = \int \frac{ds}{v'}\, (\Gamma^\mathrm{made}_h + \Gamma^\mathrm{lost}_h) ,

with the rates of `nuem.astro.emission.heavy_absorption`, the mean over directions, and decays in vacuum from the surface to the far radius. Moments at
which L is more than is allowed are excluded. The star is one zone of uniform matter, or the polytrope of `nuem.astro.stars.supernova`.

The integrated luminosity is the criterion of [Chauhan:2024sn], whose abstract has two statements that are met here: protons make more N than
electrons while N is light (two thirds here), and the energy that decays deposit in the envelope reaches down to d = mu/2 = 1e-11/GeV (4e-12/GeV here with 1e50 erg in ten seconds, 7e-12/GeV in three).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.emission.heavy_absorption import absorption_rate, production_rate
from nuem.astro.plasma import Plasma
from nuem.astro.stars.settings import read_settings
from nuem.astro.stars.supernova import Shells, polytrope, uniform
from nuem.constants import BOHR_MAGNETON_SQUARED, HBAR, HBAR_C_EXACT, SPEED_OF_LIGHT
from nuem.numerics import checks
from nuem.numerics.quadrature import panels
from nuem.units import erg, km

Real = NDArray[np.float64]

Flavour = Literal["all", "e", "mu", "tau"]
FLAVOURS: Final[tuple[Flavour, ...]] = get_args(Flavour)

_ENERGIES: Final = np.array(
    [1e-4, 0.25, 1, 2, 4, 8, 16, 30]
)  # above the mass, in temperatures; the last one above the Fermi energy
_MOMENTS: Final = np.geomspace(1e-14, 1.0, 320)  # mu_B


@dataclass(frozen=True, slots=True, eq=False)
class PortalSupernova:
    """What leaves a supernova core as heavy partners, and which moments that excludes."""

    mass: float
    """[MeV]"""
    flavour: Flavour
    allowed: float
    """Power that may be lost [erg/s]."""
    emitted: Real
    """Power of each kind of N if it leaves freely, for a moment of one mu_B [MeV/s]."""
    depth: Real
    """Optical depths of it along directions, for a moment of one mu_B: kind, direction."""
    weights: Real
    """Of the directions; their sum is one."""
    decays: Real
    """Decays of it per length in vacuum, for a moment of one mu_B [1/cm]."""

    def luminosity(self, moment: ArrayLike) -> Real:
        """Power that heavy partners carry away [erg/s], for moments [mu_B]."""
        squares = checks.not_negative("moment", moment, "mu_B") ** 2
        flat = np.atleast_1d(squares).ravel()
        total = [
            squared_moment * self.emitted @ np.exp(-squared_moment * self.depth) @ self.weights
            for squared_moment in flat
        ]
        return np.asarray(np.reshape(total, np.shape(squares)) / erg)

    def deposited_energy(self, moment: float, *, radius: float = 5e13, duration: float = 10.0) -> float:
        """Energy that decays leave outside the core [erg].

        Parameters
        ----------
        moment : float
            [mu_B]
        radius : float, optional
            Of the star [cm]; a red supergiant if not given.
        duration : float, optional
            How long the core is as hot as it is here [s].
        """
        square = checks.number("moment", moment, "mu_B") ** 2
        distance = checks.positive("radius", radius, "cm")
        leaving = self.emitted * (np.exp(-square * self.depth) @ self.weights)
        power = square * np.sum(leaving * -np.expm1(-square * self.decays * distance))
        return float(checks.positive("duration", duration, "s") * power / erg)

    @property
    def largest_luminosity(self) -> float:
        """The most that any moment makes leave [erg/s]."""
        return float(np.max(self.luminosity(_MOMENTS)))

    @property
    def excluded(self) -> tuple[tuple[float, float], ...]:
        """Every interval of moments that is excluded, ascending [mu_B].

        There are two where N is light: one of each helicity, of which one couples only in proportion to the mass.
        """
        from scipy.optimize import brentq

        def excess(logarithm: float) -> float:
            return float(np.log(np.maximum(self.luminosity(np.exp(logarithm)), 1e-300) / self.allowed))

        grid = np.log(_MOMENTS)
        above = self.luminosity(_MOMENTS) > self.allowed
        changes = np.flatnonzero(above[1:] != above[:-1])
        ends = [float(np.exp(brentq(excess, grid[k], grid[k + 1]))) for k in changes.tolist()]
        if above[0]:
            ends = [0.0, *ends]
        if above[-1]:
            ends = [*ends, np.inf]
        return tuple(zip(ends[::2], ends[1::2], strict=True))


def portal_supernova(
    mass: float, *, flavour: Flavour = "all", profile: bool = True, inputs: Mapping[str, float] | None = None
) -> PortalSupernova:
    """The moments to a heavy partner that the cooling of SN 1987A excludes.

    Good to a factor of two in the smallest moment, as bounds from this supernova are, and to an order of magnitude in the largest one, which depends on the outermost layers: compare both
    shapes of the star. Where N is light, larger moments are excluded by the helicity that couples in proportion to the mass: it is trapped last. N is a Dirac particle; gravity, which
    holds back slow N, and what so strong a moment does to the star are left out. The smallest moment of a light N is that of `nuem.astro.stars.supernova`.

    Parameters
    ----------
    mass : float
        m_4 [MeV].
    flavour : {"all", "e", "mu", "tau"}, optional
        Which neutrinos the moment leads from: one of them, or each of three to a partner of its own.
    profile : bool, optional
        A polytrope, or one zone.
    inputs : mapping, optional
        Other conditions than those of ``stars.toml``, section ``supernova_portal_profile`` or ``supernova_portal``.

    Returns
    -------
    PortalSupernova

    Raises
    ------
    ValueError
        For a mass that is not positive or above 1 GeV, an unknown flavour or input.

    Examples
    --------
    >>> ((low, high),) = portal_supernova(100.0, flavour="mu", profile=False).excluded
    >>> print(f"{low:.1e} to {high:.1e} mu_B")
    1.2e-11 to 8.1e-11 mu_B
    """
    m4 = checks.number("mass", mass, "MeV")
    if not 0 < m4 <= 1e3:
        raise ValueError(f"mass must be above 0 and at most 1000 MeV, got {m4:g} MeV")
    checks.choice("flavour", flavour, FLAVOURS)
    name = "supernova_portal_profile" if profile else "supernova_portal"
    settings = read_settings({name: inputs or {}})[name]
    star = polytrope(settings) if profile else uniform(settings)
    signs = {"e": (1.0, -1.0), "mu": (0.0,), "tau": (0.0,), "all": (1.0, -1.0, 0.0)}[flavour]
    species = {"e": 1.0, "mu": 2.0, "tau": 2.0, "all": 4.0}[flavour]  # neutrinos and antineutrinos without a potential
    powers, losses, energy = _rates(star, m4, np.array(signs))
    velocity = np.sqrt(energy**2 - m4**2) / energy * SPEED_OF_LIGHT
    lengths, weights = _depths(star, losses / velocity)
    vacuum = BOHR_MAGNETON_SQUARED * m4**4 / (16 * np.pi * energy) / HBAR / velocity  # decays per cm
    lengths = lengths + (vacuum * max(settings["far_km"] * km - star.surface, 0.0))[:, None]
    powers = powers * np.array([1.0 if sign else species for sign in signs])[:, None, None]
    return PortalSupernova(
        mass=m4,
        flavour=flavour,
        allowed=settings["allowed_erg_per_s"],
        emitted=powers.ravel(),
        depth=lengths.reshape(powers.size, -1),
        weights=weights,
        decays=np.broadcast_to(vacuum, powers.shape).ravel(),
    )


def _rates(star: Shells, mass: float, signs: Real) -> tuple[Real, Real, Real]:
    """Power of N [MeV/s] and rate [1/s] at which they are lost, for one mu_B: shell, sign of the potential, helicity, energy; and the energies."""
    hottest = float(np.max(star.temperature))
    edges = mass + _ENERGIES * hottest
    edges[-1] += float(np.max(star.potential)) * max(float(np.max(signs)), 0.0)
    energy, weight = (a.ravel() for a in panels(edges, 4))
    states = weight * energy**2 * np.sqrt(energy**2 - mass**2) / (2 * np.pi**2) / HBAR_C_EXACT**3
    powers, losses = [], []
    place, back = None, np.zeros(0)
    for rho, T, potential, volume in zip(star.density, star.temperature, star.potential, star.volume, strict=True):
        if (rho, T, potential) != place:
            place, plasma = (rho, T, potential), Plasma(float(rho), star.electron_fraction, float(T))
            back = absorption_rate(energy, plasma, mass=mass, neutrino_potential=signs * potential, moment=1.0)
        production = production_rate(back, energy, float(T), signs * potential)
        powers.append(volume * states * production.sum(axis=1))
        losses.append((production + back).sum(axis=1))
    return np.array(powers), np.array(losses), energy


def _depths(star: Shells, losses: Real) -> tuple[Real, Real]:
    """Optical depths from each shell to the surface with losses per length [1/cm], one more axis for directions; and weights of these."""
    cosine, weights = (a.ravel() for a in panels(np.array([-1.0, 0.0, 0.7, 1.0]), 4))
    fraction, parts = (a.ravel() for a in panels(np.array([0.0, 0.1, 0.4, 1.0]), 6))
    r = star.radius[:, None]
    length = -r * cosine + np.sqrt(star.surface**2 - r**2 * (1 - cosine**2))
    along = length[..., None] * fraction
    distance = np.sqrt(r[..., None] ** 2 + along**2 + 2 * r[..., None] * along * cosine[:, None])
    flat = np.log(losses.reshape(len(star.radius), -1))
    logarithms = np.stack([np.interp(distance, star.radius, column) for column in flat.T])
    depths = np.sum(np.exp(logarithms) * parts, axis=-1) * length
    return np.moveaxis(depths, 0, 1).reshape(*losses.shape, len(cosine)), weights / 2
