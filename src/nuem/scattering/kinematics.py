"""Elastic scattering of a massless neutrino on a target at rest: what recoils are possible, and in which direction."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ELECTRON_MASS
from nuem.numerics import checks


def maximum_recoil(energy: ArrayLike, *, mass: float = ELECTRON_MASS) -> NDArray[np.float64]:
    r"""Largest kinetic energy that a neutrino can give to the target.

    .. math:: T_\mathrm{max} = \frac{2E^2}{M + 2E}

    Parameters
    ----------
    energy : array_like
        Neutrino energy E [MeV].
    mass : float, optional
        Mass M of the target [MeV]; the electron's if not given.

    Returns
    -------
    numpy.ndarray
        T_max [MeV].

    Raises
    ------
    ValueError
        For an energy below zero or a mass that is not positive.

    Examples
    --------
    >>> f"{maximum_recoil(3.0):.4f} MeV"
    '2.7646 MeV'
    """
    e, m = checks.not_negative("energy", energy, "MeV"), checks.positive("mass", mass, "MeV")
    return np.asarray(2 * e**2 / (m + 2 * e))


def minimum_energy(recoil: ArrayLike, *, mass: float = ELECTRON_MASS) -> NDArray[np.float64]:
    r"""Smallest neutrino energy that can cause a recoil; the inverse of `maximum_recoil`.

    .. math:: E_\mathrm{min} = \frac{T + \sqrt{T^2 + 2MT}}{2}

    Parameters
    ----------
    recoil : array_like
        Kinetic energy T of the target [MeV].
    mass : float, optional
        Mass M of the target [MeV]; the electron's if not given.

    Returns
    -------
    numpy.ndarray
        E_min [MeV].

    Raises
    ------
    ValueError
        For a recoil below zero or a mass that is not positive.

    Examples
    --------
    >>> f"{minimum_energy(0.0028):.4f} MeV"
    '0.0282 MeV'
    """
    t, m = checks.not_negative("recoil", recoil, "MeV"), checks.positive("mass", mass, "MeV")
    return np.asarray((t + np.sqrt(t * (t + 2 * m))) / 2)


def allowed(recoil: ArrayLike, energy: ArrayLike, *, mass: float = ELECTRON_MASS) -> NDArray[np.bool_]:
    """Whether a neutrino of this energy can cause this recoil, 0 <= T <= T_max(E).

    Parameters
    ----------
    recoil, energy : array_like
        Kinetic energy T of the target and neutrino energy E [MeV]; they broadcast.
    mass : float, optional
        Mass of the target [MeV]; the electron's if not given.
    """
    return np.asarray(checks.not_negative("recoil", recoil, "MeV") <= maximum_recoil(energy, mass=mass))


def scattering_cosine(recoil: ArrayLike, energy: ArrayLike, *, mass: float = ELECTRON_MASS) -> NDArray[np.float64]:
    r"""Cosine of the angle between the recoiling target and the incoming neutrino.

    .. math:: \cos\theta = \Big(1 + \frac{M}{E}\Big) \sqrt{\frac{T}{T + 2M}}

    Parameters
    ----------
    recoil, energy : array_like
        Kinetic energy T of the target and neutrino energy E [MeV]; they broadcast.
    mass : float, optional
        Mass M of the target [MeV]; the electron's if not given.

    Returns
    -------
    numpy.ndarray
        cos(theta), from 0 at T = 0 to 1 at the end point.

    Raises
    ------
    ValueError
        For a recoil above the end point, where no angle exists.
    """
    t, e = checks.not_negative("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    m = checks.positive("mass", mass, "MeV")
    cosine = (1 + m / e) * np.sqrt(t / (t + 2 * m))
    if np.any(cosine > 1 + 1e-9):
        raise ValueError(
            f"a recoil of {float(np.max(t)):g} MeV is not possible everywhere: the end point is at "
            f"{float(np.min(maximum_recoil(e, mass=mass))):g} MeV"
        )
    return np.minimum(cosine, 1.0)
