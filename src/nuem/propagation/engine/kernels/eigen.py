"""One small matrix: levels of a hermitian one by Jacobi rotations, which are accurate for near-degenerate levels."""

import math

from nuem.propagation.engine.kernels.lanes import exact_kernel
from nuem.typing import ComplexArray


@exact_kernel
def copy(source: ComplexArray, target: ComplexArray, n: int) -> None:
    """TARGET = SOURCE, in a loop: Numba compiles this in a tenth of the time of an array assignment."""
    for i in range(n):
        for column in range(source.shape[1]):
            target[i, column] = source[i, column]


@exact_kernel
def unit(u: ComplexArray, n: int) -> None:
    """U = 1."""
    for i in range(n):
        for j in range(n):
            u[i, j] = 1.0 if i == j else 0.0


@exact_kernel
def sort(h: ComplexArray, w: ComplexArray, n: int) -> None:
    """Bring the diagonal of H into rising order: levels that are equal must be neighbours, or rotations gain one bit a sweep."""
    for i in range(n - 1):
        low = i
        for j in range(i + 1, n):
            if h[j, j].real < h[low, low].real:
                low = j
        if low != i:
            for k in range(n):
                h[k, i], h[k, low] = h[k, low], h[k, i]
                w[k, i], w[k, low] = w[k, low], w[k, i]
            for k in range(n):
                h[i, k], h[low, k] = h[low, k], h[i, k]


@exact_kernel
def levels(h: ComplexArray, w: ComplexArray, n: int) -> None:
    """Diagonalise H in place; columns of W are the eigenvectors, levels in rising order on the diagonal of H.

    W comes in as any unitary matrix V of which H is already given as V^dagger H V; it goes out as V times the eigenvectors.
    """
    for _ in range(30):
        sort(h, w, n)
        off = 0.0
        total = 0.0
        for i in range(n):
            total += h[i, i].real ** 2
            for j in range(i + 1, n):
                off += h[i, j].real ** 2 + h[i, j].imag ** 2
        if off <= 1e-36 * (total + off):
            break
        for p in range(n):
            for q in range(p + 1, n):
                size = math.hypot(h[p, q].real, h[p, q].imag)
                if size == 0.0:
                    continue
                phase = h[p, q] / size
                tau = (h[q, q].real - h[p, p].real) / (2 * size)
                t = math.copysign(1.0, tau) / (abs(tau) + math.sqrt(1 + tau * tau))
                c = 1 / math.sqrt(1 + t * t)
                s = t * c
                for k in range(n):
                    x, y = h[k, p], h[k, q]
                    h[k, p] = c * x - s * phase.conjugate() * y
                    h[k, q] = c * y + s * phase * x
                    x, y = w[k, p], w[k, q]
                    w[k, p] = c * x - s * phase.conjugate() * y
                    w[k, q] = c * y + s * phase * x
                for k in range(n):
                    x, y = h[p, k], h[q, k]
                    h[p, k] = c * x - s * phase * y
                    h[q, k] = c * y + s * phase.conjugate() * x
                h[p, q] = 0.0
                h[q, p] = 0.0


@exact_kernel
def orthonormalise(w: ComplexArray, correction: ComplexArray, row: ComplexArray, n: int, m: int) -> None:
    """Nearest matrix with orthonormal columns to an almost orthonormal n x m one: W <- W (3 - W^dagger W)/2."""
    for a in range(m):
        for b in range(m):
            total = 0.0j
            for k in range(n):
                total += w[k, a].conjugate() * w[k, b]
            correction[a, b] = -0.5 * total
        correction[a, a] += 1.5
    for k in range(n):
        for b in range(m):
            total = 0.0j
            for a in range(m):
                total += w[k, a] * correction[a, b]
            row[b] = total
        for b in range(m):
            w[k, b] = row[b]
