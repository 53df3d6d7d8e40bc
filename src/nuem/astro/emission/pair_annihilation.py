r"""Electron pairs that annihilate to neutrinos in hot matter, by the weak interaction and by any electromagnetic vertex.

The photon between the pair and the neutrinos has K^2 = (p + p')^2 > 4 m^2, for which `nuem.astro.emission.couplings` gives the rate
omega Gamma = sum_n c_n (K^2)^n of a decay. Summed over spins and final states,

.. math:: Q = \int \frac{2\, d^3p}{(2\pi)^3} \frac{2\, d^3p'}{(2\pi)^3} f \bar f\, \frac{E + E'}{16 E E'}
          \Big[32\pi\alpha\, \frac{K^2 + 2m^2}{K^4}\, \omega\Gamma + \frac{2 G_F^2}{3\pi} \sum C_A^2\, K^2 (K^2 - 4m^2)\Big] .

For slow pairs the moment's part is alpha m mu_nu^2 times the densities of electrons and positrons. Vacuum propagation of the photon: K^2 must be far above the mass of photons in the plasma, so T and mu below some 10 MeV. Derived here; the moment's
part matters for massive stars, where it is beside the weak one what it is in plasmon decay of dilute matter.
"""

from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from nuem.astro.emission.couplings import Couplings, CouplingWords, bind
from nuem.astro.emission.loss import PER_VOLUME_AND_TIME, EnergyLoss
from nuem.astro.plasma import Plasma
from nuem.constants import ALPHA, ELECTRON_MASS, FERMI

Real = NDArray[np.float64]


def emissivity(plasma: Plasma, couplings: Couplings | None = None, **words: Unpack[CouplingWords]) -> EnergyLoss:
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
    loss, axial = _by_power(plasma, bound.has_charge)
    loss, axial = loss * PER_VOLUME_AND_TIME, axial * PER_VOLUME_AND_TIME
    rows = bound.coefficients.by_channel()
    channels = {name: np.asarray(sum(row[n] * loss[n] for n in range(3))) for name, row in rows.items()}
    channels["weak"] = channels["weak"] + 2 * FERMI**2 / (3 * np.pi) * bound.axial_squared / 16 * axial
    return EnergyLoss.of_channels(channels, plasma.density)


def _by_power(plasma: Plasma, charged: bool) -> tuple[Real, Real]:
    """Energy loss for c_n = 1 with n = 1, 2, 3 (the first is zero unless charged), and through axial currents for G_F^2 = 1."""
    gas = plasma.electrons()
    density = gas.momentum**2 / np.pi**2 * gas.weight
    pair = _Moments(gas.energy, gas.momentum, density * (gas.total - gas.positrons), density * gas.positrons)
    m2, zeroth, first, second = ELECTRON_MASS**2, pair.of(0), pair.of(1), pair.of(2)
    through_charge = zeroth + 2 * m2 * pair.inverse() if charged else np.zeros_like(zeroth)
    vector = 8 * np.pi * ALPHA / 4 * np.array([through_charge, first + 2 * m2 * zeroth, second + 2 * m2 * first])
    return vector, np.asarray(second - 4 * m2 * first)


class _Moments:
    """Averages of (E + E')/(E E') times powers of K^2 over electrons and positrons; they factorise but for the inverse."""

    def __init__(self, energy: Real, momentum: Real, electrons: Real, positrons: Real) -> None:
        self.energy, self.momentum, self.electrons, self.positrons = energy, momentum, electrons, positrons

    def _one(self, weight: Real, a: int, b: int) -> Real:
        """Sum of weight E^a p^b."""
        return np.asarray(np.einsum("...k,...k", weight, self.energy**a * self.momentum**b))

    def _product(self, a: int, b: int) -> Real:
        """(E + E') (E E')^a (p p')^b."""
        e, p = self.electrons, self.positrons
        return self._one(e, a + 1, b) * self._one(p, a, b) + self._one(e, a, b) * self._one(p, a + 1, b)

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
        """(E + E')/(E E') / K^2 over all angles."""
        rows = (self.energy, self.momentum, self.electrons, self.positrons)
        flat = [one.reshape(-1, one.shape[-1]) for one in rows]
        return np.array([_inverse(*point) for point in zip(*flat, strict=True)]).reshape(self.energy.shape[:-1])


def _inverse(energy: Real, momentum: Real, electrons: Real, positrons: Real) -> float:
    """The same in one place, where it is a double sum over the momenta."""
    E, p = energy[:, None], momentum[:, None]
    middle, reach = 2 * ELECTRON_MASS**2 + 2 * E * energy, 2 * p * momentum
    mean = np.arctanh(reach / middle) / reach
    return float(np.einsum("i,j,ij->", electrons, positrons, mean * (E + energy) / (E * energy)))
