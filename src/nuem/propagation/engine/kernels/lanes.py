"""Matrices at sixteen places at once: arrays [part, row, column, lane] with part 0 real and part 1 imaginary."""

from typing import Any

import numpy as np

from nuem.compiled import LEAN, linked
from nuem.propagation.engine.kernels.vectors import LANES, Vector, load, spread, store
from nuem.typing import ComplexArray, FloatArray

EPSILON = 2.220446049250313e-16
DERIVATIVE_NOISE = 200.0  # of sixteen nodes, in units of the machine epsilon

exact_kernel: Any = linked(**LEAN)
kernel: Any = linked(**LEAN, fastmath={"contract", "reassoc", "nsz", "arcp"})  # not nnan: a NaN must stay one


@kernel
def weigh(weights: FloatArray, table: FloatArray, out: FloatArray) -> None:
    """OUT = sum_k weight_k table_k, lane by lane."""
    total = spread(0.0)
    for k in range(LANES):
        total = total + weights[k] * load(table[k])
    store(out, total)


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
            cr, ci = spread(0.0), spread(0.0)
            for k in range(n):
                ar, ai, br, bi = load(a[0, i, k]), load(a[1, i, k]), load(b[0, k, j]), load(b[1, k, j])
                cr = cr + ar * br - ai * bi
                ci = ci + ar * bi + ai * br
            store(c[0, i, j], cr)
            store(c[1, i, j], ci)


@kernel
def upper_adjoint_product(a: FloatArray, b: FloatArray, c: FloatArray) -> None:
    """C = A^dagger B, the diagonal and what is above it: all that a hermitian C needs."""
    n = a.shape[1]
    for i in range(n):
        for j in range(i, n):
            cr, ci = spread(0.0), spread(0.0)
            for k in range(n):
                ar, ai, br, bi = load(a[0, k, i]), load(a[1, k, i]), load(b[0, k, j]), load(b[1, k, j])
                cr = cr + ar * br + ai * bi
                ci = ci + ar * bi - ai * br
            store(c[0, i, j], cr)
            store(c[1, i, j], ci)


@kernel
def seen_from(w: ComplexArray, h: FloatArray, scratch: FloatArray, g: FloatArray, n: int) -> None:
    """G = W^dagger H W with one unitary W (complex, n x n) for all lanes."""
    for i in range(n):
        for j in range(n):
            tr, ti = spread(0.0), spread(0.0)
            for k in range(n):
                x, y, hr, hi = w[k, j].real, w[k, j].imag, load(h[0, i, k]), load(h[1, i, k])
                tr = tr + hr * x - hi * y
                ti = ti + hr * y + hi * x
            store(scratch[0, i, j], tr)
            store(scratch[1, i, j], ti)
    for i in range(n):
        for j in range(i, n):
            gr, gi = spread(0.0), spread(0.0)
            for k in range(n):
                x, y, tr, ti = w[k, i].real, w[k, i].imag, load(scratch[0, k, j]), load(scratch[1, k, j])
                gr = gr + tr * x + ti * y
                gi = gi + ti * x - tr * y
            set_pair(g, i, j, gr, gi)


@kernel
def set_pair(g: FloatArray, i: int, j: int, real: Vector, imag: Vector) -> None:
    """G_ij of a hermitian G, and so G_ji."""
    if i == j:
        imag = spread(0.0)
    store(g[0, i, j], real)
    store(g[1, i, j], imag)
    store(g[0, j, i], real)
    store(g[1, j, i], 0.0 - imag)


@kernel
def bracket(x: FloatArray, y: FloatArray, out: FloatArray, n: int) -> None:
    """-i [X, Y] of two hermitian matrices, itself hermitian: -i (Z - Z^dagger) with Z = X Y."""
    for i in range(n):
        for j in range(i, n):
            real, imag = spread(0.0), spread(0.0)
            for k in range(n):
                xr, xi, yr, yi = load(x[0, i, k]), load(x[1, i, k]), load(y[0, k, j]), load(y[1, k, j])
                ur, ui, vr, vi = load(x[0, j, k]), load(x[1, j, k]), load(y[0, k, i]), load(y[1, k, i])
                real = real + xr * yi + xi * yr + ur * vi + ui * vr
                imag = imag + ur * vr - ui * vi - xr * yr + xi * yi
            set_pair(out, i, j, real, imag)


@kernel
def derivative(matrix: FloatArray, r: FloatArray, out: FloatArray, n: int) -> None:
    """OUT = dR/dx along the lanes, `matrix` the transposed Chebyshev differentiation matrix."""
    for i in range(n):
        for j in range(n):
            real, imag, ur, ui = r[0, i, j], r[1, i, j], spread(0.0), spread(0.0)
            for k in range(LANES):
                row = load(matrix[k])
                ur = ur + real[k] * row
                ui = ui + imag[k] * row
            store(out[0, i, j], ur)
            store(out[1, i, j], ui)


def chebyshev() -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
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
