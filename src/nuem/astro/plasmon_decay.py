r"""Decay of photons and plasmons into neutrino pairs: energy loss and rates, by channel and polarisation.

.. math:: Q = \frac{1}{\pi^2} \int dk\, k^2\, \frac{\omega \Gamma_T}{e^{\omega/T} - 1}
              + \frac{1}{2\pi^2} \int_0^{k_{max}} dk\, k^2\, \frac{\omega \Gamma_L}{e^{\omega/T} - 1}

with the rates of `nuem.astro.plasmon_couplings` [Braaten:1993jw; Haft:1993jt]. Neutrino masses are left out. Other processes stand by themselves: the axial-vector
part of the weak interaction, below 4e-4 of the vector part, in `nuem.astro.plasmon_axial`; in hot, dilute matter, where they take over, photons that
scatter off electrons (`nuem.astro.photoneutrinos`) and pairs (`nuem.astro.pair_annihilation`). Bremsstrahlung through a moment is left out.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.astro.plasma import Plasma
from nuem.astro.plasmon_couplings import CHANNELS, Channels, of_flavours, of_vertex
from nuem.astro.plasmon_phase_space import mass_moments
from nuem.constants import HBAR, HBAR_C_EXACT, SIN2_THETA_W
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.units import erg
from nuem.vertex import Vertex

Real = NDArray[np.float64]

POLARISATIONS = ("transverse", "longitudinal")

PER_VOLUME_AND_TIME = 1 / (HBAR_C_EXACT**3 * HBAR)
"""From MeV^5 to MeV cm^-3 s^-1."""


@dataclass(frozen=True, slots=True, eq=False)
class Emissivity:
    """Energy lost to neutrinos in plasmon decay [MeV cm^-3 s^-1], by channel, polarisation along the first axis: transverse, longitudinal."""

    weak: Real
    """The standard model."""
    magnetic: Real
    """Magnetic and electric moments."""
    charge: Real
    """Charges squared."""
    radius: Real
    """Charge radii and anapole moments: squared, and times the weak interaction, so of either sign."""
    interference: Real
    """Charges times radii and weak interaction, of either sign."""
    density: Real
    """Mass density [g/cm^3]."""

    @property
    def total(self) -> Real:
        """All channels and polarisations [MeV cm^-3 s^-1]."""
        return np.asarray(self._by_polarisation().sum(axis=0))[()]

    @property
    def transverse(self) -> Real:
        """All channels, both transverse polarisations [MeV cm^-3 s^-1]."""
        return np.asarray(self._by_polarisation()[0])[()]

    @property
    def longitudinal(self) -> Real:
        """All channels, longitudinal polarisation [MeV cm^-3 s^-1]."""
        return np.asarray(self._by_polarisation()[1])[()]

    @property
    def extra(self) -> Real:
        """What electromagnetic properties add to the standard model [MeV cm^-3 s^-1]."""
        return np.asarray(self.total - self.weak.sum(axis=0))[()]

    @property
    def erg_per_cm3_s(self) -> Real:
        """`total` [erg cm^-3 s^-1]."""
        return np.asarray(self.total / erg)[()]

    @property
    def erg_per_g_s(self) -> Real:
        """`total` per mass [erg g^-1 s^-1]."""
        return np.asarray(self.total / erg / self.density)[()]

    def channel(self, name: str) -> "Emissivity":
        """One channel alone: "weak", "magnetic", "charge", "radius" or "interference"."""
        kept = checks.choice("channel", name, CHANNELS)
        zero = np.zeros_like(self.weak)
        return Emissivity(
            density=self.density, **{one: getattr(self, one) if one == kept else zero for one in CHANNELS}
        )

    def _by_polarisation(self) -> Any:
        return self.weak + self.magnetic + self.charge + self.radius + self.interference


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
    treatment: str = "braaten-segel",
) -> Emissivity:
    """Energy loss of a plasma by the decay of its photons and plasmons into neutrinos.

    Parameters
    ----------
    plasma : Plasma
    moment : array_like, optional
        mu_nu [mu_B], the root of the sum of |mu_ij|^2 + |eps_ij|^2 over all i, j for Dirac neutrinos, over i < j for Majorana neutrinos; it
        broadcasts against the plasma.
    charge : float or three, optional
        Charge of one Dirac neutrino [e], without interference as in the literature; or those of nu_e, nu_mu and nu_tau, with it.
    charge_radius : float or three, optional
        <r^2> of left-handed neutrinos [cm^2], one for all flavours or those of nu_e, nu_mu, nu_tau, in the convention
        C_V -> C_V + sqrt2 pi alpha <r^2>/(3 G_F) (`nuem.vertex.charge_radius` converts others); interferes with the weak interaction.
    weak : bool, optional
        With the standard model's emission, and interference with it.
    vertex : Vertex, optional
        All couplings at once, Dirac or Majorana, instead of the three numbers.
    mixing : Mixing, optional
        Needed with a vertex if `weak`.
    sin2_theta_w : float, optional
        Weak mixing angle.
    treatment : {"braaten-segel", "one-loop"}, optional
        Dispersion of the plasmons, `Plasma.polarisation`. One loop gives up to 3 per cent more for a moment and 4 per cent more for the weak
        interaction, at 3e9 K where electrons are half relativistic and not degenerate; below 2e8 K they agree to 0.2 per cent.

    Returns
    -------
    Emissivity
        Arrays of the shape of the plasma; zero where exp(-omega_p/T) underflows.

    Raises
    ------
    ValueError
        For couplings that are no numbers, a vertex together with them, or one without a mixing.

    Examples
    --------
    >>> from nuem.units import kelvin
    >>> core = Plasma(2e5, 0.5, 1e8 * kelvin)
    >>> f"{emissivity(core, moment=1e-12, weak=False).erg_per_g_s:.6f} erg/g/s"
    '1.276147 erg/g/s'
    """
    coupling = couplings(
        moment=moment, charge=charge, charge_radius=charge_radius, weak=weak, vertex=vertex, mixing=mixing,
        sin2_theta_w=sin2_theta_w,
    )  # fmt: skip
    return from_moments(mass_moments(plasma, treatment=treatment), coupling, plasma.density)


def couplings(
    *,
    moment: ArrayLike = 0.0,
    charge: ArrayLike = 0.0,
    charge_radius: ArrayLike = 0.0,
    weak: bool = True,
    vertex: Vertex | None = None,
    mixing: Mixing | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> Channels:
    """Couplings of a plasmon by channel; arguments and errors as `emissivity`."""
    if vertex is None:
        return of_flavours(
            moment=moment, charge=charge, charge_radius=charge_radius, weak=weak, sin2_theta_w=sin2_theta_w
        )
    if np.any(moment) or np.any(charge) or np.any(charge_radius):
        raise ValueError("give either a vertex or numbers for moment, charge and charge_radius, not both")
    return of_vertex(vertex, mixing, weak=weak, sin2_theta_w=sin2_theta_w)


def from_moments(moments: Real, coupling: Channels, density: Real) -> Emissivity:
    """The emissivity of plasmons whose phase space is known: one product per channel.

    Parameters
    ----------
    moments : numpy.ndarray
        As `nuem.astro.plasmon_phase_space.mass_moments` returns them.
    coupling : Channels
    density : numpy.ndarray
        [g/cm^3], of the shape of the last axes of `moments`.
    """

    def loss(coefficients: Real) -> Real:
        return np.asarray(sum(coefficients[n] * moments[:, n] for n in range(3))) * PER_VOLUME_AND_TIME

    return Emissivity(
        density=np.asarray(density), **{channel: loss(getattr(coupling, channel)) for channel in CHANNELS}
    )


def rate(
    plasma: Plasma,
    wavenumber: ArrayLike,
    polarisation: str = "transverse",
    *,
    moment: ArrayLike = 0.0,
    charge: ArrayLike = 0.0,
    charge_radius: ArrayLike = 0.0,
    weak: bool = True,
    vertex: Vertex | None = None,
    mixing: Mixing | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
    treatment: str = "braaten-segel",
) -> Channels:
    """Decay rate of one photon or plasmon in the rest frame of the plasma, by channel [1/s].

    Parameters
    ----------
    plasma : Plasma
    wavenumber : array_like
        k [MeV]; broadcasts against the plasma.
    polarisation : {"transverse", "longitudinal"}, optional
    moment, charge, charge_radius, weak, vertex, mixing, sin2_theta_w, treatment : optional
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
    coupling = couplings(
        moment=moment, charge=charge, charge_radius=charge_radius, weak=weak, vertex=vertex, mixing=mixing,
        sin2_theta_w=sin2_theta_w,
    )  # fmt: skip
    if checks.choice("polarisation", polarisation, POLARISATIONS) == "transverse":
        mode = plasma.transverse(wavenumber, treatment=treatment)
        residue = mode.residue
    else:
        mode = plasma.longitudinal(wavenumber, treatment=treatment)
        residue = mode.residue * mode.frequency**2 / mode.mass_squared
    K2 = mode.mass_squared
    scale = residue / mode.frequency / HBAR

    def of(coefficients: Real) -> Real:
        return np.asarray(scale * sum(coefficients[n] * K2 ** (n + 1) for n in range(3)))[()]

    return Channels(**{channel: of(getattr(coupling, channel)) for channel in CHANNELS})
