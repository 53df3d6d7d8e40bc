r"""The radial Dirac equation, step by step.

With V the potential and e the energy without the rest energy,

.. math:: \frac{d}{dr}\begin{pmatrix}P\\Q\end{pmatrix} =
          \begin{pmatrix}-\kappa/r & (e-V)/c + 2c\\ -(e-V)/c & \kappa/r\end{pmatrix}\begin{pmatrix}P\\Q\end{pmatrix}

is advanced by a fourth-order Magnus step through two Gauss points, an exact exponential of a 2x2 matrix: no start-up, stable in both
directions, few points per wavelength.
"""

import math
from typing import NamedTuple

from nuem.compiled import compiled
from nuem.typing import FloatArray

C = 137.035999084  # speed of light in atomic units, CODATA 2018
COMMUTATOR = math.sqrt(3.0) / 12
DEEP = 45.0  # decay of a bound orbital beyond the turning point, in powers of e
SEED = 1e-25


class Field(NamedTuple):
    """A central field: radii, weights of an integral and potential at the points, and the same at the two Gauss points of each step."""

    r: FloatArray
    w: FloatArray
    v: FloatArray
    gauss_r: FloatArray
    gauss_w: FloatArray
    gauss_v: FloatArray


class Step(NamedTuple):
    """Radii, weights and potential at the two Gauss points of one step."""

    r1: float
    r2: float
    w1: float
    w2: float
    v1: float
    v2: float


@compiled(error_model="numpy")
def outward(field: Field, i: int) -> Step:
    """The step from point i to the next."""
    r, w, v = field.gauss_r, field.gauss_w, field.gauss_v
    return Step(r[i, 0], r[i, 1], w[i, 0], w[i, 1], v[i, 0], v[i, 1])


@compiled(error_model="numpy")
def inward(field: Field, i: int) -> Step:
    """The step back to point i."""
    r, w, v = field.gauss_r, field.gauss_w, field.gauss_v
    return Step(r[i, 1], r[i, 0], -w[i, 1], -w[i, 0], v[i, 1], v[i, 0])


@compiled(error_model="numpy")
def generator(kappa: float, step: Step) -> tuple[float, float, float, float, float]:
    """Magnus exponent [[a, b], [d, -a]] of a step, with b = b0 + b1 e and d = d0 + d1 e."""
    w1, w2, v1, v2 = step.w1, step.w2, step.v1, step.v2
    a1, a2 = -kappa / step.r1 * w1, -kappa / step.r2 * w2
    first, second = 0.5 * w1 + 2 * COMMUTATOR * w1 * a2, 0.5 * w2 - 2 * COMMUTATOR * w2 * a1
    lower1, lower2 = 0.5 * w1 - 2 * COMMUTATOR * w1 * a2, 0.5 * w2 + 2 * COMMUTATOR * w2 * a1
    a = 0.5 * (a1 + a2) - 2 * COMMUTATOR * w1 * w2 * (v2 - v1)
    b0, b1 = first * (2 * C - v1 / C) + second * (2 * C - v2 / C), (first + second) / C
    d0, d1 = lower1 * v1 / C + lower2 * v2 / C, -(lower1 + lower2) / C
    return a, b0, b1, d0, d1


@compiled(error_model="numpy")
def advance(e: float, kappa: float, p: float, q: float, step: Step) -> tuple[float, float]:
    """One step of P and Q."""
    a, b0, b1, d0, d1 = generator(kappa, step)
    b, d = b0 + b1 * e, d0 + d1 * e
    x = a * a + b * d
    s = math.sqrt(abs(x))
    cosine = math.cosh(s) if x > 0 else math.cos(s)
    sine = 1 + x / 6
    if s > 1e-4:
        sine = (math.sinh(s) if x > 0 else math.sin(s)) / s
    return (cosine + sine * a) * p + sine * b * q, sine * d * p + (cosine - sine * a) * q


