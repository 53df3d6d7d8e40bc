r"""Decay N -> nu gamma of a heavy neutral lepton through the moment that produces it.

.. math:: \Gamma = \frac{\mu^2 m_4^3}{16\pi}\ \text{(Dirac)}, \qquad \frac{\mu^2 m_4^3}{8\pi}\ \text{(Majorana: } \nu\gamma \text{ and }
          \bar\nu\gamma)

The emitted neutrino is left-handed, so the photon of a polarised Dirac N goes as 1 - cos(theta) about its spin, that of its antiparticle as
1 + cos(theta); a Majorana N decays isotropically. An N from up-scattering is right-handed up to m_4^2/E^2: its photons go backward in its
rest frame if it is Dirac. For several light flavours mu^2 is the sum of their squares [Magill:2018jla, there with d = mu/2].
"""

from __future__ import annotations

from math import pi
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import BOHR_MAGNETON_SQUARED, HBAR, SPEED_OF_LIGHT
from nuem.numerics import checks

Nature = Literal["dirac", "majorana"]
_CHANNELS = {"dirac": 1, "majorana": 2}  # nu gamma, and nubar gamma


def width(mass: ArrayLike, moment: ArrayLike, nature: Nature = "dirac") -> NDArray[np.float64]:
    """Rate of N -> nu gamma at rest.

    Parameters
    ----------
    mass : array_like
        Mass m_4 [MeV].
    moment : array_like
        Transition moment [mu_B]; the root of the sum of squares over the light flavours.
    nature : {"dirac", "majorana"}, optional

    Returns
    -------
    numpy.ndarray
        [1/s]

    Raises
    ------
    ValueError
        For a negative mass or moment, or an unknown nature.

    Examples
    --------
    >>> f"{width(1.0, 1e-10):.4g} / s"
    '0.02654 / s'
    """
    m4, mu = checks.not_negative("mass", mass, "MeV"), checks.not_negative("moment", moment, "mu_B")
    channels = _CHANNELS[checks.choice("nature", nature, _CHANNELS)]
    return np.asarray(channels * BOHR_MAGNETON_SQUARED * mu**2 * m4**3 / (16 * pi) / HBAR)


def lifetime(mass: ArrayLike, moment: ArrayLike, nature: Nature = "dirac") -> NDArray[np.float64]:
    """Mean life at rest [s]; infinite for a massless N or no moment. Parameters and errors are those of `width`."""
    with np.errstate(divide="ignore"):
        return np.asarray(1 / width(mass, moment, nature))


def decay_length(
    energy: ArrayLike, *, mass: ArrayLike, moment: ArrayLike, nature: Nature = "dirac"
) -> NDArray[np.float64]:
    r"""Mean distance that an N travels before it decays, (p/m_4) c tau.

    Parameters
    ----------
    energy : array_like
        Total energy E_N of the heavy neutral lepton, E - T after up-scattering [MeV].
    mass : array_like
        Mass m_4 [MeV].
    moment : array_like
        Transition moment [mu_B].
    nature : {"dirac", "majorana"}, optional

    Returns
    -------
    numpy.ndarray
        [cm]

    Raises
    ------
    ValueError
        For a mass that is not positive, or an energy below the mass.

    Examples
    --------
    >>> f"{decay_length(9.0, mass=3.0, moment=5e-9, nature='majorana') / 1e5:.1f} km"
    '236.7 km'
    """
    e, m4 = _energy_and_mass(energy, mass)
    momentum = np.sqrt((e - m4) * (e + m4))
    return np.asarray(momentum / m4 * SPEED_OF_LIGHT * lifetime(m4, moment, nature))


def moment_of_decay_length(
    length: ArrayLike, energy: ArrayLike, *, mass: ArrayLike, nature: Nature = "dirac"
) -> NDArray[np.float64]:
    r"""Moment with which an N travels a distance on average, the inverse of `decay_length`.

    .. math:: \mu^2 \propto \frac{p}{m_4^4\, \ell}

    Larger moments decay on a shorter way: with the distance to a detector, it says which N arrive; with its size, which of them decay inside.

    Parameters
    ----------
    length : array_like
        [cm]
    energy, mass, nature
        As in `decay_length`.

    Returns
    -------
    numpy.ndarray
        [mu_B]

    Examples
    --------
    >>> f"{moment_of_decay_length(236.7e5, 9.0, mass=3.0, nature='majorana'):.2g} mu_B"
    '5e-09 mu_B'
    """
    distance = checks.positive("length", length, "cm")
    return np.asarray(np.sqrt(decay_length(energy, mass=mass, moment=1.0, nature=nature) / distance))


