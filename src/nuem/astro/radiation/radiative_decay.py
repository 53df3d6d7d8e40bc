r"""Radiative decay of a neutrino in vacuum, nu_i -> nu_j gamma, for any vertex.

.. math:: \Gamma = \frac{|\mu_{ji}|^2 + |\epsilon_{ji}|^2}{8\pi} \left(\frac{m_i^2 - m_j^2}{m_i}\right)^3, \qquad
          E_\gamma = \frac{m_i^2 - m_j^2}{2 m_i}

in the rest frame, unpolarised [Pal:1981rm; Shrock:1982sc; Studenikin:2016ykv]. The formula is the same for Dirac and Majorana neutrinos in the
normalisation of `Vertex`, in which a Majorana matrix is twice the coefficient of the Lagrangian; in the minimal model the Majorana rate is
then twice the Dirac one for a massless final neutrino. Neutrinos are counted from zero, as in the matrices.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from nuem.constants import BOHR_MAGNETON_SQUARED, HBAR
from nuem.flavour import Mixing
from nuem.flavour.states import mass_state
from nuem.numerics import checks
from nuem.typing import FloatArray
from nuem.vertex import Vertex


def rate(vertex: Vertex, mixing: Mixing, i: int, j: int) -> float:
    """Decay rate of nu_i -> nu_j gamma at rest.

    Parameters
    ----------
    vertex : Vertex
    mixing : Mixing
        Gives the masses.
    i, j : int
        Initial and final neutrino, counted from zero.

    Returns
    -------
    float
        Rate [1/s]; zero if nu_j is not the lighter one.

    Raises
    ------
    ValueError
        If there is no such neutrino, or vertex and mixing differ in size.

    Examples
    --------
    >>> import numpy as np
    >>> vertex = Vertex("dirac", magnetic=1e-11 * np.ones((3, 3)))
    >>> print(f"{rate(vertex, Mixing.nufit(), 2, 0):.1e} / s")
    6.7e-26 / s
    """
    checks.single("vertex", vertex)
    splitting, mass = _kinematics(mixing, i, j)
    if vertex.size != mixing.size:
        raise ValueError(f"the vertex has {vertex.size} neutrinos but the mixing has {mixing.size}")
    if splitting <= 0:
        return 0.0
    moment_squared = abs(vertex.magnetic[j, i]) ** 2 + abs(vertex.electric[j, i]) ** 2
    return float(BOHR_MAGNETON_SQUARED * moment_squared / (8 * math.pi) * (splitting / mass) ** 3 / HBAR)


def lifetime(vertex: Vertex, mixing: Mixing, i: int, *, energy: ArrayLike | None = None) -> float | FloatArray:
    """Mean life of nu_i against radiative decay to all lighter neutrinos.

    Parameters
    ----------
    vertex : Vertex
    mixing : Mixing
    i : int
        The neutrino, counted from zero.
    energy : array_like, optional
        Its energy in the laboratory [MeV], where it lives E/m times longer; at rest if missing.

    Returns
    -------
    float or numpy.ndarray
        Mean life [s]; infinite for a stable neutrino.

    Raises
    ------
    ValueError
        As `rate`, and for an energy below the mass.
    """
    checks.known("mixing", mixing, checks.MIXING)
    total = sum(rate(vertex, mixing, i, j) for j in range(mixing.size))
    proper = 1 / total if total > 0 else math.inf
    if energy is None:
        return proper
    energies, mass = checks.positive("energy", energy, "MeV"), mixing.masses[i]
    if np.any(energies < mass):
        raise ValueError(f"energy must be at least the mass of the neutrino, {mass:g} MeV, got {energies.min():g} MeV")
    return (proper * energies / mass if mass > 0 else np.full(energies.shape, math.inf))[()]


def photon_energy(mixing: Mixing, i: int, j: int) -> float:
    """Energy of the photon of nu_i -> nu_j gamma, for nu_i at rest.

    Parameters
    ----------
    mixing : Mixing
    i, j : int
        Initial and final neutrino, counted from zero.

    Returns
    -------
    float
        [MeV]; zero if nu_j is not the lighter one.

    Raises
    ------
    ValueError
        If there is no such neutrino.
    """
    splitting, mass = _kinematics(mixing, i, j)
    return splitting / (2 * mass) if splitting > 0 else 0.0


def _kinematics(mixing: Mixing, i: int, j: int) -> tuple[float, float]:
    """m_i^2 - m_j^2 from the splittings, which keep their digits where masses are degenerate, and m_i."""
    checks.known("mixing", mixing, checks.MIXING)
    i, j = mass_state("i", i, mixing), mass_state("j", j, mixing)
    return float(mixing.splittings[i] - mixing.splittings[j]), float(mixing.masses[i])
