r"""Elastic scattering of a neutrino on a whole neutral atom.

When q times the size of the atom is of order one and the recoil is too small to excite it, nucleus and electrons recoil together and
their amplitudes add [Cadeddu:2019qmv]:

.. math:: \frac{d\sigma}{dT} = \frac{G_F^2M}{\pi}\,C_V^2\Big(1 - \frac TE - \frac{MT}{2E^2}\Big)
          + \frac{\pi\alpha^2Z^2}{m_e^2}\,\mu^2\,[1 - F_e(q)]^2\Big(\frac1T - \frac1E + \frac{T}{4E^2}\Big), \qquad q^2 = 2MT,

.. math:: C_V = Z\Big(\frac12 - 2s^2\Big) - \frac N2 + Z\Big(\pm\frac12 + 2s^2\Big)F_e(q) + Z\,[1 - F_e(q)]\,\delta

with + for nu_e and - for nu_mu, nu_tau, and the shift delta by charge and radius as on a nucleus. The electrons screen the charge of the
nucleus, so nothing diverges at T -> 0. The axial current is left out: it vanishes for 4He and is incoherent elsewhere, but **it dominates for
hydrogen**, whose weak charge is small.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import (
    ATOMIC_MASS_UNIT,
    CHARGE_SHIFT,
    CLASSICAL_RADIUS_SQUARED,
    ELECTRON_MASS,
    FERMI,
    HBAR_C,
    RADIUS_SHIFT,
    SIN2_THETA_W,
)
from nuem.elements.subshells import atomic_number
from nuem.flavour import FLAVOURS
from nuem.numerics import checks
from nuem.scattering.atom.electron_cloud import ElectronCloud, electron_cloud
from nuem.scattering.kinematics import allowed
from nuem.scattering.neutrino_couplings import Couplings
from nuem.scattering.parts import Parts


@dataclass(frozen=True, slots=True)
class NeutralAtom:
    """An atom that recoils as a whole.

    Parameters
    ----------
    symbol : str
        Element, such as "He".
    A : int
        Mass number of the isotope.
    cloud : ElectronCloud, optional
        Its electrons; the best that `electron_cloud` knows if not given.
    mass : float, optional
        Mass of the atom [MeV]; A u if not given.

    Raises
    ------
    ValueError
        For an unknown element, a mass number below Z, or a mass that is not positive.
    """

    symbol: str
    A: int
    cloud: ElectronCloud | None = None
    mass: float | None = None

    def __post_init__(self) -> None:
        """Refuse what is no atom."""
        nucleons = checks.number("A", checks.positive("A", self.A))
        if nucleons < self.Z or nucleons != round(nucleons):
            raise ValueError(f"A = {self.A:g} must be a whole number, not below Z = {self.Z} of {self.symbol}")
        if self.mass is not None:
            checks.number("mass", checks.positive("mass", self.mass, "MeV"))

    @property
    def Z(self) -> int:
        """Atomic number."""
        return atomic_number(self.symbol)

    @property
    def total_mass(self) -> float:
        """Mass that recoils [MeV]."""
        return self.A * ATOMIC_MASS_UNIT if self.mass is None else self.mass

    @property
    def electrons(self) -> ElectronCloud:
        """The cloud in use."""
        return electron_cloud(self.symbol) if self.cloud is None else self.cloud

    def bare_charge(self, recoil: ArrayLike) -> NDArray[np.float64]:
        """Z [1 - F_e(q)], what the electrons leave of the charge of the nucleus at a recoil [MeV]."""
        return np.asarray(self.Z * self.electrons.screening(np.sqrt(2 * self.total_mass * np.asarray(recoil))))

    def weak_charge(
        self, momentum: ArrayLike, *, flavour: str = "e", sin2_theta_w: float = SIN2_THETA_W
    ) -> NDArray[np.float64]:
        """C_V(q) of the standard model, q in MeV: Z - N/2 at q = 0 for nu_e; the same for neutrino and antineutrino."""
        s2 = float(checks.within("sin2_theta_w", checks.number("sin2_theta_w", sin2_theta_w), 0, 1))
        electron = (0.5 if checks.choice("flavour", flavour, FLAVOURS) == "e" else -0.5) + 2 * s2
        nucleus = self.Z * (0.5 - 2 * s2) - (self.A - self.Z) / 2
        return np.asarray(nucleus + self.Z * electron * self.electrons.form_factor(momentum))


def dsigma_dT(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    atom: NeutralAtom,
    flavour: str = "e",
    moment: ArrayLike = 0.0,
    charge: ArrayLike = 0.0,
    charge_radius: ArrayLike = 0.0,
    sin2_theta_w: float = SIN2_THETA_W,
) -> NDArray[np.float64]:
    """Cross section of a neutrino or antineutrino on a free neutral atom at rest, which stays in its ground state.

    Parameters
    ----------
    recoil, energy : array_like
        Kinetic energy T of the atom and neutrino energy E [MeV]; they broadcast.
    atom : NeutralAtom
    flavour : {"e", "mu", "tau"}, optional
    moment : array_like, optional
        Effective magnetic moment [mu_B].
    charge : array_like, optional
        Charge of the neutrino [e].
    charge_radius : array_like, optional
        <r^2> [cm^2].
    sin2_theta_w : float, optional

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero above the end point.

    Raises
    ------
    ValueError
        For a recoil or energy that is not positive, an unknown flavour, or a negative moment.

    Examples
    --------
    >>> helium = NeutralAtom("He", 4)
    >>> from nuem.units import keV, meV
    >>> f"{dsigma_dT(50 * meV, 15 * keV, atom=helium):.3e} cm^2/MeV"
    '2.173e-41 cm^2/MeV'
    """
    couplings = Couplings(moment, charge, charge_radius)
    return parts(recoil, energy, atom=atom, couplings=couplings, flavour=flavour, sin2_theta_w=sin2_theta_w).total


def parts(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    atom: NeutralAtom,
    couplings: Couplings,
    flavour: str = "e",
    sin2_theta_w: float = SIN2_THETA_W,
) -> Parts:
    """`dsigma_dT` by parts; units and errors are those of `dsigma_dT`.

    Parameters
    ----------
    recoil, energy : array_like
        [MeV]
    atom : NeutralAtom
    couplings : Couplings
        Of the flavour.
    flavour : {"e", "mu", "tau"}, optional
    sin2_theta_w : float, optional
    """
    t, e = checks.positive("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    m, mu = atom.total_mass, checks.not_negative("moment", couplings.moment, "mu_B")
    possible, bare = allowed(t, e, mass=m), atom.bare_charge(t)
    amplitude = atom.weak_charge(np.sqrt(2 * m * t), flavour=flavour, sin2_theta_w=sin2_theta_w)
    charge = bare * CHARGE_SHIFT * ELECTRON_MASS / m * checks.real("charge", couplings.charge) / t
    radius = -bare * RADIUS_SHIFT * checks.real("charge_radius", couplings.radius, "cm2")
    flat = np.maximum(1 - t / e - m * t / (2 * e**2), 0.0)
    vector = np.where(possible, FERMI**2 * m / pi * HBAR_C**2 * flat, 0.0)
    dipole = pi * CLASSICAL_RADIUS_SQUARED * (mu * bare) ** 2 * (1 - t / (2 * e)) ** 2 / t
    return Parts(
        weak=vector * amplitude**2,
        radius=vector * radius * (2 * amplitude + radius),
        interference=vector * 2 * charge * (amplitude + radius),
        charge=vector * charge**2,
        magnetic=np.where(possible, dipole, 0.0),
    )


def dip(atom: NeutralAtom, *, flavour: str = "e", sin2_theta_w: float = SIN2_THETA_W) -> float:
    """Recoil energy at which nucleus and electrons cancel in the weak charge.

    Parameters
    ----------
    atom : NeutralAtom
    flavour : {"e", "mu", "tau"}, optional
    sin2_theta_w : float, optional

    Returns
    -------
    float
        [MeV]

    Raises
    ------
    ValueError
        If the weak charge has no zero, as for nu_mu on helium or nu_e on hydrogen.

    Examples
    --------
    >>> from nuem.units import meV
    >>> f"{dip(NeutralAtom('He', 4)) / meV:.1f} meV"
    '8.6 meV'
    """
    from scipy.optimize import brentq

    momentum = np.geomspace(1e-5, 10.0, 600)
    values = atom.weak_charge(momentum, flavour=flavour, sin2_theta_w=sin2_theta_w)
    change = np.flatnonzero(values[:-1] * values[1:] < 0)
    if len(change) == 0:
        raise ValueError(
            f"the weak charge of {atom.symbol}{atom.A} has no zero for nu_{flavour}: it is {values[0]:.3g} at small momentum transfer "
            f"and {values[-1]:.3g} at large"
        )
    first = int(change[0])
    root = brentq(
        lambda q: float(atom.weak_charge(q, flavour=flavour, sin2_theta_w=sin2_theta_w)),
        momentum[first],
        momentum[first + 1],
        xtol=1e-14,
        rtol=1e-12,
    )
    return float(root) ** 2 / (2 * atom.total_mass)
