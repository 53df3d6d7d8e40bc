r"""Magnus steps through one panel for a cluster of levels, from the Chebyshev series of its Hamiltonian.

.. math:: \Omega = B_0 + \tfrac1{240}\{-20 a_1 - a_3 + C_1,\ a_2 + C_2\}, \quad C_1 = \{a_1, a_2\}, \quad
          C_2 = -\tfrac1{60}\{a_1, 2 a_3 + C_1\}

of sixth order [Blanes:2008xlr], with {X, Y} = -i[X, Y] and B_0 the exact integral of H over the substep, so that what commutes is exact
however rippled it is. The difference from the fourth order, a_1 + a_3/12 - {a_1, a_2}/12, measures the error.
"""

import math

from nuem.propagation.engine.kernels.buffers import ERROR, IMAGE, MAGNUS, SCRATCH, SERIES, STEPS, VECTOR, Buffers
from nuem.propagation.engine.kernels.lanes import bracket, exact_kernel, kernel, set_pair, weigh
from nuem.propagation.engine.kernels.problem import polynomials
from nuem.propagation.engine.kernels.vectors import LANES, Vector, load, root, smaller, spread, store
from nuem.typing import ComplexArray, FloatArray

GAUSS = math.sqrt(0.6)
ROOT_15 = math.sqrt(15.0)


@exact_kernel
def tables(first: int, steps: int, places: FloatArray, t: FloatArray) -> None:
    """T_m at the three Gauss nodes of sixteen substeps of [-1, 1], and the integral of T_m over each: t[node, m, lane].

    The integral of T_m is (T_{m+1}/(m+1) - T_{m-1}/(m-1))/2, taken between the edges; t[4] and t[5] hold T_m at these.
    """
    width = 2.0 / steps
    for row in range(5):
        node, offset = (row, 0.5 * (1 + (row - 1) * GAUSS)) if row < 3 else (row + 1, row - 3.0)
        for lane in range(LANES):
            places[lane] = width * (first + lane + offset) - 1.0
        polynomials(places, t[node])
    x, y = load(t[4, 1]), load(t[5, 1])
    store(t[3, 0], y - x)
    store(t[3, 1], 0.5 * (y * y - x * x))
    for m in range(2, LANES):
        above, below = 0.5 / (m + 1), 0.5 / (m - 1)
        # T_{m+1} = 2 x T_m - T_{m-1}
        right = 2.0 * y * load(t[5, m]) - load(t[5, m - 1])
        left = 2.0 * x * load(t[4, m]) - load(t[4, m - 1])
        store(t[3, m], above * (right - left) - below * (load(t[5, m - 1]) - load(t[4, m - 1])))


@kernel
def series(values: FloatArray, to_coefficients: FloatArray, out: FloatArray) -> None:
    """Chebyshev coefficients of the values in the lanes."""
    for m in range(LANES):
        out[m] = 0.0
        row = to_coefficients[m]
        for lane in range(LANES):
            out[m] += row[lane] * values[lane]


@kernel
def sixth(fourth: Vector, quadrature: Vector, theta: Vector, change: Vector) -> Vector:
    """Error of a sixth-order substep, from its distance to the fourth order and the quadrature error of its moments.

    The terms of order seven are those of order five times theta^2, theta delta or delta^2 over 42 or more, delta the relative change.
    """
    one, delta = spread(1.0), change / (theta + 1e-300)
    return fourth * smaller(one, 0.1 * (theta * theta + delta * delta)) + quadrature * smaller(one, theta + change)


@kernel
def many_levels(h: float, steps: int, buffers: Buffers, c: ComplexArray, k: int, order: int) -> float:
    """A cluster of k levels, of whose H the buffers hold the Chebyshev series (upper triangle): columns c are carried through the panel.

    Order 6 is Magnus; order 4 the commutator-free exp(B_0/2 + a_2/6) exp(B_0/2 - a_2/6), whose error is about the difference of the two.
    """
    error = 0.0
    x, estimate = buffers.matrices[MAGNUS:], buffers.rows[ERROR]
    for first in range(0, steps, LANES):
        tables(first, steps, buffers.rows[STEPS], buffers.polynomials)
        moments(buffers.matrices[SERIES], h, steps, buffers.polynomials, x, k)
        exponent(x, estimate, k, order)
        for lane in range(min(LANES, steps - first)):
            error += estimate[lane]
            for half in range(1 if order == 6 else 2):
                size = 1.0 if order == 6 else 0.5
                tilt = 0.0 if order == 6 else (-1 / 6 if half == 0 else 1 / 6)
                substep(x, lane, size, tilt, buffers, c, k)
    return error


