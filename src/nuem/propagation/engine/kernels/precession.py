r"""Two levels in closed form: H = (b . sigma)/2 turns a state by the quaternion U = q_0 - i q . sigma, in Magnus steps through a panel."""

import math

from nuem.propagation.engine.kernels.buffers import FIELD_SERIES, STEPS, Buffers
from nuem.propagation.engine.kernels.lanes import exact_kernel, kernel, weigh
from nuem.propagation.engine.kernels.magnus import ROOT_15, series, sixth, tables
from nuem.propagation.engine.kernels.rules import Workspace
from nuem.propagation.engine.kernels.vectors import LANES, Vector, greatest, larger, load, root, spread, store
from nuem.typing import ComplexArray, FloatArray

MOST_STEPS = 1024  # in a panel; beyond, a shorter panel is cheaper
REFUSED = -1.0


@exact_kernel
def compose(p: FloatArray, x: float, y: float, z: float, w: float) -> None:
    """P <- P (w - i (x, y, z) . sigma)."""
    a0, ax, ay, az = p[0], p[1], p[2], p[3]
    p[0] = a0 * w - ax * x - ay * y - az * z
    p[1] = a0 * x + w * ax + ay * z - az * y
    p[2] = a0 * y + w * ay + az * x - ax * z
    p[3] = a0 * z + w * az + ax * y - ay * x


@exact_kernel
def act(p: FloatArray, adjoint: bool, psi: ComplexArray) -> None:
    """Psi <- P psi or P^dagger psi."""
    sign = -1.0 if adjoint else 1.0
    q0, qx, qy, qz = p[0], sign * p[1], sign * p[2], sign * p[3]
    for column in range(psi.shape[1]):
        up, down = psi[0, column], psi[1, column]
        psi[0, column] = complex(q0, -qz) * up + complex(-qy, -qx) * down
        psi[1, column] = complex(qy, -qx) * up + complex(q0, qz) * down


@kernel
def rotation(v: FloatArray) -> None:
    """The quaternion of b = v[1] of each lane: v[2, 0] <- cos|b/2|, v[1] <- sin|b/2| b/|b|, where v[2, 0] comes in as |b/2|^2.

    The series in |b/2|^2 <= 1.5 are good to 1e-17; they run in all lanes at once.
    """
    square = load(v[2, 0])
    if greatest(square) <= 1.5:
        sine, cosine = spread(0.5), spread(1.0)
        for k in range(10, 0, -1):
            sine = 0.5 - square * sine * (1.0 / (2 * k * (2 * k + 1)))
            cosine = 1.0 - square * cosine * (1.0 / (2 * k * (2 * k - 1)))
        store(v[2, 1], sine)
        store(v[2, 0], cosine)
    else:
        for lane in range(LANES):
            half = math.sqrt(v[2, 0, lane])
            v[2, 1, lane] = 0.5 * math.sin(half) / half if half > 1e-150 else 0.5
            v[2, 0, lane] = math.cos(half)
    ratio = load(v[2, 1])
    for axis in range(3):
        store(v[1, axis], load(v[1, axis]) * ratio)


