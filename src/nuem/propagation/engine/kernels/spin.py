r"""One panel of the path of two levels, as a spin in a field: H = trace + (b . sigma)/2.

.. math:: R = q_0 - i\,\mathbf q\cdot\sigma, \quad q_z = 0: \quad
          \mathbf b \to (0, 0, \pm|\mathbf b|) + 2\,(q_0'\mathbf q - q_0\mathbf q' + \mathbf q\times\mathbf q')

turns the axis onto the field at every node, exactly; what the turning adds is smaller by the adiabaticity, and goes the same way.
"""

import math

from nuem.propagation.engine.kernels.buffers import AT_END, AT_START, CHANGE, FIELD, TRAVELLED, TURN
from nuem.propagation.engine.kernels.cluster import turn
from nuem.propagation.engine.kernels.lanes import (
    DERIVATIVE_NOISE,
    EPSILON,
    exact_kernel,
    kernel,
    last_terms,
    weigh,
)
from nuem.propagation.engine.kernels.precession import REFUSED, act, compose, stepping
from nuem.propagation.engine.kernels.problem import Problem
from nuem.propagation.engine.kernels.rules import Tables, Workspace
from nuem.propagation.engine.kernels.vectors import LANES, greatest, larger, load, root, spread, store
from nuem.typing import ComplexArray, FloatArray

TURNS = 9
LEAST_PHASE = 4.0  # rad of precession in a panel: below, steps are cheaper than turning the axis
MOST_UNTURNED = 10.0  # rad in steps where the axis could not be turned: beyond, a shorter panel is cheaper


@kernel
def field(problem: Problem, f: FloatArray, b: FloatArray) -> None:
    """H as (b_x, b_y, b_z, trace) in all lanes, from the functions f[function, lane]."""
    up, down, across = problem.constant[0, 0].real, problem.constant[1, 1].real, problem.constant[0, 1]
    bx, by = spread(2 * across.real), spread(-2 * across.imag)
    bz, trace = spread(up - down), spread(0.5 * (up + down))
    for term in range(problem.which.size):
        i, j = problem.place[term, 0], problem.place[term, 1]
        x, y = problem.value[term].real, problem.value[term].imag
        values = load(f[problem.which[term]])
        if i == j:
            bz, trace = bz + (1 - 2 * i) * x * values, trace + 0.5 * x * values
        elif i < j:
            bx, by = bx + 2 * x * values, by - 2 * y * values
    store(b[0], bx)
    store(b[1], by)
    store(b[2], bz)
    store(b[3], trace)


@kernel
def along(b: FloatArray, side: float, q: FloatArray) -> float:
    """The turn q[0, x, y] that takes side * z onto b; the largest sine of its angle."""
    x, y, z = load(b[0]), load(b[1]), load(b[2])
    across = x * x + y * y
    size = root(across + z * z)
    q0 = root(0.5 + 0.5 * side * z / size)
    scale = 0.5 * side / (q0 * size)
    store(q[0], q0)
    store(q[1], 0.0 - y * scale)
    store(q[2], x * scale)
    store(b[3], size)
    return math.sqrt(greatest(across / (size * size)))


@kernel
def turned(b: FloatArray, q: FloatArray, side: float, steepness: float, matrix: FloatArray, change: FloatArray) -> None:
    """What the field is as seen from the turned axes; b[3] is its size."""
    weigh(q[1], matrix, change[0])
    weigh(q[2], matrix, change[1])
    q0, x, y = load(q[0]), load(q[1]), load(q[2])
    dx, dy = steepness * load(change[0]), steepness * load(change[1])
    d0 = 0.0 - (x * dx + y * dy) / q0
    store(b[0], 2.0 * (d0 * x - q0 * dx))
    store(b[1], 2.0 * (d0 * y - q0 * dy))
    store(b[2], side * load(b[3]) + 2.0 * (x * dy - y * dx))


