r"""A singlet and a doublet leptoquark that mix through the Higgs: Majorana transition moments from down-type quarks.

.. math:: \mathcal L = \bar Q^c_k\, i\tau_2 L_a\, y_{ka} S_1 + \bar d_{Rk}\, z_{ka}\, \tilde R_2^T i\tau_2 L_a + \mathrm{h.c.}

with S_1 of charge 1/3 and R_2-tilde of charges 2/3 and -1/3. The charge-1/3 scalars mix, and the loop of the Zee model follows with quarks:
N_c Q_d = -1 [the model: Sanchez-Velez:2025lq; the loop: `scalar_loop`]. Signs of y and z are conventions of the two scalar fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from numpy.typing import ArrayLike

from nuem.models.minimal import MassiveMixing
from nuem.models.scalar_loop import majorana_scalar_dipole
from nuem.numerics import checks
from nuem.vertex import Vertex

QUARK_MASSES: Final = (4.67, 93.4, 4180.0)
"""MS-bar masses of d and s (at 2 GeV) and b (at m_b) [MeV]; [ParticleDataGroup:2022pth]."""


def leptoquark(
    mixing: MassiveMixing,
    *,
    singlet: ArrayLike,
    doublet: ArrayLike,
    scalar_masses: tuple[float, float],
    mixing_angle: float,
    quark_masses: Sequence[float] = QUARK_MASSES,
) -> Vertex:
    """Transition moments of Majorana neutrinos from the leptoquarks S_1 and R_2-tilde; the W loop comes on top.

    Parameters
    ----------
    mixing : Mixing
    singlet, doublet : array_like
        Couplings y of S_1 and z of R_2-tilde, 3 x 3 [quark, flavour], in the basis in which the down quarks are massive.
    scalar_masses : tuple of float
        Masses of the two scalars of charge 1/3 [MeV].
    mixing_angle : float
        Between them [rad].
    quark_masses : sequence of float, optional
        Masses of d, s and b [MeV]; at the leptoquark's scale m_b is smaller by 0.6 or so.

    Returns
    -------
    Vertex
        Moments in the mass basis [mu_B].

    Raises
    ------
    ValueError
        For masses and shapes that cannot be.
    """
    y, z = checks.complex_numbers("singlet", singlet), checks.complex_numbers("doublet", doublet)
    for name, matrix in (("singlet", y), ("doublet", z)):
        if matrix.shape != (3, 3):
            raise ValueError(f"{name} must be a 3 x 3 matrix [quark, flavour], got shape {matrix.shape}")
    if len(mixing.masses) != 3:
        raise ValueError(f"the leptoquark model has three neutrinos, the mixing {len(mixing.masses)}")
    dipole = majorana_scalar_dipole(quark_masses, scalar_masses, mixing_angle, z, y, charge=-1 / 3, colours=3)
    return Vertex.from_flavour("majorana", mixing, dipole=dipole)
