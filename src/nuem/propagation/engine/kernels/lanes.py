"""Matrices at sixteen places at once: arrays [part, row, column, lane] with part 0 real and part 1 imaginary."""

from typing import Any

import numpy as np
from numba import njit

from nuem.compiled import LEAN
from nuem.typing import ComplexArray, FloatArray

LANES = 16
EPSILON = 2.220446049250313e-16
DERIVATIVE_NOISE = 200.0  # of sixteen nodes, in units of the machine epsilon

# Inner functions are called by other kernels only: without doors to Python and files of their own they compile in two thirds of the time.
_INNER: Any = LEAN | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
exact_kernel: Any = njit(**_INNER)
# Called in one place: every further level of calls is optimised anew together with all below it.
inlined: Any = njit(inline="always", **_INNER)
kernel: Any = njit(**_INNER, fastmath={"contract", "reassoc", "nsz", "arcp"})  # not nnan: a NaN must stay one


@kernel
def weigh(weights: FloatArray, table: FloatArray, out: FloatArray) -> None:
    """OUT = sum_k weight_k table_k, lane by lane: eight sums at a time stay in registers, which is twice as fast as a loop over the lanes."""
    for lane in range(0, LANES, 8):
        a = b = c = d = e = f = g = h = 0.0
        for k in range(LANES):
            w = weights[k]
            a += w * table[k, lane]
            b += w * table[k, lane + 1]
            c += w * table[k, lane + 2]
            d += w * table[k, lane + 3]
            e += w * table[k, lane + 4]
            f += w * table[k, lane + 5]
            g += w * table[k, lane + 6]
            h += w * table[k, lane + 7]
        out[lane], out[lane + 1], out[lane + 2], out[lane + 3] = a, b, c, d
        out[lane + 4], out[lane + 5], out[lane + 6], out[lane + 7] = e, f, g, h


@kernel
def last_terms(values: FloatArray, to_coefficients: FloatArray) -> float:
    """Largest of the last two Chebyshev coefficients."""
    worst = 0.0
    for m in range(LANES - 2, LANES):
        total = 0.0
        row = to_coefficients[m]
        for lane in range(LANES):
            total += row[lane] * values[lane]
        worst = max(worst, abs(total))
    return worst


@kernel
def product(a: FloatArray, b: FloatArray, c: FloatArray, n: int) -> None:
    """C = A B."""
    for i in range(n):
        for j in range(n):
            cr, ci = c[0, i, j], c[1, i, j]
            for lane in range(LANES):
                cr[lane] = 0.0
                ci[lane] = 0.0
            for k in range(n):
                ar, ai, br, bi = a[0, i, k], a[1, i, k], b[0, k, j], b[1, k, j]
                for lane in range(LANES):
                    cr[lane] += ar[lane] * br[lane] - ai[lane] * bi[lane]
                    ci[lane] += ar[lane] * bi[lane] + ai[lane] * br[lane]


@kernel
def upper_adjoint_product(a: FloatArray, b: FloatArray, c: FloatArray) -> None:
    """C = A^dagger B, the diagonal and what is above it: all that a hermitian C needs."""
    n = a.shape[1]
    for i in range(n):
        for j in range(i, n):
            cr, ci = c[0, i, j], c[1, i, j]
            for lane in range(LANES):
                cr[lane] = 0.0
                ci[lane] = 0.0
            for k in range(n):
                ar, ai, br, bi = a[0, k, i], a[1, k, i], b[0, k, j], b[1, k, j]
                for lane in range(LANES):
                    cr[lane] += ar[lane] * br[lane] + ai[lane] * bi[lane]
                    ci[lane] += ar[lane] * bi[lane] - ai[lane] * br[lane]


