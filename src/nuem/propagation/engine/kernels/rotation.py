"""Super-adiabatic rotations: remove the couplings between clusters of levels, order by order."""

import math

from nuem.propagation.engine.kernels.lanes import LANES, derivative, kernel, last_terms, product, upper_adjoint_product
from nuem.typing import FloatArray, IntArray


@kernel
def angles(g: FloatArray, label: IntArray, n: int) -> tuple[float, float]:
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
def cayley(g: FloatArray, label: IntArray, scratch: FloatArray, r: FloatArray, n: int) -> None:
    """R = (1 - X)^-1 (1 + X) = 2 (1 - X)^-1 - 1 with X_jk = G_jk/2(G_kk - G_jj) between clusters.

    The inverse is Gauss and Jordan's in place, without pivots: the hermitian part of 1 - X is 1, so every pivot is at least 1.
    """
    for i in range(n):
        for lane in range(LANES):
            r[0, i, i, lane] = 1.0
            r[1, i, i, lane] = 0.0
        for j in range(i + 1, n):
            for lane in range(LANES):
                real, imag = 0.0, 0.0
                if label[i] != label[j]:
                    gap = 2 * (g[0, j, j, lane] - g[0, i, i, lane])
                    real, imag = g[0, i, j, lane] / gap, g[1, i, j, lane] / gap
                r[0, i, j, lane] = -real
                r[1, i, j, lane] = -imag
                r[0, j, i, lane] = real
                r[1, j, i, lane] = -imag
    pr, pi, fr, fi = scratch[0, 0, 0], scratch[1, 0, 0], scratch[0, 0, 1], scratch[1, 0, 1]
    for c in range(n):
        for lane in range(LANES):
            x, y = r[0, c, c, lane], r[1, c, c, lane]
            d = 1 / (x * x + y * y)
            pr[lane], pi[lane] = x * d, -y * d
            r[0, c, c, lane], r[1, c, c, lane] = 1.0, 0.0
        for j in range(n):
            xr, xi = r[0, c, j], r[1, c, j]
            for lane in range(LANES):
                x = xr[lane] * pr[lane] - xi[lane] * pi[lane]
                xi[lane] = xr[lane] * pi[lane] + xi[lane] * pr[lane]
                xr[lane] = x
        for i in range(n):
            if i == c:
                continue
            for lane in range(LANES):
                fr[lane], fi[lane] = r[0, i, c, lane], r[1, i, c, lane]
                r[0, i, c, lane], r[1, i, c, lane] = 0.0, 0.0
            for j in range(n):
                xr, xi, rr, ri = r[0, i, j], r[1, i, j], r[0, c, j], r[1, c, j]
                for lane in range(LANES):
                    xr[lane] -= fr[lane] * rr[lane] - fi[lane] * ri[lane]
                    xi[lane] -= fr[lane] * ri[lane] + fi[lane] * rr[lane]
    for i in range(n):
        for j in range(n):
            for lane in range(LANES):
                r[0, i, j, lane] *= 2
                r[1, i, j, lane] *= 2
        for lane in range(LANES):
            r[0, i, i, lane] -= 1.0


@kernel
def rotate(
    g: FloatArray, r: FloatArray, slope: float, matrix: FloatArray, s: FloatArray, t: FloatArray, n: int
) -> None:
    """G <- R^dagger G R - i R^dagger dR/dx, both hermitian; `slope` is d(node)/dx."""
    product(g, r, s, n)
    upper_adjoint_product(r, s, t)
    derivative(matrix, r, s, n)
    upper_adjoint_product(r, s, g)  # g is free now
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
def tail(g: FloatArray, label: IntArray, inside: bool, to_coefficients: FloatArray, n: int) -> float:
    """Largest of the last two Chebyshev coefficients of the elements inside clusters, or of those between clusters."""
    worst = 0.0
    for i in range(n):
        for j in range(i, n):
            if (label[i] == label[j]) == inside:
                for part in range(2):
                    worst = max(worst, last_terms(g[part, i, j], to_coefficients))
    return worst
