r"""Neutrino-electron scattering of any state through the full vertex: the cross section as traces over the density matrix.

With the couplings G_L and G_R as matrices of the mass states, [final, initial], and the dipole lambda = mu - i eps,

.. math:: \frac{d\sigma}{dT} = \frac{2G_F^2m_e}{\pi}\Big\{\mathrm{Tr}[G_L\rho G_L^\dagger]
          + \mathrm{Tr}[G_R\rho G_R^\dagger]\Big(1-\frac TE\Big)^2 - \mathrm{Re\,Tr}[G_L\rho G_R^\dagger]\frac{m_eT}{E^2}\Big\}
          + \frac{\pi\alpha^2}{m_e^2}\,\mathrm{Tr}[\lambda\rho\lambda^\dagger]\Big(\frac1T-\frac1E\Big)

which is the result of Kouzakov and Studenikin [Kouzakov:2017hbc] for rho = a a^dagger, and holds for mixed states too. The final neutrino is
not observed, so the sum over f is a trace; what is off-diagonal in the flavours interferes only as far as the state is coherent.
"""

from __future__ import annotations

from math import pi
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import CLASSICAL_RADIUS_SQUARED, ELECTRON_MASS, SIN2_THETA_W, WEAK_SCALE
from nuem.flavour import Mixing
from nuem.numerics import checks
from nuem.scattering.couplings import Matrices, shift_matrices, weak_matrices
from nuem.scattering.kinematics import allowed
from nuem.vertex import Vertex


def dsigma_dT(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    vertex: Vertex,
    mixing: Mixing,
    state: ArrayLike,
    antineutrino: bool = False,
    sin2_theta_w: float = SIN2_THETA_W,
) -> NDArray[np.float64]:
    """Cross section of a neutrino in a given state on a free electron at rest.

    For antineutrinos U -> U^*, Q -> Q^*, lambda -> lambda^*, and left and right change places.

    Parameters
    ----------
    recoil, energy : array_like
        Electron recoil T and neutrino energy E [MeV]; they broadcast, also with the leading axes of `state`.
    vertex : Vertex
        Charge, charge radius, anapole, magnetic and electric moments in the mass basis.
    mixing : Mixing
        Of which the weak couplings need U; sterile neutrinos have none.
    state : array_like
        Density matrix in the mass basis, (..., n, n), hermitian, trace 1; such as `nuem.flavour.flavour_state` with the same
        `antineutrino`.
    antineutrino : bool, optional
    sin2_theta_w : float, optional

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero above the end point.

    Raises
    ------
    ValueError
        For a state that is not a density matrix, sizes that differ, or a recoil of zero with a charge or a dipole.

    Examples
    --------
    >>> import numpy as np
    >>> from nuem.flavour import flavour_state
    >>> mixing = Mixing.nufit()
    >>> vertex = Vertex("dirac", magnetic=1e-11 * np.eye(3))
    >>> sigma = dsigma_dT(0.1, 1.0, vertex=vertex, mixing=mixing, state=flavour_state(mixing, "e"))
    >>> f"{sigma:.3e} cm^2/MeV"
    '1.026e-44 cm^2/MeV'
    """
    t, e = checks.not_negative("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    if vertex.size != mixing.size:
        raise ValueError(f"the vertex has {vertex.size} neutrinos but the mixing has {mixing.size}")
    rho = density_matrix(state, mixing.size)
    traces = coupling_traces(vertex, mixing, rho, antineutrino=antineutrino, sin2_theta_w=sin2_theta_w)
    if np.any(vertex.charge) or np.any(vertex.dipole):
        checks.positive("recoil", t, "MeV")
    inverse = np.where(t > 0, 1 / np.where(t > 0, t, 1.0), 0.0)
    left, right, cross = (constant + inverse * (single + inverse * double) for constant, single, double in traces.weak)
    weak = WEAK_SCALE * (left + right * (1 - t / e) ** 2 - cross * ELECTRON_MASS * t / e**2)
    magnetic = pi * CLASSICAL_RADIUS_SQUARED * traces.dipole * (inverse - 1 / e)
    return np.where(allowed(t, e), np.maximum(weak, 0.0) + magnetic, 0.0)


class Traces(NamedTuple):
    """Traces over the state, of which a cross section at any recoil is made."""

    weak: tuple[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]], ...]
    """Tr[G_L rho G_L^dagger], Tr[G_R rho G_R^dagger] and Re Tr[G_L rho G_R^dagger], each as coefficients of 1, 1/T and 1/T^2."""
    dipole: NDArray[np.float64]
    """Tr[lambda rho lambda^dagger], the effective moment squared [mu_B^2]."""


def coupling_traces(
    vertex: Vertex,
    mixing: Mixing,
    state: NDArray[np.complex128],
    *,
    antineutrino: bool = False,
    sin2_theta_w: float = SIN2_THETA_W,
) -> Traces:
    """The traces of `dsigma_dT`, each of the shape of the leading axes of the state.

    Parameters are those of `dsigma_dT`; the charge gives the coefficients of 1/T [MeV] and 1/T^2 [MeV^2].
    """
    checks.single("vertex", vertex)
    constant, falling = shift_matrices(vertex)
    weak = weak_matrices(mixing, sin2_theta_w=sin2_theta_w)
    at_rest = Matrices(weak.left + constant, weak.right + constant)
    dipole = vertex.dipole
    if antineutrino:
        at_rest, falling, dipole = at_rest.conjugate, falling.conj(), dipole.conj()
    left, right = at_rest
    return Traces(
        tuple(
            (
                _trace(first, state, second),
                _trace(first, state, falling) + _trace(falling, state, second),
                _trace(falling, state, falling),
            )
            for first, second in ((left, left), (right, right), (left, right))
        ),
        _trace(dipole, state, dipole),
    )


def density_matrix(state: ArrayLike, size: int) -> NDArray[np.complex128]:
    """A state that has been checked: (..., size, size), hermitian and of trace 1.

    Raises
    ------
    ValueError
        With what is wrong with it.
    """
    rho = np.asarray(state, dtype=np.complex128)
    if rho.shape[-2:] != (size, size):
        raise ValueError(f"state must be a density matrix of shape (..., {size}, {size}), got {rho.shape}")
    if not np.all(np.isfinite(rho)):
        raise ValueError("state must be finite")
    if np.max(np.abs(rho - np.swapaxes(rho, -1, -2).conj()), initial=0.0) > 1e-8:
        raise ValueError("state must be hermitian")
    trace = np.einsum("...ii->...", rho).real
    if np.max(np.abs(trace - 1), initial=0.0) > 1e-6:
        raise ValueError(
            f"state must have trace 1, got {float(np.ravel(trace)[np.argmax(np.abs(np.ravel(trace) - 1))]):g}"
        )
    return rho


def _trace(
    first: NDArray[np.complex128], state: NDArray[np.complex128], second: NDArray[np.complex128]
) -> NDArray[np.float64]:
    """Re Tr[A rho B^dagger]."""
    return np.asarray(np.einsum("ij,...ji->...", second.conj().T @ first, state).real)
