r"""The left-right symmetric model: a right-handed W that mixes with the left-handed one lets the charged lepton's mass flip the chirality.

.. math:: \mu_\nu = \frac{eG_F}{2\sqrt2\pi^2} \left[ m_\ell \left(1 - \frac{m_1^2}{m_2^2}\right) \sin2\xi
          + \frac34 m_\nu \left(1 + \frac{m_1^2}{m_2^2}\right) \right]

for a Dirac neutrino paired with one charged lepton, to leading order in m_l/m_W [Kim:1976gk; Beg:1977xz; Studenikin:2016ykv]. The sign of xi is that of
W_1 = W_L cos xi - W_R sin xi, and papers differ in it. For mixed neutrinos, with V the mixing of the right-handed ones,

.. math:: \lambda_{fi} = \frac{eG_F}{2\sqrt2\pi^2} \Big[ \left(1 - \frac{m_1^2}{m_2^2}\right) \sin2\xi\, \sum_\ell V^*_{\ell f} m_\ell U_{\ell i}
          + \frac34 m_i \delta_{fi} \left(1 + \frac{m_1^2}{m_2^2}\right) \Big] .
"""

from __future__ import annotations

from math import pi, sqrt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ELECTRON_MASS, FERMI, W_MASS
from nuem.models.minimal import LEPTON_MASSES, MassiveMixing
from nuem.numerics import checks
from nuem.typing import FloatArray
from nuem.vertex import Vertex

SCALE: Final = FERMI * ELECTRON_MASS / (sqrt(2) * pi**2)
"""e G_F/(2 sqrt2 pi^2) [mu_B/MeV], with e = 2 m_e mu_B."""


def left_right_moment(mass: ArrayLike, lepton: str, *, mixing_angle: ArrayLike, w2_mass: ArrayLike) -> FloatArray:
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
    ratio = _ratio(w2_mass)
    flip = charged * (1 - ratio) * np.sin(2 * xi) + 0.75 * neutrino * (1 + ratio)
    return (SCALE * flip)[()]


def left_right(
    mixing: MassiveMixing, *, mixing_angle: float, w2_mass: float, right_mixing: ArrayLike | None = None
) -> Vertex:
    """Moments of three mixed Dirac neutrinos in the left-right symmetric model, without the GIM-suppressed part.

    Parameters
    ----------
    mixing : Mixing
    mixing_angle : float
        xi, between W_L and W_R [rad].
    w2_mass : float
        Mass of the heavier boson W_2 [MeV].
    right_mixing : array_like, optional
        V[flavour, mass] of the right-handed neutrinos, unitary; equal to that of the left-handed ones (manifest symmetry) if not given.

    Returns
    -------
    Vertex
        Moments in the mass basis [mu_B].

    Raises
    ------
    ValueError
        For a W_2 that is lighter than W_1, another number of neutrinos than three, or a V that is not unitary.
    """
    if len(mixing.masses) != 3:
        raise ValueError(f"the left-right model has three neutrinos, the mixing {len(mixing.masses)}")
    left = mixing.matrix
    right = left if right_mixing is None else checks.complex_numbers("right_mixing", right_mixing)
    if right.shape != (3, 3) or not np.allclose(right @ right.conj().T, np.eye(3), atol=1e-6):
        raise ValueError(f"right_mixing must be a unitary 3 x 3 matrix, got shape {right.shape}")
    ratio = float(_ratio(checks.number("w2_mass", w2_mass, "MeV")))
    xi = checks.number("mixing_angle", mixing_angle, "rad")
    flip = (1 - ratio) * np.sin(2 * xi) * (right.conj().T * np.array(LEPTON_MASSES)) @ left
    if right_mixing is None:  # hermitian, so that no electric moment comes from rounding
        flip = (flip + flip.conj().T) / 2
    return Vertex.from_dipole("dirac", SCALE * (flip + 0.75 * (1 + ratio) * np.diag(mixing.masses)))


def _ratio(w2_mass: ArrayLike) -> NDArray[np.float64]:
    """m_1^2/m_2^2, not above one."""
    heavy = checks.positive("w2_mass", w2_mass, "MeV")
    if np.any(heavy < W_MASS):
        raise ValueError(f"w2_mass must be at least the mass of W_1, {W_MASS:g} MeV, got {heavy.min():g} MeV")
    return np.asarray((W_MASS / heavy) ** 2)
