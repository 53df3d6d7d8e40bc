r"""What limits on some effective moments say about another: the largest moment of one source that others still allow.

Every effective moment is a hermitian form, mu^2 = Lambda^dagger W Lambda with W = 1 - rho for Majorana neutrinos and mu^2 = Tr[H rho] with
H = lambda^dagger lambda for Dirac ones. Under a limit m_s of weight W_s the largest moment of weight W is

.. math:: \mu_\mathrm{max} = m_s \sqrt{x_\mathrm{max}},

with the largest generalised eigenvalue x_max of (W, W_s), all phases being free. Under several limits it is the least over mixtures of
their forms, exact for up to three of them and an upper bound beyond (extreme points of rank r need r^2 limits).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.flavour.lambda_parametrisation import require_weight
from nuem.flavour.mixing import Mixing
from nuem.numerics import checks
from nuem.numerics.mixtures import least_over_mixtures

_BLIND = 1e-9  # eigenvalue of a form, of order one otherwise, below which a direction is unseen


def largest_effective_moment(weight: ArrayLike, moments: ArrayLike, weights: ArrayLike) -> float:
    """Largest effective moment of one source that limits on those of others allow, with all phases free.

    A signal above it contradicts the limits, whatever the vertex.

    Parameters
    ----------
    weight : array_like
        W of the source in question: `lambda_weight` (Majorana), or the density matrix of its state (Dirac), (3, 3).
    moments : array_like
        Upper limits on effective moments, one or more [mu_B].
    weights : array_like
        Their W, (3, 3) or (number of limits, 3, 3), in the same representation.

    Returns
    -------
    float
        [mu_B]; infinite if the source sees a direction that no limit sees.

    Raises
    ------
    ValueError
        For limits that are not positive, weights that are not hermitian with eigenvalues from 0 to 1, or numbers that differ.

    Examples
    --------
    >>> from nuem.flavour import averaged_lambda_weight, lambda_weight
    >>> sun, reactor = averaged_lambda_weight([0.6, 0.3, 0.1]), lambda_weight(Mixing.nufit(), "e")
    >>> f"{largest_effective_moment(reactor, 1e-11, sun):.3g} mu_B"
    '1.33e-11 mu_B'
    """
    limits = np.atleast_1d(checks.positive("moments", moments, "mu_B"))
    matrices = checks.complex_numbers("weights", weights)
    matrices = matrices[None] if matrices.ndim == 2 else matrices
    if limits.ndim != 1 or limits.size == 0 or matrices.ndim != 3 or len(matrices) != len(limits):
        raise ValueError(
            f"there are {limits.size} limits but weights of shape {matrices.shape}; give one 3 x 3 matrix for each"
        )
    form = require_weight(checks.complex_numbers("weight", weight))
    scaled = np.stack([require_weight(matrix) for matrix in matrices]) * (limits.min() / limits)[:, None, None] ** 2

    def largest(mixture: NDArray[np.float64]) -> float:
        values, vectors = np.linalg.eigh(np.tensordot(mixture, scaled, axes=1))
        rotated = vectors.conj().T @ form @ vectors
        blind = values < _BLIND * values[-1]
        if np.any(rotated.diagonal().real[blind] > _BLIND):
            return np.inf
        root = 1 / np.sqrt(np.where(blind, 1.0, values))
        restricted = np.where(blind, 0.0, root)
        return float(np.linalg.eigvalsh(rotated * np.outer(restricted, restricted))[-1])

    return float(limits.min() * np.sqrt(least_over_mixtures(largest, len(scaled))))


def tightening_limits(
    solar_limit: float, probabilities: ArrayLike, mixing: Mixing, flavour: str = "e"
) -> NDArray[np.float64]:
    r"""The short-baseline limit on mu_l below which the profiled |Lambda_k| of a solar limit shrinks.

    .. math:: m_l < m_s \sqrt{\frac{1 - |U_{lk}|^2}{1 - P_k}}

    No phase enters: the profiled solar maximum lies on the axis k. A weaker limit still cuts the allowed body where it is below
    `largest_effective_moment`, without moving any |Lambda_k|.

    Parameters
    ----------
    solar_limit : float
        m_s [mu_B].
    probabilities : array_like
        P_k, the fraction of each mass state in the solar flux.
    mixing : Mixing
    flavour : {"e", "mu", "tau"}, optional

    Returns
    -------
    numpy.ndarray
        For k = 1, 2, 3 [mu_B].

    Raises
    ------
    ValueError
        For a limit that is not positive, or probabilities that are not three, below 1.
    """
    limit = checks.number("solar_limit", checks.positive("solar_limit", solar_limit, "mu_B"), "mu_B")
    fractions = checks.within("probabilities", probabilities, 0, 1)
    if fractions.shape != (3,) or np.any(fractions >= 1) or abs(fractions.sum() - 1) > 1e-6:
        raise ValueError(f"probabilities must be three numbers below 1 that sum to 1, got {fractions}")
    row = np.abs(mixing.matrix[mixing.index(flavour), :3]) ** 2
    return np.asarray(limit * np.sqrt((1 - row) / (1 - fractions)))


def pattern_scale(pattern: ArrayLike, state: ArrayLike, limit: float) -> float:
    r"""Largest factor s of a fixed dipole matrix, lambda = s P, under a limit on an effective moment, s < m/sqrt(Tr[P rho P^dagger]).

    Parameters
    ----------
    pattern : array_like
        P, any complex (n, n) matrix, [final, initial].
    state : array_like
        Density matrix in the mass basis, or the fractions of the mass states.
    limit : float
        m, in any unit; the scale then has that unit over the pattern's.

    Returns
    -------
    float
        Infinite if the state does not feel the pattern.

    Raises
    ------
    ValueError
        For shapes that do not fit, or a limit that is not positive.

    Examples
    --------
    >>> f"{pattern_scale([[0, 1], [0, 0]], [0.5, 0.5], 1e-11):.3g}"
    '1.41e-11'
    """
    matrix, density = checks.complex_numbers("pattern", pattern), checks.complex_numbers("state", state)
    density = np.diag(density) if density.ndim == 1 else density
    if matrix.ndim != 2 or matrix.shape != density.shape or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"pattern and state must be square and alike, got shapes {matrix.shape} and {density.shape}")
    squared_moment = float(np.trace(matrix @ density @ matrix.conj().T).real)
    size = checks.number("limit", checks.positive("limit", limit))
    return size / np.sqrt(squared_moment) if squared_moment > 0 else float("inf")