@compiled(error_model="numpy")
def ratio(e: float, kappa: float, r: float, v: float, sign: float) -> float:
    """Q/P of the solution that locally grows (+1) or decays (-1) outwards."""
    a, b, d = -kappa / r, (e - v) / C + 2 * C, -(e - v) / C
    exponent = sign * math.sqrt(max(a * a + b * d, 1e-30))
    return d / (exponent + a) if sign * a > 0 else (exponent - a) / b


@compiled(error_model="numpy")
def turning_point(e: float, orbital: int, field: Field) -> int:
    """The outermost point that a classical electron of energy e reaches, not below 10."""
    turn = field.r.size - 2
    while turn > 10 and e < field.v[turn] + orbital * (orbital + 1) / (2 * field.r[turn] ** 2):
        turn -= 1
    return turn


@compiled(error_model="numpy")
def decayed(e: float, orbital: int, turn: int, field: Field) -> int:
    """The point beyond the turning point where the orbital has become small."""
    r, v = field.r, field.v
    last, decay = turn, 0.0
    while last < r.size - 1 and decay < DEEP:
        barrier = 2 * (v[last] + orbital * (orbital + 1) / (2 * r[last] ** 2) - e)
        decay += math.sqrt(max(barrier, 0.0)) * (r[last + 1] - r[last])
        last += 1
    return last


@compiled(error_model="numpy")
def shot(e: float, kappa: int, turn: int, field: Field, P: FloatArray, Q: FloatArray) -> int:
    """The solution from the nucleus to the turning point; the number of its nodes."""
    P[0] = 1e-30
    Q[0] = P[0] * ratio(e, kappa, field.r[0], field.v[0], 1.0)
    nodes = 0
    for i in range(turn):
        P[i + 1], Q[i + 1] = advance(e, kappa, P[i], Q[i], outward(field, i))
        if P[i + 1] * P[i] < 0:
            nodes += 1
    return nodes


@compiled(error_model="numpy")
def matched(
    e: float, kappa: int, turn: int, last: int, field: Field, P: FloatArray, Q: FloatArray
) -> tuple[float, float]:
    """The solution from outside, scaled to that from inside at the turning point; its norm and the change of e that would join them."""
    p, q = P[turn], Q[turn]
    P[last] = 1e-20
    Q[last] = P[last] * ratio(e, kappa, field.r[last], field.v[last], -1.0)
    for i in range(last, turn, -1):
        P[i - 1], Q[i - 1] = advance(e, kappa, P[i], Q[i], inward(field, i - 1))
    scale = p / P[turn]
    norm = 0.0
    for i in range(field.r.size):
        if i > last:
            P[i], Q[i] = 0.0, 0.0
        elif i >= turn:
            P[i], Q[i] = P[i] * scale, Q[i] * scale
        norm += (P[i] * P[i] + Q[i] * Q[i]) * field.w[i]
    return norm, C * p * (q - Q[turn]) / norm


@compiled(error_model="numpy")
def bound(n: int, kappa: int, e: float, field: Field, P: FloatArray, Q: FloatArray) -> float:
    """Eigenvalue by shooting from both ends with node count; P and Q receive the normalised orbital."""
    size = field.r.size
    orbital = kappa if kappa > 0 else -kappa - 1
    low, high = -1.0e5, -1.0e-4
    norm = 1.0
    for _ in range(200):
        turn = turning_point(e, orbital, field)
        if turn <= 11:
            low, e = e, 0.5 * (e + high)
            continue
        if turn >= size - 3:
            high, e = e, 0.5 * (e + low)
            continue
        last = decayed(e, orbital, turn, field)
        nodes = shot(e, kappa, turn, field, P, Q)
        if nodes != n - orbital - 1:
            if nodes > n - orbital - 1:
                high = e
            else:
                low = e
            e = 0.5 * (low + high)
            continue
        norm, change = matched(e, kappa, turn, last, field, P, Q)
        if change > 0:
            low = e
        else:
            high = e
        if abs(change) < 1e-10 * abs(e):
            break
        e = e + change if low < e + change < high else 0.5 * (low + high)
    norm = math.sqrt(norm)
    for i in range(size):
        P[i] /= norm
        Q[i] /= norm
    return e
