"""Super-adiabatic rotations: remove the couplings between clusters of levels, order by order."""

import math

from nuem.propagation.engine.kernels.lanes import (
    derivative,
    kernel,
    last_terms,
    product,
    set_pair,
    upper_adjoint_product,
)
from nuem.propagation.engine.kernels.vectors import greatest, larger, load, spread, store
from nuem.typing import FloatArray, IntArray


@kernel
def angles(g: FloatArray, label: IntArray, n: int) -> tuple[float, float]:
    """Largest |S| and largest |S|^2 |gap| of the next rotation."""
    angle, shift = spread(0.0), spread(0.0)
    for i in range(n):
        for j in range(i + 1, n):
            if label[i] != label[j]:
                inverse = 1.0 / (load(g[0, j, j]) - load(g[0, i, i]))
                real, imag = load(g[0, i, j]), load(g[1, i, j])
                effect = (real * real + imag * imag) * inverse
                shift = larger(larger(shift, effect), 0.0 - effect)
                angle = larger(angle, effect * inverse)
    return math.sqrt(greatest(angle)), greatest(shift)


@kernel
def cayley(g: FloatArray, label: IntArray, r: FloatArray, n: int) -> None:
    """R = (1 - X)^-1 (1 + X) = 2 (1 - X)^-1 - 1 with X_jk = G_jk/2(G_kk - G_jj) between clusters.

    The inverse is Gauss and Jordan's in place, without pivots: the hermitian part of 1 - X is 1, so every pivot is at least 1.
    """
    none, one = spread(0.0), spread(1.0)
    for i in range(n):
        store(r[0, i, i], one)
        store(r[1, i, i], none)
        for j in range(i + 1, n):
            real, imag = none, none
            if label[i] != label[j]:
                inverse = 0.5 / (load(g[0, j, j]) - load(g[0, i, i]))
                real, imag = load(g[0, i, j]) * inverse, load(g[1, i, j]) * inverse
            store(r[0, i, j], 0.0 - real)
            store(r[1, i, j], 0.0 - imag)
            store(r[0, j, i], real)
            store(r[1, j, i], 0.0 - imag)
    for c in range(n):
        x, y = load(r[0, c, c]), load(r[1, c, c])
        size = 1.0 / (x * x + y * y)
        x, y = x * size, 0.0 - y * size
        store(r[0, c, c], one)
        store(r[1, c, c], none)
        for j in range(n):
            real, imag = load(r[0, c, j]), load(r[1, c, j])
            store(r[0, c, j], real * x - imag * y)
            store(r[1, c, j], real * y + imag * x)
        for i in range(n):
            if i != c:
                x, y = load(r[0, i, c]), load(r[1, i, c])
                store(r[0, i, c], none)
                store(r[1, i, c], none)
                for j in range(n):
                    real, imag = load(r[0, c, j]), load(r[1, c, j])
                    store(r[0, i, j], load(r[0, i, j]) - x * real + y * imag)
                    store(r[1, i, j], load(r[1, i, j]) - x * imag - y * real)
    for i in range(n):
        for j in range(n):
            store(r[0, i, j], 2.0 * load(r[0, i, j]))
            store(r[1, i, j], 2.0 * load(r[1, i, j]))
        store(r[0, i, i], load(r[0, i, i]) - 1.0)


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
            real = load(t[0, i, j]) + slope * load(g[1, i, j])
            imag = load(t[1, i, j]) - slope * load(g[0, i, j])
            set_pair(g, i, j, real, imag)


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
