r"""The minimal models: the Standard Model with massive Dirac or Majorana neutrinos, moments from the W loop.

With S = sum_l f(a_l) U^*_{lf} U_{li} over the charged leptons,

.. math:: \mu^D_{fi} = \frac{eG_F}{8\sqrt2\pi^2} (m_f + m_i)\, S_{fi}, \qquad
          \epsilon^D_{fi} = \frac{eG_F}{8\sqrt2\pi^2}\, i (m_f - m_i)\, S_{fi}

[Lee:1977tib; Pal:1981rm; Studenikin:2016ykv, Eqs. (5), (7), (8)], so that mu - i eps is proportional to m_f, the mass that flips the outgoing
right-handed neutrino; and for Majorana neutrinos

.. math:: \mu^M = \mu^D - (\mu^D)^T, \qquad \epsilon^M = \epsilon^D - (\epsilon^D)^T

[Pal:1981rm; Shrock:1982sc; Studenikin:2016ykv, Eq. (9)]: 2i Im S and 2i Re S in place of S. Further scalars of a Majorana mass model may add to this.
Leading order in m_nu/m_W; `heavy_dirac_moment` has all orders. The common factor f(a_e) times (1 - sum over sterile rows) is split off before
the sum, so that transition moments keep their digits and vanish exactly for degenerate charged leptons.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi, sqrt
from typing import Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ELECTRON_MASS, FERMI, MUON_MASS, TAU_MASS, W_MASS
from nuem.models.exact_loop_functions import loop_function_exact
from nuem.models.loop_functions import loop_difference
from nuem.numerics import checks
from nuem.typing import FloatArray, NumberArray
from nuem.vertex import Vertex

LEPTON_MASSES: Final = (ELECTRON_MASS, MUON_MASS, TAU_MASS)
"""Masses of electron, muon and tau [MeV]."""

MOMENT_PER_MASS: Final = FERMI * ELECTRON_MASS / (4 * sqrt(2) * pi**2)
"""e G_F/(8 sqrt2 pi^2) [mu_B/MeV], with e = 2 m_e mu_B."""


class MassiveMixing(Protocol):
    """What a model of mass needs of a mixing: U[flavour, mass] and the masses."""

    @property
    def matrix(self) -> NDArray[np.complex128]:
        """U[flavour, mass], its first three rows e, mu and tau."""

    @property
    def masses(self) -> NDArray[np.float64]:
        """m_i [MeV]."""


def minimal_dirac(
    mixing: MassiveMixing, *, leading: bool = False, lepton_masses: Sequence[float] = LEPTON_MASSES
) -> Vertex:
    """Magnetic and electric moments of Dirac neutrinos in the minimally extended Standard Model.

    Parameters
    ----------
    mixing : Mixing
        Masses and mixing; rows beyond the third are sterile.
    leading : bool, optional
        The textbook form f = 3/2 - (3/4) a instead of the exact f(a); it differs by 0.6 % in the transition moments.
    lepton_masses : sequence of float, optional
        Masses of electron, muon and tau [MeV].

    Returns
    -------
    Vertex
        Moments [mu_B]; 3.2e-19 (m_i/eV) on the diagonal.

    Raises
    ------
    ValueError
        For lepton masses that are not three positive numbers.

    Examples
    --------
    >>> from nuem import Mixing
    >>> from nuem.units import eV
    >>> vertex = minimal_dirac(Mixing.nufit(lightest_mass=1 * eV))
    >>> print(f"{vertex.magnetic[0, 0].real:.2e} mu_B")
    3.20e-19 mu_B
    """
    magnetic, electric = _dirac_moments(mixing, leading, lepton_masses)
    return Vertex("dirac", magnetic=magnetic, electric=electric)


def minimal_majorana(
    mixing: MassiveMixing, *, leading: bool = False, lepton_masses: Sequence[float] = LEPTON_MASSES
) -> Vertex:
    """Transition moments of Majorana neutrinos from the W loop of the minimally extended Standard Model.

    Scalars that a model of Majorana mass brings along may contribute more than this [Pal:1981rm].

    Parameters
    ----------
    mixing : Mixing
        Masses and mixing with its Majorana phases.
    leading : bool, optional
        The textbook form f = 3/2 - (3/4) a instead of the exact f(a).
    lepton_masses : sequence of float, optional
        Masses of electron, muon and tau [MeV].

    Returns
    -------
    Vertex
        Moments [mu_B].

    Raises
    ------
    ValueError
        For lepton masses that are not three positive numbers.
    """
    magnetic, electric = _dirac_moments(mixing, leading, lepton_masses)
    return Vertex("majorana", magnetic=magnetic - magnetic.T, electric=electric - electric.T)


def heavy_dirac_moment(mass: ArrayLike, *, mixing: Sequence[complex] = (1.0, 0.0, 0.0)) -> FloatArray:
    r"""Diagonal moment of a Dirac neutrino of any mass, complex where it decays to a W and a lepton.

    .. math:: \mu_\nu = \frac{eG_F m_\nu}{4\sqrt2\pi^2} \sum_\ell |U_\ell|^2\, I(a_\ell, b)

    One loop; the Yukawa coupling of a neutrino above about 1 TeV is no longer small, and the formula no longer trustworthy.

    Parameters
    ----------
    mass : array_like
        m_nu [MeV].
    mixing : sequence of complex, optional
        U_e, U_mu, U_tau of this neutrino; one that is an electron neutrino by default.

    Returns
    -------
    complex or numpy.ndarray
        mu_nu [mu_B].

    Raises
    ------
    ValueError
        For a negative mass, or mixing elements that are not three with sum |U|^2 <= 1.
    """
    masses = checks.not_negative("mass", mass, "MeV")
    weights = np.abs(checks.complex_numbers("mixing", mixing)) ** 2
    if weights.shape != (3,) or not weights.sum() <= 1 + 1e-9:
        raise ValueError(f"mixing must be U_e, U_mu and U_tau with sum |U|^2 <= 1, got {mixing!r}")
    b = (masses / W_MASS) ** 2
    total = sum(
        weight * loop_function_exact((m / W_MASS) ** 2, b) for weight, m in zip(weights, LEPTON_MASSES, strict=True)
    )
    return np.asarray(2 * MOMENT_PER_MASS * masses * total)[()]


def minimal_dipoles(
    nature: str, unitary: ArrayLike, masses: ArrayLike, *, leading: bool = False
) -> NDArray[np.complex128]:
    """Dipoles of the minimal models for many mixings at once, for scans.

    Parameters
    ----------
    nature : {"dirac", "majorana"}
    unitary : array_like
        U[..., flavour, mass], its first three rows e, mu and tau.
    masses : array_like
        m_i on the last axis [MeV]; broadcasts against `unitary`.
    leading : bool, optional
        As in `minimal_dirac`.

    Returns
    -------
    numpy.ndarray
        lambda = mu - i eps, [..., final, initial] [mu_B].

    Raises
    ------
    ValueError
        For an unknown nature, a negative mass, or sizes that do not fit.
    """
    mass, matrices = checks.not_negative("masses", masses, "MeV"), checks.complex_numbers("unitary", unitary)
    if (
        matrices.ndim < 2
        or mass.ndim < 1
        or matrices.shape[-2] != matrices.shape[-1]
        or mass.shape[-1] != matrices.shape[-1]
    ):
        raise ValueError(
            f"unitary (..., n, n) and masses (..., n) are needed, got shapes {matrices.shape} and {mass.shape}"
        )
    dirac = 2 * MOMENT_PER_MASS * mass[..., :, None] * _loop_sum(matrices, leading, LEPTON_MASSES)
    if checks.choice("nature", nature, ("dirac", "majorana")) == "dirac":
        return np.asarray(dirac)
    return np.asarray(dirac - dirac.swapaxes(-1, -2))


def _dirac_moments(
    mixing: MassiveMixing, leading: bool, lepton_masses: Sequence[float]
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    checks.known("mixing", mixing, checks.MIXING)
    loop, masses = _loop_sum(mixing.matrix, leading, lepton_masses), mixing.masses
    loop = (loop + loop.conj().T) / 2
    plus, minus = masses[:, None] + masses, masses[:, None] - masses
    return MOMENT_PER_MASS * plus * loop, MOMENT_PER_MASS * 1j * minus * loop


def _loop_sum(unitary: NDArray[np.complex128], leading: bool, lepton_masses: Sequence[float]) -> NDArray[np.complex128]:
    """S_fi = sum_l f(a_l) U^*_lf U_li."""
    leptons = checks.positive("lepton_masses", lepton_masses, "MeV")
    if leptons.shape != (3,):
        raise ValueError(f"lepton_masses must be three, of electron, muon and tau; got {lepton_masses!r}")
    ratios = (leptons / W_MASS) ** 2
    difference = -0.75 * ratios if leading else loop_difference(ratios)
    sterile = unitary[..., 3:, :]
    complete: NumberArray = np.eye(unitary.shape[-1])
    if sterile.shape[-2]:
        complete = complete - sterile.conj().swapaxes(-1, -2) @ sterile
    loop = (1.5 + difference[0]) * complete
    for lepton in (1, 2):
        row = unitary[..., lepton, :]
        loop = loop + (difference[lepton] - difference[0]) * row.conj()[..., :, None] * row[..., None, :]
    return np.asarray(loop)
