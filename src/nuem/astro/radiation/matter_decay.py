r"""Radiative decay of a neutrino in matter, nu_i -> nu_j gamma on coherent electrons, without a moment of the neutrino's own.

.. math:: \Gamma' = \frac{\alpha G_F^2}{2} \frac{n_e^2}{m_e^2}\, m_i (1 - r)\, |U_{ei} U_{ej}|^2 F(v), \qquad
          F(v) = \sqrt{1 - v^2} \Big[\frac2v \ln\frac{1+v}{1-v} - 3 + r\Big], \quad r = \frac{m_j^2}{m_i^2}

for a neutrino that moves through the electrons with v, the result of D'Olivo, Nieves and Pal as reviewed in [Giunti:2014ixa]; F -> 1 + r at rest. There is no
suppression by GIM's mechanism, since matter has electrons but no muons. It holds for electrons that are slow and not degenerate, photons far above
the plasma frequency (`highest_density` says where that ends), averaged over the helicity of the decaying neutrino, charged current only.

A Majorana neutrino decays through its field and the conjugate one, with the amplitude U_ei U*_ej slash(eps) P_L - U*_ei U_ej slash(eps) P_R instead of the first alone.
That is a vector or an axial-vector current where the two have the same or opposite phases, and the rate is

.. math:: \Gamma'_M = 2 \Gamma'_D \Big[1 + \cos(2\varphi)\, \frac{2\sqrt r \sqrt{1 - v^2}}{F(v)}\Big], \qquad \varphi = \arg(U_{ei} U_{ej}^*) ,

twice the Dirac rate for a light final neutrino, and between none and four times it for degenerate ones; derived here, with explicit spinors in the tests.
"""

import numpy as np
from numpy.typing import ArrayLike

from nuem.constants import ALPHA, ELECTRON_MASS, FERMI, HBAR, HBAR_C_EXACT
from nuem.flavour import Mixing
from nuem.flavour.states import mass_state
from nuem.numerics import checks
from nuem.typing import FloatArray


def rate(
    mixing: Mixing,
    i: int,
    j: int,
    *,
    electron_density: ArrayLike,
    velocity: ArrayLike = 0.0,
    nature: str = "dirac",
) -> FloatArray:
    """Decay rate in the rest frame of the electrons.

    Parameters
    ----------
    mixing : Mixing
        Gives masses, |U_ei U_ej|^2 and for Majorana neutrinos its phase.
    i, j : int
        Initial and final neutrino, counted from zero.
    electron_density : array_like
        [1/cm^3]
    velocity : array_like, optional
        Of the neutrino, from 0 to below 1; broadcasts against the density.
    nature : {"dirac", "majorana"}, optional

    Returns
    -------
    float or numpy.ndarray
        [1/s]; zero if nu_j is not the lighter one.

    Raises
    ------
    ValueError
        If there is no such neutrino, or for a density or velocity that cannot be, or an unknown nature.
    """
    i, j = mass_state("i", i, mixing), mass_state("j", j, mixing)
    coupling = mixing.matrix[0, i] * np.conj(mixing.matrix[0, j])
    heavy, light = float(mixing.masses[i]), float(mixing.masses[j])
    if light >= heavy:
        return np.zeros(np.broadcast_shapes(np.shape(electron_density), np.shape(velocity)))[()]
    return decay_rate(
        heavy, light, float(abs(coupling) ** 2), electron_density=electron_density, velocity=velocity, nature=nature,
        phase=float(np.angle(coupling)),
    )  # fmt: skip


def decay_rate(
    heavy: float,
    light: float,
    coupling: float,
    *,
    electron_density: ArrayLike,
    velocity: ArrayLike = 0.0,
    nature: str = "dirac",
    phase: float = 0.0,
) -> FloatArray:
    """Decay rate in matter for any two masses [MeV] and any |U_ei U_ej|^2.

    Parameters
    ----------
    heavy, light : float
        m_i and m_j [MeV], with m_j <= m_i.
    coupling : float
        |U_ei U_ej|^2, between 0 and 1/4 for a unitary mixing.
    electron_density, velocity, nature : optional
        As `rate`.
    phase : float, optional
        Of U_ei U*_ej, with the Majorana phases [rad]; Dirac rates do not depend on it.

    Returns
    -------
    float or numpy.ndarray
        [1/s]

    Raises
    ------
    ValueError
        For masses, couplings, densities or velocities that cannot be, or an unknown nature.
    """
    mass = float(checks.positive("heavy", checks.number("heavy", heavy, "MeV"), "MeV"))
    r = (float(checks.within("light", checks.number("light", light, "MeV"), 0, mass, "MeV")) / mass) ** 2
    strength = float(checks.within("coupling", checks.number("coupling", coupling), 0, 1))
    n = checks.not_negative("electron_density", electron_density) * HBAR_C_EXACT**3
    scale = ALPHA * FERMI**2 / 2 * n**2 / ELECTRON_MASS**2 * mass * (1 - r) * strength / HBAR
    factor = velocity_factor(velocity, r)
    if checks.choice("nature", nature, ("dirac", "majorana")) == "majorana":
        v = checks.within("velocity", velocity, 0, 1)
        factor = 2 * (factor + np.cos(2 * checks.number("phase", phase)) * 2 * np.sqrt(r * (1 - v**2)))
    return (scale * factor)[()]


def velocity_factor(velocity: ArrayLike, r: float) -> FloatArray:
    """F(v), for r = m_j^2/m_i^2."""
    v = checks.within("velocity", velocity, 0, 1)
    if np.any(v == 1):
        raise ValueError("velocity must be below 1: a massless neutrino does not decay")
    small = v < 1e-4
    safe = np.where(small, 0.5, v)
    logarithm = np.where(small, 4 + 4 * v**2 / 3, 4 * np.arctanh(safe) / safe)
    return (np.sqrt(1 - v**2) * (logarithm - 3 + r))[()]


def highest_density(heavy: float, light: float) -> float:
    """Electrons per cm^3 at which the plasma frequency reaches the photon's energy at rest, (m_i^2 - m_j^2)/2 m_i; stay far below."""
    energy = (heavy - light) * (heavy + light) / (2 * heavy)
    return energy**2 * ELECTRON_MASS / (4 * np.pi * ALPHA) / HBAR_C_EXACT**3
