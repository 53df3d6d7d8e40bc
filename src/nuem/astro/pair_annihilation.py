r"""Electron pairs that annihilate to neutrinos in hot matter, by the weak interaction and by any electromagnetic vertex.

The photon between the pair and the neutrinos has K^2 = (p + p')^2 > 4 m^2, for which `nuem.astro.plasmon_couplings` gives the rate
omega Gamma = sum_n c_n (K^2)^n of a decay. Summed over spins and final states,

.. math:: Q = \int \frac{2\, d^3p}{(2\pi)^3} \frac{2\, d^3p'}{(2\pi)^3} f \bar f\, \frac{E + E'}{16 E E'}
          \Big[32\pi\alpha\, \frac{K^2 + 2m^2}{K^4}\, \omega\Gamma + \frac{2 G_F^2}{3\pi} \sum C_A^2\, K^2 (K^2 - 4m^2)\Big] .

For slow pairs the moment's part is alpha m mu_nu^2 times the densities of electrons and positrons. Vacuum propagation of the photon: K^2 must be far above the mass of photons in the plasma, so T and mu below some 10 MeV. Derived here; the moment's
part matters for massive stars, where it is beside the weak one what it is in plasmon decay of dilute matter.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.plasma import Plasma
from nuem.astro.plasmon_couplings import AXIAL_SQUARED, CHANNELS, Channels
from nuem.astro.plasmon_decay import PER_VOLUME_AND_TIME, couplings
from nuem.constants import ALPHA, ELECTRON_MASS, FERMI, SIN2_THETA_W
from nuem.flavour import Mixing
from nuem.vertex import Vertex

Real = NDArray[np.float64]


def emissivity(
    plasma: Plasma,
    *,
    moment: ArrayLike = 0.0,
    charge: ArrayLike = 0.0,
    charge_radius: ArrayLike = 0.0,
    weak: bool = True,
    vertex: Vertex | None = None,
    mixing: Mixing | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> Channels:
    """Energy loss by pair annihilation, by channel [MeV cm^-3 s^-1].

    Parameters
    ----------
    plasma : Plasma
    moment, charge, charge_radius, weak, vertex, mixing, sin2_theta_w : optional
        As `nuem.astro.plasmon_decay.emissivity`, with the same errors.

    Returns
    -------
    Channels
        Arrays of the shape of the plasma; divide by `nuem.units.erg` for erg cm^-3 s^-1.
    """
    found = couplings(
        moment=moment, charge=charge, charge_radius=charge_radius, weak=weak, vertex=vertex, mixing=mixing,
        sin2_theta_w=sin2_theta_w,
    )  # fmt: skip
    gas = plasma.electrons()
    density = gas.momentum**2 / np.pi**2 * gas.weight
    pair = _Moments(gas.energy, gas.momentum, density * (gas.total - gas.positrons), density * gas.positrons)
    m2 = ELECTRON_MASS**2
    vector = 8 * np.pi * ALPHA / 4
    needs_charge = bool(np.any(found.charge))
    loss = {
        1: vector * (pair.of(0) + 2 * m2 * pair.inverse()) if needs_charge else np.zeros(plasma.shape),
        2: vector * (pair.of(1) + 2 * m2 * pair.of(0)),
        3: vector * (pair.of(2) + 2 * m2 * pair.of(1)),
    }
    axial = 2 * FERMI**2 / (3 * np.pi) * AXIAL_SQUARED / 16 * (pair.of(2) - 4 * m2 * pair.of(1))

    def total(coefficients: Any) -> Real:
        return np.asarray(sum(coefficients[n - 1] * loss[n] for n in (1, 2, 3)) * PER_VOLUME_AND_TIME)

    channels = {name: total(getattr(found, name)) for name in CHANNELS}
    if weak:
        channels["weak"] = channels["weak"] + axial * PER_VOLUME_AND_TIME
    return Channels(**{name: value[()] for name, value in channels.items()})


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
        E, p = self.energy[..., :, None], self.momentum[..., :, None]
        F, q = self.energy[..., None, :], self.momentum[..., None, :]
        middle, reach = 2 * ELECTRON_MASS**2 + 2 * E * F, 2 * p * q
        mean = np.arctanh(reach / middle) / reach
        weight = self.electrons[..., :, None] * self.positrons[..., None, :] * (E + F) / (E * F)
        return np.asarray(np.sum(weight * mean, axis=(-2, -1)))
