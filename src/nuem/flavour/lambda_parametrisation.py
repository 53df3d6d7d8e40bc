r"""Three numbers for three Majorana neutrinos: lambda_ij = sum_k epsilon_ijk Lambda_k.

Every effective moment is then a hermitian form,

.. math:: \mu_\mathrm{eff}^2 = \Lambda^\dagger W \Lambda, \qquad W = 1 - \rho,

with rho the density matrix of the neutrino in the mass basis (its conjugate for an antineutrino): |Lambda|^2 - |sum_i U_li Lambda_i|^2 at a short
baseline, |Lambda|^2 - sum_i P_i |Lambda_i|^2 for solar neutrinos [Grimus:2002vb; Canas:2015yoa]. The three
flavours share mu_e^2 + mu_mu^2 + mu_tau^2 = 2 |Lambda|^2 at any common L/E. In the flavour basis Lambda becomes det(U)^* U Lambda.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.flavour.mixing import Mixing
from nuem.flavour.states import flavour_state
from nuem.numerics import checks
from nuem.vertex import Vertex

_CYCLIC = np.array([[1, 2], [2, 0], [0, 1]])  # Lambda_k = lambda[_CYCLIC[k]]


def majorana_vertex(lambdas: ArrayLike) -> Vertex:
    """The Majorana vertex with lambda_ij = sum_k epsilon_ijk Lambda_k in the mass basis.

    Parameters
    ----------
    lambdas : array_like
        Lambda_1, Lambda_2, Lambda_3, complex [mu_B].

    Returns
    -------
    Vertex

    Raises
    ------
    ValueError
        If they are not three finite numbers.

    Examples
    --------
    >>> print(majorana_vertex([0, 0, 2e-12]).dipole[0, 1])
    (2e-12+0j)
    """
    values = checks.complex_numbers("lambdas", lambdas, "mu_B")
    if values.shape != (3,):
        raise ValueError(f"lambdas must be three numbers [mu_B], got shape {values.shape}")
    dipole = np.zeros((3, 3), dtype=np.complex128)
    for value, (row, column) in zip(values, _CYCLIC, strict=True):
        dipole[row, column], dipole[column, row] = value, -value
    return Vertex.from_dipole("majorana", dipole)


def lambdas(vertex: Vertex, *, mixing: Mixing | None = None) -> NDArray[np.complex128]:
    """Lambda_1, Lambda_2, Lambda_3 of a Majorana vertex, or Lambda_e, Lambda_mu, Lambda_tau with a mixing.

    Parameters
    ----------
    vertex : Vertex
    mixing : Mixing, optional
        For the flavour basis.

    Returns
    -------
    numpy.ndarray
        Three complex numbers [mu_B], after the leading axes of the vertex.

    Raises
    ------
    ValueError
        If the vertex is not one of three Majorana neutrinos.
    """
    checks.known("vertex", vertex, checks.VERTEX)
    if vertex.nature != "majorana" or vertex.size != 3:
        raise ValueError(
            f"the Lambda parametrisation is for three Majorana neutrinos, got {vertex.size} {vertex.nature} ones"
        )
    dipole = vertex.dipole if mixing is None else vertex.in_flavour_basis(mixing).dipole
    return np.asarray(dipole[..., _CYCLIC[:, 0], _CYCLIC[:, 1]])


def lambda_weight(
    mixing: Mixing,
    flavour: str,
    *,
    baseline: float = 0.0,
    energy: ArrayLike | None = None,
    antineutrino: bool = False,
) -> NDArray[np.complex128]:
    """The hermitian matrix W = 1 - rho of an effective moment, mu_eff^2 = Lambda^dagger W Lambda, in the mass basis.

    Parameters
    ----------
    mixing, flavour, baseline, energy, antineutrino
        As in `effective_moment`.

    Returns
    -------
    numpy.ndarray
        Shape (*energy.shape, 3, 3); turn it into the flavour basis as U W U^dagger.

    Raises
    ------
    ValueError
        As `flavour_state`, and for sterile neutrinos.
    """
    checks.known("mixing", mixing, checks.MIXING)
    if mixing.size != 3:
        raise ValueError(f"the Lambda parametrisation is for three neutrinos, the mixing has {mixing.size}")
    state = flavour_state(mixing, flavour, baseline=baseline, energy=energy, antineutrino=antineutrino)
    return np.asarray(np.eye(3) - (state.conj() if antineutrino else state))


def averaged_lambda_weight(probabilities: ArrayLike) -> NDArray[np.complex128]:
    """W = diag(1 - P_i) of an incoherent mixture of mass states, such as solar neutrinos.

    Parameters
    ----------
    probabilities : array_like
        P_i on the last axis, as in `averaged_effective_moment`.

    Returns
    -------
    numpy.ndarray
        Shape (..., 3, 3).

    Raises
    ------
    ValueError
        If they are not three fractions that sum to 1.
    """
    fractions = checks.within("probabilities", probabilities, 0, 1)
    if fractions.ndim == 0 or fractions.shape[-1] != 3 or np.any(np.abs(fractions.sum(axis=-1) - 1) > 1e-6):
        raise ValueError(f"probabilities must be three fractions that sum to 1, got {probabilities!r}")
    return np.asarray((1 - fractions)[..., None] * np.eye(3) + 0j)


def moment_over_phases(moduli: ArrayLike, weight: ArrayLike) -> tuple[float, float]:
    r"""Smallest and largest effective moment that the phases of Lambda allow, for given |Lambda_k|.

    With a neutrino of one flavour at a short baseline the smallest is |Lambda|^2 - (sum_i |U_li Lambda_i|)^2.

    Parameters
    ----------
    moduli : array_like
        |Lambda_k|, three [mu_B].
    weight : array_like
        W of `lambda_weight`, 3 x 3.

    Returns
    -------
    tuple of float
        mu_eff, smallest and largest [mu_B].

    Raises
    ------
    ValueError
        For moduli or a matrix that are none.
    """
    sizes, matrix = checks.not_negative("moduli", moduli, "mu_B"), require_weight(weight)
    if sizes.shape != (3,):
        raise ValueError(f"moduli must be three, got shape {sizes.shape}")
    scale = float(sizes.max())
    if scale == 0:
        return 0.0, 0.0
    form = matrix * np.outer(sizes, sizes) / scale**2
    extremes = (-_lowest(-form), _lowest(form))
    low, high = sorted(math.sqrt(max(value, 0.0)) * scale for value in extremes)
    return low, high


def require_weight(weight: ArrayLike) -> NDArray[np.complex128]:
    """A 3 x 3 hermitian positive matrix W, or a refusal that says what it must be."""
    matrix = checks.complex_numbers("weight", weight)
    if matrix.shape != (3, 3) or np.max(np.abs(matrix - matrix.conj().T)) > 1e-9:
        raise ValueError(
            f"weight must be a hermitian 3 x 3 matrix, as lambda_weight gives it, got shape {matrix.shape}"
        )
    if np.linalg.eigvalsh(matrix)[0] < -1e-9:
        raise ValueError("weight must have no negative eigenvalue: an effective moment squared is positive")
    return matrix


def _lowest(form: NDArray[np.complex128]) -> float:
    """Minimum of sum_kl e^{i(phi_l - phi_k)} F_kl: one angle is free, the second is set by a phasor, the third is found on a grid."""
    from scipy.optimize import minimize_scalar

    def value(x: float) -> float:
        pair = 2 * (form[0, 1] * np.exp(1j * x)).real
        return float(np.trace(form).real + pair - 2 * abs(form[0, 2] + form[1, 2] * np.exp(-1j * x)))

    grid = np.linspace(0, 2 * np.pi, 181)
    best = grid[np.argmin([value(x) for x in grid])]
    step = grid[1]
    return float(
        minimize_scalar(value, bounds=(best - step, best + step), method="bounded", options={"xatol": 1e-10}).fun
    )
