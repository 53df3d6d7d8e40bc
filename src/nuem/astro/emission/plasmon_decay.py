r"""Decay of photons and plasmons into neutrino pairs: energy loss and rates, by channel and polarisation.

.. math:: Q = \frac{1}{\pi^2} \int dk\, k^2\, \frac{\omega \Gamma_T}{e^{\omega/T} - 1}
              + \frac{1}{2\pi^2} \int_0^{k_{max}} dk\, k^2\, \frac{\omega \Gamma_L}{e^{\omega/T} - 1}

with the rates of `nuem.astro.emission.couplings` [Braaten:1993jw; Haft:1993jt]. Neutrino masses are left out. Other processes stand by themselves: the axial-vector
part of the weak interaction, below 4e-4 of the vector part, in `nuem.astro.emission.plasmon_axial`; in hot, dilute matter, where they take over, photons that
scatter off electrons (`nuem.astro.emission.photoneutrinos`) and pairs (`nuem.astro.emission.pair_annihilation`). Bremsstrahlung through a moment is left out.
"""

from __future__ import annotations

from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.emission.couplings import Channels, Couplings, CouplingsLike, CouplingWords, bind
from nuem.astro.emission.loss import PER_VOLUME_AND_TIME, POLARISATIONS, EnergyLoss
from nuem.astro.emission.phase_space import mass_moments
from nuem.astro.plasma import Plasma
from nuem.constants import HBAR
from nuem.numerics import checks

Real = NDArray[np.float64]


def emissivity(
    plasma: Plasma,
    couplings: CouplingsLike = None,
    *,
    treatment: str = "braaten-segel",
    **words: Unpack[CouplingWords],
) -> EnergyLoss:
    """Energy loss of a plasma by the decay of its photons and plasmons into neutrinos.

    Parameters
    ----------
    plasma : Plasma
    couplings : Couplings, optional
        Moments, charges and radii, or a vertex; with the weak interaction unless it says otherwise.
    treatment : {"braaten-segel", "one-loop"}, optional
        Dispersion of the plasmons, `Plasma.polarisation`. One loop gives up to 3 per cent more for a moment and 4 per cent more for the weak
        interaction, at 3e9 K where electrons are half relativistic and not degenerate; below 2e8 K they agree to 0.2 per cent.
    **words : optional
        moment, charge, charge_radius, weak, vertex, mixing, sin2_theta_w instead of `couplings`: the arguments of `Couplings`.

    Returns
    -------
    EnergyLoss
        By channel and polarisation; zero where exp(-omega_p/T) underflows.

    Raises
    ------
    ValueError
        As `Couplings`, or for an unknown treatment.

    Examples
    --------
    >>> from nuem.units import kelvin
    >>> core = Plasma(2e5, 0.5, 1e8 * kelvin)
    >>> f"{emissivity(core, moment=1e-12, weak=False).erg_per_g_s:.6f} erg/g/s"
    '1.276147 erg/g/s'
    """
    bound = bind(couplings, words)
    return from_moments(mass_moments(plasma, treatment=treatment), bound, plasma.density)


def from_moments(moments: Real, couplings: Couplings, density: Real) -> EnergyLoss:
    """The energy loss by plasmons whose phase space is known: one product per channel.

    Parameters
    ----------
    moments : numpy.ndarray
        As `nuem.astro.emission.phase_space.mass_moments` returns them.
    couplings : Couplings
    density : numpy.ndarray
        [g/cm^3], of the shape of the last axes of `moments`.
    """
    rows = couplings.coefficients.by_channel().values()
    losses = [np.asarray(sum(row[n] * moments[:, n] for n in range(3))) for row in rows]
    parts = np.stack(np.broadcast_arrays(*losses), axis=1) * PER_VOLUME_AND_TIME
    return EnergyLoss(parts, np.asarray(density))


def rate(
    plasma: Plasma,
    wavenumber: ArrayLike,
    polarisation: str = "transverse",
    couplings: CouplingsLike = None,
    *,
    treatment: str = "braaten-segel",
    **words: Unpack[CouplingWords],
) -> Channels:
    """Decay rate of one photon or plasmon in the rest frame of the plasma, by channel [1/s].

    Parameters
    ----------
    plasma : Plasma
    wavenumber : array_like
        k [MeV]; broadcasts against the plasma.
    polarisation : {"transverse", "longitudinal"}, optional
    couplings, treatment, **words : optional
        As `emissivity`.

    Returns
    -------
    Channels
        Rates by channel [1/s]; not a number for longitudinal plasmons beyond k_max.

    Raises
    ------
    ValueError
        As `emissivity`, and for an unknown polarisation.
    """
    coefficients = bind(couplings, words).coefficients
    if checks.choice("polarisation", polarisation, POLARISATIONS) == "transverse":
        mode = plasma.transverse(wavenumber, treatment=treatment)
        residue = mode.residue
    else:
        mode = plasma.longitudinal(wavenumber, treatment=treatment)
        residue = mode.residue * mode.frequency**2 / mode.mass_squared
    K2 = mode.mass_squared
    scale = residue / mode.frequency / HBAR

    def of(powers: Real) -> Real:
        return np.asarray(scale * sum(powers[n] * K2 ** (n + 1) for n in range(3)))[()]

    return Channels(**{channel: of(powers) for channel, powers in coefficients.by_channel().items()})
