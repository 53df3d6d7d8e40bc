r"""The left-right symmetric model: a right-handed W that mixes with the left-handed one lets the charged lepton's mass flip the chirality.

.. math:: \mu_\nu = \frac{eG_F}{2\sqrt2\pi^2} \left[ m_\ell \left(1 - \frac{m_1^2}{m_2^2}\right) \sin2\xi
          + \frac34 m_\nu \left(1 + \frac{m_1^2}{m_2^2}\right) \right]

for a Dirac neutrino that goes with one charged lepton, to leading order in m_l/m_W [Kim:1976gk; Beg:1977xz; Studenikin:2016ykv]. The sign of xi is that of
W_1 = W_L cos xi - W_R sin xi, and papers differ in it. With mixing, the first term takes sum_l |U_l|^2 m_l.
"""

from math import pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nuem.constants import ELECTRON_MASS, FERMI, W_MASS
from nuem.models.minimal import LEPTON_MASSES
from nuem.numerics import checks


def left_right_moment(mass: ArrayLike, lepton: str, *, mixing_angle: ArrayLike, w2_mass: ArrayLike) -> Any:
    """Magnetic moment of a Dirac neutrino in the left-right symmetric model.

    Parameters
    ----------
    mass : array_like
        Neutrino mass [MeV].
    lepton : {"e", "mu", "tau"}
        The charged lepton in the loop.
    mixing_angle : array_like
        xi, between W_L and W_R [rad].
    w2_mass : array_like
        Mass of the heavier boson W_2 [MeV]; that of W_1 is m_W.

    Returns
    -------
    float or numpy.ndarray
        mu_nu [mu_B].

    Raises
    ------
    ValueError
        For a negative mass, an unknown lepton, or a W_2 that is lighter than W_1.

    Examples
    --------
    >>> from nuem.units import TeV, eV
    >>> print(f"{left_right_moment(0.1 * eV, 'mu', mixing_angle=1e-3, w2_mass=5 * TeV):.4e} mu_B")
    9.0212e-14 mu_B
    """
    neutrino = checks.not_negative("mass", mass, "MeV")
    charged = LEPTON_MASSES[("e", "mu", "tau").index(checks.choice("lepton", lepton, ("e", "mu", "tau")))]
    xi = checks.real("mixing_angle", mixing_angle, "rad")
    heavy = checks.positive("w2_mass", w2_mass, "MeV")
    if np.any(heavy < W_MASS):
        raise ValueError(f"w2_mass must be at least the mass of W_1, {W_MASS:g} MeV, got {heavy.min():g} MeV")
    ratio = (W_MASS / heavy) ** 2
    flip = charged * (1 - ratio) * np.sin(2 * xi) + 0.75 * neutrino * (1 + ratio)
    return (FERMI * ELECTRON_MASS / (sqrt(2) * pi**2) * flip)[()]
