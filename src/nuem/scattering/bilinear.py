r"""A rate as a function of the vertex: bilinear in its couplings, linear in seven groups of their products.

With the shift of g_L and of g_R of the electron by a vertex, delta = D_0 + D_1/T (`nuem.scattering.couplings.shift_matrices`), and the
dipole lambda, every rate, on electrons and on nuclei alike, is

.. math:: R = R_0 + \mathrm{Tr}[A D_0] + \mathrm{Tr}[B D_1] + \mathrm{Tr}[C D_0^2] + \mathrm{Tr}[E\,\tfrac12\{D_0, D_1\}] + \mathrm{Tr}[F D_1^2]
              + \mathrm{Tr}[M \lambda^\dagger\lambda]

with hermitian matrices of the source, the target and the detector. The weak couplings are inside R_0, A and B. All matrices are hermitian, so
that each trace is a product of n^2 real numbers with n^2 real numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import isqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nuem.numerics import checks
from nuem.scattering.couplings import shift_matrices
from nuem.vertex import Vertex

Matrix = NDArray[np.complex128]
Reals = NDArray[np.float64]

RADIUS, CHARGE, RADIUS_SQUARED, RADIUS_CHARGE, CHARGE_SQUARED, DIPOLE = range(6)
GROUPS: Final = 6
"""Number of groups of products, in addition to the constant R_0."""

_SHIFTS: Final = ("charge", "charge_radius", "anapole")
_DIPOLES: Final = ("magnetic", "electric")


@cache
def _layout(n: int) -> tuple[NDArray[np.intp], Reals]:
    """Where the n^2 real numbers of a hermitian matrix are in its 2 n^2 stored ones, and how often each enters a trace."""
    rows, columns = np.triu_indices(n, 1)
    upper = 2 * (rows * n + columns)
    where = np.concatenate([2 * np.arange(n) * (n + 1), upper, upper + 1])
    return where, np.concatenate([np.ones(n), np.full(2 * len(upper), 2.0)])


def pack(matrices: Matrix) -> Reals:
    """The n^2 real numbers of hermitian matrices, (..., n, n) to (..., n^2): diagonal, real and imaginary parts above it."""
    n = matrices.shape[-1]
    flat = np.ascontiguousarray(matrices).view(np.float64).reshape(*matrices.shape[:-2], 2 * n * n)
    return flat[..., _layout(n)[0]]


def unpack(numbers: Reals) -> Matrix:
    """Hermitian matrices from their n^2 real numbers: the inverse of `pack`."""
    n = isqrt(numbers.shape[-1])
    rows, columns = np.triu_indices(n, 1)
    full = np.zeros((*numbers.shape[:-1], n, n), dtype=np.complex128)
    off = numbers[..., n : n + len(rows)] + 1j * numbers[..., n + len(rows) :]
    full[..., rows, columns], full[..., columns, rows] = off, off.conj()
    full[..., np.arange(n), np.arange(n)] = numbers[..., :n]
    return full


def rate_numbers(constant: Reals, matrices: Sequence[Matrix]) -> Reals:
    """The numbers of a rate that depend on source and target, (..., 1 + 6 n^2), to be multiplied with `vertex_numbers`.

    Parameters
    ----------
    constant : numpy.ndarray
        R_0, the weak interaction alone.
    matrices : sequence of numpy.ndarray
        A, B, C, E, F and M in the order of the groups, (..., n, n); their hermitian parts count.
    """
    weight = _layout(matrices[0].shape[-1])[1]
    hermitian = [(matrix + matrix.conj().swapaxes(-1, -2)) / 2 for matrix in matrices]
    return np.concatenate([constant[..., None], *(weight * pack(matrix) for matrix in hermitian)], axis=-1)


def coherent_rate_numbers(
    weak: tuple[Matrix, Matrix],
    squares: tuple[Matrix, Matrix, Matrix],
    radius: tuple[Matrix, Matrix],
    charge: tuple[Matrix, Matrix],
    shifts: tuple[Matrix, Matrix, Matrix],
    dipole: Matrix,
) -> Reals:
    """`rate_numbers` of scattering in which the amplitudes of two constituents, such as protons and neutrons, add up.

    Parameters
    ----------
    weak : tuple of numpy.ndarray
        Weak charges W and X of the two in the mass basis.
    squares : tuple of numpy.ndarray
        Folded kernels of W W, of W X + X W and of X X.
    radius, charge : tuple of numpy.ndarray
        Those of W and X with the shift by a charge radius, and by a charge.
    shifts : tuple of numpy.ndarray
        Those of the shift by a radius squared, by radius and charge, by a charge squared.
    dipole : numpy.ndarray
        That of the dipole.
    """
    first, second = weak
    products = (first @ first, first @ second + second @ first, second @ second)
    constant = sum(
        np.einsum("...ij,ji->...", kernel, product) for kernel, product in zip(squares, products, strict=True)
    )
    # the vector coupling of a positive charge is shifted by -2 D, D the shift of g_L and of g_R of the electron
    interference = [-4 * (first @ left + second @ other) for left, other in (radius, charge)]
    return rate_numbers(constant.real, (*interference, 4 * shifts[0], 8 * shifts[1], 4 * shifts[2], dipole))


def vertex_numbers(vertex: Vertex | None, n: int) -> Reals:
    """The numbers of a vertex that enter a rate, (*batch, 1 + 6 n^2): products of its couplings.

    Parameters
    ----------
    vertex : Vertex or None
        None is the weak interaction alone.
    n : int
        Number of neutrinos.

    Raises
    ------
    ValueError
        For something that is no vertex, or one of another number of neutrinos.
    """
    if vertex is None:
        alone = np.zeros(1 + GROUPS * n * n)
        alone[0] = 1.0
        return alone
    checks.known("vertex", vertex, checks.VERTEX)
    if vertex.size != n:
        raise ValueError(f"the vertex has {vertex.size} neutrinos, the mixing of this rate {n}")
    products = np.zeros((*vertex.batch, GROUPS, n, n), dtype=np.complex128)
    if not vertex.form_factors.isdisjoint(_SHIFTS):
        radius, charge = shift_matrices(vertex)
        products[..., RADIUS, :, :], products[..., CHARGE, :, :] = radius, charge
        np.matmul(radius, radius, out=products[..., RADIUS_SQUARED, :, :])
        np.matmul(charge, charge, out=products[..., CHARGE_SQUARED, :, :])
        interference = charge @ radius
        interference += interference.conj().swapaxes(-1, -2)
        np.multiply(interference, 0.5, out=products[..., RADIUS_CHARGE, :, :])
    if not vertex.form_factors.isdisjoint(_DIPOLES):
        dipole = vertex.dipole
        np.matmul(dipole.conj().swapaxes(-1, -2), dipole, out=products[..., DIPOLE, :, :])
    stored = products.reshape(*vertex.batch, -1).view(np.float64)
    numbers = stored.take(_all_groups(n), axis=-1)
    numbers[..., 0] = 1.0
    return numbers


@cache
def _all_groups(n: int) -> NDArray[np.intp]:
    """Where the real numbers of all groups are in their stored matrices; the first entry is kept for the constant."""
    groups = 2 * n * n * np.arange(GROUPS)[:, None] + _layout(n)[0]
    return np.concatenate([[0], groups.ravel()])


def columns(n: int, *groups: int) -> NDArray[np.intp]:
    """Columns of `vertex_numbers` that belong to groups of products."""
    return np.concatenate([1 + group * n * n + np.arange(n * n) for group in groups])
