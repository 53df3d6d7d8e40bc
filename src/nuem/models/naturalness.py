r"""Naturalness: a moment from physics at a scale Lambda feeds back into the mass.

.. math:: \delta m_\nu \sim \frac{\Lambda^2}{2 m_e} \frac{\mu_\nu}{\mu_B} \approx 1\,\mathrm{eV}\, \frac{\mu_\nu}{10^{-18}\mu_B}
          \left(\frac{\Lambda}{\mathrm{TeV}}\right)^2

[Studenikin:2016ykv, Eq. (10)]: removing the photon from the diagram leaves a mass. The loops of the effective theory relax this. These are
orders of magnitude, to be read as such. The coefficients of `natural_moment` are **unverified**: no copy of the papers with its
formulas could be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Final

from numpy.typing import ArrayLike

from nuem.constants import ELECTRON_MASS, MUON_MASS, TAU_MASS, W_MASS
from nuem.numerics import checks
from nuem.typing import FloatArray
from nuem.units import TeV, eV

_FLAVOUR_MASSES: Final = {"e": ELECTRON_MASS, "mu": MUON_MASS, "tau": TAU_MASS}


@dataclass(frozen=True, slots=True)
class NaturalnessBound:
    """A moment that would be natural: its size, where it is from, and whether its coefficient was checked."""

    moment: float
    """Largest natural moment, an order of magnitude [mu_B]."""
    argument: str
    source: str
    """INSPIRE key."""
    verified: bool


def mass_correction(moment: ArrayLike, scale: ArrayLike) -> FloatArray:
    """Neutrino mass that comes with a moment from the scale of new physics, Lambda^2 mu/(2 m_e).

    Parameters
    ----------
    moment : array_like
        mu_nu [mu_B].
    scale : array_like
        Lambda [MeV].

    Returns
    -------
    float or numpy.ndarray
        delta m_nu [MeV].

    Raises
    ------
    ValueError
        For a negative moment or a scale that is not positive.

    Examples
    --------
    >>> print(f"{mass_correction(1e-18, 1 * TeV) / eV:.4f} eV")
    0.9785 eV
    """
    size, energy = checks.not_negative("moment", moment, "mu_B"), checks.positive("scale", scale, "MeV")
    return (energy**2 / (2 * ELECTRON_MASS) * size)[()]


def natural_moment(
    nature: str, mass: float, scale: float = 1 * TeV, *, flavours: tuple[str, str] = ("e", "mu")
) -> tuple[NaturalnessBound, ...]:
    r"""Largest moments that leave the neutrino as light as it is without fine tuning; unverified orders of magnitude.

    Dirac: |mu| ~ 1e-15 mu_B (delta m/eV) at 1 TeV [Bell:2005kz]. Majorana, in the flavour basis with
    R = m_tau^2/|m_a^2 - m_b^2|: from two loops and the operators of dimension five
    mu_ab <= 4e-9 mu_B (m_ab/eV)(TeV/Lambda)^2 R, and from one loop and those of dimension seven
    mu_ab <= 1.2e-10 mu_B (m_ab/eV) R / ln(Lambda^2/m_W^2) [Davidson:2005cs; Bell:2006wi].

    Parameters
    ----------
    nature : {"dirac", "majorana"}
    mass : float
        delta m, or |m_ab| in the flavour basis for Majorana neutrinos [MeV].
    scale : float, optional
        Lambda [MeV]; above m_W.
    flavours : tuple of str, optional
        a and b, two different ones; for Majorana neutrinos.

    Returns
    -------
    tuple of NaturalnessBound

    Raises
    ------
    ValueError
        For an unknown nature or flavour, equal flavours, a negative mass, or a scale that is not above m_W.
    """
    checks.choice("nature", nature, ("dirac", "majorana"))
    size = checks.number("mass", checks.not_negative("mass", mass, "MeV"), "MeV") / eV
    energy = checks.number("scale", checks.positive("scale", scale, "MeV"), "MeV")
    if energy <= W_MASS:
        raise ValueError(
            f"scale must lie above m_W = {W_MASS:g} MeV, where the effective theory begins; got {energy:g} MeV"
        )
    if nature == "dirac":
        argument = "one loop, Lambda about 1 TeV; logarithm of Lambda not included"
        return (NaturalnessBound(1e-15 * size, argument, "Bell:2005kz", verified=False),)
    if isinstance(flavours, str) or len(flavours) != 2:
        raise ValueError(f"flavours must be two, such as ('e', 'mu'), got {flavours!r}")
    first, second = (
        _FLAVOUR_MASSES[checks.choice("flavours", flavour, tuple(_FLAVOUR_MASSES))] for flavour in flavours
    )
    if first == second:
        raise ValueError(f"flavours = {flavours!r} must differ: a Majorana neutrino has no diagonal moment")
    enhancement = TAU_MASS**2 / abs(first**2 - second**2)
    return (
        NaturalnessBound(
            4e-9 * size * (1 * TeV / energy) ** 2 * enhancement,
            "two loops, dimension five",
            "Bell:2006wi",
            verified=False,
        ),
        NaturalnessBound(
            1.2e-10 * size * enhancement / log(energy**2 / W_MASS**2),
            "one loop, dimension seven",
            "Bell:2006wi",
            verified=False,
        ),
    )
