r"""Random magnetic fields: averages over domains, exact, and their Monte Carlo twin.

The spin of two degenerate states without a potential turns by 2 mu B l about an axis in the transverse plane in every domain. An average over
the azimuth multiplies the helicity by cos(2 mu B l), whatever it was before:

.. math:: \langle P \rangle = \tfrac12 \Big[ 1 - \prod_k \langle \cos 2\mu B_k l_k \rangle \Big]

so that it tends to one half and never to one. A potential, or a splitting of masses, suppresses it.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.typing import FloatArray


def fixed_strength(angle: ArrayLike, domains: ArrayLike) -> FloatArray:
    """Mean flip probability for domains of one strength and random azimuth: (1 - cos^N(2 mu B l))/2.

    Parameters
    ----------
    angle : array_like
        mu B l of one domain [rad].
    domains : array_like of int
        Number N.

    Examples
    --------
    >>> f"{fixed_strength(0.2, 40):.12f}"
    '0.481357436336'
    """
    return (0.5 * (1 - np.cos(2 * checks.real("angle", angle)) ** _count(domains)))[()]


def many_weak(angle: ArrayLike, domains: ArrayLike) -> FloatArray:
    """The limit of `fixed_strength` for small angles, (1 - exp(-2 N (mu B l)^2))/2."""
    return (-0.5 * np.expm1(-2 * _count(domains) * checks.real("angle", angle) ** 2))[()]


def gaussian_strength(spread: ArrayLike, domains: ArrayLike) -> FloatArray:
    r"""Mean flip probability when B_x and B_y of each domain are Gaussian, each with mu B l of an rms `spread` [rad].

    .. math:: \langle\cos 2\mu B l\rangle = 1 - 2\sqrt2\, s\, D(\sqrt2\, s)

    with Dawson's function D.
    """
    from scipy.special import dawsn

    s = checks.not_negative("spread", spread)
    return np.asarray(0.5 * (1 - (1 - 2 * np.sqrt(2) * s * dawsn(np.sqrt(2) * s)) ** _count(domains)))[()]


def fixed_axis(spread: ArrayLike) -> FloatArray:
    """Mean flip probability when the field keeps its axis and the whole phase mu int B dx is Gaussian with an rms `spread` [rad]."""
    return (-0.5 * np.expm1(-2 * checks.not_negative("spread", spread) ** 2))[()]


def monte_carlo(
    angle: float, domains: int, *, potential: float = 0.0, samples: int = 10_000, seed: int = 0
) -> NDArray[np.float64]:
    """Flip probabilities of random realisations: the average of `fixed_strength`, and its spread.

    Parameters
    ----------
    angle : float
        mu B l of one domain [rad].
    domains : int
    potential : float, optional
        Half the difference of the diagonal of H times l [rad].
    samples : int, optional
        Number of realisations.
    seed : int, optional

    Returns
    -------
    numpy.ndarray
        One probability for each realisation.
    """
    rng = np.random.default_rng(seed)
    w, d = checks.number("angle", angle), checks.number("potential", potential)
    count = int(_count(domains))
    psi = np.zeros((int(checks.positive("samples", samples)), 2), np.complex128)
    psi[:, 0] = 1
    total = np.hypot(w, d)
    cosine, sine = np.cos(total), np.sinc(total / np.pi)
    for _ in range(count):
        turn = np.exp(2j * np.pi * rng.random(len(psi)))
        left, right = psi[:, 0].copy(), psi[:, 1].copy()
        psi[:, 0] = (cosine - 1j * d * sine) * left - 1j * w * sine * turn * right
        psi[:, 1] = (cosine + 1j * d * sine) * right - 1j * w * sine * turn.conj() * left
    return np.asarray(np.abs(psi[:, 1]) ** 2)


def _count(domains: ArrayLike) -> NDArray[np.float64]:
    numbers = checks.not_negative("domains", domains)
    if np.any(numbers != np.round(numbers)):
        raise ValueError(f"domains must be whole numbers, got {domains!r}")
    return numbers
