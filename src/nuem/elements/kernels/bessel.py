r"""Spherical Bessel functions of a table of arguments.

Up to order :math:`L \approx z` the upward recurrence is stable; beyond, the ratio :math:`j_L/j_{L-1} = z/(2L + 1 - z\,j_{L+1}/j_L)` is,
downwards.
"""

import math

import numpy as np

from nuem.compiled import compiled
from nuem.typing import FloatArray

TINY = 1e-14  # below, products in single precision would fall to denormal numbers, which are slow


@compiled(error_model="numpy")
def bessel_table(q: FloatArray, r: FloatArray, highest: int, out: FloatArray) -> None:
    """out[L, a, b] = j_L(q_a r_b), with j_0 - 1 for L = 0, which orthogonality of bound and free orbitals allows."""
    ratios = np.zeros(highest + 2)
    for a in range(q.size):
        for b in range(r.size):
            z = q[a] * r[b]
            j0 = math.sin(z) / z
            if z < 0.3:
                y = z * z
                out[0, a, b] = -y / 6 * (1 - y / 20 * (1 - y / 42 * (1 - y / 72)))
                value, order = j0, 0
            else:
                out[0, a, b] = j0 - 1
                before, value, order = j0, (j0 - math.cos(z)) / z, 1
                if z > 1 and highest >= 1:
                    out[1, a, b] = value
                    stop = min(highest, int(z))
                    inverse = 1 / z
                    while order < stop:
                        before, value = value, (2 * order + 1) * inverse * value - before
                        order += 1
                        out[order, a, b] = value
                else:
                    value, order = j0, 0
            if order >= highest:
                continue
            # Beyond this order the function is below single precision.
            top = min(highest, order + 12 + int(6 * z ** (1 / 3) + 0.5 * math.sqrt(z)))
            tail = z / (2 * top + 25)
            for L in range(top + 10, top, -1):
                tail = z / (2 * L + 1 - z * tail)
            for L in range(top, order, -1):
                tail = z / (2 * L + 1 - z * tail)
                ratios[L] = tail
            for L in range(order + 1, top + 1):
                value *= ratios[L]
                out[L, a, b] = value if abs(value) > TINY else 0.0
            for L in range(top + 1, highest + 1):
                out[L, a, b] = 0.0
