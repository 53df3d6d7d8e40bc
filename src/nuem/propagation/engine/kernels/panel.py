"""One panel of the path: the Hamiltonian at its Chebyshev nodes, super-adiabatic rotations, clusters carried through."""

from nuem.propagation.engine.kernels.buffers import (
    AXES,
    CLUSTER,
    END,
    FIRST,
    GIVEN,
    MEMBER,
    ROTATION,
    SCRATCH,
    SECOND,
    SEEN,
    START,
    STATE,
    VECTOR,
)
from nuem.propagation.engine.kernels.cluster import gather, members, pair, several, single
from nuem.propagation.engine.kernels.eigen import copy, unit
from nuem.propagation.engine.kernels.lanes import DERIVATIVE_NOISE, EPSILON, exact_kernel, seen_from
from nuem.propagation.engine.kernels.precession import REFUSED
from nuem.propagation.engine.kernels.problem import Problem, Stretch, at_nodes, eigenvectors, hamiltonian, too_long
from nuem.propagation.engine.kernels.rotation import angles, cayley, rotate, tail
from nuem.propagation.engine.kernels.rules import Workspace
from nuem.propagation.engine.kernels.spin import spin_panel
from nuem.propagation.engine.kernels.vectors import LANES, greatest, larger, load, spread
from nuem.typing import ComplexArray, FloatArray, IntArray

LARGEST_ANGLE = 0.7  # of a rotation; beyond, the iteration may not converge
ROTATIONS = 9
# a cluster of three levels or more takes steps, which cost ten times what rotations do: closer levels are tried as separate before
FIRST_ATTEMPT = 0.36
NEXT_ATTEMPT = 1.67


@exact_kernel
def times_lane(u: ComplexArray, r: FloatArray, lane: int, scratch: ComplexArray, n: int) -> None:
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
def carry(u: ComplexArray, adjoint: bool, c: ComplexArray, scratch: ComplexArray, n: int) -> None:
    """c <- U c or U^dagger c."""
    for column in range(c.shape[1]):
        for i in range(n):
            total = 0.0j
            for k in range(n):
                total += (u[k, i].conjugate() if adjoint else u[i, k]) * c[k, column]
            scratch[i] = total
        for i in range(n):
            c[i, column] = scratch[i]


@exact_kernel
def decouple(g: FloatArray, label: IntArray, h: float, tol: float, threshold: float, work: Workspace, n: int) -> float:
    """Rotate until no coupling between clusters is left; the buffers START and END gather the rotations at the two ends.

    Returns the effect of what is left, or REFUSED. An unresolved rotation has a wrong derivative, which enters between clusters (over the
    gap) and on the diagonal (times the angle): so its last Chebyshev coefficients must be small, too.
    """
    tables, buffers = work.tables, work.buffers
    r, s, t = buffers.matrices[ROTATION], buffers.matrices[FIRST], buffers.matrices[SECOND]
    for _ in range(ROTATIONS):
        angle, shift = angles(g, label, n)
        if not angle < LARGEST_ANGLE:
            return REFUSED
        if angle < 0.1 * tol and shift * h < 0.1 * tol:
            return angle + shift * h
        cayley(g, label, r, n)
        rough = tail(r, label, False, tables.to_coefficients, n) * LANES * LANES
        if not rough * max(angle, 1 / threshold) < tol:
            return REFUSED
        rotate(g, r, 2 / h, tables.matrix, s, t, n)
        times_lane(buffers.unitary[START], r, 0, buffers.vectors[VECTOR], n)
        times_lane(buffers.unitary[END], r, LANES - 1, buffers.vectors[VECTOR], n)
    return REFUSED


@exact_kernel
def from_axes(problem: Problem, work: Workspace, n: int) -> None:
    """H in all lanes as seen from the eigenvectors in the middle, before any rotation."""
    buffers = work.buffers
    hamiltonian(problem, buffers.functions, buffers.matrices[GIVEN], n)
    seen_from(buffers.unitary[AXES], buffers.matrices[GIVEN], buffers.matrices[FIRST], buffers.matrices[SEEN], n)
    unit(buffers.unitary[START], n)
    unit(buffers.unitary[END], n)


