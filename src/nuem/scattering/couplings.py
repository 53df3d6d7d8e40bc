r"""Couplings of a neutrino to the electron: tree level, per flavour and as matrices of the mass states.

.. math:: \mathcal L = -\frac{G_F}{\sqrt2}\, [\bar\nu_k \gamma^\mu (1-\gamma_5) \nu_j]\,
          [\bar e \gamma_\mu (g_V - g_A \gamma_5) e]_{kj}, \qquad g_V = g_L + g_R, \quad g_A = g_L - g_R .

A charge or charge radius of the neutrino reaches the electron through one photon, which is a vector: it shifts g_V and leaves g_A,

.. math:: \delta g_V = \frac{\sqrt2\pi\alpha}{3G_F} \langle r^2\rangle - \frac{\sqrt2\pi\alpha}{G_F m_e T}\, q_\nu ,

by the same amount for neutrino and antineutrino. Both coefficients are those of alpha(0) and G_F; see `nuem.vertex.charge_radius` for
other conventions. For antineutrinos g_A changes sign, that is, left and right change places.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import CHARGE_SHIFT, RADIUS_SHIFT, SIN2_THETA_W
from nuem.flavour import FLAVOURS, Mixing
from nuem.numerics import checks
from nuem.vertex import Vertex

Matrix = NDArray[np.complex128]


class ChiralCouplings(NamedTuple):
    """Couplings g_L and g_R to the electron, numbers or arrays; g_L multiplies 1, g_R multiplies (1 - T/E)^2."""

    left: NDArray[np.float64]
    right: NDArray[np.float64]

    @property
    def vector(self) -> NDArray[np.float64]:
        """g_V = g_L + g_R."""
        return np.asarray(self.left + self.right)

    @property
    def axial(self) -> NDArray[np.float64]:
        """g_A = g_L - g_R."""
        return np.asarray(self.left - self.right)

    def shifted(self, vector: ArrayLike) -> ChiralCouplings:
        """The couplings after g_V -> g_V + `vector`."""
        half = np.asarray(vector) / 2
        return ChiralCouplings(self.left + half, self.right + half)


class Matrices(NamedTuple):
    """Couplings as (n, n) matrices of the mass states, [final, initial]."""

    left: Matrix
    right: Matrix

    @property
    def conjugate(self) -> Matrices:
        """Those of the antineutrino: complex conjugate, left and right exchanged."""
        return Matrices(self.right.conj(), self.left.conj())


def tree(flavour: str = "e", *, antineutrino: bool = False, sin2_theta_w: ArrayLike = SIN2_THETA_W) -> ChiralCouplings:
    """Couplings of a flavour at tree level.

    g_L = s^2 + 1/2 for nu_e, which also exchanges a W, and s^2 - 1/2 for nu_mu and nu_tau; g_R = s^2. So g_V = 2s^2 +- 1/2 and
    g_A = +- 1/2 for neutrinos. The review's Eq. (12) [Studenikin:2016ykv] has g_A = -1/2 for the electron flavour: that is the antineutrino.

    Parameters
    ----------
    flavour : {"e", "mu", "tau"}, optional
    antineutrino : bool, optional
    sin2_theta_w : float, optional
        sin^2 of the weak mixing angle.

    Raises
    ------
    ValueError
        For an unknown flavour, or a sin^2 outside [0, 1].

    Examples
    --------
    >>> f"{tree('e', antineutrino=True).axial:.2f}"
    '-0.50'
    """
    charged_current = checks.choice("flavour", flavour, FLAVOURS) == "e"
    s2 = checks.within("sin2_theta_w", sin2_theta_w, 0, 1)
    left, right = np.asarray(s2 + (0.5 if charged_current else -0.5)), s2
    return ChiralCouplings(right, left) if antineutrino else ChiralCouplings(left, right)


def vector_shift(recoil: ArrayLike, *, charge: ArrayLike = 0.0, charge_radius: ArrayLike = 0.0) -> NDArray[np.float64]:
    """The shift of g_V of the electron by a charge and a charge radius of the neutrino.

    Parameters
    ----------
    recoil : array_like
        Electron recoil T [MeV].
    charge : array_like, optional
        Charge of the neutrino [e].
    charge_radius : array_like, optional
        <r^2>, or <r^2> - 6a with an anapole moment a [cm^2].

    Raises
    ------
    ValueError
        For a charge at zero recoil, where its amplitude diverges.
    """
    q, radius = checks.real("charge", charge, ""), checks.real("charge_radius", charge_radius, "cm2")
    constant = RADIUS_SHIFT * radius
    if not np.any(q):
        return np.asarray(constant + np.zeros_like(checks.real("recoil", recoil, "MeV")))
    return np.asarray(constant - CHARGE_SHIFT * q / checks.positive("recoil", recoil, "MeV"))


def weak_matrices(mixing: Mixing, *, sin2_theta_w: float = SIN2_THETA_W) -> Matrices:
    r"""Tree-level couplings of the mass states.

    .. math:: G_L = (s^2 - \tfrac12)\,N + P_e, \qquad G_R = s^2 N, \qquad
              N_{kj} = \sum_{\alpha = e,\mu,\tau} U^*_{\alpha k} U_{\alpha j}, \quad (P_e)_{kj} = U^*_{ek} U_{ej} .

    N is the unit matrix without sterile neutrinos, and the projector on the active ones with them: a sterile neutrino does not couple
    to the Z. [Kouzakov:2017hbc] has N = 1.

    Parameters
    ----------
    mixing : Mixing
    sin2_theta_w : float, optional

    Returns
    -------
    Matrices
        G_L and G_R of the neutrino, (n, n).
    """
    s2 = float(checks.within("sin2_theta_w", checks.number("sin2_theta_w", sin2_theta_w), 0, 1))
    active = mixing.matrix[: len(FLAVOURS)]
    neutral = active.conj().T @ active
    electron = np.outer(active[0].conj(), active[0])
    return Matrices((s2 - 0.5) * neutral + electron, s2 * neutral)


def shift_matrices(vertex: Vertex) -> tuple[Matrix, Matrix]:
    r"""The shift of G_L and of G_R by a vertex, delta = radius + charge/T.

    .. math:: \delta = \frac{Q}{2}, \qquad Q = \frac{2\sqrt2\pi\alpha}{G_F}
              \Big[\frac{q}{q^2} + \frac{\langle r^2\rangle - 6a}{6}\Big], \qquad q^2 = -2m_eT

    Parameters
    ----------
    vertex : Vertex

    Returns
    -------
    radius : numpy.ndarray
        From charge radius and anapole moment, (n, n).
    charge : numpy.ndarray
        From the charge, (n, n) [MeV]; to be divided by the recoil T.
    """
    return RADIUS_SHIFT * vertex.effective_radius / 2, -CHARGE_SHIFT * vertex.charge / 2
