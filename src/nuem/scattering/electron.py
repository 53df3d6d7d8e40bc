"""Neutrino-electron scattering with everything in it: weak interaction, charge, charge radius and magnetic moment."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import SIN2_THETA_W
from nuem.scattering.atom import EffectiveElectrons
from nuem.scattering.couplings import Couplings, tree, vector_shift
from nuem.scattering.electromagnetic import dsigma_dT_charge, dsigma_dT_magnetic
from nuem.scattering.electroweak import dsigma_dT_couplings, dsigma_dT_weak
from nuem.scattering.radiative import SIN2_THETA_W_BKS, dsigma_dT_radiative

__all__ = ["Parts", "dsigma_dT", "dsigma_dT_charge", "dsigma_dT_magnetic", "dsigma_dT_weak", "parts"]


def dsigma_dT(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    flavour: str = "e",
    antineutrino: bool = False,
    moment: ArrayLike = 0.0,
    charge: ArrayLike = 0.0,
    charge_radius: ArrayLike = 0.0,
    radiative: bool = False,
    sin2_theta_w: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """Cross section of a neutrino of one flavour on a free electron at rest.

    Charge and charge radius interfere with the weak interaction, so their signs matter; the magnetic moment flips helicity and adds
    incoherently. Couplings that change flavour are in `nuem.scattering.mass_basis` [Kouzakov:2017hbc].

    Parameters
    ----------
    recoil, energy : array_like
        Electron recoil T and neutrino energy E [MeV]; they broadcast.
    flavour : {"e", "mu", "tau"}, optional
    antineutrino : bool, optional
    moment : array_like, optional
        Effective magnetic moment [mu_B].
    charge : array_like, optional
        Charge of the neutrino [e].
    charge_radius : array_like, optional
        <r^2> [cm^2], in the convention g_V -> g_V + sqrt2 pi alpha/(3 G_F) <r^2>; `nuem.vertex.charge_radius` converts others.
        The tree couplings do not contain the charge radius of the standard model (-8.3e-33 cm^2 for nu_e), the radiative ones do.
    radiative : bool, optional
        Radiative corrections to the weak part [Bahcall:1995mm]; not together with a charge, as the photon exchanged by a charge does not
        have q^2 = -2 m_e T once another photon is emitted.
    sin2_theta_w : float, optional
        sin^2 of the weak mixing angle: by default 0.23857, MS-bar at zero momentum, or 0.2317, at m_Z, if `radiative`.

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero above the end point.

    Raises
    ------
    ValueError
        For a recoil or energy that is not physical, an unknown flavour, a recoil of zero with a moment or a charge, or a charge with
        radiative corrections.

    Examples
    --------
    >>> f"{dsigma_dT(0.0028, 3.0, antineutrino=True, moment=2.9e-11):.3e} cm^2/MeV"
    '8.522e-44 cm^2/MeV'
    """
    if radiative:
        _refuse_charge(charge)
        weak = dsigma_dT_radiative(
            recoil, energy, flavour=flavour, antineutrino=antineutrino, charge_radius=charge_radius,
            sin2_theta_w=SIN2_THETA_W_BKS if sin2_theta_w is None else sin2_theta_w,
        )  # fmt: skip
    else:
        shift = vector_shift(recoil, charge=charge, charge_radius=charge_radius)
        weak = dsigma_dT_couplings(recoil, energy, _tree(flavour, antineutrino, sin2_theta_w).shifted(shift))
    if not np.any(moment):
        return weak
    return np.asarray(weak + dsigma_dT_magnetic(recoil, energy, moment=moment))


@dataclass(frozen=True, slots=True)
class Parts:
    """A cross section by its dependence on the recoil, each part [cm^2/MeV]."""

    weak: NDArray[np.float64]
    """The weak interaction alone."""
    radius: NDArray[np.float64]
    """What a charge radius adds: a contact interaction, of either sign."""
    interference: NDArray[np.float64]
    """Charge times weak and charge radius, like 1/T, of either sign."""
    charge: NDArray[np.float64]
    """Charge squared, like 1/T^2."""
    magnetic: NDArray[np.float64]
    """Magnetic moment, like 1/T."""

    @property
    def total(self) -> NDArray[np.float64]:
        """The sum of all parts."""
        return self.weak + self.radius + self.interference + self.charge + self.magnetic

    def on(self, electrons: EffectiveElectrons, energy: ArrayLike | None = None) -> "Parts":
        """The parts on an atom, each times the effective number of electrons that its dependence on q^2 has.

        The neutrino energy [MeV] is needed only for a charge whose photons propagate as in vacuum.
        """
        return Parts(
            self.weak * electrons.N_w,
            self.radius * electrons.N_w,
            self.interference * electrons.N_mu,
            self.charge * electrons.charge_squared(energy) if np.any(self.charge) else self.charge * electrons.N_q,
            self.magnetic * electrons.N_mu,
        )


def parts(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    flavour: str = "e",
    antineutrino: bool = False,
    moment: ArrayLike = 0.0,
    charge: ArrayLike = 0.0,
    charge_radius: ArrayLike = 0.0,
    radiative: bool = False,
    sin2_theta_w: ArrayLike | None = None,
) -> Parts:
    """`dsigma_dT` by parts; an atom answers to each with another number of electrons (`Parts.on`).

    Parameters, units and errors are those of `dsigma_dT`.
    """
    if radiative:
        _refuse_charge(charge)

    def contact(radius: ArrayLike) -> NDArray[np.float64]:
        return dsigma_dT(
            recoil, energy, flavour=flavour, antineutrino=antineutrino, charge_radius=radius, radiative=radiative,
            sin2_theta_w=sin2_theta_w,
        )  # fmt: skip

    weak = contact(0.0)
    zero = np.zeros_like(weak)
    radius = contact(charge_radius) - weak if np.any(charge_radius) else zero
    magnetic = dsigma_dT_magnetic(recoil, energy, moment=moment) if np.any(moment) else zero
    if not np.any(charge):
        return Parts(weak, radius, zero, zero, magnetic)
    neutral = _tree(flavour, antineutrino, sin2_theta_w).shifted(vector_shift(recoil, charge_radius=charge_radius))
    shift = vector_shift(recoil, charge=charge)
    # What is odd in the charge is the interference: the cross section is a polynomial of second degree in the shift.
    plus = dsigma_dT_couplings(recoil, energy, neutral.shifted(shift))
    minus = dsigma_dT_couplings(recoil, energy, neutral.shifted(-shift))
    return Parts(weak, radius, (plus - minus) / 2, dsigma_dT_charge(recoil, energy, charge=charge), magnetic)


def _tree(flavour: str, antineutrino: bool, sin2_theta_w: ArrayLike | None) -> Couplings:
    s2 = SIN2_THETA_W if sin2_theta_w is None else sin2_theta_w
    return tree(flavour, antineutrino=antineutrino, sin2_theta_w=s2)


def _refuse_charge(charge: ArrayLike) -> None:
    if np.any(charge):
        raise ValueError(
            f"charge = {charge!r} cannot be combined with radiative=True: the corrections are those of a contact interaction; "
            "use radiative=False"
        )
