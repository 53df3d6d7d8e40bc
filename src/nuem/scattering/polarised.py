r"""A vertex that is linear in parameters: the numbers of its rates are polynomials of second degree.

With matrices D_0 = sum_i theta_i D_{0i}, and D_1 and lambda alike, `nuem.scattering.bilinear.vertex_numbers` are

.. math:: v = c + \sum_i \theta_i L_i + \tfrac12\sum_{ij}\theta_i\theta_j Q_{ij}, \qquad
          Q^{(\lambda)}_{ij} = \lambda_i^\dagger\lambda_j + \lambda_j^\dagger\lambda_i .
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nuem.scattering.bilinear import (
    CHARGE_SQUARED,
    DIPOLE,
    GROUPS,
    RADIUS_CHARGE,
    RADIUS_SQUARED,
    pack,
    unpack,
    vertex_numbers,
)
from nuem.scattering.couplings import shift_matrices
from nuem.vertex import Vertex

Reals = NDArray[np.float64]


def polarised(directions: Sequence[Vertex], n: int) -> tuple[Reals, Reals, Reals]:
    """Coefficients of the polynomials of a vertex sum_i theta_i V_i.

    Parameters
    ----------
    directions : sequence of Vertex
        V_i, of n neutrinos.
    n : int

    Returns
    -------
    tuple of numpy.ndarray
        Constant (K), first (p, K) and second derivatives (p, p, K) at zero, with K = 1 + 6 n^2.
    """
    size = n * n
    constant = vertex_numbers(None, n)
    linear = np.zeros((len(directions), len(constant)))
    shifts = [shift_matrices(direction) for direction in directions]
    radius, charge = (np.array([shift[k] for shift in shifts]) for k in (0, 1))
    dipole = np.array([direction.dipole for direction in directions])
    linear[:, 1 : 1 + size], linear[:, 1 + size : 1 + 2 * size] = pack(radius), pack(charge)
    quadratic = np.zeros((len(directions), len(directions), len(constant)))
    mixed = _products(radius, charge)
    for group, product in (
        (RADIUS_SQUARED, _products(radius, radius)),
        (RADIUS_CHARGE, (mixed + mixed.swapaxes(0, 1)) / 2),
        (CHARGE_SQUARED, _products(charge, charge)),
        (DIPOLE, _products(dipole.conj().swapaxes(-1, -2), dipole)),
    ):
        symmetrised = product + product.conj().swapaxes(-1, -2) if group != DIPOLE else product + product.swapaxes(0, 1)
        quadratic[..., 1 + group * size : 1 + (group + 1) * size] = pack(symmetrised)
    return constant, linear, quadratic


def turned(numbers: Reals, unitary: NDArray[np.complex128]) -> Reals:
    """Numbers of a rate (..., 1 + 6 n^2) for vertices in another basis: matrices X there are V^dagger X V here."""
    n = len(unitary)
    size = n * n
    matrix = pack(unitary.conj().T @ unpack(np.eye(size)) @ unitary).T
    result = numbers.copy()
    for group in range(GROUPS):
        place = slice(1 + group * size, 1 + (group + 1) * size)
        result[..., place] = numbers[..., place] @ matrix
    return result


def _products(left: NDArray[np.complex128], right: NDArray[np.complex128]) -> NDArray[np.complex128]:
    return np.asarray(left[:, None] @ right[None])
