"""One panel of the way: the Hamiltonian at its Chebyshev nodes, super-adiabatic rotations, clusters carried through."""

from typing import Any, NamedTuple

from nuem.propagation.engine.kernels.cluster import gather, members, pair, several, single
from nuem.propagation.engine.kernels.eigen import copy, unit
from nuem.propagation.engine.kernels.lanes import DERIVATIVE_NOISE, EPSILON, LANES, exact_kernel, inlined, seen_from
from nuem.propagation.engine.kernels.precession import REFUSED
from nuem.propagation.engine.kernels.problem import at_nodes, eigenvectors, hamiltonian, too_long
from nuem.propagation.engine.kernels.rotation import angles, cayley, rotate, tail
from nuem.propagation.engine.kernels.spin import spin_panel

LARGEST_ANGLE = 0.7  # of a rotation; beyond, the iteration may not converge
ROTATIONS = 9


class Tables(NamedTuple):
    """What belongs to the Chebyshev nodes; see `lanes.chebyshev`."""

    nodes: Any
    matrix: Any
    weights: Any
    to_coefficients: Any


class Rules(NamedTuple):
    """How to go about it: rotate or not, gap times length that counts as separate, largest phase of a cluster on a panel, order of its steps."""

    adiabatic: bool
    threshold: float
    largest_phase: float
    order: int


@exact_kernel
def times_lane(u: Any, r: Any, lane: int, scratch: Any, n: int) -> None:
    """U <- U R with the matrix of one lane."""
    for i in range(n):
        for j in range(n):
            total = 0.0j
            for k in range(n):
                total += u[i, k] * complex(r[0, k, j, lane], r[1, k, j, lane])
            scratch[j] = total
        for j in range(n):
            u[i, j] = scratch[j]


@exact_kernel
def carry(u: Any, adjoint: bool, c: Any, scratch: Any, n: int) -> None:
    """c <- U c or U^dagger c."""
    for column in range(c.shape[1]):
        for i in range(n):
            total = 0.0j
            for k in range(n):
                total += (u[k, i].conjugate() if adjoint else u[i, k]) * c[k, column]
            scratch[i] = total
        for i in range(n):
            c[i, column] = scratch[i]


@inlined
def decouple(g: Any, label: Any, h: float, tol: float, rules: Any, tables: Any, buffers: Any, n: int) -> float:
    """Rotate until no coupling between clusters is left; buffers.unitary[1] and [2] gather the rotations at the two ends.

    Returns the effect of what is left, or REFUSED. An unresolved rotation has a wrong derivative, which enters between clusters (over the
    gap) and on the diagonal (times the angle): so its last Chebyshev coefficients must be small, too.
    """
    r, s, t = buffers.matrices[1], buffers.matrices[2], buffers.matrices[3]
    for _ in range(ROTATIONS):
        angle, shift = angles(g, label, n)
        if not angle < LARGEST_ANGLE:
            return REFUSED
        if angle < 0.1 * tol and shift * h < 0.1 * tol:
            return angle + shift * h
        cayley(g, label, s, r, n)
        rough = tail(r, label, False, tables.to_coefficients, n) * LANES * LANES
        if not rough * max(angle, 1 / rules.threshold) < tol:
            return REFUSED
        rotate(g, r, 2 / h, tables.matrix, s, t, n)
        times_lane(buffers.unitary[1], r, 0, buffers.vectors[0], n)
        times_lane(buffers.unitary[2], r, LANES - 1, buffers.vectors[0], n)
    return REFUSED


@inlined
def panel(
    left: float,
    h: float,
    first: int,
    last: int,
    problem: Any,
    psi: Any,
    rules: Any,
    tol: float,
    tables: Any,
    buffers: Any,
    n: int,
) -> tuple[float, int]:
    """Carry the columns psi over [left, left + h], in place; the error estimate and whether levels were rotated.

    The estimate is REFUSED, and psi untouched, if h is too long.
    """
    if too_long(left, h, first, last, problem.edges):
        return REFUSED, 0
    f = buffers.functions
    rough = at_nodes(left + 0.5 * h, h, first, last, problem, tables.nodes, buffers)
    if n == 2 and rules.order == 6:
        return spin_panel(h, f, rough, problem, psi, rules, tol, tables, buffers)
    g, h_lanes, c, scratch = buffers.matrices[0], buffers.matrices[1], buffers.columns[0], buffers.vectors[0]
    w, start, end = buffers.unitary[0], buffers.unitary[1], buffers.unitary[2]
    label, member = buffers.labels[0], buffers.labels[1]
    copy(psi, c, n)
    error = 0.0
    rotated = 0
    if rules.adiabatic:
        hamiltonian(problem, f, h_lanes, n)
        eigenvectors(problem, f, LANES // 2, buffers.unitary[3], w, n)
        seen_from(w, h_lanes, buffers.matrices[2], g, n)
        unit(start, n)
        unit(end, n)
    else:
        hamiltonian(problem, f, g, n)
    size = 0.0
    for i in range(n):
        label[i] = 0
        for k in range(n):
            for lane in range(LANES):
                size = max(size, abs(g[0, i, k, lane]), abs(g[1, i, k, lane]))
    goal = max(tol, 10 * EPSILON * size * h, 4 * rough * h, 4 * EPSILON)
    if rules.adiabatic:
        if gather(g, h, rules.threshold, label, n):
            rotated = 1
            goal = max(goal, DERIVATIVE_NOISE * EPSILON)
            error = decouple(g, label, h, goal, rules, tables, buffers, n)
            if error < 0:
                return REFUSED, 0
        carry(w, True, c, scratch, n)
        carry(start, True, c, scratch, n)
    ends = tail(g, label, True, tables.to_coefficients, n) * h
    if not ends < goal:
        return REFUSED, 0
    error += ends
    for one in range(n):
        count = members(label, one, member, n)
        part = 0.0
        if count == 1:
            single(g, member[0], h, tables.weights, c)
        elif count == 2 and rules.order == 6:
            part = pair(g, member[0], member[1], h, rules.largest_phase, goal, tables, buffers, c)
        elif count > 1:
            part = several(g, member, count, h, rules.largest_phase, goal, rules.order, tables, buffers, c)
        if part < 0:
            return REFUSED, 0
        error += part
    if rules.adiabatic:
        carry(end, False, c, scratch, n)
        carry(w, False, c, scratch, n)
    copy(c, psi, n)
    return error, rotated
