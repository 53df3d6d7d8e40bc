r"""The exact one-loop moment I(a, b) of a Dirac neutrino of any mass: lepton and W in the loop, neutrino massive outside.

.. math:: \mu_\nu = \frac{e G_F m_\nu}{4\sqrt2\pi^2} \sum_\ell |U_\ell|^2\, I(a_\ell, b), \qquad
          I(a, b) = \frac12 + \int_0^1 \frac{\frac x2 + x^2 + \frac a2 (1-x)^2}{x + a(1-x) - b\,x(1-x) - i0}\, dx ,

with a = (m_l/m_W)^2 and b = (m_nu/m_W)^2. I(a, 0) = f(a), I -> 1/2 for b -> infinity [Dvornikov:2003js], and above the threshold
sqrt(b) = 1 + sqrt(a) of nu -> W l it is complex, with a positive imaginary part. It grows without limit at the threshold itself.

The integrand is positive below the threshold, so an integral loses no digits there; the closed form, with
w = 1 + a - b, B = 1 - a - b and the Källén function lambda = B^2 - 4ab,

.. math:: I = \frac{1 + (a+b)/2}{b} - \frac{E}{4b^2}\ln a - \frac{2ab(1+w) + B E}{4b^2}\, J, \qquad E = 3b - 2 + a w, \qquad
          J = \frac{2}{\sqrt\lambda}\,\mathrm{arcosh}\frac{w}{2\sqrt a} ,

loses them as 1/b^2. Three ways therefore share the plane, each to 1e-13 where it is used:

- b above 0.2 (1 + sqrt a)^2: the closed form, with lambda from products without rounding, since I diverges as lambda^(-1/2);
- below, a light lepton: the denominator as (a + q x)(1 + g x) with small g = b/q, logarithms of the first and a Gauss rule for the second;
- below, other leptons: a Gauss rule in the logarithm of x + a(1 - x).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.numerics import checks
from nuem.typing import ComplexArray

Real = NDArray[np.float64]

_CLOSED_FROM: Final = 0.2  # in units of the threshold (1 + sqrt a)^2; the closed form loses ln(1/a)/b^2 there
_LIGHT: Final = 0.02  # below, the roots of the denominator are far apart; above, few nodes resolve it
_SPLITTER: Final = 134217729.0  # 2^27 + 1 [Dekker, Numerische Mathematik 18 (1971) 224]


def loop_function_exact(a: ArrayLike, b: ArrayLike) -> ComplexArray:
    """Exact one-loop function I(a, b) of a neutrino of any mass, complex above the W-lepton threshold.

    Parameters
    ----------
    a : array_like
        (m_l/m_W)^2, not negative.
    b : array_like
        (m_nu/m_W)^2, not negative; broadcasts against `a`.

    Returns
    -------
    complex or numpy.ndarray
        Accurate to 1e-12 for 1e-14 <= a <= 1e3 and b <= 1e6; infinite exactly at the threshold.

    Raises
    ------
    ValueError
        For a negative or not finite value.

    Examples
    --------
    >>> print(f"{loop_function_exact(0.3, 0.2):.12f}")
    1.423244406863+0.000000000000j
    >>> print(f"{loop_function_exact(0.3, 9):.12f}")
    0.232407349943+0.571234010071j
    """
    lepton, neutrino = np.broadcast_arrays(checks.not_negative("a", a), checks.not_negative("b", b))
    shape = lepton.shape
    lepton, neutrino = lepton.ravel(), neutrino.ravel()
    closed = neutrino > _CLOSED_FROM * (1 + np.sqrt(lepton)) ** 2
    massless = closed & (lepton == 0)
    light = ~closed & (lepton < _LIGHT)
    result = np.empty(lepton.size, dtype=np.complex128)
    for region, function in (
        (closed & ~massless, _closed_form),
        (light, _light_lepton),
        (~closed & ~light, _logarithmic_rule),
    ):
        result[region] = function(lepton[region], neutrino[region])
    result[massless] = _massless_lepton(neutrino[massless])
    return result.reshape(shape)[()]


def _closed_form(a: Real, b: Real) -> NDArray[np.complex128]:
    big_b, kallen = _kallen(a, b)
    w = (1 - b) + a
    below_zero, beyond = kallen < 0, (kallen >= 0) & (w < 0)
    s, root = np.sqrt(np.abs(kallen)), 2 * np.sqrt(a)
    # arcosh(|w|/root) as a logarithm, with |w| - root = lambda/(|w| + root)
    size = np.where(below_zero, np.arctan2(s, w), np.log1p((s**2 / (np.abs(w) + root) + s) / root))
    j = np.where(beyond, -2, 2) * np.where(s == 0, 1 / root, size / np.where(s == 0, 1.0, s)) + 0j
    with np.errstate(divide="ignore"):
        j.imag[beyond] = 2 * np.pi / s[beyond]
    e = 3 * b - 2 + a * w
    coefficient = -(2 * a * b * (1 + w) + big_b * e) / (4 * b**2)
    real = (1 + (a + b) / 2) / b - e / (4 * b**2) * np.log(a) + coefficient * j.real
    return _complex(np.where(beyond & (s == 0), np.inf, real), coefficient * j.imag)


def _massless_lepton(b: Real) -> NDArray[np.complex128]:
    """The limit a -> 0 of the closed form; it has a logarithm at b = 1."""
    with np.errstate(divide="ignore"):
        logarithm = np.log(np.abs(1 - b))
    slope = (3 * b - 2) / (2 * b**2)
    return _complex((1 + b / 2) / b - slope * logarithm, np.where(b > 1, np.pi * slope, 0.0))


def _light_lepton(a: Real, b: Real) -> Real:
    """Partial fractions of x + a(1-x) - b x(1-x) = (a + q x)(1 + g x), with s = q - a g and the numerator M(x) = m0 + m1 x + m2 x^2."""
    big_b, kallen = _kallen(a, b)
    s = np.sqrt(kallen)
    q = (big_b + s) / 2
    g, y = b / q, a / q
    m0, m1, m2 = a / 2, 0.5 - a, 1 + a / 2
    zeroth = np.log1p(1 / np.where(a > 0, y, 1.0))  # int dx/(x + y), multiplied by a or y wherever it appears
    first = 1 - y * zeroth
    second = 0.5 - y * first
    near = m0 * zeroth + m1 * first + m2 * second
    x, weight = _unit_rule(10)
    far = ((m0[:, None] + x * (m1[:, None] + x * m2[:, None])) / (1 + g[:, None] * x)) @ weight
    return np.asarray(0.5 + (near - g * far) / s)


def _logarithmic_rule(a: Real, b: Real) -> Real:
    """Gauss rule in u, where z = x + a(1 - x) = a^(1-u), so that x = expm1(u L)/expm1(L) with L = -ln a."""
    length = -np.log(a)
    flat = np.abs(length) < 1e-7  # a = 1 within rounding: x = u to that accuracy
    safe = np.where(flat, 1.0, length)
    result = np.full_like(a, 0.5)
    for u, weight in zip(*_unit_rule(48), strict=True):
        x = np.where(flat, u, np.expm1(u * safe) / np.expm1(safe))
        z = np.exp((u - 1) * length)
        slope = np.where(flat, 1.0, safe * np.exp(u * safe) / np.expm1(safe))
        numerator = x / 2 + x**2 + a / 2 * (1 - x) ** 2
        result += weight * slope * numerator / (z - b * x * (1 - x))
    return result


def _complex(real: Real, imaginary: Real) -> NDArray[np.complex128]:
    """real + i imaginary, also where one of them is infinite."""
    result = np.empty(real.shape, dtype=np.complex128)
    result.real, result.imag = real, imaginary
    return result


def _unit_rule(nodes: int) -> tuple[Real, Real]:
    """Gauss-Legendre nodes and weights on [0, 1]."""
    x, weight = np.polynomial.legendre.leggauss(nodes)
    return (1 + x) / 2, weight / 2


def _kallen(a: Real, b: Real) -> tuple[Real, Real]:
    """B = 1 - a - b and B^2 - 4ab, each rounded only once: near the threshold plain products would lose every digit."""
    high, low = _two_sum(np.ones_like(a), -a)
    high, more = _two_sum(high, -b)
    high, low = _two_sum(high, low + more)
    square, square_rest = _two_product(high, high)
    product, product_rest = _two_product(4 * a, b)
    difference, rest = _two_sum(square, -product)
    return high, difference + (rest + square_rest - product_rest + 2 * high * low)


def _two_sum(x: Real, y: Real) -> tuple[Real, Real]:
    """The rounded sum and what rounding dropped."""
    total = x + y
    back = total - x
    return total, (x - (total - back)) + (y - back)


def _two_product(x: Real, y: Real) -> tuple[Real, Real]:
    """The rounded product and what rounding dropped."""
    product = x * y
    x_high = _SPLITTER * x - (_SPLITTER * x - x)
    y_high = _SPLITTER * y - (_SPLITTER * y - y)
    x_low, y_low = x - x_high, y - y_high
    return product, ((x_high * y_high - product) + x_high * y_low + x_low * y_high) + x_low * y_low
