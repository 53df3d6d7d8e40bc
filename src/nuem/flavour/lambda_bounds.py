r"""What a limit on an effective moment says about Lambda, and about single elements of the dipole matrix.

A limit mu_eff < m is an ellipsoid, Lambda^dagger W Lambda < m^2. Along an axis, with the other two at zero, it ends at
m/sqrt(W_kk). With the others free, in size and phase, it ends at m sqrt((W^{-1})_kk); for several limits at once

.. math:: |\Lambda_k| \le \min_{t_a \ge 0,\, \sum t_a = 1} \sqrt{\Big[\Big(\sum_a t_a W_a/m_a^2\Big)^{-1}\Big]_{kk}} ,

which is exact, since a linear function on an intersection of ellipsoids has no duality gap. One pure flavour state leaves a whole direction,
Lambda parallel to U_l^*, unseen; then there is no limit on any Lambda_k that has a part in it, and infinity is returned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.flavour.lambda_parametrisation import require_weight
from nuem.numerics import checks
from nuem.numerics.mixtures import least_over_mixtures

_BLIND = 1e-9  # eigenvalue of W, of order one otherwise, below which a direction is unseen


@dataclass(frozen=True, slots=True)
class LambdaLimits:
    """Limits on |Lambda_1|, |Lambda_2|, |Lambda_3| [mu_B], at the confidence level of the limits they come from."""

    alone: NDArray[np.float64]
    """With the other two at zero."""
    profiled: NDArray[np.float64]
    """With the other two free in size and phase; infinite where a direction is unseen."""


def lambda_limits(moments: ArrayLike, weights: ArrayLike) -> LambdaLimits:
    """Limits on |Lambda_k| from limits on one or more effective moments.

    Several limits are taken as hard walls; their joint confidence level is then at least as low as a Bonferroni bound allows. Fit the data
    together for a sharper statement.

    Parameters
    ----------
    moments : array_like
        Upper limits on effective moments, one or more [mu_B].
    weights : array_like
        W of each, from `lambda_weight` or `averaged_lambda_weight`: shape (3, 3) or (number of limits, 3, 3).

    Returns
    -------
    LambdaLimits

    Raises
    ------
    ValueError
        For limits that are not positive, or as many matrices as there are not limits.

    Examples
    --------
    >>> from nuem.flavour import averaged_lambda_weight
    >>> found = lambda_limits(6.3e-12, averaged_lambda_weight([0.5, 0.45, 0.05]))
    >>> print([f"{value:.2e}" for value in found.alone])
    ['8.91e-12', '8.49e-12', '6.46e-12']
    """
    limits = np.atleast_1d(checks.positive("moments", moments, "mu_B"))
    matrices = checks.complex_numbers("weights", weights)
    matrices = matrices[None] if matrices.ndim == 2 else matrices
    if limits.ndim != 1 or limits.size == 0 or matrices.ndim != 3 or len(matrices) != len(limits):
        raise ValueError(
            f"there are {limits.size} limits but weights of shape {matrices.shape}; give one 3 x 3 matrix for each limit"
        )
    forms = np.stack([require_weight(matrix) for matrix in matrices]) * (limits.min() / limits)[:, None, None] ** 2
    sensitivity = np.max(forms.diagonal(axis1=1, axis2=2).real, axis=0)
    alone = np.where(sensitivity < _BLIND, np.inf, limits.min() / np.sqrt(np.maximum(sensitivity, _BLIND)))
    profiled = limits.min() * np.array([_extent(forms, k) for k in range(3)])
    return LambdaLimits(alone=alone, profiled=profiled)


def element_limits(moment: float, state: ArrayLike, nature: str) -> NDArray[np.float64]:
    r"""Limits on single elements |lambda_fi| of the dipole matrix, all others at zero, for any number of neutrinos.

    .. math:: |\lambda_{fi}| < \frac{m}{\sqrt{\rho_{ii}}} \ \text{(Dirac)}, \qquad |\lambda_{fi}| = |\lambda_{if}| < \frac{m}{\sqrt{\rho_{ii} + \rho_{ff}}}
              \ \text{(Majorana)}

    Parameters
    ----------
    moment : float
        Upper limit on the effective moment [mu_B].
    state : array_like
        Density matrix of the neutrino in the mass basis, as `flavour_state` gives it.
    nature : {"dirac", "majorana"}

    Returns
    -------
    numpy.ndarray
        (n, n), [final, initial] [mu_B]; infinite for Majorana diagonal elements, which vanish anyway, and for states that are absent.

    Raises
    ------
    ValueError
        For a limit that is not positive, a state that is no square matrix, or an unknown nature.
    """
    limit = checks.number("moment", checks.positive("moment", moment, "mu_B"), "mu_B")
    density = checks.complex_numbers("state", state)
    if density.ndim != 2 or density.shape[0] != density.shape[1]:
        raise ValueError(f"state must be a square density matrix, got shape {density.shape}")
    fraction = np.maximum(np.diag(density).real, 0.0)
    if checks.choice("nature", nature, ("dirac", "majorana")) == "dirac":
        fractions = np.broadcast_to(fraction, density.shape)
    else:
        fractions = fraction[:, None] + fraction
        np.fill_diagonal(fractions, 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(limit / np.sqrt(fractions))


def _extent(forms: NDArray[np.complex128], k: int) -> float:
    """Largest |Lambda_k| with Lambda^dagger F_a Lambda <= 1 for every a: the minimum over mixtures of the forms, which is convex."""

    def squared(mixture: NDArray[np.float64]) -> float:
        values, vectors = np.linalg.eigh(np.tensordot(mixture, forms, axes=1))
        part = np.abs(vectors[k]) ** 2
        blind = values < _BLIND * values[-1]
        if np.any(part[blind] > _BLIND):
            return np.inf
        return float(np.sum(part[~blind] / values[~blind]))

    return float(np.sqrt(least_over_mixtures(squared, len(forms))))