def decay_probability(
    path: ArrayLike, energy: ArrayLike, *, mass: ArrayLike, moment: ArrayLike, nature: Nature = "dirac"
) -> NDArray[np.float64]:
    """Probability that an N decays within a path, 1 - exp(-path/length), exact for short ones too.

    Parameters
    ----------
    path : array_like
        [cm]
    energy, mass, moment, nature
        As in `decay_length`.

    Returns
    -------
    numpy.ndarray
    """
    distance = checks.not_negative("path", path, "cm")
    length = decay_length(energy, mass=mass, moment=moment, nature=nature)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(length > 0, -np.expm1(-distance / length), 1.0)


def decay_density(
    production: ArrayLike,
    path: ArrayLike,
    energy: ArrayLike,
    *,
    mass: ArrayLike,
    moment: ArrayLike,
    nature: Nature = "dirac",
) -> NDArray[np.float64]:
    r"""Decays per volume and time behind matter in which N are produced evenly along their direction.

    .. math:: \int_0^L \frac{ds}{\ell}\, n\sigma\Phi\, e^{-s/\ell} = n\sigma\Phi\,\big(1 - e^{-L/\ell}\big)

    A short decay length gives the production nearby; a long one a fraction L/l of it, with the chord of the Earth for L at night and the
    overburden by day [Plestid:2020vqf].

    Parameters
    ----------
    production : array_like
        N produced per volume and time in the matter, n sigma Phi [cm^-3 s^-1].
    path : array_like
        Length L of the matter along the direction of the neutrinos, up to the detector [cm].
    energy, mass, moment, nature
        As in `decay_length`.

    Returns
    -------
    numpy.ndarray
        [cm^-3 s^-1]
    """
    rate = checks.not_negative("production", production)
    return np.asarray(rate * decay_probability(path, energy, mass=mass, moment=moment, nature=nature))


def photon_spectrum(
    photon_energy: ArrayLike,
    energy: ArrayLike,
    *,
    mass: ArrayLike,
    polarisation: ArrayLike = 1.0,
    nature: Nature = "dirac",
) -> NDArray[np.float64]:
    r"""Normalised spectrum of the photon in the laboratory.

    .. math:: \frac{dN}{dE_\gamma} = \frac{1 - P\cos\theta}{p_N}, \qquad E_\gamma = \frac{E_N}{2}(1 + \beta\cos\theta)

    with the helicity P of N, +1 from up-scattering of a light N. Flat for a Majorana N; for a Dirac N with P = 1 it falls linearly and
    its mean is E_N (1/2 - beta/6).

    Parameters
    ----------
    photon_energy : array_like
        [MeV]
    energy : array_like
        Total energy E_N [MeV].
    mass : array_like
        Mass m_4 [MeV].
    polarisation : array_like, optional
        Mean helicity of N, from -1 to 1.
    nature : {"dirac", "majorana"}, optional

    Returns
    -------
    numpy.ndarray
        [1/MeV]; zero outside (E_N -+ p_N)/2.

    Raises
    ------
    ValueError
        For a mass that is not positive, an energy that is not above it, or a polarisation outside [-1, 1].
    """
    gamma, (e, m4) = checks.not_negative("photon_energy", photon_energy, "MeV"), _energy_and_mass(energy, mass)
    helicity = checks.within("polarisation", polarisation, -1, 1)
    asymmetry = helicity if checks.choice("nature", nature, _CHANNELS) == "dirac" else 0 * helicity
    momentum = np.sqrt((e - m4) * (e + m4))
    if np.any(momentum == 0):
        raise ValueError(f"energy = {float(np.min(e)):g} MeV leaves N at rest: its photons are a line at m_4/2")
    cosine = (2 * gamma - e) / momentum
    return np.where(np.abs(cosine) <= 1, (1 - asymmetry * cosine) / momentum, 0.0)


def _energy_and_mass(energy: ArrayLike, mass: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    e, m4 = checks.positive("energy", energy, "MeV"), checks.positive("mass", mass, "MeV")
    for energy_of_one, mass_of_one in zip(*(a.ravel() for a in np.broadcast_arrays(e, m4)), strict=True):
        if energy_of_one < mass_of_one:
            raise ValueError(f"energy must be at least the mass {mass_of_one:g} MeV, got {energy_of_one:g} MeV")
    return e, m4
