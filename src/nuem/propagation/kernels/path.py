"""The whole way: panels of adapted length from mark to mark."""

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from nuem.propagation.kernels.eigen import levels, orthonormalise
from nuem.propagation.kernels.lanes import LANES, exact_kernel
from nuem.propagation.kernels.panel import EPSILON, Problem, carry, copy, panel, profile, unit

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


@exact_kernel
def cell(length: float, here: Any, problem: Any, psi: Any, n: int) -> float:
    """A stretch of constant H: psi <- W exp(-i lambda length) W^dagger psi. The largest phase."""
    w = unit(n)
    scratch = np.empty(n, np.complex128)
    h = np.empty((n, n), np.complex128)
    copy(problem.constant, h, n)
    for t in range(problem.which.size):
        h[problem.place[t, 0], problem.place[t, 1]] += problem.value[t] * here[problem.which[t]]
    levels(h, w, n)
    carry(w, True, psi, scratch, n)
    largest = 0.0
    for i in range(n):
        phase = h[i, i].real * length
        largest = max(largest, abs(phase))
        for column in range(psi.shape[1]):
            psi[i, column] *= complex(math.cos(phase), -math.sin(phase))
    carry(w, False, psi, scratch, n)
    return largest


@exact_kernel
def one_way(
    problem: Any,
    marks: Any,
    psi: Any,
    rules: Any,
    tol: float,
    first_step: float,
    tables: Any,
    work: Any,
    t: Any,
    room: Any,
    f: Any,
    kept: Any,
    report: Any,
) -> None:
    """The whole way of one problem."""
    n, columns = psi.shape
    here = np.empty(problem.coefficients.shape[1])
    total = marks.position[-1] - marks.position[0]
    longest = first_step
    caution = 0
    for one in range(marks.first.size):
        x, goal = marks.position[one], marks.position[one + 1]
        if marks.constant[one]:
            profile(0.5 * (x + goal), problem.edges, problem.coefficients, marks.first[one], marks.last[one], here)
            cell(goal - x, here, problem, psi, n)
            orthonormalise(psi, n, columns)
            report[PANELS] += 1
        while not marks.constant[one] and x < goal:
            h = longest
            if x + 1.01 * h >= goal:
                h = goal - x
            elif x + 2 * h > goal:
                h = 0.5 * (goal - x)
            # a quarter of what the way so far has left over, where that is more than the panel's own share
            share = max(tol * h / total, 0.25 * (tol * (x + h - marks.position[0]) / total - report[ERROR]))
            error, rotated = panel(
                x, h, marks.first[one], marks.last[one], problem, psi, rules, share, tables, work, t, room, f, n
            )
            if error < 0:
                report[REFUSALS] += 1
                if report[REFUSALS] > MOST_REFUSALS:
                    report[STUCK] += 2.0
                    return
                longest = 0.5 * h
                caution = 2
                if longest > 4 * EPSILON * goal:
                    continue
                # nothing resolves this: it is a jump, and too short to matter unless H is enormous
                profile(x + 0.5 * h, problem.edges, problem.coefficients, marks.first[one], marks.last[one], here)
                error = cell(h, here, problem, psi, n)
                rotated = 0
                report[STUCK] += error
            report[ERROR] += error
            report[PANELS] += 1
            report[ROTATED] += rotated
            x = goal if h == goal - x else x + h
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
            orthonormalise(psi, n, columns)
        if marks.keep[one] >= 0:
            copy(psi, kept[marks.keep[one]], n)


@njit(cache=True, nogil=True, error_model="numpy")
def travel(
    problems: Any, marks: Any, psi: Any, rules: Any, tol: float, first_step: float, tables: Any, kept: Any, report: Any
) -> None:
    """Carry the columns psi[e] of every problem e from the first mark to the last; states asked for go to `kept`, numbers to `report`.

    The problems share the functions of the distance and differ by `constant`, `value` and `rough`.
    """
    count, n = psi.shape[:2]
    work = np.empty((10, 2, n, n, LANES))
    t, room = np.empty((6, LANES, LANES)), np.empty((12, LANES))
    f = np.empty((problems.coefficients.shape[1], LANES))
    for e in range(count):
        problem = Problem(
            problems.edges,
            problems.coefficients,
            problems.rough[e],
            problems.constant[e],
            problems.place,
            problems.which,
            problems.value[e],
        )
        one_way(problem, marks, psi[e], rules, tol, first_step, tables, work, t, room, f, kept[e], report[e])
