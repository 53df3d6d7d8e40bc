"""The rate of coherent scattering by plain quadrature: a second route to what a response folds."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nuem.constants import ATOMIC_MASS_UNIT, AVOGADRO, ELECTRON_MASS
from nuem.detectors import DetectorResponse
from nuem.scattering.nucleus import dsigma_dT
from nuem.sources.flavour_beam import FlavourBeam
from nuem.units import keV

GERMANIUM = {70: 0.2052, 72: 0.2745, 73: 0.0776, 74: 0.3652, 76: 0.0775}
XENON = {
    124: 0.00095, 126: 0.00089, 128: 0.0191, 129: 0.26401, 130: 0.04071, 131: 0.21232, 132: 0.26909, 134: 0.10436, 136: 0.08857,
}  # fmt: skip
Isotopes = Sequence[tuple[int, int, float]]
"""Z, A and number of nuclei in a formula unit."""


def isotopes(Z: int, abundances: Mapping[int, float]) -> Isotopes:
    return [(Z, A, fraction) for A, fraction in abundances.items()]


def mass(Z: int, A: int) -> float:
    return A * ATOMIC_MASS_UNIT - Z * ELECTRON_MASS


def rate(beam: FlavourBeam, nuclei: Isotopes, recoil: NDArray[np.float64], **couplings: Any) -> NDArray[np.float64]:
    """Recoils of a formula unit [1/s/MeV] at recoil energies, integrals over the energy broken at its lower end and every knot."""
    nodes, weights = np.polynomial.legendre.leggauss(6)
    total = np.zeros_like(recoil)
    for Z, A, fraction in nuclei:
        M = mass(Z, A)
        for energy, flux in beam.lines:
            total += fraction * flux * dsigma_dT(recoil, energy, Z=Z, A=A, **couplings)
        if len(beam.breaks):
            lowest = (recoil + np.sqrt(recoil**2 + 2 * M * recoil)) / 2
            ends = np.maximum(beam.breaks[None, :], lowest[:, None])
            half = np.diff(ends, axis=1)[:, :, None] / 2
            at = ends[:, :-1, None] + half * (nodes + 1)
            sigma = dsigma_dT(recoil[:, None, None], at, Z=Z, A=A, **couplings)
            total += fraction * np.sum(half * weights * beam.flux(at) * sigma, axis=(1, 2))
    return total


def counts(
    dRdT: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    response: DetectorResponse,
    breaks: Sequence[float],
    step: float = 0.02 * keV,
) -> NDArray[np.float64]:
    """Counts in each bin: Gauss-Legendre on steps that begin and end at every knot of the response and every break of the rate."""
    low, high = response.recoil_range
    high = min(high, max(breaks))
    edges = np.union1d(response.knots(), np.asarray(breaks))
    edges = np.union1d(edges[(edges > low) & (edges < high)], [low, high])
    pieces = [np.linspace(a, b, 1 + int(np.ceil((b - a) / step))) for a, b in pairwise(edges)]
    fine = np.unique(np.concatenate(pieces))
    nodes, weights = np.polynomial.legendre.leggauss(4)
    half = np.diff(fine)[:, None] / 2
    recoil = (fine[:-1, None] + half * (nodes + 1)).ravel()
    return np.asarray(response.matrix(recoil) @ (dRdT(recoil) * (half * weights).ravel()))


def per_gram(molar_mass: float) -> float:
    return AVOGADRO / molar_mass


def end_points(nuclei: Isotopes, energy: float) -> list[float]:
    return [2 * energy**2 / (mass(Z, A) + 2 * energy) for Z, A, _ in nuclei]
