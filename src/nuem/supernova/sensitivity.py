r"""Reach of a burst in the moment: the smallest loss of neutrinos that a detector would notice, and the moment that causes it.

Asimov data without a moment, Poisson, and a flux known to 10 %: the loss P at which -2 ln L rises by 2.71,

.. math:: \min_\phi\; 2\left[\phi(1-P) N_0 - N_0 - N_0 \ln(\phi(1-P))\right] + \frac{(\phi-1)^2}{0.1^2} = 2.71

The error of the flux alone asks for P > 0.14, so a larger detector does not help beyond some hundred events. On the average over random fields P never exceeds one half.

**A factor of two.** The spin turns by mu B L for the interaction -(mu/2) nubar sigma F nu, P = sin^2(mu B L), which is used here. Published code of [Kopp:2022cug] has one half of mu B off the diagonal of the
Hamiltonian, so P = sin^2(mu B L/2): its moments are twice the ones here, and a reach of 3e-13 mu_B there is 1.5e-13 mu_B here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import BOHR_MAGNETON, HBAR_C_EXACT
from nuem.numerics import checks
from nuem.supernova.counting import Events
from nuem.units import kpc, pc

Array = NDArray[np.float64]

DELTA_90 = 2.71  # rise of -2 ln L at 90 % CL, two-sided
FLUX_ERROR = 0.10
MOST_CELLS = 200_000  # crossed one after the other, in a minute
_LARGEST = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Reach:
    """The Dirac moment that a burst could show, for a universal diagonal moment."""

    moment: float
    """Median over the fields [mu_B]; infinite if the loss cannot be reached."""
    low: float
    """16 % of the fields reach below [mu_B]."""
    high: float
    """84 % of the fields reach below [mu_B]."""
    average: float
    """From the closed average over fields, (1 - cos^N(2 mu B l))/2 [mu_B]."""
    loss: float
    """Smallest loss that is seen, 90 % CL."""
    events: float
    """Events without a moment."""


def smallest_loss(events: float, *, flux_error: float = FLUX_ERROR, delta: float = DELTA_90) -> float:
    """Smallest fraction of lost neutrinos that is noticed.

    Parameters
    ----------
    events : float
        Expected without a loss.
    flux_error : float, optional
        Relative, 1 sigma.
    delta : float, optional
        Rise of -2 ln L.

    Returns
    -------
    float
        P; nan if even the loss of everything would not be noticed.

    Examples
    --------
    >>> f"{smallest_loss(74.01):.4f}"
    '0.2222'
    """
    n = float(checks.not_negative("events", checks.number("events", events)))
    checks.positive("delta", checks.number("delta", delta))
    error = float(checks.not_negative("flux_error", checks.number("flux_error", flux_error)))
    low, high = 0.0, _LARGEST
    if deviance(n, n * (1 - high), error) < delta:
        return float("nan")
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if deviance(n, n * (1 - middle), error) < delta else (low, middle)
    return (low + high) / 2


def deviance(data: ArrayLike, expected: ArrayLike, flux_error: float) -> float:
    """-2 ln L of counts for expectations whose common factor has a relative error, at its best factor."""
    from scipy.special import xlogy

    seen, mean = np.asarray(data, np.float64), np.asarray(expected, np.float64)
    phi = 1.0
    if flux_error > 0:
        # the sum of mu - n/phi, plus (phi - 1)/error^2, vanishes
        b = mean.sum() * flux_error**2 - 1
        phi = float(-b + np.sqrt(b**2 + 4 * seen.sum() * flux_error**2)) / 2
    pull = 0.0 if flux_error == 0 else ((phi - 1) / flux_error) ** 2
    mu = phi * mean
    impossible = (mu <= 0) & (seen > 0)
    if impossible.any():
        return float("inf")
    ratio = np.divide(seen, mu, out=np.ones_like(mu), where=mu > 0)
    return float(np.sum(2 * (mu - seen + xlogy(seen, ratio))) + pull)


def reach(
    counts: Events | float,
    *,
    field: float,
    coherence: float,
    distance: float | None = None,
    flux_error: float = FLUX_ERROR,
    fields: int = 200,
    seed: int = 1,
) -> Reach:
    """Reach in a universal Dirac moment through random Galactic fields.

    Parameters
    ----------
    counts : Events or float
        Without a moment; all channels together.
    field : float
        Strength of the transverse field [gauss].
    coherence : float
        Length of a cell, in each of which the azimuth is drawn anew [cm].
    distance : float, optional
        [cm]; that of the burst if not given.
    flux_error : float, optional
        Relative, 1 sigma.
    fields : int, optional
        Realisations for the median and its spread: there is one line of sight only.
    seed : int, optional

    Returns
    -------
    Reach

    Raises
    ------
    ValueError
        For values that are not positive, or more than 2e5 cells on the way.

    Examples
    --------
    >>> from nuem.units import kpc, pc
    >>> found = reach(74.0, field=1e-6, coherence=10 * pc, distance=10 * kpc)
    >>> print(f"{found.average:.1e} mu_B")
    1.9e-12 mu_B
    """
    if isinstance(counts, Events):
        expected, distance = float(counts.total.sum()), counts.burst.distance if distance is None else distance
    else:
        expected = checks.number("counts", counts)
    if distance is None:
        raise ValueError("distance is needed where counts are a number")
    strength = float(checks.positive("field", checks.number("field", field, "gauss"), "gauss"))
    length = float(checks.positive("coherence", checks.number("coherence", coherence, "cm"), "cm"))
    way = float(checks.positive("distance", checks.number("distance", distance, "cm"), "cm"))
    fields, seed = checks.whole("fields", fields, 1), checks.whole("seed", seed, 0)
    cells = max(1, round(way / length))
    loss = smallest_loss(expected, flux_error=flux_error)
    turn = strength * BOHR_MAGNETON / HBAR_C_EXACT * way / cells  # mu B l per mu_B
    inf = float("inf")
    if not loss < 0.5:
        return Reach(inf, inf, inf, inf, loss, expected)
    if cells > MOST_CELLS:
        raise ValueError(
            f"coherence = {length / pc:g} pc makes {cells:.3g} cells of a distance of {way / kpc:g} kpc; at most {MOST_CELLS:g} are followed"
        )
    average = float(np.arccos((1 - 2 * loss) ** (1 / cells)) / (2 * turn))
    moments = average * np.geomspace(0.1, 10, 81)
    flips = _flips(moments * turn, cells, fields, seed)
    first = np.array([_first(moments, each, loss) for each in flips.T])
    low, median, high = (float(np.quantile(first, q, method="nearest")) for q in (0.16, 0.5, 0.84))
    return Reach(median, low, high, average, loss, expected)


def _first(moments: Array, flips: Array, loss: float) -> float:
    """The smallest moment that flips enough, on straight lines between those given."""
    enough = np.flatnonzero(flips >= loss)
    if not len(enough):
        return float("inf")
    k = int(enough[0])
    return float(moments[0] if k == 0 else np.interp(loss, flips[k - 1 : k + 1], moments[k - 1 : k + 1]))


def _flips(angles: Array, cells: int, fields: int, seed: int) -> Array:
    """Flip probability for each angle per cell and each realisation of the azimuths, (angles, fields)."""
    rng = np.random.default_rng(seed)
    left = np.ones((len(angles), fields), np.complex128)
    right = np.zeros_like(left)
    cosine, sine = np.cos(angles)[:, None], np.sin(angles)[:, None]
    for _ in range(cells):
        phase = np.exp(2j * np.pi * rng.random(fields))
        left, right = cosine * left - 1j * sine * phase * right, cosine * right - 1j * sine * phase.conj() * left
    return np.asarray(np.abs(right) ** 2)
