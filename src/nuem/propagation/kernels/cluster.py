"""Clusters of levels: which levels belong together on a panel, and how the state of one is carried through."""

import math
from typing import Any

import numpy as np

from nuem.propagation.kernels.lanes import LANES, exact_kernel
from nuem.propagation.kernels.magnus import many_levels, series, spin_half

MOST_STEPS = 1024  # Magnus substeps in a panel; beyond, a shorter panel is cheaper
REFUSED = -1.0


@exact_kernel
def gather(g: Any, h: float, threshold: float, label: Any, n: int) -> bool:
    """Give one label to levels that cross, or whose gap times the panel's length is below the threshold; whether two are left."""
    for i in range(n):
        label[i] = i
    for i in range(n):
        for j in range(i):
            low, high, near = 1e300, -1e300, 1e300
            for lane in range(LANES):
                gap = g[0, i, i, lane] - g[0, j, j, lane]
                low, high, near = min(low, gap), max(high, gap), min(near, abs(gap))
            if near * h < threshold or low * high <= 0:
                old, new = max(label[i], label[j]), min(label[i], label[j])
                for k in range(n):
                    if label[k] == old:
                        label[k] = new
    parts = 0
    for i in range(n):
        if label[i] == i:
            parts += 1
    return parts > 1


@exact_kernel
def members(label: Any, one: int, member: Any, n: int) -> int:
    """The levels with one label, and their number."""
    count = 0
    for i in range(n):
        if label[i] == one:
            member[count] = i
            count += 1
    return count


@exact_kernel
def single(g: Any, i: int, h: float, weights: Any, c: Any) -> None:
    """One level alone: the phase of the integral of G_ii."""
    phase = 0.0
    for lane in range(LANES):
        phase += weights[lane] * g[0, i, i, lane]
    turn(c, i, 0.5 * h * phase)


@exact_kernel
def turn(c: Any, i: int, phase: float) -> None:
    """Row i of c times exp(-i phase)."""
    factor = complex(math.cos(phase), -math.sin(phase))
    for column in range(c.shape[1]):
        c[i, column] *= factor


@exact_kernel
def several(
    g: Any,
    member: Any,
    k: int,
    h: float,
    largest_phase: float,
    tol: float,
    order: int,
    tables: Any,
    t: Any,
    x: Any,
    c: Any,
) -> float:
    """Carry the rows `member` of c through the panel; error estimate, or REFUSED if the panel is too long.

    The trace goes first, as one phase. The number of substeps follows from the error of a first attempt.
    """
    f = np.zeros((2, k, k, LANES))
    values = np.empty(LANES)
    trace = np.zeros(LANES)
    for a in range(k):
        for lane in range(LANES):
            trace[lane] += g[0, member[a], member[a], lane] / k
    norm = 0.0
    change = 0.0
    for lane in range(LANES):
        for a in range(k):
            row = 0.0
            for b in range(k):
                i, j = member[a], member[b]
                real, imag = g[0, i, j, lane], g[1, i, j, lane]
                real0, imag0 = g[0, i, j, LANES // 2], g[1, i, j, LANES // 2]
                if a == b:
                    real -= trace[lane]
                    real0 -= trace[LANES // 2]
                row += math.hypot(real, imag)
                change = max(change, abs(real - real0) + abs(imag - imag0))
            norm = max(norm, row)
    norm *= h
    change *= h
    if norm > largest_phase and change > tol:
        return REFUSED
    for a in range(k):
        for b in range(a, k):
            for part in range(2):
                for lane in range(LANES):
                    values[lane] = g[part, member[a], member[b], lane]
                    if a == b:
                        values[lane] = values[lane] - trace[lane] if part == 0 else 0.0
                series(values, tables.to_coefficients, f[part, a, b])
    columns = c.shape[1]
    before = np.empty((k, columns), np.complex128)
    after = np.empty((k, columns), np.complex128)
    vector = np.zeros((3, LANES))
    quaternion = np.empty(4)
    v = np.empty((4, 3, LANES))
    for a in range(k):
        for column in range(columns):
            before[a, column] = c[member[a], column]
    closed = k == 2 and order == 6
    if closed:
        for m in range(LANES):
            vector[0, m] = 2 * f[0, 0, 1, m]
            vector[1, m] = -2 * f[1, 0, 1, m]
            vector[2, m] = f[0, 0, 0, m] - f[0, 1, 1, m]
    steps = 1 if change < tol else math.ceil(norm / 1.5)
    while True:
        if closed:
            error = spin_half(vector, h, steps, t, v, quaternion)
        else:
            for a in range(k):
                for column in range(columns):
                    after[a, column] = before[a, column]
            error = many_levels(f, h, steps, t, x, after, k, order)
        if error <= tol:
            break
        if not error < 1e300:
            return REFUSED
        steps = int(steps * min(4.0, max(1.2, 1.1 * (error / tol) ** (1 / order)))) + 1
        if steps > MOST_STEPS:
            return REFUSED
    if closed:
        q0, qx, qy, qz = quaternion[0], quaternion[1], quaternion[2], quaternion[3]
        for column in range(columns):
            up, down = before[0, column], before[1, column]
            after[0, column] = complex(q0, -qz) * up + complex(-qy, -qx) * down
            after[1, column] = complex(qy, -qx) * up + complex(q0, qz) * down
    phase = 0.0
    for lane in range(LANES):
        phase += tables.weights[lane] * trace[lane]
    for a in range(k):
        for column in range(columns):
            c[member[a], column] = after[a, column]
        turn(c, member[a], 0.5 * h * phase)
    return error
