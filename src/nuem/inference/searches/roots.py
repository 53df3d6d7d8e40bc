"""Roots of many functions at once, each within a bracket."""

from collections.abc import Callable

import numpy as np

from nuem.inference.data.term import Array

_STEPS = 80


def roots(
    function: Callable[[Array], Array],
    ends: tuple[Array, Array],
    values: tuple[Array, Array],
    *,
    relative: float = 1e-10,
) -> Array:
    """Roots by Chandrupatla's method: inverse quadratic interpolation where it is safe, bisection where it is not.

    Parameters
    ----------
    function : callable
        Of one argument for each bracket.
    ends : tuple of numpy.ndarray
        Two ends of each bracket.
    values : tuple of numpy.ndarray
        The function there, of opposite signs.
    relative : float, optional
        Accuracy of the root relative to its size.
    """
    a, b = (np.array(end, dtype=np.float64) for end in ends)
    f_a, f_b = (np.array(value, dtype=np.float64) for value in values)
    if a.size == 0:
        return a
    c, f_c = a.copy(), f_a.copy()
    fraction = np.full(a.shape, 0.5)
    for _ in range(_STEPS):
        x = a + fraction * (b - a)
        f_x = function(x)
        same = np.sign(f_x) == np.sign(f_a)
        c, f_c = np.where(same, a, b), np.where(same, f_a, f_b)
        b, f_b = np.where(same, b, a), np.where(same, f_b, f_a)
        a, f_a = x, f_x
        closer = np.abs(f_a) < np.abs(f_b)
        best, f_best = np.where(closer, a, b), np.where(closer, f_a, f_b)
        width = np.abs(b - a)
        tolerance = 0.5 * relative * np.abs(best) + 1e-300
        if np.all((width <= 2 * tolerance) | (f_best == 0)):
            return best
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            xi, phi = (a - b) / (c - b), (f_a - f_b) / (f_c - f_b)
            inverse = f_a / (f_b - f_a) * f_c / (f_b - f_c)
            inverse = inverse + (c - a) / (b - a) * f_a / (f_c - f_a) * f_b / (f_c - f_b)
            quadratic = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi) & np.isfinite(inverse)
            margin = np.where(width > 0, np.minimum(tolerance / width, 0.5), 0.5)
        fraction = np.clip(np.where(quadratic, inverse, 0.5), margin, 1 - margin)
    return best