@exact_kernel
def crowded(label: IntArray, n: int) -> bool:
    """Whether more than two levels have one label."""
    for i in range(n):
        count = 0
        for j in range(n):
            if label[j] == label[i]:
                count += 1
        if count > 2:
            return True
    return False


@exact_kernel
def largest(g: FloatArray, label: IntArray, n: int) -> float:
    """Largest element at any node; all levels start in one cluster."""
    size = spread(0.0)
    for i in range(n):
        label[i] = 0
        for k in range(n):
            for part in range(2):
                value = load(g[part, i, k])
                size = larger(larger(size, value), 0.0 - value)
    return greatest(size)


@exact_kernel
def clusters(h: float, tol: float, work: Workspace, n: int) -> float:
    """Carry the state through the panel cluster by cluster; error estimate, or REFUSED."""
    buffers = work.buffers
    g, c = buffers.matrices[SEEN], buffers.columns[STATE]
    label, member = buffers.labels[CLUSTER], buffers.labels[MEMBER]
    error = 0.0
    for cluster in range(n):
        count = members(label, cluster, member, n)
        part = 0.0
        if count == 1:
            single(g, member[0], h, work.tables.weights, c)
        elif count == 2 and work.rules.order == 6:
            part = pair(g, member[:2], h, tol, work, c)
        elif count > 1:
            part = several(g, member[:count], h, tol, work, c)
        if part < 0:
            return REFUSED
        error += part
    return error


@exact_kernel
def panel(
    stretch: Stretch,
    problem: Problem,
    psi: ComplexArray,
    tol: float,
    work: Workspace,
    n: int,
) -> tuple[float, int]:
    """Carry the columns psi over a stretch, in place; the error estimate and whether levels were rotated.

    The estimate is REFUSED, and psi untouched, if the stretch is too long.
    """
    if too_long(stretch, problem.edges):
        return REFUSED, 0
    rules, tables, buffers = work.rules, work.tables, work.buffers
    h, f = stretch.length, buffers.functions
    rough = at_nodes(stretch, problem, work)
    if n == 2 and rules.order == 6:
        return spin_panel(h, rough, problem, psi, tol, work)
    g, c, vector = buffers.matrices[SEEN], buffers.columns[STATE], buffers.vectors[VECTOR]
    axes, start, end = buffers.unitary[AXES], buffers.unitary[START], buffers.unitary[END]
    label = buffers.labels[CLUSTER]
    copy(psi, c, n)
    error = 0.0
    rotated = 0
    if rules.adiabatic:
        eigenvectors(problem, f, LANES // 2, buffers.unitary[SCRATCH], axes, n)
        from_axes(problem, work, n)
    else:
        hamiltonian(problem, f, g, n)
    goal = max(tol, 10 * EPSILON * largest(g, label, n) * h, 4 * rough * h, 4 * EPSILON)
    if rules.adiabatic:
        gather(g, h, rules.threshold, label, n)
        threshold = rules.threshold * (FIRST_ATTEMPT if crowded(label, n) else 1.0)
        while gather(g, h, threshold, label, n):
            rotated = 1
            goal = max(goal, DERIVATIVE_NOISE * EPSILON)
            error = decouple(g, label, h, goal, threshold, work, n)
            if error >= 0:
                break
            if threshold >= rules.threshold:
                return REFUSED, 0
            error, rotated = 0.0, 0
            threshold = min(NEXT_ATTEMPT * threshold, rules.threshold)
            from_axes(problem, work, n)
        carry(axes, True, c, vector, n)
        carry(start, True, c, vector, n)
    ends = tail(g, label, True, tables.to_coefficients, n) * h
    if not ends < goal:
        return REFUSED, 0
    carried = clusters(h, goal, work, n)
    if carried < 0:
        return REFUSED, 0
    if rules.adiabatic:
        carry(end, False, c, vector, n)
        carry(axes, False, c, vector, n)
    copy(c, psi, n)
    return error + ends + carried, rotated
