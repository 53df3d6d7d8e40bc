"""The whole path: panels of adapted length between breakpoints."""

from typing import NamedTuple

from nuem.compiled import LEAN, compiled
from nuem.propagation.engine.kernels.buffers import AXES, SCRATCH, VECTOR
from nuem.propagation.engine.kernels.cluster import turn
from nuem.propagation.engine.kernels.eigen import copy, orthonormalise
from nuem.propagation.engine.kernels.lanes import EPSILON, exact_kernel
from nuem.propagation.engine.kernels.panel import carry, panel
from nuem.propagation.engine.kernels.problem import Problem, Stretch, at_nodes, eigenvectors
from nuem.propagation.engine.kernels.rules import Workspace
from nuem.propagation.engine.kernels.vectors import LANES
from nuem.typing import BoolArray, ComplexArray, FloatArray, IntArray

ERROR, DEFECT, PANELS, ROTATED, REFUSALS, STUCK = range(6)
NUMBERS = 6
MOST_REFUSALS = 1_000_000  # something is wrong then, and the report says so


class Breakpoints(NamedTuple):
    """Where every panel must end: positions, pieces [first, last) of the profile before each, whether it is constant, and what to keep."""

    position: FloatArray
    first: IntArray
    last: IntArray
    constant: BoolArray
    keep: IntArray


class Trail(NamedTuple):
    """Where panels ended: those of the problem before, of which `known` are a plan, and those of this one."""

    plan: FloatArray
    planned: int
    steps: FloatArray


class Record(NamedTuple):
    """What is kept of each problem: the states that were asked for, and the numbers of the report."""

    states: ComplexArray
    report: FloatArray


@exact_kernel
def cell(stretch: Stretch, problem: Problem, psi: ComplexArray, work: Workspace, n: int) -> float:
    """A stretch of constant H: psi <- W exp(-i lambda length) W^dagger psi. The largest phase."""
    buffers = work.buffers
    h, axes, vector = buffers.unitary[SCRATCH], buffers.unitary[AXES], buffers.vectors[VECTOR]
    at_nodes(stretch, problem, work)
    eigenvectors(problem, buffers.functions, LANES // 2, h, axes, n)
    carry(axes, True, psi, vector, n)
    largest = 0.0
    for i in range(n):
        phase = h[i, i].real * stretch.length
        largest = max(largest, abs(phase))
        turn(psi, i, phase)
    carry(axes, False, psi, vector, n)
    return largest


@exact_kernel
def defect(psi: ComplexArray, n: int) -> float:
    """How far the largest norm of a column is from one."""
    worst = 0.0
    for column in range(psi.shape[1]):
        size = 0.0
        for i in range(n):
            size += psi[i, column].real ** 2 + psi[i, column].imag ** 2
        worst = max(worst, abs(size - 1))
    return worst


@exact_kernel
def cut(h: float, x: float, goal: float) -> float:
    """The length of a panel that leaves nothing small before the next mark."""
    if x + 1.01 * h >= goal:
        return goal - x
    if x + 2 * h > goal:
        return 0.5 * (goal - x)
    return h


@exact_kernel
def one_way(
    problem: Problem, breakpoints: Breakpoints, psi: ComplexArray, work: Workspace, trail: Trail, record: Record
) -> int:
    """The whole way of one problem.

    It goes by the panels of the problem before, and leaves them where they do not do; the number of panels that it notes itself is returned.
    """
    n, columns = psi.shape
    report, square, vector = record.report, work.buffers.unitary[SCRATCH], work.buffers.vectors[VECTOR]
    step, steps, rejoin, caution = 0, 0, 0.0, 0
    begin, total = breakpoints.position[0], breakpoints.position[-1] - breakpoints.position[0]
    longest = work.rules.first_step
    for segment in range(breakpoints.first.size):
        x, goal = breakpoints.position[segment], breakpoints.position[segment + 1]
        first, last = breakpoints.first[segment], breakpoints.last[segment]
        if breakpoints.constant[segment]:
            cell(Stretch(x, goal - x, first, last), problem, psi, work, n)
            orthonormalise(psi, square, vector, n, columns)
            report[PANELS] += 1
        while not breakpoints.constant[segment] and x < goal:
            h = longest
            while step < trail.planned and trail.plan[step] <= x + 1e-12 * total:
                step += 1
            planned = step < trail.planned and x >= rejoin
            if planned:
                h = trail.plan[step] - x
            elif x < rejoin:
                h = min(h, rejoin - x)
            h = cut(h, x, goal)
            stretch = Stretch(x, h, first, last)
            # a quarter of what the way so far has left over, where that is more than the panel's own part
            part = max(problem.tol * h / total, 0.25 * (problem.tol * (x + h - begin) / total - report[ERROR]))
            error, rotated = panel(stretch, problem, psi, part, work, n)
            if error < 0:
                report[REFUSALS] += 1
                if report[REFUSALS] > MOST_REFUSALS:
                    report[STUCK] += 2.0
                    return 0
                if planned:
                    rejoin = trail.plan[step] - 1e-12 * total
                longest = 0.5 * h
                caution = 2
                if longest > 4 * EPSILON * goal:
                    continue
                # nothing resolves this: it is a jump, and too short to matter unless H is enormous
                error, rotated = cell(stretch, problem, psi, work, n), 0
                report[STUCK] += error
            report[ERROR] += error
            report[PANELS] += 1
            report[ROTATED] += rotated
            x = goal if h == goal - x else x + h
            if steps < trail.steps.size:
                trail.steps[steps] = x
                steps += 1
            if caution > 0:
                caution -= 1
            elif h > 0.66 * longest:
                # not doubled: panels of one and the same length repeat their rounding errors, which then add up
                longest = 1.9 * h
            report[DEFECT] = max(report[DEFECT], defect(psi, n))
            orthonormalise(psi, square, vector, n, columns)
        if breakpoints.keep[segment] >= 0:
            copy(psi, record.states[breakpoints.keep[segment]], n)
    return steps


@compiled(nogil=True, **LEAN)
def travel(
    problems: Problem,
    breakpoints: Breakpoints,
    psi: ComplexArray,
    work: Workspace,
    record: Record,
) -> None:
    """Carry the columns psi[e] of every problem e from the first mark to the last, each to its own tolerance.

    The problems share the functions of the distance and differ by `constant`, `value`, `rough` and `tol`.
    """
    planned, plans = 0, work.buffers.plans
    for e in range(len(psi)):
        problem = Problem(
            problems.edges,
            problems.coefficients,
            problems.rough[e],
            problems.constant[e],
            problems.place,
            problems.which,
            problems.value[e],
            problems.tol[e],
        )
        trail = Trail(plans[e % 2], planned, plans[1 - e % 2])
        entry = Record(record.states[e], record.report[e])
        planned = one_way(problem, breakpoints, psi[e], work, trail, entry)
