r"""The radial Dirac equation, step by step.

With V the potential and e the energy without the rest energy,

.. math:: \frac{d}{dr}\begin{pmatrix}P\\Q\end{pmatrix} =
          \begin{pmatrix}-\kappa/r & (e-V)/c + 2c\\ -(e-V)/c & \kappa/r\end{pmatrix}\begin{pmatrix}P\\Q\end{pmatrix}

is advanced by a fourth-order Magnus step through two Gauss points, an exact exponential of a 2x2 matrix: no start-up, stable in both
directions, few points per wavelength.
"""

import math
from typing import Any

import numpy as np

from nuem.compiled import compiled

C = 137.035999084  # speed of light in atomic units, CODATA 2018
COMMUTATOR = math.sqrt(3.0) / 12
DEEP = 45.0  # decay of a bound orbital beyond the turning point, in powers of e
SEED = 1e-25
COSH = tuple(1 / ((2 * m - 1) * (2 * m)) for m in range(1, 9))  # ratios of successive terms
SINH = tuple(1 / (2 * m * (2 * m + 1)) for m in range(1, 9))


@compiled(error_model="numpy")
def generator(kappa: float, r1: float, r2: float, w1: float, w2: float, v1: float, v2: float) -> Any:
    """Magnus exponent [[a, b], [d, -a]] of a step, with b = b0 + b1 e and d = d0 + d1 e."""
    a1, a2 = -kappa / r1 * w1, -kappa / r2 * w2
    first, second = 0.5 * w1 + 2 * COMMUTATOR * w1 * a2, 0.5 * w2 - 2 * COMMUTATOR * w2 * a1
    lower1, lower2 = 0.5 * w1 - 2 * COMMUTATOR * w1 * a2, 0.5 * w2 + 2 * COMMUTATOR * w2 * a1
    a = 0.5 * (a1 + a2) - 2 * COMMUTATOR * w1 * w2 * (v2 - v1)
    b0, b1 = first * (2 * C - v1 / C) + second * (2 * C - v2 / C), (first + second) / C
    d0, d1 = lower1 * v1 / C + lower2 * v2 / C, -(lower1 + lower2) / C
    return a, b0, b1, d0, d1


@compiled(error_model="numpy")
def advance(
    e: float, kappa: float, p: float, q: float, r1: float, r2: float, w1: float, w2: float, v1: float, v2: float
) -> Any:
    """One step through the Gauss points r1, r2."""
    a, b0, b1, d0, d1 = generator(kappa, r1, r2, w1, w2, v1, v2)
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
def bound(n: int, kappa: int, e: float, r: Any, w: Any, v: Any, rg: Any, wg: Any, vg: Any, P: Any, Q: Any) -> float:
    """Eigenvalue by shooting from both ends with node count; P and Q receive the normalised orbital."""
    size = r.size
    orbital = kappa if kappa > 0 else -kappa - 1
    low, high = -1.0e5, -1.0e-4
    norm = 1.0
    for _ in range(200):
        turn = size - 2
        while turn > 10 and e < v[turn] + orbital * (orbital + 1) / (2 * r[turn] ** 2):
            turn -= 1
        if turn <= 11:
            low, e = e, 0.5 * (e + high)
            continue
        if turn >= size - 3:
            high, e = e, 0.5 * (e + low)
            continue
        last, decay = turn, 0.0
        while last < size - 1 and decay < DEEP:
            barrier = 2 * (v[last] + orbital * (orbital + 1) / (2 * r[last] ** 2) - e)
            decay += math.sqrt(max(barrier, 0.0)) * (r[last + 1] - r[last])
            last += 1
        P[0] = 1e-30
        Q[0] = P[0] * ratio(e, kappa, r[0], v[0], 1.0)
        nodes = 0
        for i in range(turn):
            P[i + 1], Q[i + 1] = advance(
                e, kappa, P[i], Q[i], rg[i, 0], rg[i, 1], wg[i, 0], wg[i, 1], vg[i, 0], vg[i, 1]
            )
            if P[i + 1] * P[i] < 0:
                nodes += 1
        if nodes != n - orbital - 1:
            if nodes > n - orbital - 1:
                high = e
            else:
                low = e
            e = 0.5 * (low + high)
            continue
        p, q = P[turn], Q[turn]
        P[last] = 1e-20
        Q[last] = P[last] * ratio(e, kappa, r[last], v[last], -1.0)
        for i in range(last, turn, -1):
            j = i - 1
            P[j], Q[j] = advance(e, kappa, P[i], Q[i], rg[j, 1], rg[j, 0], -wg[j, 1], -wg[j, 0], vg[j, 1], vg[j, 0])
        scale, miss = p / P[turn], q
        norm = 0.0
        for i in range(size):
            if i > last:
                P[i], Q[i] = 0.0, 0.0
            elif i >= turn:
                P[i], Q[i] = P[i] * scale, Q[i] * scale
            norm += (P[i] * P[i] + Q[i] * Q[i]) * w[i]
        change = C * p * (miss - Q[turn]) / norm
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


