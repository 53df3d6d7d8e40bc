r"""The Zee model: a charged singlet and a second doublet, which mix, give Majorana transition moments.

.. math:: \mathcal L = f_{ab}\, \bar L^c_a\, i\tau_2 L_b\, h^+ + Y_{ab}\, \bar L_a \ell_{Rb} H_2 + \mathrm{h.c.}

[Zee:1980ai; moments in such models: Fukugita:1987ti; Babu:2020ivd]. In the notation of `scalar_loop` the couplings are A = Y^dagger and B = 2 f^T. The same
diagram without the photon gives the neutrino a mass, which `naturalness` estimates: a large moment needs a symmetry that forbids the one and not the other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nuem.models.minimal import LEPTON_MASSES, MassiveMixing
from nuem.models.scalar_loop import majorana_scalar_dipole
from nuem.numerics import checks
from nuem.vertex import Vertex


def zee(
    mixing: MassiveMixing,
    *,
    antisymmetric: ArrayLike,
    yukawa: ArrayLike,
    scalar_masses: tuple[float, float],
    mixing_angle: float,
) -> Vertex:
    """Transition moments of Majorana neutrinos in the Zee model; the W loop comes on top.

    Parameters
    ----------
    mixing : Mixing
    antisymmetric : array_like
        f, 3 x 3 and antisymmetric, in the flavour basis.
    yukawa : array_like
        Y, 3 x 3 [flavour of the doublet, charged lepton], in the basis in which the charged leptons are massive.
    scalar_masses : tuple of float
        Masses of the two charged scalars [MeV].
    mixing_angle : float
        Between the singlet and the doublet [rad].

    Returns
    -------
    Vertex
        Moments in the mass basis [mu_B].

    Raises
    ------
    ValueError
        If f is not antisymmetric, or for masses and shapes that cannot be.

    Examples
    --------
    >>> from nuem import Mixing
    >>> from nuem.units import GeV
    >>> f, y = np.zeros((2, 3, 3))
    >>> f[0, 2], f[2, 0], y[1, 2] = 0.01, -0.01, 0.01
    >>> vertex = zee(Mixing.nufit(), antisymmetric=f, yukawa=y, scalar_masses=(100 * GeV, 300 * GeV), mixing_angle=0.5)
    >>> print(f"{abs(vertex.in_flavour_basis(Mixing.nufit()).dipole[0, 1]):.1e} mu_B")
    5.8e-13 mu_B
    """
    f, y = checks.complex_numbers("antisymmetric", antisymmetric), checks.complex_numbers("yukawa", yukawa)
    for name, matrix in (("antisymmetric", f), ("yukawa", y)):
        if matrix.shape != (3, 3):
            raise ValueError(f"{name} must be a 3 x 3 matrix, got shape {matrix.shape}")
    if np.max(np.abs(f + f.T)) > 1e-12 * np.max(np.abs(f)):
        raise ValueError("antisymmetric: f must be antisymmetric, f_ab = -f_ba, since the doublets form a singlet")
    checks.known("mixing", mixing, checks.MIXING)
    if len(mixing.masses) != 3:
        raise ValueError(f"the Zee model has three neutrinos, the mixing {len(mixing.masses)}")
    dipole = majorana_scalar_dipole(LEPTON_MASSES, scalar_masses, mixing_angle, y.conj().T, 2 * f.T)
    return Vertex.from_flavour("majorana", mixing, dipole=dipole)