@kernel
def seen_from(w: ComplexArray, h: FloatArray, scratch: FloatArray, g: FloatArray, n: int) -> None:
    """G = W^dagger H W with one unitary W (complex, n x n) for all lanes."""
    for i in range(n):
        for j in range(n):
            tr, ti = scratch[0, i, j], scratch[1, i, j]
            for lane in range(LANES):
                tr[lane] = 0.0
                ti[lane] = 0.0
            for k in range(n):
                x, y = w[k, j].real, w[k, j].imag
                hr, hi = h[0, i, k], h[1, i, k]
                for lane in range(LANES):
                    tr[lane] += hr[lane] * x - hi[lane] * y
                    ti[lane] += hr[lane] * y + hi[lane] * x
    for i in range(n):
        for j in range(i, n):
            gr, gi = g[0, i, j], g[1, i, j]
            for lane in range(LANES):
                gr[lane] = 0.0
                gi[lane] = 0.0
            for k in range(n):
                x, y = w[k, i].real, -w[k, i].imag
                tr, ti = scratch[0, k, j], scratch[1, k, j]
                for lane in range(LANES):
                    gr[lane] += tr[lane] * x - ti[lane] * y
                    gi[lane] += tr[lane] * y + ti[lane] * x
            for lane in range(LANES):
                g[0, j, i, lane] = gr[lane]
                g[1, j, i, lane] = -gi[lane]
        for lane in range(LANES):
            g[1, i, i, lane] = 0.0


@kernel
def bracket(x: FloatArray, y: FloatArray, scratch: FloatArray, out: FloatArray, n: int) -> None:
    """-i [X, Y] of two hermitian matrices, itself hermitian: -i (Z - Z^dagger) with Z = X Y."""
    product(x, y, scratch, n)
    for i in range(n):
        for j in range(i, n):
            zr, zi, wr, wi = scratch[0, i, j], scratch[1, i, j], scratch[0, j, i], scratch[1, j, i]
            for lane in range(LANES):
                real = zi[lane] + wi[lane]
                imag = wr[lane] - zr[lane]
                out[0, i, j, lane] = real
                out[1, i, j, lane] = imag
                out[0, j, i, lane] = real
                out[1, j, i, lane] = -imag


@kernel
def derivative(matrix: FloatArray, r: FloatArray, out: FloatArray, n: int) -> None:
    """OUT = dR/dx along the lanes, `matrix` the transposed Chebyshev differentiation matrix."""
    for part in range(2):
        for i in range(n):
            for j in range(n):
                weigh(r[part, i, j], matrix, out[part, i, j])


def chebyshev() -> tuple[np.ndarray[Any, Any], ...]:
    """Nodes -cos(pi k/15) on [-1, 1], transposed differentiation matrix, Clenshaw-Curtis weights, values -> coefficients."""
    p = LANES
    k = np.arange(p)
    x = -np.sin((p - 1 - 2 * k) * np.pi / (2 * p - 2))
    c = np.where((k == 0) | (k == p - 1), 2.0, 1.0) * (-1.0) ** k
    # x_i - x_j as a product of sines has no cancellation
    theta = np.pi * k / (p - 1)
    gap = 2 * np.sin((theta[:, None] + theta[None, :]) / 2) * np.sin((theta[:, None] - theta[None, :]) / 2)
    matrix = np.outer(c, 1 / c) / (gap + np.eye(p)) * (1 - np.eye(p))
    matrix -= np.diag(matrix.sum(axis=1))
    # T_m(x_k) = cos(m (pi - theta_k)); discrete cosine transform for the coefficients
    table = np.cos(np.outer(p - 1 - k, k) % (2 * p - 2) * (np.pi / (p - 1)))
    half = np.where((k == 0) | (k == p - 1), 0.5, 1.0)
    to_coefficients = 2 / (p - 1) * half[:, None] * half[None, :] * table.T
    moments = np.array([0.0 if m % 2 else 2 / (1 - m * m) for m in range(p)])
    weights = moments @ to_coefficients
    return x, np.ascontiguousarray(matrix.T), weights, to_coefficients
