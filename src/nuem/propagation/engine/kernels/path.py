"""The whole way: panels of adapted length from mark to mark."""

from typing import Any, NamedTuple

from nuem.compiled import LEAN, compiled
from nuem.propagation.engine.kernels.cluster import turn
from nuem.propagation.engine.kernels.eigen import copy, orthonormalise
from nuem.propagation.engine.kernels.lanes import EPSILON, LANES, inlined
from nuem.propagation.engine.kernels.panel import carry, panel
from nuem.propagation.engine.kernels.problem import Problem, at_nodes, eigenvectors

ERROR, DEFECT, PANELS, ROTATED, REFUSALS, STUCK = range(6)
NUMBERS = 6
MOST_REFUSALS = 1_000_000  # something is wrong then, and the report says so


class Marks(NamedTuple):
    """Where every panel must end: positions, pieces [first, last) of the profile before each, whether it is constant, and what to keep."""

    position: Any
    first: Any
    last: Any
    constant: Any
    keep: Any


@inlined
def cell(
    left: float, length: float, first: int, last: int, problem: Any, psi: Any, nodes: Any, buffers: Any, n: int
) -> float:
    """A stretch of constant H: psi <- W exp(-i lambda length) W^dagger psi. The largest phase."""
    h, w = buffers.unitary[3], buffers.unitary[0]
    at_nodes(left + 0.5 * length, length, first, last, problem, nodes, buffers)
    eigenvectors(problem, buffers.functions, LANES // 2, h, w, n)
    carry(w, True, psi, buffers.vectors[0], n)
    largest = 0.0
    for i in range(n):
        phase = h[i, i].real * length
        largest = max(largest, abs(phase))
        turn(psi, i, phase)
    carry(w, False, psi, buffers.vectors[0], n)
    return largest


@inlined
def one_way(
    problem: Any,
    marks: Any,
    psi: Any,
    rules: Any,
    tol: float,
    first_step: float,
    tables: Any,
    buffers: Any,
    plan: Any,
    known: int,
    walked: Any,
    kept: Any,
    report: Any,
) -> int:
    """The whole way of one problem.

    It goes by the panels of the problem before, whose ends are plan[:known], and leaves them where they do not do; its own ends go to
    `walked`, and their number is returned.
    """
    n, columns = psi.shape
    step, made, rejoin = 0, 0, 0.0
    total = marks.position[-1] - marks.position[0]
    longest = first_step
    caution = 0
    for one in range(marks.first.size):
        x, goal = marks.position[one], marks.position[one + 1]
        if marks.constant[one]:
            cell(x, goal - x, marks.first[one], marks.last[one], problem, psi, tables.nodes, buffers, n)
            orthonormalise(psi, buffers.unitary[3], buffers.vectors[0], n, columns)
            report[PANELS] += 1
        while not marks.constant[one] and x < goal:
            h = longest
            while step < known and plan[step] <= x + 1e-12 * total:
                step += 1
            planned = step < known and x >= rejoin
            if planned:
                h = plan[step] - x
            elif x < rejoin:
                h = min(h, rejoin - x)
            if x + 1.01 * h >= goal:
                h = goal - x
            elif x + 2 * h > goal:
                h = 0.5 * (goal - x)
            # a quarter of what the way so far has left over, where that is more than the panel's own share
            share = max(tol * h / total, 0.25 * (tol * (x + h - marks.position[0]) / total - report[ERROR]))
            error, rotated = panel(
                x, h, marks.first[one], marks.last[one], problem, psi, rules, share, tables, buffers, n
            )
            if error < 0:
                report[REFUSALS] += 1
                if report[REFUSALS] > MOST_REFUSALS:
                    report[STUCK] += 2.0
                    return 0
                if planned:
                    rejoin = plan[step] - 1e-12 * total
                longest = 0.5 * h
                caution = 2
                if longest > 4 * EPSILON * goal:
                    continue
                # nothing resolves this: it is a jump, and too short to matter unless H is enormous
                error = cell(x, h, marks.first[one], marks.last[one], problem, psi, tables.nodes, buffers, n)
                rotated = 0
                report[STUCK] += error
            report[ERROR] += error
            report[PANELS] += 1
            report[ROTATED] += rotated
            x = goal if h == goal - x else x + h
            if made < walked.size:
                walked[made] = x
                made += 1
            if caution > 0:
                caution -= 1
            elif h > 0.66 * longest:
                # not doubled: panels of one and the same length repeat their rounding errors, which then add up
                longest = 1.9 * h
            defect = 0.0
            for column in range(columns):
                size = 0.0
                for i in range(n):
                    size += psi[i, column].real ** 2 + psi[i, column].imag ** 2
                defect = max(defect, abs(size - 1))
            report[DEFECT] = max(report[DEFECT], defect)
            orthonormalise(psi, buffers.unitary[3], buffers.vectors[0], n, columns)
        if marks.keep[one] >= 0:
            copy(psi, kept[marks.keep[one]], n)
    return made


@compiled(nogil=True, **LEAN)
def travel(
    problems: Any,
    marks: Any,
    psi: Any,
    rules: Any,
    tols: Any,
    first_step: float,
    tables: Any,
    buffers: Any,
    kept: Any,
    report: Any,
) -> None:
    """Carry the columns psi[e] of every problem e from the first mark to the last; each to its own tolerance; states asked for go to
    `kept`, numbers to `report`.

    The problems share the functions of the distance and differ by `constant`, `value` and `rough`.
    """
    known = 0
    for e in range(len(psi)):
        problem = Problem(
            problems.edges,
            problems.coefficients,
            problems.rough[e],
            problems.constant[e],
            problems.place,
            problems.which,
            problems.value[e],
        )
        plan, walked = buffers.plans[e % 2], buffers.plans[1 - e % 2]
        known = one_way(
            problem, marks, psi[e], rules, tols[e], first_step, tables, buffers, plan, known, walked, kept[e], report[e]
        )
