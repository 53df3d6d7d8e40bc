"""Neutrino-electron scattering with everything in it: weak interaction, charge, charge radius and magnetic moment."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import SIN2_THETA_W, WEAK_SCALE
from nuem.numerics import checks
from nuem.scattering.couplings import ChiralCouplings, tree, vector_shift
from nuem.scattering.electromagnetic import dsigma_dT_charge, dsigma_dT_magnetic
from nuem.scattering.electroweak import dsigma_dT_couplings, dsigma_dT_weak
from nuem.scattering.neutrino_couplings import Couplings
from nuem.scattering.parts import Parts
from nuem.scattering.radiative import SIN2_THETA_W_BKS, brackets, dsigma_dT_radiative
from nuem.scattering.radiative import couplings as radiative_couplings

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
    couplings: Couplings | None = None,
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
    couplings : Couplings, optional
        Moment, charge, charge radius and anapole moment as one object, in the place of the single ones.

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
    coupling_set = Couplings.either(couplings, moment, charge, charge_radius)
    if radiative:
        _refuse_charge(coupling_set)
        weak = dsigma_dT_radiative(
            recoil, energy, flavour=flavour, antineutrino=antineutrino, charge_radius=coupling_set.radius,
            sin2_theta_w=SIN2_THETA_W_BKS if sin2_theta_w is None else sin2_theta_w,
        )  # fmt: skip
    else:
        shift = vector_shift(recoil, charge=coupling_set.charge, charge_radius=coupling_set.radius)
        weak = dsigma_dT_couplings(recoil, energy, _tree(flavour, antineutrino, sin2_theta_w).shifted(shift))
    if not np.any(coupling_set.moment):
        return weak
    return np.asarray(weak + dsigma_dT_magnetic(recoil, energy, moment=coupling_set.moment))


def parts(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    couplings: Couplings | None = None,
    flavour: str = "e",
    antineutrino: bool = False,
    radiative: bool = False,
    sin2_theta_w: ArrayLike | None = None,
) -> Parts:
    """`dsigma_dT` by parts; in an atom each has its own effective number of electrons (`Parts.on`).

    Parameters, units and errors are those of `dsigma_dT`.
    """
    coupling_set = Couplings() if couplings is None else couplings
    t, e = checks.not_negative("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    magnetic: NDArray[np.float64] | float = 0.0
    if np.any(coupling_set.moment):
        magnetic = dsigma_dT_magnetic(t, e, moment=coupling_set.moment)
    t, e = np.broadcast_arrays(t, e)
    if radiative:
        _refuse_charge(coupling_set)
        angle = SIN2_THETA_W_BKS if sin2_theta_w is None else sin2_theta_w
        weak = radiative_couplings(t, flavour=flavour, antineutrino=antineutrino, sin2_theta_w=angle)
    else:
        weak = _tree(flavour, antineutrino, sin2_theta_w)
    forward, backward, cross = brackets(t, e, photons=radiative)

    def pair(first: ChiralCouplings, second: ChiralCouplings) -> NDArray[np.float64]:
        """The part that is bilinear in two couplings."""
        mixed = (first.left * second.right + first.right * second.left) / 2
        sum_ = first.left * second.left * forward + first.right * second.right * backward - mixed * cross
        return np.asarray(WEAK_SCALE * sum_)

    zero = ChiralCouplings(np.zeros(()), np.zeros(()))
    radius = zero.shifted(vector_shift(t, charge_radius=coupling_set.radius))
    charge_shift = zero.shifted(vector_shift(t, charge=coupling_set.charge))
    parts_ = (
        np.maximum(pair(weak, weak), 0.0),
        2 * pair(weak, radius) + pair(radius, radius),
        2 * pair(weak, charge_shift) + 2 * pair(radius, charge_shift),
        np.maximum(pair(charge_shift, charge_shift), 0.0),
        magnetic,
    )
    shape = np.broadcast_shapes(*(np.shape(part) for part in parts_))
    return Parts(*(np.array(np.broadcast_to(part, shape)) for part in parts_))


def _tree(flavour: str, antineutrino: bool, sin2_theta_w: ArrayLike | None) -> ChiralCouplings:
    s2 = SIN2_THETA_W if sin2_theta_w is None else sin2_theta_w
    return tree(flavour, antineutrino=antineutrino, sin2_theta_w=s2)


def _refuse_charge(couplings: Couplings) -> None:
    if np.any(couplings.charge):
        raise ValueError(
            f"charge = {couplings.charge} cannot be combined with radiative=True: the corrections are those of a contact interaction; "
            "use radiative=False"
        )
