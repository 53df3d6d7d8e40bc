"""Electrons that are knocked out: waves of the radial Dirac equation, normalised in the Coulomb tail, and densities of a transition."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuem.compiled import compiled
from nuem.elements.kernels.dirac import SEED, C, Field, Step, advance, generator, outward, ratio
from nuem.typing import FloatArray

COSH = tuple(1 / ((2 * m - 1) * (2 * m)) for m in range(1, 9))  # ratios of successive terms
SINH = tuple(1 / (2 * m * (2 * m + 1)) for m in range(1, 9))


class Wave(NamedTuple):
    """An electron's wave at one radius: energy, kappa and the two components."""

    e: float
    kappa: int
    p: float
    q: float


@compiled(error_model="numpy")
def wave_number(e: float, kappa: int, x: float) -> float:
    """Local wave number of P/sqrt(e + 2c^2 - V) where V = -1/r."""
    t = e + 1 / x
    return math.sqrt(max(2 * t * (1 + t / (2 * C * C)) - kappa * (kappa + 1) / x**2, 1e-12))


@compiled(error_model="numpy")
def amplitude(wave: Wave, x: float) -> tuple[float, float]:
    """Amplitude in units of the energy-normalised wave, by second-order WKB where V = -1/r, and the size of the second order."""
    e, kappa, p, q = wave
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
def normalisation(wave: Wave, x: float) -> float:
    """Amplitude of a wave that is followed through the Coulomb tail until WKB holds."""
    e, kappa, p, q = wave
    size: float
    size, error = amplitude(wave, x)
    while not (2 * (e + 1 / x) * x * x > 2.0 * kappa * (kappa + 1) and error < 3e-5):
        squared = abs(2 * (e + 1 / x) - kappa * (kappa + 1) / x**2)
        h = min(0.01 * x, 1.0 / math.sqrt(squared + 0.01))
        x1, x2 = x + h * (0.5 - math.sqrt(3.0) / 6), x + h * (0.5 + math.sqrt(3.0) / 6)
        p, q = advance(e, kappa, p, q, Step(x1, x2, h, h, -1 / x1, -1 / x2))
        x += h
        size, error = amplitude(Wave(e, kappa, p, q), x)
    return size


@compiled(error_model="numpy")
def series(x: float) -> tuple[float, float]:
    """cosh(sqrt x) and sinh(sqrt x)/sqrt x for |x| < 4, to 1e-10, without branches."""
    c = 1 + COSH[5] * x * (1 + COSH[6] * x * (1 + COSH[7] * x))
    c = 1 + COSH[0] * x * (1 + COSH[1] * x * (1 + COSH[2] * x * (1 + COSH[3] * x * (1 + COSH[4] * x * c))))
    s = 1 + SINH[5] * x * (1 + SINH[6] * x * (1 + SINH[7] * x))
    s = 1 + SINH[0] * x * (1 + SINH[1] * x * (1 + SINH[2] * x * (1 + SINH[3] * x * (1 + SINH[4] * x * s))))
    return c, s


@compiled(error_model="numpy")
def transitions(
    energies: FloatArray,
    kappa: int,
    Pb: FloatArray,
    Qb: FloatArray,
    w: FloatArray,
    field: Field,
    out: NDArray[np.float32],
) -> None:
    """Densities (P_b P_e + Q_b Q_e) dr from a bound orbital to energy-normalised waves, out[point, energy], energies ascending.

    Waves of all energies are marched together; each starts under its centrifugal barrier. The exponential of a step is the series of
    cosh and sinh in the square of its argument, which is below 4: one loop without branches for both signs.
    """
    r, v = field.r, field.v
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
        a, b0, b1, d0, d1 = generator(kappa, outward(field, i))
        for t in range(first, count):
            e = energies[t]
            b, d = b0 + b1 * e, d0 + d1 * e
            x = a * a + b * d
            c, s = series(x)
            p, q = P[t], Q[t]
            P[t] = (c + s * a) * p + s * b * q
            Q[t] = s * d * p + (c - s * a) * q
    for t in range(count):
        scale = 1 / normalisation(Wave(energies[t], kappa, P[t], Q[t]), r[size - 1])
        for i in range(inner):
            out[i, t] *= scale
