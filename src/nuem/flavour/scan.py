r"""Many mixings at once: arrays of mixing parameters in, arrays of matrices and effective moments out.

The formulas are those of `Mixing` and `effective_moment`, for three neutrinos, with every argument an array. A million points take about a second.
A `Mixing` is one point, since rates that were folded are kept by it; here a point is a place in arrays, without any object.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import HBAR_C_EXACT
from nuem.flavour.mixing import FLAVOURS
from nuem.numerics import checks
from nuem.typing import FloatArray


def mixing_matrices(
    *,
    sin2_theta12: ArrayLike,
    sin2_theta13: ArrayLike,
    sin2_theta23: ArrayLike,
    delta: ArrayLike,
    alpha21: ArrayLike = 0.0,
    alpha31: ArrayLike = 0.0,
) -> NDArray[np.complex128]:
    """Mixing matrices of three neutrinos, in the conventions of `Mixing`.

    Parameters
    ----------
    sin2_theta12, sin2_theta13, sin2_theta23 : array_like
        sin^2 of the mixing angles.
    delta, alpha21, alpha31 : array_like
        Dirac and Majorana phases [rad]; all arguments broadcast.

    Returns
    -------
    numpy.ndarray
        U[..., flavour, mass].

    Raises
    ------
    ValueError
        For a sin^2 outside [0, 1] or a phase that is not finite.
    """
    squares = [checks.within(name, value, 0, 1) for name, value in (("sin2_theta12", sin2_theta12), ("sin2_theta13", sin2_theta13), ("sin2_theta23", sin2_theta23))]  # fmt: skip
    angles = [
        checks.real(name, value, "rad")
        for name, value in (("delta", delta), ("alpha21", alpha21), ("alpha31", alpha31))
    ]
    s12, s13, s23 = (np.sqrt(square) for square in squares)
    c12, c13, c23 = (np.sqrt(1 - square) for square in squares)
    dirac, second, third = (np.exp(1j * factor * angle) for factor, angle in zip((1.0, 0.5, 0.5), angles, strict=True))
    turned = s13 * dirac
    shape = np.broadcast_shapes(*(parameter.shape for parameter in (*squares, *angles)))
    rows = np.empty((3, 3, *shape), dtype=np.complex128)  # one element of all matrices after the other: half the time
    rows[0, 0], rows[0, 1], rows[0, 2] = c12 * c13, s12 * c13, turned.conj()
    rows[1, 0], rows[1, 1], rows[1, 2] = -s12 * c23 - (c12 * s23) * turned, c12 * c23 - (s12 * s23) * turned, s23 * c13
    rows[2, 0], rows[2, 1], rows[2, 2] = s12 * s23 - (c12 * c23) * turned, -c12 * s23 - (s12 * c23) * turned, c23 * c13
    if np.any(angles[1]):
        rows[:, 1] *= second
    if np.any(angles[2]):
        rows[:, 2] *= third
    return np.moveaxis(rows, (0, 1), (-2, -1))


def effective_moments(
    dipoles: ArrayLike,
    unitary: ArrayLike,
    flavour: str,
    *,
    splittings: ArrayLike = 0.0,
    baseline: ArrayLike = 0.0,
    energy: ArrayLike = 1.0,
    antineutrino: bool = False,
) -> FloatArray:
    """Effective moments of many vertices and mixings, as `effective_moment` gives them one by one.

    Parameters
    ----------
    dipoles : array_like
        lambda[..., final, initial] in the mass basis [mu_B].
    unitary : array_like
        U[..., flavour, mass]; broadcasts against `dipoles`.
    flavour : {"e", "mu", "tau"}
    splittings : array_like, optional
        m_i^2 - m_1^2 on the last axis [MeV^2]; needed away from the source.
    baseline, energy : array_like, optional
        Distance [cm] and neutrino energy [MeV].
    antineutrino : bool, optional

    Returns
    -------
    float or numpy.ndarray
        mu_eff [mu_B].

    Raises
    ------
    ValueError
        For matrices of sizes that do not fit, an unknown flavour, or a negative distance or energy.

    Examples
    --------
    >>> phases = np.linspace(0, 6, 5)
    >>> u = mixing_matrices(sin2_theta12=0.31, sin2_theta13=0.022, sin2_theta23=0.5, delta=phases)
    >>> effective_moments(1e-11 * np.eye(3), u, "e").shape
    (5,)
    """
    lam, u = checks.complex_numbers("dipoles", dipoles, "mu_B"), checks.complex_numbers("unitary", unitary)
    if lam.ndim < 2 or lam.shape[-1] != lam.shape[-2] or u.ndim < 2 or u.shape[-1] != lam.shape[-1]:
        raise ValueError(
            f"dipoles (..., n, n) and unitary (..., flavour, n) are needed, got shapes {lam.shape} and {u.shape}"
        )
    produced = u[..., FLAVOURS.index(checks.choice("flavour", flavour, FLAVOURS)), :]
    amplitude = produced if antineutrino else produced.conj()
    length = checks.not_negative("baseline", baseline, "cm")
    energies, differences = checks.positive("energy", energy, "MeV"), checks.real("splittings", splittings, "MeV^2")
    if np.any(length > 0):
        if differences.ndim == 0 or differences.shape[-1] != lam.shape[-1]:
            raise ValueError(
                f"splittings must be {lam.shape[-1]} on the last axis for a baseline, got shape {differences.shape}"
            )
        phase = (length / (2 * HBAR_C_EXACT * energies))[..., None] * differences
        amplitude = amplitude * np.exp(-1j * phase)
    if antineutrino:
        lam = lam.conj()
    squared: FloatArray | float = 0.0
    for final in range(lam.shape[-1]):
        flipped = sum(lam[..., final, initial] * amplitude[..., initial] for initial in range(lam.shape[-1]))
        squared = squared + flipped.real**2 + flipped.imag**2
    return np.asarray(np.sqrt(squared))[()]