@kernel
def sixteen_steps(step: float, whole: float, v: FloatArray) -> None:
    """Magnus steps of length `step` side by side, from b at three Gauss nodes v[:3] and its integral v[3] over `whole`: their vectors in v[1].

    v[0, 0] becomes their error estimates, and v[2, 0] the squares of half their angles.
    """
    lx, ly, lz = step * load(v[0, 0]), step * load(v[0, 1]), step * load(v[0, 2])
    x1, y1, z1 = step * load(v[1, 0]), step * load(v[1, 1]), step * load(v[1, 2])
    rx, ry, rz = step * load(v[2, 0]), step * load(v[2, 1]), step * load(v[2, 2])
    x2, y2, z2 = ROOT_15 / 3 * (rx - lx), ROOT_15 / 3 * (ry - ly), ROOT_15 / 3 * (rz - lz)
    x3 = 10 / 3 * (rx - 2.0 * x1 + lx)
    y3 = 10 / 3 * (ry - 2.0 * y1 + ly)
    z3 = 10 / 3 * (rz - 2.0 * z1 + lz)
    cx, cy, cz = y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2
    wx, wy, wz = 2.0 * x3 + cx, 2.0 * y3 + cy, 2.0 * z3 + cz
    dx = x2 - (y1 * wz - z1 * wy) / 60.0
    dy = y2 - (z1 * wx - x1 * wz) / 60.0
    dz = z2 - (x1 * wy - y1 * wx) / 60.0
    ux, uy, uz = cx - 20.0 * x1 - x3, cy - 20.0 * y1 - y3, cz - 20.0 * z1 - z3
    ex = (uy * dz - uz * dy) / 240.0
    ey = (uz * dx - ux * dz) / 240.0
    ez = (ux * dy - uy * dx) / 240.0
    bx, by, bz = 0.5 * whole * load(v[3, 0]), 0.5 * whole * load(v[3, 1]), 0.5 * whole * load(v[3, 2])
    quadrature = size(bx - x1 - x3 / 12.0, by - y1 - y3 / 12.0, bz - z1 - z3 / 12.0)
    fourth = size(ex + cx / 12.0, ey + cy / 12.0, ez + cz / 12.0)
    store(v[0, 0], 0.5 * sixth(fourth, quadrature, size(x1, y1, z1), size(x2, y2, z2)))
    bx, by, bz = bx + ex, by + ey, bz + ez
    store(v[1, 0], bx)
    store(v[1, 1], by)
    store(v[1, 2], bz)
    store(v[2, 0], 0.25 * (bx * bx + by * by + bz * bz))


@kernel
def size(x: Vector, y: Vector, z: Vector) -> Vector:
    """Length of (x, y, z)."""
    return root(x * x + y * y + z * z)


@kernel
def spin_half(f: FloatArray, h: float, steps: int, buffers: Buffers, q: FloatArray) -> float:
    """Two levels in closed form: H = (f . sigma)/2 with Chebyshev series f[3, m]; q becomes the quaternion of the way through the panel.

    U = q0 - i q . sigma. Returns the sum of the error estimates of the substeps.
    """
    t, v = buffers.polynomials, buffers.nodes
    for part in range(4):
        q[part] = 1.0 if part == 0 else 0.0
    error = 0.0
    for first in range(0, steps, LANES):
        tables(first, steps, buffers.rows[STEPS], t)
        for axis in range(3):
            for node in range(4):
                weigh(f[axis], t[node], v[node, axis])
        sixteen_steps(h / steps, h, v)
        rotation(v)
        for lane in range(min(LANES, steps - first)):
            error += v[0, 0, lane]
            a0, ax, ay, az = v[2, 0, lane], v[1, 0, lane], v[1, 1, lane], v[1, 2, lane]
            b0, bx, by, bz = q[0], q[1], q[2], q[3]
            q[0] = a0 * b0 - ax * bx - ay * by - az * bz
            q[1] = a0 * bx + b0 * ax + ay * bz - az * by
            q[2] = a0 * by + b0 * ay + az * bx - ax * bz
            q[3] = a0 * bz + b0 * az + ax * by - ay * bx
    return error


@exact_kernel
def stepping(b: FloatArray, h: float, tol: float, longest: float, work: Workspace, way: FloatArray) -> float:
    """The quaternion of the way by Magnus steps; their number follows from the error of a first attempt."""
    buffers = work.buffers
    apart = spread(0.0)
    for part in range(3):
        difference = load(b[part]) - b[part, LANES // 2]
        apart = apart + larger(difference, 0.0 - difference)
    change = 0.5 * h * greatest(apart)
    norm = 0.5 * h * greatest(size(load(b[0]), load(b[1]), load(b[2])))
    if norm > longest and change > tol:
        return REFUSED
    coefficients = buffers.rows[FIELD_SERIES]
    for part in range(3):
        series(b[part], work.tables.to_coefficients, coefficients[part])
    # sixteen steps at a time cost as much as one
    steps = 1 if change < tol else LANES * math.ceil(norm / LANES)
    while True:
        error = spin_half(coefficients, h, steps, buffers, way)
        if error <= tol:
            return error
        if not error < 1e300:
            return REFUSED
        steps = LANES * math.ceil(steps * max(1.2, 1.1 * (error / tol) ** (1 / 6)) / LANES)
        if steps > MOST_STEPS:
            return REFUSED
