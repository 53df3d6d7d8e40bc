r"""The effective moment that a beam of several flavours shows.

The recoil rate of a moment is proportional to mu_eff^2 of each flavour, so that a mixed beam shows the mean

.. math:: \mu_\mathrm{eff}^2 = \sum_k w_k\, \langle \mu_k^2(L, E) \rangle, \qquad \sum_k w_k = 1,

weighted with the fluxes [Grimus:2000tq; Giunti:2014ixa]; a cut on the recoil changes the weights, by the ratio of the integrals of 1/T - 1/E.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import ELECTRON_MASS
from nuem.flavour import Mixing, effective_moment, lambda_weight
from nuem.numerics import checks
from nuem.numerics.brief import brief
from nuem.sources.pion_decay import END_POINT, LINE, electron_spectrum, muon_spectrum
from nuem.vertex import Vertex


@dataclass(frozen=True, slots=True)
class BeamComponent:
    """One flavour of a beam: energies [MeV] and the flux in each, in any common unit."""

    flavour: str
    energy: NDArray[np.float64]
    flux: NDArray[np.float64]
    antineutrino: bool = False

    __repr__ = brief

    def __post_init__(self) -> None:
        energy, flux = checks.positive("energy", self.energy, "MeV"), checks.not_negative("flux", self.flux)
        if energy.ndim != 1 or energy.shape != flux.shape:
            raise ValueError(
                f"energy and flux of a beam must be two lists of one length, got shapes {energy.shape} and {flux.shape}"
            )
        object.__setattr__(self, "energy", energy)
        object.__setattr__(self, "flux", flux)


def beam_effective_moment(
    vertex: Vertex,
    mixing: Mixing,
    beam: Sequence[BeamComponent],
    *,
    baseline: float = 0.0,
    threshold: float | None = None,
    maximum: float | None = None,
) -> float:
    """Effective moment of a beam of several flavours.

    Parameters
    ----------
    vertex : Vertex
    mixing : Mixing
    beam : sequence of BeamComponent
        What the beam is made of.
    baseline : float, optional
        Distance from the source [cm].
    threshold, maximum : float, optional
        Range of electron recoils that is counted [MeV]; without a threshold plain fluxes are the weights.

    Returns
    -------
    float
        mu_eff [mu_B].

    Raises
    ------
    ValueError
        For a beam without flux, or above the threshold without one; and as `effective_moment`.
    """
    checks.single("vertex", vertex)
    total = 0.0
    for part, fraction in _fractions(beam, threshold, maximum):
        moments = effective_moment(
            vertex, mixing, part.flavour, baseline=baseline, energy=part.energy, antineutrino=part.antineutrino
        )
        total += float(np.sum(fraction * moments**2))
    return float(np.sqrt(total))


def beam_lambda_weight(
    mixing: Mixing,
    beam: Sequence[BeamComponent],
    *,
    baseline: float = 0.0,
    threshold: float | None = None,
    maximum: float | None = None,
) -> NDArray[np.complex128]:
    """The matrix W of a beam's effective moment, mu_eff^2 = Lambda^dagger W Lambda, for `lambda_limits`.

    Parameters
    ----------
    mixing, beam, baseline, threshold, maximum
        As in `beam_effective_moment`; three neutrinos.

    Returns
    -------
    numpy.ndarray
        Hermitian, (3, 3), in the mass basis.

    Raises
    ------
    ValueError
        As `beam_effective_moment`, and for sterile neutrinos.
    """
    total = np.zeros((3, 3), dtype=np.complex128)
    for part, fraction in _fractions(beam, threshold, maximum):
        forms = lambda_weight(
            mixing, part.flavour, baseline=baseline, energy=part.energy, antineutrino=part.antineutrino
        )
        total += np.tensordot(fraction, np.broadcast_to(forms, (*fraction.shape, 3, 3)), axes=1)
    return total


def pion_decay_at_rest(*, prompt: float = 1.0, delayed: float = 1.0, points: int = 200) -> tuple[BeamComponent, ...]:
    """nu_mu of stopped positive pions, and nu_e and antinu_mu of the muons that they leave.

    Parameters
    ----------
    prompt, delayed : float, optional
        Relative weights of pion and muon decay, for instance from a cut in time.
    points : int, optional
        Energies of the continuous spectra.

    Returns
    -------
    tuple of BeamComponent
        Each with the flux of one neutrino per decay.

    Raises
    ------
    ValueError
        For negative weights.

    Examples
    --------
    >>> [round(float(part.flux.sum()), 6) for part in pion_decay_at_rest()]
    [1.0, 1.0, 1.0]
    """
    early, late = checks.not_negative("prompt", prompt), checks.not_negative("delayed", delayed)
    x, dx = np.polynomial.legendre.leggauss(points)
    energy, width = END_POINT * (1 + x) / 2, END_POINT * dx / 2
    return (
        BeamComponent("mu", np.array([LINE]), np.atleast_1d(early)),
        BeamComponent("e", energy, late * electron_spectrum(energy) * width),
        BeamComponent("mu", energy, late * muon_spectrum(energy) * width, antineutrino=True),
    )


def _fractions(
    beam: Sequence[BeamComponent], threshold: float | None, maximum: float | None
) -> Iterator[tuple[BeamComponent, NDArray[np.float64]]]:
    """Each component with its part of the recoils, energy by energy; all parts together are one."""
    fluxes = [
        part.flux if threshold is None else part.flux * _recoils(part.energy, threshold, maximum) for part in beam
    ]
    weight = sum(float(np.sum(flux)) for flux in fluxes)
    if weight == 0:
        where = "" if threshold is None else f" above a recoil of {threshold:g} MeV"
        raise ValueError(f"the beam has no flux{where}")
    for part, flux in zip(beam, fluxes, strict=True):
        yield part, flux / weight


def _recoils(energy: NDArray[np.float64], threshold: ArrayLike, maximum: float | None) -> NDArray[np.float64]:
    """int (1/T - 1/E) dT over the recoils that are counted; they end at 2E^2/(m_e + 2E)."""
    low = checks.number("threshold", checks.positive("threshold", threshold, "MeV"), "MeV")
    high = 2 * energy**2 / (ELECTRON_MASS + 2 * energy)
    if maximum is not None:
        high = np.minimum(high, checks.positive("maximum", maximum, "MeV"))
    high = np.maximum(high, low)
    return np.asarray(np.log(high / low) - (high - low) / energy)
