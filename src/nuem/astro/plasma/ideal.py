"""A plasma of ions, electrons and positrons at a density and temperature, and the dispersion of photons in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.plasma import dispersion, one_loop
from nuem.astro.plasma.dispersion import Mode, Polarisation
from nuem.astro.plasma.electron_gas import Occupation, chemical_potential, occupation, positron_occupation
from nuem.constants import ALPHA, AVOGADRO, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.units import kelvin

Real = NDArray[np.float64]

TREATMENTS: Final = ("braaten-segel", "one-loop")

# Where muons, pions and nuclear matter are no longer rare, or electrons no longer free and without Coulomb energy.
LARGEST_TEMPERATURE: Final = 100.0
SMALLEST_TEMPERATURE: Final = 1e3 * kelvin
LARGEST_DENSITY: Final = 1e15
SMALLEST_DENSITY: Final = 1e-8

_CHUNK: Final = 512  # points at once: their grids of momenta stay in the cache


class Plasma:
    r"""An ideal, fully ionised plasma; its dispersion at one loop, to leading order in alpha.

    .. math:: \omega_p^2 = \frac{4\alpha}{\pi} \int dp \frac{p^2}{E} \Big(1 - \frac{v^2}{3}\Big)(f + \bar f), \quad
              \omega_1^2 = \frac{4\alpha}{\pi} \int dp \frac{p^2}{E} \Big(\frac53 v^2 - v^4\Big)(f + \bar f), \quad
              v_* = \frac{\omega_1}{\omega_p}

    [Braaten:1993jw]. Electrons are free: bound electrons, Coulomb energies and the magnetic field of a star are left out, and so are muons and
    hadrons, whose part grows above 10 MeV or 1e12 g/cm^3. Terms of relative order alpha in the dispersion are left out.

    Parameters
    ----------
    density : array_like
        Mass density rho [g/cm^3], from 1e-8 to 1e15.
    electron_fraction : array_like
        Y_e, electrons minus positrons per nucleon, above 0 and at most 1: n_e = rho Y_e N_A.
    temperature : array_like
        T [MeV], from 1e3 K to 100 MeV, as in ``1e8 * kelvin``.

    Raises
    ------
    ValueError
        For values outside these ranges.

    Examples
    --------
    >>> from nuem.units import keV
    >>> core = Plasma(1e6, 0.5, 1e8 * kelvin)
    >>> f"omega_p = {core.plasma_frequency / keV:.4f} keV, v* = {core.velocity:.4f}"
    'omega_p = 17.9774 keV, v* = 0.6269'
    """

    __slots__ = (
        "_kinetic", "chemical_potential", "debye_wavenumber", "density", "electron_density", "electron_fraction",
        "first_frequency", "plasma_frequency", "positron_density", "temperature", "velocity",
    )  # fmt: skip

    _kinetic: Real  # mu - m [MeV], which keeps the digits of a cold dilute gas
    density: Real
    """rho [g/cm^3]."""
    electron_fraction: Real
    """Y_e."""
    temperature: Real
    """T [MeV]."""
    electron_density: Real
    """Electrons minus positrons [1/cm^3]."""
    positron_density: Real
    """Positrons [1/cm^3]."""
    chemical_potential: Real
    """mu of the electrons, with the rest mass [MeV]."""
    plasma_frequency: Real
    """omega_p [MeV]."""
    first_frequency: Real
    """omega_1 [MeV]."""
    velocity: Real
    """v* = omega_1/omega_p, the typical velocity of the electrons."""
    debye_wavenumber: Real
    """Screening of static charges by electrons and positrons, sqrt((4 alpha/pi) int dp (E + p^2/E)(f + fbar)) [MeV]."""

    def __init__(self, density: ArrayLike, electron_fraction: ArrayLike, temperature: ArrayLike) -> None:
        rho = checks.within("density", density, SMALLEST_DENSITY, LARGEST_DENSITY, "g/cm^3")
        fraction = checks.positive("electron_fraction", checks.within("electron_fraction", electron_fraction, 0, 1))
        heat = checks.real("temperature", temperature, "MeV")
        low, high = SMALLEST_TEMPERATURE, LARGEST_TEMPERATURE
        checks.within("temperature", heat, low, high, f"MeV ({low / kelvin:.3g} K and {high / kelvin:.3g} K)")
        rho, fraction, heat = np.broadcast_arrays(rho, fraction, heat)
        net = rho * fraction * AVOGADRO
        natural, T = (net * HBAR_C_EXACT**3).ravel(), heat.ravel()
        solution = np.empty((6, rho.size))
        for start in range(0, rho.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            mu, nu = chemical_potential(natural[part], T[part])
            gas = occupation(mu, nu, T[part])
            p2, v2 = gas.momentum**2, gas.velocity**2
            charge = 4 * ALPHA / np.pi * p2 / gas.energy * gas.total
            solution[:, part] = (
                mu,
                nu,
                gas.integral(p2 * gas.positrons) / np.pi**2 / HBAR_C_EXACT**3,
                gas.integral(charge * (1 - v2 / 3)),
                gas.integral(charge * v2 * (5 / 3 - v2)),
                gas.integral(4 * ALPHA / np.pi * gas.energy * (1 + v2) * gas.total),
            )
        mu, nu, positrons, omega_p2, omega_12, debye2 = solution.reshape(6, *rho.shape)
        values: dict[str, Real] = {
            "density": rho, "electron_fraction": fraction, "temperature": heat, "electron_density": net,
            "chemical_potential": mu, "_kinetic": nu, "positron_density": positrons, "plasma_frequency": np.sqrt(omega_p2),
            "first_frequency": np.sqrt(omega_12), "velocity": np.sqrt(omega_12 / omega_p2),
            "debye_wavenumber": np.sqrt(debye2),
        }  # fmt: skip
        for name, value in values.items():
            array = np.array(value, dtype=np.float64)
            array.setflags(write=False)
            object.__setattr__(self, name, array[()])

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Plasma is immutable; create another one instead of setting {name}")

    def __reduce__(self) -> tuple[type[Plasma], tuple[Real, Real, Real]]:
        """To other processes it goes as its three numbers."""
        return Plasma, (self.density, self.electron_fraction, self.temperature)

    def __repr__(self) -> str:
        return f"Plasma(density={self.density}, electron_fraction={self.electron_fraction}, temperature={self.temperature})"

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of all quantities."""
        return np.shape(self.density)

    def ravel(self) -> Plasma:
        """The same points in one dimension."""
        return self._map(np.ravel)

    def __getitem__(self, where: int | slice | NDArray[np.intp] | tuple[int | slice, ...]) -> Plasma:
        """Some of the points."""
        return self._map(lambda array: np.asarray(array)[where])

    def _map(self, select: Callable[[Real], ArrayLike]) -> Plasma:
        """The points that `select` takes from every array; nothing is computed again."""
        part = object.__new__(Plasma)
        for name in self.__slots__:
            array = np.asarray(select(getattr(self, name)))
            array.setflags(write=False)
            object.__setattr__(part, name, array[()])
        return part

    @property
    def degeneracy(self) -> Real:
        """(mu - m)/T of the electrons."""
        return np.asarray(self._kinetic / self.temperature)[()]

    @property
    def fermi_momentum(self) -> Real:
        """(3 pi^2 n_e)^(1/3) [MeV]."""
        return np.asarray(np.cbrt(3 * np.pi**2 * self.electron_density) * HBAR_C_EXACT)[()]

    @property
    def largest_wavenumber(self) -> Real:
        """k_max [MeV], where the longitudinal branch of Braaten and Segel crosses the light cone."""
        return np.asarray(np.sqrt(self.polarisation(1.0).longitudinal))[()]

    def polarisation(self, N: ArrayLike, *, treatment: str = "braaten-segel") -> Polarisation:
        """Effective masses of photons and plasmons at N = (k/omega)^2, which broadcasts against the plasma.

        Parameters
        ----------
        N : array_like
            Between 0 and 1.
        treatment : {"braaten-segel", "one-loop"}, optional
            Electrons of one velocity v*, or with their velocities as they are (`nuem.astro.plasma.one_loop`).
        """
        where = checks.within("N", N, 0, 1)
        if checks.choice("treatment", treatment, TREATMENTS) == "one-loop":
            return one_loop.polarisation(where, self)
        return dispersion.braaten_segel(where, self.plasma_frequency, self.velocity)

    def transverse(self, wavenumber: ArrayLike, *, treatment: str = "braaten-segel") -> Mode:
        """Frequency and residue of the transverse branch at wave numbers [MeV], which broadcast against the plasma."""
        return dispersion.transverse(self._wavenumbers(wavenumber), lambda N: self.polarisation(N, treatment=treatment))

    def longitudinal(self, wavenumber: ArrayLike, *, treatment: str = "braaten-segel") -> Mode:
        """Frequency and residue of the longitudinal branch at wave numbers [MeV]; not a number beyond k_max."""
        return dispersion.longitudinal(
            self._wavenumbers(wavenumber), lambda N: self.polarisation(N, treatment=treatment)
        )

    def electrons(self) -> Occupation:
        """Electrons and positrons on a grid of momenta, for further integrals."""
        return occupation(*(np.asarray(x) for x in (self.chemical_potential, self._kinetic, self.temperature)))

    def positrons(self) -> tuple[Real, Real, Real, Real]:
        """Energies, momenta, weights and fbar exp((mu + m)/T) of the positrons on a grid of momenta of their own."""
        return positron_occupation(*(np.asarray(x) for x in (self.chemical_potential, self.temperature)))

    def _wavenumbers(self, wavenumber: ArrayLike) -> Real:
        k = checks.not_negative("wavenumber", wavenumber, "MeV")
        return np.array(np.broadcast_to(k, np.broadcast_shapes(k.shape, self.shape)))