@kernel
def moments(f: FloatArray, h: float, steps: int, t: FloatArray, x: FloatArray, k: int) -> None:
    """a_2, a_1, a_3 and B_0 of sixteen substeps, x[0] to x[3], from the Chebyshev series f[part, i, j, m]."""
    step = h / steps
    for i in range(k):
        for j in range(i, k):
            for part in range(2):
                coefficients = f[part, i, j]
                for node in range(3):
                    weigh(coefficients, t[node], x[node, part, i, j])
                weigh(coefficients, t[3], x[3, part, i, j])
                left, middle, right = load(x[0, part, i, j]), load(x[1, part, i, j]), load(x[2, part, i, j])
                store(x[0, part, i, j], step * ROOT_15 / 3 * (right - left))
                store(x[1, part, i, j], step * middle)
                store(x[2, part, i, j], step * 10 / 3 * (right - 2.0 * middle + left))
                store(x[3, part, i, j], 0.5 * h * load(x[3, part, i, j]))
    for node in range(4):
        mirror(x[node], k)


@kernel
def exponent(x: FloatArray, estimate: FloatArray, k: int, order: int) -> None:
    """Omega of sixteen substeps in the place of B_0, if of order 6, and the estimate of its error."""
    a2, a1, a3, b0, c1, c2, d, e = x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]
    bracket(a1, a2, c1, k)
    combine(2.0, a3, 1.0, c1, d, k)
    bracket(a1, d, c2, k)
    combine(1.0, a2, -1 / 60, c2, c2, k)
    combine(-20.0, a1, -1.0, a3, d, k)
    combine(1.0, d, 1.0, c1, d, k)
    bracket(d, c2, e, k)
    none = spread(0.0)
    fourth, quadrature, size, change = none, none, none, none
    for part in range(2):
        for i in range(k):
            for j in range(k):
                correction, second, first = load(e[part, i, j]) / 240.0, load(a2[part, i, j]), load(a1[part, i, j])
                integral = load(b0[part, i, j])
                apart = correction + load(c1[part, i, j]) / 12.0
                rest = integral - first - load(a3[part, i, j]) / 12.0
                fourth, quadrature = fourth + apart * apart, quadrature + rest * rest
                size, change = size + first * first, change + second * second
                if order == 6:
                    store(b0[part, i, j], integral + correction)
    fourth, quadrature = root(fourth), root(quadrature)
    store(estimate, sixth(fourth, quadrature, root(size), root(change)) if order == 6 else fourth + quadrature)


@kernel
def substep(x: FloatArray, lane: int, size: float, tilt: float, buffers: Buffers, c: ComplexArray, k: int) -> None:
    """c <- exp(-i (size Omega + tilt a_2)) c in one lane."""
    a2, omega, w = x[0], x[3], buffers.unitary[SCRATCH]
    for i in range(k):
        for j in range(k):
            w[i, j] = complex(
                size * omega[0, i, j, lane] + tilt * a2[0, i, j, lane],
                size * omega[1, i, j, lane] + tilt * a2[1, i, j, lane],
            )
    exponential(w, c, buffers.vectors[VECTOR], buffers.vectors[IMAGE], k)


@kernel
def mirror(x: FloatArray, k: int) -> None:
    """Lower triangle of a hermitian matrix from its upper one."""
    for i in range(k):
        for j in range(i, k):
            set_pair(x, i, j, load(x[0, i, j]), load(x[1, i, j]))


@kernel
def combine(alpha: float, x: FloatArray, beta: float, y: FloatArray, out: FloatArray, k: int) -> None:
    """OUT = alpha X + beta Y."""
    for part in range(2):
        for i in range(k):
            for j in range(k):
                store(out[part, i, j], alpha * load(x[part, i, j]) + beta * load(y[part, i, j]))


@kernel
def exponential(w: ComplexArray, c: ComplexArray, term: ComplexArray, image: ComplexArray, k: int) -> None:
    """c <- exp(-i W) c by its Taylor series, in pieces of norm at most one."""
    norm = 0.0
    for i in range(k):
        total = 0.0
        for j in range(k):
            total += abs(w[i, j].real) + abs(w[i, j].imag)
        norm = max(norm, total)
    pieces = max(1, math.ceil(norm))
    for column in range(c.shape[1]):
        for _ in range(pieces):
            for i in range(k):
                term[i] = c[i, column]
            bound = 1.0
            for power in range(1, 40):
                bound *= norm / pieces / power
                for i in range(k):
                    total_c = 0.0j
                    for j in range(k):
                        total_c += w[i, j] * term[j]
                    image[i] = total_c
                scale = 1.0 / (power * pieces)
                for i in range(k):
                    term[i] = complex(image[i].imag * scale, -image[i].real * scale)
                    c[i, column] += term[i]
                if bound < 1e-18:
                    break
