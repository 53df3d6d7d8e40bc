"""Super-adiabatic rotations: remove the couplings between clusters of levels, order by order."""

import math
from typing import Any

from nuem.propagation.kernels.lanes import LANES, derivative, kernel, product, upper_adjoint_product

SMALL = 1e-4  # an angle of which the fifth power is far below rounding


@kernel
def angles(g: Any, label: Any, n: int) -> tuple[float, float]:
    """Largest |S| and largest |S|^2 |gap| of the next rotation."""
    angle = 0.0
    shift = 0.0
    for i in range(n):
        for j in range(i + 1, n):
            if label[i] != label[j]:
                for lane in range(LANES):
                    gap = g[0, j, j, lane] - g[0, i, i, lane]
                    size = g[0, i, j, lane] ** 2 + g[1, i, j, lane] ** 2
                    angle = max(angle, size / (gap * gap))
                    shift = max(shift, size / abs(gap))
    return math.sqrt(angle), shift


@kernel
def cayley(g: Any, label: Any, a: Any, r: Any, n: int) -> None:
    """R = (1 - S/2)^-1 (1 + S/2) with S_jk = G_jk/(G_kk - G_jj) between clusters."""
    for i in range(n):
        for lane in range(LANES):
            a[0, i, i, lane] = 1.0
            a[1, i, i, lane] = 0.0
            r[0, i, i, lane] = 1.0
            r[1, i, i, lane] = 0.0
        for j in range(i + 1, n):
            if label[i] == label[j]:
                for lane in range(LANES):
                    a[0, i, j, lane] = 0.0
                    a[1, i, j, lane] = 0.0
                    a[0, j, i, lane] = 0.0
                    a[1, j, i, lane] = 0.0
            else:
                for lane in range(LANES):
                    gap = g[0, j, j, lane] - g[0, i, i, lane]
                    x = 0.5 * g[0, i, j, lane] / gap
                    y = 0.5 * g[1, i, j, lane] / gap
                    a[0, i, j, lane] = -x
                    a[1, i, j, lane] = -y
                    a[0, j, i, lane] = x
                    a[1, j, i, lane] = -y
            for lane in range(LANES):
                r[0, i, j, lane] = -a[0, i, j, lane]
                r[1, i, j, lane] = -a[1, i, j, lane]
                r[0, j, i, lane] = -a[0, j, i, lane]
                r[1, j, i, lane] = -a[1, j, i, lane]
    # Gauss without pivots: the hermitian part of 1 - S/2 is 1, so every pivot is at least 1
    for c in range(n):
        for lane in range(LANES):
            x, y = a[0, c, c, lane], a[1, c, c, lane]
            d = 1 / (x * x + y * y)
            a[0, c, c, lane] = x * d
            a[1, c, c, lane] = -y * d
        for j in range(n):
            if j > c:
                times(a, c, j, a, c)
            times(r, c, j, a, c)
        for i in range(c + 1, n):
            for j in range(n):
                if j > c:
                    subtract(a, i, j, a, c, a)
                subtract(r, i, j, a, c, r)
    for c in range(n - 1, -1, -1):
        for i in range(c):
            for j in range(n):
                subtract(r, i, j, a, c, r)


@kernel
def small_cayley(g: Any, label: Any, x: Any, y: Any, r: Any, n: int) -> None:
    """The same for angles below SMALL, by its series 1 + 2 (X + X^2)(1 + X^2) with X = S/2: what is left out is X^5."""
    for i in range(n):
        for lane in range(LANES):
            x[0, i, i, lane] = 0.0
            x[1, i, i, lane] = 0.0
        for j in range(i + 1, n):
            for lane in range(LANES):
                real, imag = 0.0, 0.0
                if label[i] != label[j]:
                    gap = 2 * (g[0, j, j, lane] - g[0, i, i, lane])
                    real, imag = g[0, i, j, lane] / gap, g[1, i, j, lane] / gap
                x[0, i, j, lane] = real
                x[1, i, j, lane] = imag
                x[0, j, i, lane] = -real
                x[1, j, i, lane] = imag
    product(x, x, y, n)
    for part in range(2):
        for i in range(n):
            for j in range(n):
                for lane in range(LANES):
                    x[part, i, j, lane] += y[part, i, j, lane]
    product(x, y, r, n)
    for part in range(2):
        for i in range(n):
            for j in range(n):
                for lane in range(LANES):
                    r[part, i, j, lane] = 2 * (r[part, i, j, lane] + x[part, i, j, lane])
    for i in range(n):
        for lane in range(LANES):
            r[0, i, i, lane] += 1.0


@kernel
def times(x: Any, i: int, j: int, pivot: Any, c: int) -> None:
    """X_ij <- pivot_cc X_ij."""
    xr, xi, pr, pi = x[0, i, j], x[1, i, j], pivot[0, c, c], pivot[1, c, c]
    for lane in range(LANES):
        real = xr[lane] * pr[lane] - xi[lane] * pi[lane]
        xi[lane] = xr[lane] * pi[lane] + xi[lane] * pr[lane]
        xr[lane] = real


@kernel
def subtract(x: Any, i: int, j: int, factor: Any, c: int, row: Any) -> None:
    """X_ij <- X_ij - factor_ic row_cj."""
    xr, xi, fr, fi, rr, ri = x[0, i, j], x[1, i, j], factor[0, i, c], factor[1, i, c], row[0, c, j], row[1, c, j]
    for lane in range(LANES):
        xr[lane] -= fr[lane] * rr[lane] - fi[lane] * ri[lane]
        xi[lane] -= fr[lane] * ri[lane] + fi[lane] * rr[lane]


@kernel
def rotate(g: Any, r: Any, slope: float, matrix: Any, s: Any, t: Any, n: int) -> None:
    """G <- R^dagger G R - i R^dagger dR/dx, both hermitian; `slope` is d(node)/dx."""
    product(g, r, s, n)
    upper_adjoint_product(r, s, t, n)
    derivative(matrix, r, s, n)
    upper_adjoint_product(r, s, g, n)  # g is free now
    for i in range(n):
        for j in range(i, n):
            for lane in range(LANES):
                x = t[0, i, j, lane] + slope * g[1, i, j, lane]
                y = t[1, i, j, lane] - slope * g[0, i, j, lane]
                if i == j:
                    y = 0.0
                g[0, i, j, lane] = x
                g[1, i, j, lane] = y
                g[0, j, i, lane] = x
                g[1, j, i, lane] = -y


@kernel
def tail(g: Any, label: Any, inside: bool, to_coefficients: Any, n: int) -> float:
    """Largest of the last two Chebyshev coefficients of the elements inside clusters, or of those between clusters."""
    worst = 0.0
    for i in range(n):
        for j in range(i, n):
            if (label[i] == label[j]) == inside:
                for part in range(2):
                    values = g[part, i, j]
                    for m in range(LANES - 2, LANES):
                        total = 0.0
                        row = to_coefficients[m]
                        for lane in range(LANES):
                            total += row[lane] * values[lane]
                        worst = max(worst, abs(total))
    return worst
