r"""The axial-vector part of plasmon decay by the weak interaction, which more electrons than positrons make possible.

A photon of helicity +-1 sees the axial current of the electrons through the antisymmetric polarisation +-Pi_A, so that both helicities together have

.. math:: \Gamma_A = \frac{Z_T}{\omega} \frac{G_F^2 \sum C_A^2}{48\pi^2\alpha} K^2\, \Pi_A^2, \qquad
          \Pi_A = \frac{2\alpha}{\pi} \frac{K^2}{k} \int dp \frac{p^2}{E^2} (f - \bar f)
          \Big[\frac{\omega}{2vk} \ln\frac{\omega + vk}{\omega - vk} - \frac{K^2}{\omega^2 - v^2k^2}\Big] ,

and longitudinal plasmons nothing [Braaten:1993jw]. Their approximation by electrons of one velocity is

.. math:: \Pi_A = \omega_A k \frac{K^2}{\omega^2 - v_*^2k^2} \Big(3 - \frac{2K^2}{\omega_p^2}\Big), \qquad
          \omega_A = \frac{2\alpha}{\pi} \int dp \frac{p^2}{E^2} \Big(1 - \frac23 v^2\Big)(f - \bar f) .

The vector part has K^2 in place of Pi_A and is far larger: this one is below 1e-4 of it in red giants and white dwarfs, and below 4e-4 anywhere.
It does not interfere with the vector part, with charges or with radii in the energy that is lost.
"""

from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from nuem.astro.emission.couplings import Couplings, CouplingsLike, CouplingWords, bind
from nuem.astro.emission.loss import CHANNELS, PER_VOLUME_AND_TIME, POLARISATIONS, EnergyLoss
from nuem.astro.emission.phase_space import ThermalPhotons
from nuem.astro.plasma import TREATMENTS, Plasma
from nuem.astro.plasma.dispersion import g_function
from nuem.constants import ALPHA, FERMI
from nuem.numerics import checks

Real = NDArray[np.float64]

_CHUNK = 16


def emissivity(
    plasma: Plasma,
    couplings: CouplingsLike = None,
    *,
    treatment: str = "braaten-segel",
    **words: Unpack[CouplingWords],
) -> EnergyLoss:
    """Energy loss through the axial current, which adds to the weak channel of `nuem.astro.emission.plasmon_decay`.

    Parameters
    ----------
    plasma : Plasma
    couplings, treatment, **words : optional
        As `nuem.astro.emission.plasmon_decay.emissivity`, with the same errors; only the weak interaction counts.

    Returns
    -------
    EnergyLoss
        By channel and polarisation; all of it weak and transverse.
    """
    bound = bind(couplings, words)
    checks.choice("treatment", treatment, TREATMENTS)
    return from_strength(strength(plasma, treatment), bound, plasma.density)


def from_strength(value: Real, couplings: Couplings, density: Real) -> EnergyLoss:
    """The energy loss by plasmons whose average of K^2 Pi_A^2 is known, as `strength` returns it."""
    coefficient = FERMI**2 / (48 * np.pi**2 * ALPHA) * couplings.axial_squared * PER_VOLUME_AND_TIME
    parts = np.zeros((len(POLARISATIONS), len(CHANNELS), *np.shape(value)))
    parts[0, CHANNELS.index("weak")] = coefficient * value
    return EnergyLoss(parts, density)


def strength(plasma: Plasma, treatment: str = "braaten-segel", *, without_cold_factor: bool = False) -> Real:
    """Both transverse polarisations in equilibrium, summed with K^2 Pi_A^2 [MeV^9]; parameters as `nuem.astro.emission.phase_space.mass_moments`."""
    flat = plasma.ravel()
    values = np.empty(flat.shape)
    for start in range(0, values.size, _CHUNK):
        part = flat[start : start + _CHUNK]
        rapidity, mass2, weight = ThermalPhotons(part, treatment, without_cold_factor).transverse()
        axial = polarisation(np.tanh(rapidity) ** 2, part, treatment=treatment)
        values[start : start + _CHUNK] = np.sum(weight * mass2 * axial**2, axis=0)
    return values.reshape(plasma.shape)


def polarisation(N: Real, plasma: Plasma, *, treatment: str = "braaten-segel") -> Real:
    """Pi_A of transverse photons on their mass shell at N = (k/omega)^2, which broadcasts against the plasma [MeV^2].

    Parameters
    ----------
    N : numpy.ndarray
        Below 1.
    plasma : Plasma
    treatment : {"braaten-segel", "one-loop"}, optional
    """
    where = checks.within("N", N, 0, 1)
    mass2 = plasma.polarisation(where, treatment=treatment).transverse
    gas = plasma.electrons()
    v2 = gas.velocity**2
    charge = 2 * ALPHA / np.pi * v2 * gas.difference * gas.weight
    if treatment == "one-loop":
        y2 = v2 * where[..., None]
        # artanh(y)/y - (1 - N)/(1 - v^2 N) = N [v^2 g(y^2)/3 + (1 - v^2)/(1 - y^2)]
        strength = np.einsum("...k,...k", charge, v2 * g_function(y2)[0] / 3 + (1 - v2) / (1 - y2))
    else:
        axial = np.einsum("...k,...k", charge, 1 - 2 * v2 / 3)
        strength = axial / (1 - plasma.velocity**2 * where) * (3 - 2 * mass2 / plasma.plasma_frequency**2)
    return np.asarray(np.sqrt(mass2 * where * (1 - where)) * strength)  # k K^2/omega^2 of it