@compiled(error_model="numpy")
def wave_number(e: float, kappa: int, x: float) -> float:
    """Local wave number of P/sqrt(e + 2c^2 - V) where V = -1/r."""
    t = e + 1 / x
    return math.sqrt(max(2 * t * (1 + t / (2 * C * C)) - kappa * (kappa + 1) / x**2, 1e-12))


@compiled(error_model="numpy")
def amplitude(e: float, kappa: int, p: float, q: float, x: float) -> Any:
    """Amplitude in units of the energy-normalised wave, by second-order WKB where V = -1/r, and the size of the second order."""
    h = 1e-3 * x
    before, k, after = wave_number(e, kappa, x - h), wave_number(e, kappa, x), wave_number(e, kappa, x + h)
    slope, curvature = (after - before) / (2 * h), (after - 2 * k + before) / h**2
    second = 0.75 * (slope / k) ** 2 - 0.5 * curvature / k
    corrected = math.sqrt(max(k * k + second, 1e-12))
    mass = e + 2 * C * C + 1 / x
    u = p / math.sqrt(mass)
    du = (-kappa / x * p + mass / C * q) / math.sqrt(mass) + 0.5 * u / (mass * x * x)
    squared = math.pi * C * C * corrected * (u * u + ((du + 0.5 * u * slope / k) / corrected) ** 2)
    return math.sqrt(squared), abs(second) / k**2


@compiled(error_model="numpy")
def normalisation(e: float, kappa: int, p: float, q: float, x: float) -> float:
    """Amplitude of a wave that is followed through the Coulomb tail until WKB holds."""
    size: float
    size, error = amplitude(e, kappa, p, q, x)
    while not (2 * (e + 1 / x) * x * x > 2.0 * kappa * (kappa + 1) and error < 3e-5):
        squared = abs(2 * (e + 1 / x) - kappa * (kappa + 1) / x**2)
        h = min(0.01 * x, 1.0 / math.sqrt(squared + 0.01))
        x1, x2 = x + h * (0.5 - math.sqrt(3.0) / 6), x + h * (0.5 + math.sqrt(3.0) / 6)
        p, q = advance(e, kappa, p, q, x1, x2, h, h, -1 / x1, -1 / x2)
        x += h
        size, error = amplitude(e, kappa, p, q, x)
    return size


@compiled(error_model="numpy")
def series(x: float) -> Any:
    """cosh(sqrt x) and sinh(sqrt x)/sqrt x for |x| < 4, to 1e-10, without branches."""
    c = 1 + COSH[5] * x * (1 + COSH[6] * x * (1 + COSH[7] * x))
    c = 1 + COSH[0] * x * (1 + COSH[1] * x * (1 + COSH[2] * x * (1 + COSH[3] * x * (1 + COSH[4] * x * c))))
    s = 1 + SINH[5] * x * (1 + SINH[6] * x * (1 + SINH[7] * x))
    s = 1 + SINH[0] * x * (1 + SINH[1] * x * (1 + SINH[2] * x * (1 + SINH[3] * x * (1 + SINH[4] * x * s))))
    return c, s


@compiled(error_model="numpy")
def transitions(
    energies: Any, kappa: int, Pb: Any, Qb: Any, w: Any, r: Any, v: Any, rg: Any, wg: Any, vg: Any, out: Any
) -> None:
    """Densities (P_b P_e + Q_b Q_e) dr from a bound orbital to energy-normalised waves, out[point, energy], energies ascending.

    Waves of all energies are marched together; each starts under its centrifugal barrier. The exponential of a step is the series of
    cosh and sinh in the square of its argument, which is below 4: one loop without branches for both signs.
    """
    count, inner, size = energies.size, w.size, r.size
    start = np.zeros(count, np.int64)
    for t in range(count):
        turn = 0
        while turn < size - 1 and 2 * (energies[t] - v[turn]) * r[turn] ** 2 < kappa * (kappa + 1):
            turn += 1
        radius = r[turn] * math.exp(-70.0 / abs(kappa))
        while start[t] < turn - 1 and r[start[t]] < radius:
            start[t] += 1
    P, Q = np.zeros(count), np.zeros(count)
    first = count
    for i in range(size):
        while first > 0 and start[first - 1] <= i:
            first -= 1
            P[first] = SEED
            Q[first] = SEED * ratio(energies[first], kappa, r[i], v[i], 1.0)
        if i < inner:
            bp, bq = Pb[i] * w[i], Qb[i] * w[i]
            for t in range(count):
                out[i, t] = bp * P[t] + bq * Q[t]
        if i == size - 1:
            break
        a, b0, b1, d0, d1 = generator(kappa, rg[i, 0], rg[i, 1], wg[i, 0], wg[i, 1], vg[i, 0], vg[i, 1])
        for t in range(first, count):
            e = energies[t]
            b, d = b0 + b1 * e, d0 + d1 * e
            x = a * a + b * d
            c, s = series(x)
            p, q = P[t], Q[t]
            P[t] = (c + s * a) * p + s * b * q
            Q[t] = s * d * p + (c - s * a) * q
    for t in range(count):
        scale = 1 / normalisation(energies[t], kappa, P[t], Q[t], r[size - 1])
        for i in range(inner):
            out[i, t] *= scale
