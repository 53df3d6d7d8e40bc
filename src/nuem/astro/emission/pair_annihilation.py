r"""Electron pairs that annihilate to neutrinos in hot matter, by the weak interaction and by any electromagnetic vertex.

The photon between the pair and the neutrinos has K^2 = (p + p')^2 > 4 m^2, for which `nuem.astro.emission.couplings` gives the rate
omega Gamma = sum_n c_n (K^2)^n of a decay. Summed over spins and final states,

.. math:: Q = \int \frac{2\, d^3p}{(2\pi)^3} \frac{2\, d^3p'}{(2\pi)^3} f \bar f\, \frac{E + E'}{16 E E'}
          \Big[32\pi\alpha\, \frac{K^2 + 2m^2}{K^4}\, \omega\Gamma + \frac{2 G_F^2}{3\pi} \sum C_A^2\, K^2 (K^2 - 4m^2)\Big] .

For slow pairs the moment's part is alpha m mu_nu^2 times the densities of electrons and positrons. Vacuum propagation of the photon: K^2 must be far above the mass of photons in the plasma, so T and mu below some 10 MeV. Derived here; the moment's
part matters for massive stars, where its ratio to the weak one is that of plasmon decay in dilute matter.
"""

from typing import NamedTuple, Unpack

import numpy as np
from numpy.typing import NDArray

from nuem.astro.emission.couplings import Couplings, CouplingsLike, CouplingWords, bind
from nuem.astro.emission.loss import PER_VOLUME_AND_TIME, EnergyLoss
from nuem.astro.plasma import Plasma
from nuem.constants import ALPHA, ELECTRON_MASS, FERMI

Real = NDArray[np.float64]


def emissivity(plasma: Plasma, couplings: CouplingsLike = None, **words: Unpack[CouplingWords]) -> EnergyLoss:
    """Energy loss by pair annihilation.

    Parameters
    ----------
    plasma : Plasma
    couplings, **words : optional
        As `nuem.astro.emission.plasmon_decay.emissivity`, with the same errors.

    Returns
    -------
    EnergyLoss
    """
    bound = bind(couplings, words)
    powers, axial = by_power(plasma, charged=bound.has_charge)
    return from_powers(powers * _boltzmann(plasma), axial * _boltzmann(plasma), bound, plasma.density)


def from_powers(powers: Real, axial: Real, couplings: Couplings, density: Real) -> EnergyLoss:
    """The energy loss by pairs whose averages are known; parameters as `by_power` returns them, times exp(-(mu + m)/T)."""
    loss = powers * PER_VOLUME_AND_TIME
    rows = couplings.coefficients.by_channel()
    channels = {name: np.asarray(sum(row[n] * loss[n] for n in range(3))) for name, row in rows.items()}
    through_axial = 2 * FERMI**2 / (3 * np.pi) * couplings.axial_squared / 16 * PER_VOLUME_AND_TIME
    channels["weak"] = channels["weak"] + through_axial * axial
    return EnergyLoss.of_channels(channels, density)


def by_power(plasma: Plasma, *, charged: bool = True) -> tuple[Real, Real]:
    """Energy loss times exp((mu + m)/T), which never underflows.

    Parameters
    ----------
    plasma : Plasma
    charged : bool, optional
        With n = 1, a double sum that takes longer than the rest; otherwise it is zero.

    Returns
    -------
    powers, axial : numpy.ndarray
        For c_n = 1 with n = 1, 2, 3 along the first axis [MeV^(3 + 2n)], and through axial currents for G_F^2 = 1.
    """
    gas = plasma.electrons()
    electrons = gas.momentum**2 / np.pi**2 * gas.weight * (gas.total - gas.positrons)
    energy, momentum, weight, occupied = plasma.positrons()
    pair = _Moments(
        _Particles(gas.energy, gas.momentum, electrons),
        _Particles(energy, momentum, momentum**2 / np.pi**2 * weight * occupied),
    )
    m2, zeroth, first, second = ELECTRON_MASS**2, pair.of(0), pair.of(1), pair.of(2)
    through_charge = zeroth + 2 * m2 * pair.inverse() if charged else np.zeros_like(zeroth)
    vector = 8 * np.pi * ALPHA / 4 * np.array([through_charge, first + 2 * m2 * zeroth, second + 2 * m2 * first])
    return vector, np.asarray(second - 4 * m2 * first)


def _boltzmann(plasma: Plasma) -> Real:
    return np.asarray(np.exp(-np.minimum((plasma.chemical_potential + ELECTRON_MASS) / plasma.temperature, 800.0)))


class _Particles(NamedTuple):
    """Electrons or positrons on their momenta."""

    energy: Real
    momentum: Real
    number: Real

    def mean(self, a: int, b: int) -> Real:
        """Sum of E^a p^b over them."""
        return np.asarray(np.einsum("...k,...k", self.number, self.energy**a * self.momentum**b))


class _Moments(NamedTuple):
    """Averages of (E + E')/(E E') times powers of K^2 over electrons and positrons; they factorise but for the inverse."""

    electrons: _Particles
    positrons: _Particles

    def _product(self, a: int, b: int) -> Real:
        """(E + E') (E E')^a (p p')^b."""
        e, p = self.electrons, self.positrons
        return e.mean(a + 1, b) * p.mean(a, b) + e.mean(a, b) * p.mean(a + 1, b)

    def of(self, power: int) -> Real:
        """(E + E')/(E E') (K^2)^power over all angles, with K^2 = 2 m^2 + 2 E E' - 2 p p' cos."""
        m2 = ELECTRON_MASS**2
        if power == 0:
            return self._product(-1, 0)
        if power == 1:
            return 2 * m2 * self._product(-1, 0) + 2 * self._product(0, 0)
        return 4 * (
            m2**2 * self._product(-1, 0) + 2 * m2 * self._product(0, 0) + self._product(1, 0) + self._product(-1, 2) / 3
        )

    def inverse(self) -> Real:
        """(E + E')/(E E') / K^2 over all angles, point by point since it is a double sum over the momenta."""
        flat = [table.reshape(-1, table.shape[-1]) for table in (*self.electrons, *self.positrons)]
        values = [_inverse(_Particles(*rows[:3]), _Particles(*rows[3:])) for rows in zip(*flat, strict=True)]
        return np.array(values).reshape(self.electrons.energy.shape[:-1])


def _inverse(electrons: _Particles, positrons: _Particles) -> float:
    E, p, F, q = electrons.energy[:, None], electrons.momentum[:, None], positrons.energy, positrons.momentum
    middle, reach = 2 * ELECTRON_MASS**2 + 2 * E * F, 2 * p * q
    mean = np.arctanh(reach / middle) / reach
    return float(electrons.number @ (mean * (E + F) / (E * F)) @ positrons.number)
