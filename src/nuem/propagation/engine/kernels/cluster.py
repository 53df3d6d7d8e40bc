"""Clusters of levels: which levels belong together on a panel, and how the state of one is carried through."""

import math

from nuem.propagation.engine.kernels.buffers import (
    AFTER,
    BEFORE,
    ELEMENT,
    PAIR_FIELD,
    SERIES,
    TRACE,
    TRAVELLED,
    Buffers,
)
from nuem.propagation.engine.kernels.eigen import copy
from nuem.propagation.engine.kernels.lanes import exact_kernel
from nuem.propagation.engine.kernels.magnus import many_levels, series
from nuem.propagation.engine.kernels.precession import MOST_STEPS, REFUSED, act, stepping
from nuem.propagation.engine.kernels.rules import Workspace
from nuem.propagation.engine.kernels.vectors import LANES, greatest, larger, load, root, spread, store
from nuem.typing import ComplexArray, FloatArray, IntArray


@exact_kernel
def gather(g: FloatArray, h: float, threshold: float, label: IntArray, n: int) -> bool:
    """Give one label to levels that cross, or whose gap times the panel's length is below the threshold; whether two are left."""
    for i in range(n):
        label[i] = i
    for i in range(n):
        for j in range(i):
            gap = load(g[0, i, i]) - load(g[0, j, j])
            low, high = -greatest(0.0 - gap), greatest(gap)
            if low * high <= 0 or min(abs(low), abs(high)) * h < threshold:
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
def members(label: IntArray, cluster: int, member: IntArray, n: int) -> int:
    """The levels with one label, and their number."""
    count = 0
    for i in range(n):
        if label[i] == cluster:
            member[count] = i
            count += 1
    return count


@exact_kernel
def single(g: FloatArray, i: int, h: float, weights: FloatArray, c: ComplexArray) -> None:
    """One level alone: the phase of the integral of G_ii."""
    phase = 0.0
    for lane in range(LANES):
        phase += weights[lane] * g[0, i, i, lane]
    turn(c, i, 0.5 * h * phase)


@exact_kernel
def turn(c: ComplexArray, i: int, phase: float) -> None:
    """Row i of c times exp(-i phase)."""
    factor = complex(math.cos(phase), -math.sin(phase))
    for column in range(c.shape[1]):
        c[i, column] *= factor


@exact_kernel
def pair(
    g: FloatArray,
    member: IntArray,
    h: float,
    tol: float,
    work: Workspace,
    c: ComplexArray,
) -> float:
    """Two levels in closed form: rows `member` of c; error estimate, or REFUSED if the panel is too long."""
    buffers, weights = work.buffers, work.tables.weights
    b, travelled, columns = buffers.rows[PAIR_FIELD], buffers.rows[TRAVELLED], buffers.columns[BEFORE]
    i, j = member[0], member[1]
    store(b[0], 2.0 * load(g[0, i, j]))
    store(b[1], -2.0 * load(g[1, i, j]))
    store(b[2], load(g[0, i, i]) - load(g[0, j, j]))
    phase = 0.0
    for lane in range(LANES):
        phase += 0.25 * h * weights[lane] * (g[0, i, i, lane] + g[0, j, j, lane])
    error = stepping(b, h, tol, work.rules.largest_phase, work, travelled)
    if error >= 0:
        for column in range(c.shape[1]):
            columns[0, column], columns[1, column] = c[i, column], c[j, column]
        act(travelled, False, columns)
        for column in range(c.shape[1]):
            c[i, column], c[j, column] = columns[0, column], columns[1, column]
        turn(c, i, phase)
        turn(c, j, phase)
    return error


@exact_kernel
def extent(g: FloatArray, member: IntArray, trace: FloatArray) -> tuple[float, float]:
    """Largest norm of H of a cluster without its trace at any node, and how far it is from H in the middle."""
    norm, change = spread(0.0), spread(0.0)
    for i in member:
        row = spread(0.0)
        for j in member:
            real, imag = load(g[0, i, j]), load(g[1, i, j])
            dx, dy = real - g[0, i, j, LANES // 2], imag - g[1, i, j, LANES // 2]
            if i == j:
                real = real - load(trace)
                dx = dx - load(trace) + trace[LANES // 2]
            row = row + root(real * real + imag * imag)
            change = larger(change, larger(dx, 0.0 - dx) + larger(dy, 0.0 - dy))
        norm = larger(norm, row)
    return greatest(norm), greatest(change)


@exact_kernel
def expanded(g: FloatArray, member: IntArray, to_coefficients: FloatArray, buffers: Buffers) -> None:
    """Chebyshev series of H of a cluster without its trace, the upper triangle."""
    f, values, trace = buffers.matrices[SERIES], buffers.rows[ELEMENT], buffers.rows[TRACE]
    for a in range(member.size):
        for b in range(a, member.size):
            for part in range(2):
                element = load(g[part, member[a], member[b]])
                if a == b:
                    element = element - load(trace) if part == 0 else spread(0.0)
                store(values, element)
                series(values, to_coefficients, f[part, a, b])


@exact_kernel
def several(
    g: FloatArray,
    member: IntArray,
    h: float,
    tol: float,
    work: Workspace,
    c: ComplexArray,
) -> float:
    """Carry the rows `member` of c through the panel; error estimate, or REFUSED if the panel is too long.

    The trace goes first, as one phase. The number of substeps follows from the error of a first attempt.
    """
    buffers, tables, rules = work.buffers, work.tables, work.rules
    k, order, columns, trace = member.size, rules.order, c.shape[1], buffers.rows[TRACE]
    mean = spread(0.0)
    for i in member:
        mean = mean + load(g[0, i, i]) / float(k)
    store(trace, mean)
    norm, change = extent(g, member, trace)
    norm *= h
    change *= h
    if norm > rules.largest_phase and change > tol:
        return REFUSED
    expanded(g, member, tables.to_coefficients, buffers)
    before, after = buffers.columns[BEFORE], buffers.columns[AFTER]
    for a in range(k):
        for column in range(columns):
            before[a, column] = c[member[a], column]
    steps = 1 if change < tol else math.ceil(norm / 1.5)
    while True:
        copy(before, after, k)
        error = many_levels(h, steps, buffers, after, k, order)
        if error <= tol:
            break
        if not error < 1e300:
            return REFUSED
        steps = int(steps * min(4.0, max(1.2, 1.1 * (error / tol) ** (1 / order)))) + 1
        if steps > MOST_STEPS:
            return REFUSED
    phase = 0.0
    for lane in range(LANES):
        phase += tables.weights[lane] * trace[lane]
    for a in range(k):
        for column in range(columns):
            c[member[a], column] = after[a, column]
        turn(c, member[a], 0.5 * h * phase)
    return error
