"""Weak vector couplings of neutrinos to protons and neutrons."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.constants import RADIUS_SHIFT, SIN2_THETA_W
from nuem.flavour import FLAVOURS, Mixing
from nuem.models.lepton_radius import charge_radius
from nuem.numerics import checks

Matrix = NDArray[np.complex128]

# As quoted by [Cadeddu:2020lky], not recomputed here; the difference of the flavours is that of the SM charge radii, which is tested.
_PROTON: Final = {"e": 0.0401, "mu": 0.0318}
RADIATIVE_NEUTRON: Final = -0.5094
"""g_n with radiative corrections, the same for all flavours."""


def radiative_proton(flavour: str) -> float:
    """g_p with radiative corrections, which contain the charge radius of the standard model.

    For nu_e and nu_mu as quoted by [Cadeddu:2020lky]; for nu_tau, which the paper leaves out, that of nu_mu and the difference of the
    standard model's charge radii.

    Parameters
    ----------
    flavour : {"e", "mu", "tau"}
    """
    if checks.choice("flavour", flavour, FLAVOURS) in _PROTON:
        return _PROTON[flavour]
    return _PROTON["mu"] - RADIUS_SHIFT * (charge_radius(flavour) - charge_radius("mu"))


def nucleon_couplings(
    flavour: str, *, radiative: bool = False, sin2_theta_w: float = SIN2_THETA_W
) -> tuple[float, float]:
    """g_p and g_n of a flavour: 1/2 - 2 sin^2 theta_W and -1/2 at tree level.

    Parameters
    ----------
    flavour : {"e", "mu", "tau"}
    radiative : bool, optional
    sin2_theta_w : float, optional
    """
    checks.choice("flavour", flavour, FLAVOURS)
    if radiative:
        return radiative_proton(flavour), RADIATIVE_NEUTRON
    return 0.5 - 2 * float(checks.within("sin2_theta_w", sin2_theta_w, 0, 1)), -0.5


def nucleon_matrices(
    mixing: Mixing, *, radiative: bool = False, sin2_theta_w: float = SIN2_THETA_W
) -> tuple[Matrix, Matrix]:
    """g_p and g_n as matrices of the mass states, (n, n); sterile neutrinos have none.

    Parameters
    ----------
    mixing : Mixing
    radiative, sin2_theta_w
        As in `nucleon_couplings`.
    """
    active = mixing.matrix[: len(FLAVOURS)]
    couplings = [nucleon_couplings(name, radiative=radiative, sin2_theta_w=sin2_theta_w) for name in FLAVOURS]
    proton, neutron = (np.array(values)[:, None] * active for values in zip(*couplings, strict=True))
    return active.conj().T @ proton, active.conj().T @ neutron
