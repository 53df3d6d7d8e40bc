r"""Kinematics of nu + target -> N(m_4) + target, the target at rest before.

With a massive final neutrino a recoil has a smallest value too, and the smallest neutrino energy for a recoil is not monotonic in it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks


def threshold(*, mass: ArrayLike, target_mass: ArrayLike) -> NDArray[np.float64]:
    r"""Smallest neutrino energy at which a heavy neutral lepton can be produced.

    .. math:: E_\mathrm{thr} = m_4 + \frac{m_4^2}{2M}

    Parameters
    ----------
    mass : array_like
        Mass m_4 of the heavy neutral lepton [MeV].
    target_mass : array_like
        Mass M of the target [MeV].

    Returns
    -------
    numpy.ndarray
        [MeV]

    Raises
    ------
    ValueError
        For a negative mass or a target without mass.

    Examples
    --------
    >>> f"{threshold(mass=0.1, target_mass=0.51099895):.4f} MeV"
    '0.1098 MeV'
    """
    m4, m = checks.not_negative("mass", mass, "MeV"), checks.positive("target_mass", target_mass, "MeV")
    return np.asarray(m4 + m4**2 / (2 * m))


def recoil_range(
    energy: ArrayLike, *, mass: ArrayLike, target_mass: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    r"""Smallest and largest kinetic energy of the target.

    .. math:: T_\pm = \frac{2k(E_4 \pm k_4) - m_4^2}{2M}

    with the momenta k, k_4 and the energy E_4 of N in the centre of mass. The smallest recoil, about m_4^4/(8 E^2 M) for a light N, is
    computed from the product T_+ T_- = m_4^4/(4M^2 + 8ME), in which nothing cancels.

    Parameters
    ----------
    energy : array_like
        Neutrino energy E [MeV].
    mass : array_like
        Mass m_4 of the heavy neutral lepton [MeV].
    target_mass : array_like
        Mass M of the target [MeV].

    Returns
    -------
    low, high : numpy.ndarray
        [MeV]; NaN below the threshold, where no recoil is possible.

    Raises
    ------
    ValueError
        For an energy or a target mass that is not positive, or a negative mass.

    Examples
    --------
    >>> low, high = recoil_range(10.0, mass=5.0, target_mass=122e3)
    >>> f"{low:.4g} to {high:.4g} MeV"
    '7.356e-06 to 0.001427 MeV'
    """
    e, m4 = checks.positive("energy", energy, "MeV"), checks.not_negative("mass", mass, "MeV")
    m = checks.positive("target_mass", target_mass, "MeV")
    s = m * (m + 2 * e)
    root = np.sqrt(s)
    excess = 2 * m * e / (root + m)  # sqrt(s) - M
    above = excess - m4
    possible = above >= -1e-15 * excess
    with np.errstate(divide="ignore", invalid="ignore"):
        final_momentum = np.sqrt(
            np.maximum(above, 0) * (excess + m4) * (2 * m + excess - m4) * (root + m + m4) / (4 * s)
        )
        high = (2 * m * e**2 - m4**2 * (m + e)) / (2 * s) + e * final_momentum / root
        low = np.where(m4 > 0, m4**4 / ((4 * m**2 + 8 * m * e) * high), 0.0)
    return np.where(possible, low, np.nan), np.where(possible, high, np.nan)


def minimum_energy(recoil: ArrayLike, *, mass: ArrayLike, target_mass: ArrayLike) -> NDArray[np.float64]:
    r"""Smallest neutrino energy for a recoil; as a function of T it falls, has its minimum at the threshold, and rises.

    .. math:: E_\mathrm{min}(T) = \frac{T + \sqrt{T^2 + 2MT}}{2} \Big(1 + \frac{m_4^2}{2MT}\Big)

    Parameters
    ----------
    recoil : array_like
        Kinetic energy T of the target [MeV].
    mass : array_like
        Mass m_4 of the heavy neutral lepton [MeV].
    target_mass : array_like
        Mass M of the target [MeV].

    Returns
    -------
    numpy.ndarray
        [MeV]

    Raises
    ------
    ValueError
        For a recoil or a target mass that is not positive, or a negative mass.

    Examples
    --------
    >>> from nuem.constants import ELECTRON_MASS
    >>> f"{minimum_energy(1e-3, mass=0.1, target_mass=ELECTRON_MASS):.4f} MeV"
    '0.1779 MeV'
    """
    t, m4 = checks.positive("recoil", recoil, "MeV"), checks.not_negative("mass", mass, "MeV")
    m = checks.positive("target_mass", target_mass, "MeV")
    return np.asarray((t + np.sqrt(t * (t + 2 * m))) / 2 * (1 + m4**2 / (2 * m * t)))
