r"""Two levels in closed form: H = (b . sigma)/2 turns a state by the quaternion U = q_0 - i q . sigma, in Magnus steps through a panel."""

import math

from nuem.propagation.engine.kernels.buffers import FIELD_SERIES
from nuem.propagation.engine.kernels.lanes import LANES, exact_kernel, kernel, weigh
from nuem.propagation.engine.kernels.magnus import ROOT_15, series, sixth, tables
from nuem.propagation.engine.kernels.rules import Workspace
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
    largest = 0.0
    for lane in range(LANES):
        largest = max(largest, v[2, 0, lane])
    if largest <= 1.5:
        for lane in range(LANES):
            v[2, 1, lane] = 0.5
            v[2, 2, lane] = 1.0
        for k in range(10, 0, -1):
            for lane in range(LANES):
                v[2, 1, lane] = 0.5 - v[2, 0, lane] * v[2, 1, lane] / (2 * k * (2 * k + 1))
                v[2, 2, lane] = 1.0 - v[2, 0, lane] * v[2, 2, lane] / (2 * k * (2 * k - 1))
    else:
        for lane in range(LANES):
            half = math.sqrt(v[2, 0, lane])
            v[2, 1, lane] = 0.5 * math.sin(half) / half if half > 1e-150 else 0.5
            v[2, 2, lane] = math.cos(half)
    for lane in range(LANES):
        ratio = v[2, 1, lane]
        v[2, 0, lane] = v[2, 2, lane]
        v[1, 0, lane] *= ratio
        v[1, 1, lane] *= ratio
        v[1, 2, lane] *= ratio


@kernel
def spin_half(f: FloatArray, h: float, steps: int, t: FloatArray, v: FloatArray, q: FloatArray) -> float:
    """Two levels in closed form: H = (f . sigma)/2 with Chebyshev series f[3, m]; q becomes the quaternion of the way through the panel.

    U = q0 - i q . sigma. Returns the sum of the error estimates of the substeps.
    """
    q[0] = 1.0
    q[1] = 0.0
    q[2] = 0.0
    q[3] = 0.0
    error = 0.0
    step = h / steps
    for first in range(0, steps, LANES):
        tables(first, steps, t)
        for axis in range(3):
            for node in range(3):
                weigh(f[axis], t[node], v[node, axis])
            weigh(f[axis], t[3], v[3, axis])
        for lane in range(LANES):
            lx, ly, lz = step * v[0, 0, lane], step * v[0, 1, lane], step * v[0, 2, lane]
            x1, y1, z1 = step * v[1, 0, lane], step * v[1, 1, lane], step * v[1, 2, lane]
            rx, ry, rz = step * v[2, 0, lane], step * v[2, 1, lane], step * v[2, 2, lane]
            x2, y2, z2 = ROOT_15 / 3 * (rx - lx), ROOT_15 / 3 * (ry - ly), ROOT_15 / 3 * (rz - lz)
            x3 = 10 / 3 * (rx - 2 * x1 + lx)
            y3 = 10 / 3 * (ry - 2 * y1 + ly)
            z3 = 10 / 3 * (rz - 2 * z1 + lz)
            cx, cy, cz = y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2
            wx, wy, wz = 2 * x3 + cx, 2 * y3 + cy, 2 * z3 + cz
            dx = x2 - (y1 * wz - z1 * wy) / 60
            dy = y2 - (z1 * wx - x1 * wz) / 60
            dz = z2 - (x1 * wy - y1 * wx) / 60
            ux, uy, uz = -20 * x1 - x3 + cx, -20 * y1 - y3 + cy, -20 * z1 - z3 + cz
            ex = (uy * dz - uz * dy) / 240
            ey = (uz * dx - ux * dz) / 240
            ez = (ux * dy - uy * dx) / 240
            bx, by, bz = 0.5 * h * v[3, 0, lane], 0.5 * h * v[3, 1, lane], 0.5 * h * v[3, 2, lane]
            quadrature = math.sqrt((bx - x1 - x3 / 12) ** 2 + (by - y1 - y3 / 12) ** 2 + (bz - z1 - z3 / 12) ** 2)
            theta = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1)
            change = math.sqrt(x2 * x2 + y2 * y2 + z2 * z2)
            fourth = math.sqrt((ex + cx / 12) ** 2 + (ey + cy / 12) ** 2 + (ez + cz / 12) ** 2)
            v[0, 0, lane] = 0.5 * sixth(fourth, quadrature, theta, change)
            bx += ex
            by += ey
            bz += ez
            v[1, 0, lane] = bx
            v[1, 1, lane] = by
            v[1, 2, lane] = bz
            v[2, 0, lane] = 0.25 * (bx * bx + by * by + bz * bz)
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
    buffers, norm, change = work.buffers, 0.0, 0.0
    for lane in range(LANES):
        dx, dy, dz = b[0, lane] - b[0, LANES // 2], b[1, lane] - b[1, LANES // 2], b[2, lane] - b[2, LANES // 2]
        norm = max(norm, 0.5 * h * math.sqrt(b[0, lane] ** 2 + b[1, lane] ** 2 + b[2, lane] ** 2))
        change = max(change, 0.5 * h * (abs(dx) + abs(dy) + abs(dz)))
    if norm > longest and change > tol:
        return REFUSED
    coefficients = buffers.rows[FIELD_SERIES]
    for part in range(3):
        series(b[part], work.tables.to_coefficients, coefficients[part])
    # sixteen steps at a time cost as much as one
    steps = 1 if change < tol else LANES * math.ceil(norm / LANES)
    while True:
        error = spin_half(coefficients, h, steps, buffers.polynomials, buffers.nodes, way)
        if error <= tol:
            return error
        if not error < 1e300:
            return REFUSED
        steps = LANES * math.ceil(steps * max(1.2, 1.1 * (error / tol) ** (1 / 6)) / LANES)
        if steps > MOST_STEPS:
            return REFUSED
