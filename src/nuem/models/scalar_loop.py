r"""Moments from a charged fermion F and a scalar S of opposite charge in the loop.

For a neutrino that couples as :math:`\mathcal L = \bar F (A_i P_L + C_i P_R)\, \nu_i S^* + \mathrm{h.c.}` the fermion's mass flips the chirality, and

.. math:: \lambda_{fi} = Q_F N_c\, \frac{e\, m_F}{16\pi^2 m_S^2}\, G(r)\, C_f^* A_i, \qquad
          G(r) = \frac{r - 1 - \ln r}{(1-r)^2}, \qquad r = m_F^2/m_S^2

for a neutrino that is light compared with both [Leveille:1977rc; Lavoura:2003xp]. G is the sum of the photon on the fermion line and on the scalar line,

.. math:: G_F = \int_0^1 \frac{x^2\,dx}{1 - (1-r)x}, \qquad G_S = \int_0^1 \frac{x(1-x)\,dx}{1 - (1-r)x},

which appear as Q_F G_F - Q_S G_S for other charges; with these the charge-1/3 leptoquark gives the published muon g - 2.
A Majorana neutrino has nu^c in place of nu_R: with :math:`\bar F^c B_i P_L \nu_i S` in addition to A, C_f^* A_i becomes B_f A_i - B_i A_f.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ELECTRON_MASS
from nuem.numerics import checks
from nuem.typing import FloatArray

_NEAR_ONE: Final = 0.5
_TERMS: Final = 52  # 0.5^52 < 3e-16


def scalar_loop_function(ratio: ArrayLike) -> FloatArray:
    """G(r) = (r - 1 - ln r)/(1 - r)^2: 1/2 at r = 1, ln(1/r) - 1 for small r.

    Parameters
    ----------
    ratio : array_like
        (m_F/m_S)^2, positive.

    Raises
    ------
    ValueError
        For a ratio that is not positive.
    """
    return _moment(checks.positive("ratio", ratio), 1)[()]


def photon_on_fermion(ratio: ArrayLike) -> FloatArray:
    """G_F(r), the part of `scalar_loop_function` with the photon on the fermion line; see there."""
    return _moment(checks.positive("ratio", ratio), 2)[()]


def photon_on_scalar(ratio: ArrayLike) -> FloatArray:
    """G_S(r), the part of `scalar_loop_function` with the photon on the scalar line; see there."""
    return scalar_loop_function(ratio) - photon_on_fermion(ratio)


def majorana_scalar_dipole(
    fermion_masses: Sequence[float],
    scalar_masses: tuple[float, float],
    mixing_angle: float,
    lepton_number: ArrayLike,
    antilepton_number: ArrayLike,
    *,
    charge: float = -1.0,
    colours: int = 1,
) -> NDArray[np.complex128]:
    r"""Majorana dipole in the flavour basis from two scalars, of which one couples to nu and F and the other to nu and F^c.

    .. math:: \mathcal L = \bar F_k A_{ka} P_L \nu_a H^* + \bar F_k^c B_{ka} P_L \nu_a h + \mathrm{h.c.}, \qquad
              h = S_1 \cos\theta + S_2 \sin\theta, \quad H = -S_1 \sin\theta + S_2 \cos\theta

    Without mixing, or with equal scalar masses, fermion number is conserved and the dipole vanishes.

    Parameters
    ----------
    fermion_masses : sequence of float
        m_F [MeV].
    scalar_masses : tuple of float
        Masses of S_1 and S_2 [MeV].
    mixing_angle : float
        theta [rad].
    lepton_number, antilepton_number : array_like
        Couplings A and B, (number of fermions, number of neutrinos).
    charge : float, optional
        Q_F [e]; the scalars have the opposite one.
    colours : int, optional
        N_c, 3 for quarks.

    Returns
    -------
    numpy.ndarray
        lambda in the flavour basis, antisymmetric [mu_B].

    Raises
    ------
    ValueError
        For masses that are not positive, an angle that is not finite, or couplings of another shape.
    """
    fermions = checks.positive("fermion_masses", fermion_masses, "MeV")
    scalars = checks.positive("scalar_masses", scalar_masses, "MeV")
    theta = checks.number("mixing_angle", mixing_angle, "rad")
    if scalars.shape != (2,):
        raise ValueError(f"scalar_masses must be two, got {scalar_masses!r}")
    a = checks.complex_numbers("lepton_number", lepton_number)
    b = checks.complex_numbers("antilepton_number", antilepton_number)
    if a.ndim != 2 or a.shape != b.shape or len(a) != fermions.size:
        raise ValueError(
            f"lepton_number and antilepton_number must have the shape ({fermions.size}, number of neutrinos), got {a.shape} and {b.shape}"
        )
    loops = scalar_loop_function((fermions[:, None] / scalars) ** 2) / scalars**2
    strength = fermions * sin(theta) * cos(theta) * (loops[:, 1] - loops[:, 0])
    quarks = checks.positive("colours", checks.number("colours", colours))
    scale = checks.number("charge", charge, "e") * quarks * ELECTRON_MASS / (8 * pi**2)  # e = 2 m_e mu_B
    product = (b.T * strength) @ a
    return np.asarray(scale * (product - product.T))


def _moment(ratio: NDArray[np.float64], power: int) -> NDArray[np.float64]:
    """int_0^1 x^power/(1 - t x) dx with t = 1 - ratio, by its series sum_k t^k/(k + power + 1) around t = 0 and in closed form elsewhere."""
    t = 1 - ratio
    near = np.abs(t) < _NEAR_ONE
    series, inside, outside = np.zeros_like(t), np.where(near, t, 0.0), np.where(near, 1.0, t)
    for k in range(_TERMS, -1, -1):
        series = series * inside + 1 / (k + power + 1)
    logarithm = -np.log(np.where(near, 1.0, ratio))
    closed = (logarithm - sum(outside**n / n for n in range(1, power + 1))) / outside ** (power + 1)
    return np.where(near, series, closed)
