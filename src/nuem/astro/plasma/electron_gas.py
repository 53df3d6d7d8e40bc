r"""An ideal gas of electrons and positrons at any density and temperature: chemical potential and integrals over momenta.

.. math:: n_{e^-} - n_{e^+} = \frac{1}{\pi^2} \int dp\, p^2\, (f - \bar f), \qquad
          f = \frac{1}{e^{(E-\mu)/T} + 1}, \quad \bar f = \frac{1}{e^{(E+\mu)/T} + 1} .

With p = m sinh t every integrand is analytic in t but for the poles of f at E = mu +- i pi T, so Gauss rules between points that follow the
Fermi edge converge as fast for a cold degenerate gas as for a hot dilute one. Coulomb energies are left out.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.constants import ELECTRON_MASS

Real = NDArray[np.float64]

_ORDER: Final = 18
_EDGES: Final = np.array([-38.0, -20.0, -10.0, -5.0, 0.0, 5.0, 10.0, 20.0, 38.0])  # (E - mu)/T; e^-38 is below rounding
_LOW_PANELS: Final = 4
_CONVERGED: Final = 1e-8  # relative error of the density before the last step, which squares it
_MOST_STEPS: Final = 60


@dataclass(frozen=True, slots=True)
class Occupation:
    """Electrons and positrons on a grid of momenta, one more axis than the gas, for integrals over dp."""

    momentum: Real
    """p [MeV]."""
    energy: Real
    """E = sqrt(p^2 + m^2) [MeV]."""
    weight: Real
    """dp of the quadrature [MeV]."""
    total: Real
    """f + fbar."""
    difference: Real
    """f - fbar, without cancellation between them."""
    positrons: Real
    """fbar."""

    @property
    def velocity(self) -> Real:
        """v = p/E."""
        return self.momentum / self.energy

    def integral(self, integrand: Real) -> Real:
        """Integral of `integrand` over dp."""
        return np.asarray(np.einsum("...k,...k", integrand, self.weight))


def occupation(chemical_potential: Real, kinetic_potential: Real, temperature: Real) -> Occupation:
    """Momenta, weights and occupation numbers of a gas.

    Parameters
    ----------
    chemical_potential : numpy.ndarray
        mu, with the rest mass [MeV]; keeps its digits where it is much below the mass.
    kinetic_potential : numpy.ndarray
        mu - m [MeV]; keeps its digits where it is much below the mass.
    temperature : numpy.ndarray
        [MeV]
    """
    kinetic, energy, momentum, weight = _grid(kinetic_potential, temperature)
    x = np.minimum((kinetic - kinetic_potential[..., None]) / temperature[..., None], 600.0)
    a = (chemical_potential / temperature)[..., None]
    empty = 1 + np.exp(x)
    boltzmann = np.exp(-np.minimum(x + 2 * a, 800.0))  # of a positron, down to zero
    positrons = boltzmann / (1 + boltzmann)
    difference = -np.expm1(-2 * a) / (empty * (1 + boltzmann))
    return Occupation(momentum, energy, weight, 1 / empty + positrons, difference, positrons)


def positron_occupation(chemical_potential: Real, temperature: Real) -> tuple[Real, Real, Real, Real]:
    """Positrons on momenta of their own, which are slower than the electrons of a degenerate gas.

    Parameters
    ----------
    chemical_potential : numpy.ndarray
        mu of the electrons, with the rest mass [MeV].
    temperature : numpy.ndarray
        [MeV]

    Returns
    -------
    energy, momentum, weight, occupation : numpy.ndarray
        E and p [MeV], dp of the quadrature [MeV], and fbar exp((mu + m)/T), which never underflows.
    """
    kinetic, energy, momentum, weight = _grid(np.full_like(temperature, -1.0), temperature)
    T = temperature[..., None]
    edge = ((chemical_potential + ELECTRON_MASS) / temperature)[..., None]
    return energy, momentum, weight, np.exp(-kinetic / T) / (1 + np.exp(-np.minimum(kinetic / T + edge, 700.0)))


def _grid(kinetic_potential: Real, temperature: Real) -> tuple[Real, Real, Real, Real]:
    """Kinetic energies, energies, momenta and weights dp that resolve the Fermi edge at `kinetic_potential`, or slow particles below zero."""
    mass, T = ELECTRON_MASS, temperature[..., None]
    nu = kinetic_potential[..., None]
    lowest = np.maximum(nu + _EDGES[0] * T, 0.5 * T)
    kinetic_edges = np.maximum(np.maximum(nu, 0) + _EDGES * T, lowest)
    edges = 2 * np.arcsinh(np.sqrt(kinetic_edges / (2 * mass)))  # E - m = 2 m sinh^2(t/2) keeps small energies exact
    start = edges[..., :1] * np.arange(_LOW_PANELS) / _LOW_PANELS
    edges = np.concatenate([start, edges], axis=-1)
    nodes, weights = _rule()
    width = np.diff(edges)[..., None]
    t = (edges[..., :-1, None] + width * nodes).reshape(*temperature.shape, -1)
    half = np.sinh(t / 2) ** 2
    kinetic, energy = 2 * mass * half, mass * (1 + 2 * half)
    return kinetic, energy, np.sqrt(kinetic * (kinetic + 2 * mass)), (width * weights).reshape(t.shape) * energy


def chemical_potential(net_density: Real, temperature: Real) -> tuple[Real, Real]:
    """Chemical potential of the gas with a given excess of electrons over positrons.

    Newton's method for ln n against ln sinh(mu/T), in which the dilute gas is a straight line; n is concave there, so from one side the steps
    never overshoot, and from the other only once.

    Parameters
    ----------
    net_density : numpy.ndarray
        n(e-) - n(e+) [MeV^3], one-dimensional.
    temperature : numpy.ndarray
        [MeV], one-dimensional.

    Returns
    -------
    potential, kinetic : numpy.ndarray
        mu and mu - m [MeV], each to its own relative precision.

    Raises
    ------
    RuntimeError
        If the iteration does not converge, which no density and temperature is known to cause.
    """
    mu, nu = _first_guess(net_density, temperature)
    todo = np.arange(len(mu))
    for _ in range(_MOST_STEPS):
        T = temperature[todo]
        gas = occupation(mu[todo], nu[todo], T)
        square = gas.momentum**2 / np.pi**2
        density = gas.integral(square * gas.difference)
        electrons = gas.total - gas.positrons
        slope = gas.integral(square * (electrons * (1 - electrons) + gas.positrons * (1 - gas.positrons))) / T
        gap = np.log(net_density[todo] / density)
        a = mu[todo] / T
        rise = gap * density / (slope * T * np.tanh(a))
        step = T * _raised(a, rise)
        mu[todo] += step
        nu[todo] += step
        todo = todo[np.abs(gap) > _CONVERGED]
        if not len(todo):
            return mu, nu
    raise RuntimeError(
        f"no chemical potential found for n = {net_density[todo[0]]:g} MeV^3 at {temperature[todo[0]]:g} MeV"
    )


def _raised(a: Real, rise: Real) -> Real:
    """By how much `a` grows if ln sinh a grows by `rise`."""
    small = np.minimum(a, 20.0)
    return np.where(a < 20, np.arcsinh(np.sinh(small) * np.exp(np.clip(rise, -50, 50))) - small, rise)


def _first_guess(density: Real, temperature: Real) -> tuple[Real, Real]:
    """The Fermi energy of a cold gas, or Boltzmann's law for a dilute one."""
    from scipy.special import kve

    mass = ELECTRON_MASS
    fermi_momentum = np.cbrt(3 * np.pi**2 * density)
    fermi = fermi_momentum**2 / (np.sqrt(fermi_momentum**2 + mass**2) + mass)
    ratio = mass / temperature
    boltzmann = mass**2 * temperature * kve(2, ratio) / np.pi**2  # density at mu = m, without positrons
    fugacity = density / boltzmann
    cold = temperature * np.log(fugacity)
    hot = temperature * np.arcsinh(fugacity * np.exp(np.minimum(ratio, 100.0)) / 2)
    warm = ratio < 30
    nu = np.where(warm, hot - mass, cold)
    mu = np.where(warm, hot, mass + cold)
    degenerate = fermi < nu
    return np.where(degenerate, fermi + mass, mu), np.where(degenerate, fermi, nu)


def _rule() -> tuple[Real, Real]:
    from nuem.numerics.quadrature import panels

    nodes, weights = panels(np.array([0.0, 1.0]), _ORDER)
    return nodes[0], weights[0]