@exact_kernel
def turning(
    b: FloatArray,
    h: float,
    tol: float,
    tables: Tables,
    start: FloatArray,
    end: FloatArray,
    q: FloatArray,
    change: FloatArray,
) -> tuple[float, int]:
    """Turn the axis as long as the field comes closer to it; `start` and `end` gather the turns at the two ends.

    Returns the effect of what is left across, or REFUSED if it matters, and the number of turns.
    """
    side = 1.0 if b[2, LANES // 2] >= 0 else -1.0
    before = 1e300
    for turns in range(TURNS):
        x, y, z = load(b[0]), load(b[1]), side * load(b[2])
        weakest, shift = -greatest(0.0 - z), greatest((x * x + y * y) / larger(z, 0.0 - z))
        if not weakest * h > LEAST_PHASE:
            return REFUSED, turns
        angle = along(b, side, q)
        if angle < 0.1 * tol and 0.5 * shift * h < 0.1 * tol:
            return angle + 0.5 * shift * h, turns
        rough = max(last_terms(q[1], tables.to_coefficients), last_terms(q[2], tables.to_coefficients))
        resolved = rough * LANES * LANES * max(angle, 2 / (weakest * h)) < tol
        if not resolved or angle > 0.5 * before:
            return REFUSED, turns
        compose(start, q[1, 0], q[2, 0], 0.0, q[0, 0])
        compose(end, q[1, LANES - 1], q[2, LANES - 1], 0.0, q[0, LANES - 1])
        turned(b, q, side, 2 / h, tables.matrix, change)
        before = angle
    return REFUSED, TURNS


@exact_kernel
def centred(b: FloatArray, start: FloatArray, end: FloatArray) -> None:
    """See the field from axes of which the third lies along it at the middle node."""
    x, y, z = b[0, LANES // 2], b[1, LANES // 2], b[2, LANES // 2]
    size = math.sqrt(x * x + y * y + z * z)
    if size == 0.0:
        return
    side = 1.0 if z >= 0 else -1.0
    q0 = math.sqrt(0.5 * (1 + side * z / size))
    qx, qy = -0.5 * side * y / (q0 * size), 0.5 * side * x / (q0 * size)
    compose(start, qx, qy, 0.0, q0)
    compose(end, qx, qy, 0.0, q0)
    vx, vy, vz = load(b[0]), load(b[1]), load(b[2])
    # b - 2 q0 (q x b) + 2 q x (q x b) with q_z = 0
    cx, cy, cz = qy * vz, -qx * vz, qx * vy - qy * vx
    store(b[0], vx + 2.0 * (qy * cz - q0 * cx))
    store(b[1], vy - 2.0 * (qx * cz + q0 * cy))
    store(b[2], vz + 2.0 * (qx * cy - qy * cx - q0 * cz))


@exact_kernel
def spin_panel(
    h: float,
    rough: float,
    problem: Problem,
    psi: ComplexArray,
    tol: float,
    work: Workspace,
) -> tuple[float, int]:
    """Carry the columns psi over a panel of length h in place; the error estimate and whether the axis was turned.

    The functions are in the buffers, at the nodes; `rough` is the error of H. The estimate is REFUSED, and psi untouched, if h is too long.
    """
    rules, tables, buffers = work.rules, work.tables, work.buffers
    b, q, change = buffers.rows[FIELD], buffers.rows[TURN], buffers.rows[CHANGE]
    field(problem, buffers.functions, b)
    trace, sizes = 0.0, spread(0.0)
    for lane in range(LANES):
        trace += tables.weights[lane] * b[3, lane]
    for part in range(4):
        value = load(b[part])
        sizes = sizes + larger(value, 0.0 - value)
    goal = max(tol, 10 * EPSILON * greatest(sizes) * h, 4 * rough * h, 4 * EPSILON)
    tail = last_terms(b[3], tables.to_coefficients)
    start, end, travelled = buffers.rows[AT_START], buffers.rows[AT_END], buffers.rows[TRAVELLED]
    for k in range(4):
        start[k] = end[k] = 1.0 if k == 0 else 0.0
    error, turns, longest = REFUSED, 0, rules.largest_phase
    if rules.adiabatic:
        centred(b, start, end)
        error, turns = turning(b, h, max(goal, DERIVATIVE_NOISE * EPSILON), tables, start, end, q, change)
        if turns == 0:
            longest = MOST_UNTURNED
    for part in range(2 if error >= 0 else 0, 3):
        tail = max(tail, last_terms(b[part], tables.to_coefficients))
    if not h * tail < goal:
        return REFUSED, 0
    if error >= 0:
        half = 0.0
        for lane in range(LANES):
            half += 0.25 * h * tables.weights[lane] * b[2, lane]
        compose(end, 0.0, 0.0, math.sin(half), math.cos(half))
    else:
        error = stepping(b, h, goal, longest, work, travelled)
        if error < 0:
            return REFUSED, 0
        compose(end, travelled[1], travelled[2], travelled[3], travelled[0])
    act(start, True, psi)
    act(end, False, psi)
    for i in range(2):
        turn(psi, i, 0.5 * h * trace)
    return error + h * tail, min(turns, 1)
