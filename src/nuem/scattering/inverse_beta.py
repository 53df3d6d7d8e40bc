r"""Inverse beta decay, anti-nu_e p -> e+ n, with all terms of order 1/M and the form factors of the nucleon.

.. math:: \frac{d\sigma}{dt} = \frac{G_F^2 \cos^2\theta_C}{2\pi (s - m_p^2)^2} \left[ A - (s-u) B + (s-u)^2 C \right]

with A, B, C of [Strumia:2003zx, Eqs. (6), (10)], and radiative corrections to first order in alpha, 2.8 % at 10 MeV [Strumia:2003zx, Eq. (14)].
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ALPHA, ELECTRON_MASS, FERMI, HBAR_C
from nuem.numerics import checks
from nuem.numerics.piecewise import PiecewiseCubic

Array = NDArray[np.float64]

PROTON_MASS: Final = 938.27208816  # CODATA 2018 [Tiesinga:2021myr], like the neutron's
NEUTRON_MASS: Final = 939.56542052
COSINE_CABIBBO: Final = 0.9742  # these five: [Strumia:2003zx]
AXIAL: Final = -1.270
AXIAL_MASS_SQUARED: Final = 1.0e6
VECTOR_MASS_SQUARED: Final = 0.71e6
ANOMALOUS: Final = 3.706  # kappa_p - kappa_n
PION_MASS: Final = 139.57039  # [ParticleDataGroup:2022pth]

THRESHOLD: Final = ((NEUTRON_MASS + ELECTRON_MASS) ** 2 - PROTON_MASS**2) / (2 * PROTON_MASS)
"""Least antineutrino energy, 1.80607 MeV."""

_MEAN: Final = (PROTON_MASS + NEUTRON_MASS) / 2
_DELTA: Final = NEUTRON_MASS - PROTON_MASS
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(24)


def cross_section(energy: ArrayLike, *, radiative: bool = True) -> Array:
    """Total cross section of inverse beta decay.

    Parameters
    ----------
    energy : array_like
        Antineutrino energy [MeV].
    radiative : bool, optional
        Whether radiative corrections are included.

    Returns
    -------
    numpy.ndarray
        [cm^2]; zero below the threshold of 1.806 MeV.

    Examples
    --------
    >>> f"{cross_section(10.0):.4e} cm^2"
    '6.7557e-42 cm^2'
    """
    e = checks.positive("energy", energy, "MeV")
    inside = np.maximum(e, THRESHOLD * (1 + 1e-12))
    low, high = _limits(inside)
    t = (high + low)[..., None] / 2 + (high - low)[..., None] / 2 * _NODES
    integral = np.sum(_dsigma_dt(inside[..., None], t, radiative) * _WEIGHTS, axis=-1) * (high - low) / 2
    return np.where(e > THRESHOLD, integral, 0.0)[()]


def dsigma_dE(positron: ArrayLike, energy: ArrayLike, *, radiative: bool = True) -> Array:
    """Cross section per total energy of the positron.

    Parameters
    ----------
    positron : array_like
        Total energy of the positron, kinetic energy and mass [MeV].
    energy : array_like
        Antineutrino energy [MeV]; broadcasts against `positron`.
    radiative : bool, optional

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero outside the kinematic range.
    """
    e, out = np.broadcast_arrays(checks.positive("energy", energy, "MeV"), checks.positive("positron", positron, "MeV"))
    inside = np.maximum(e, THRESHOLD * (1 + 1e-12))
    # E_e = E + m_p - (m_p^2 + m_n^2 - t)/(2 m_p), so dt = 2 m_p dE_e
    t = 2 * PROTON_MASS * (out - inside - PROTON_MASS) + PROTON_MASS**2 + NEUTRON_MASS**2
    low, high = _limits(inside)
    allowed = (e > THRESHOLD) & (t >= low) & (t <= high)
    value = 2 * PROTON_MASS * _dsigma_dt(inside, np.clip(t, low, high), radiative)
    return np.where(allowed, value, 0.0)[()]


def positron_range(energy: ArrayLike) -> tuple[Array, Array]:
    """Least and largest total energy of the positron for an antineutrino energy above the threshold [MeV]."""
    e = checks.positive("energy", energy, "MeV")
    checks.within("energy", e, THRESHOLD, np.inf, "MeV")
    low, high = _limits(e)
    shift = e + PROTON_MASS - (PROTON_MASS**2 + NEUTRON_MASS**2) / (2 * PROTON_MASS)
    return shift + low / (2 * PROTON_MASS), shift + high / (2 * PROTON_MASS)


def _limits(energy: Array) -> tuple[Array, Array]:
    """Least and largest t [MeV^2]."""
    s = PROTON_MASS**2 + 2 * PROTON_MASS * energy
    root = np.sqrt(s)
    neutrino = (s - PROTON_MASS**2) / (2 * root)
    positron = (s - NEUTRON_MASS**2 + ELECTRON_MASS**2) / (2 * root)
    momentum = np.sqrt(np.maximum(positron**2 - ELECTRON_MASS**2, 0))
    return (
        ELECTRON_MASS**2 - 2 * neutrino * (positron + momentum),
        ELECTRON_MASS**2 - 2 * neutrino * (positron - momentum),
    )


def _dsigma_dt(energy: Array, t: Array, radiative: bool) -> Array:
    """[cm^2/MeV^2]"""
    m2, big2 = ELECTRON_MASS**2, _MEAN**2
    dipole = 1 / ((1 - t / (4 * big2)) * (1 - t / VECTOR_MASS_SQUARED) ** 2)
    f1, f2 = (1 - (1 + ANOMALOUS) * t / (4 * big2)) * dipole, ANOMALOUS * dipole
    g1 = AXIAL / (1 - t / AXIAL_MASS_SQUARED) ** 2
    g2 = 2 * big2 * g1 / (PION_MASS**2 - t)
    s_minus = 2 * PROTON_MASS * energy  # s - m_p^2
    s = PROTON_MASS**2 + s_minus
    u = PROTON_MASS**2 + NEUTRON_MASS**2 + m2 - s - t
    a = (t - m2) * (
        4 * f1**2 * (4 * big2 + t + m2)
        + 4 * g1**2 * (-4 * big2 + t + m2)
        + f2**2 * (t**2 / big2 + 4 * t + 4 * m2)
        + 4 * m2 * t * g2**2 / big2
        + 8 * f1 * f2 * (2 * t + m2)
        + 16 * m2 * g1 * g2
    )
    a -= _DELTA**2 * (
        (4 * f1**2 + t * f2**2 / big2) * (4 * big2 + t - m2)
        + 4 * g1**2 * (4 * big2 - t + m2)
        + 4 * m2 * g2**2 * (t - m2) / big2
        + 8 * f1 * f2 * (2 * t - m2)
        + 16 * m2 * g1 * g2
    )
    a -= 32 * m2 * _MEAN * _DELTA * g1 * (f1 + f2)
    b = 16 * t * g1 * (f1 + f2) + 4 * m2 * _DELTA * (f2**2 + f1 * f2 + 2 * g1 * g2) / _MEAN
    c = 4 * (f1**2 + g1**2) - t * f2**2 / big2
    bracket = (a - (s - u) * b + (s - u) ** 2 * c) / 16
    value = FERMI**2 * COSINE_CABIBBO**2 / (2 * np.pi * s_minus**2) * bracket * HBAR_C**2
    if radiative:
        out = energy + PROTON_MASS - (PROTON_MASS**2 + NEUTRON_MASS**2 - t) / (2 * PROTON_MASS)
        value = value * (
            1 + ALPHA / np.pi * (6.00 + 1.5 * np.log(PROTON_MASS / (2 * out)) + 1.2 * (ELECTRON_MASS / out) ** 1.5)
        )
    return np.asarray(value)


@cache
def tabulated() -> PiecewiseCubic:
    """The total cross section [cm^2] as a function of the energy up to 120 MeV, for many evaluations; to 1e-6 above 2 MeV."""
    energy = np.concatenate([np.linspace(THRESHOLD, 4, 400)[:-1], np.geomspace(4, 120, 500)])
    return PiecewiseCubic.monotone(energy, cross_section(energy))
