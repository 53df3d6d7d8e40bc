"""The loop functions: limits, reference values, unitarity, dispersion relation and agreement with many digits."""

import math
from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from nuem.constants import ELECTRON_MASS, TAU_MASS, W_MASS
from nuem.models import loop_difference, loop_function, loop_function_exact

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, rtol=1e-5, atol=0)

A_TAU = (TAU_MASS / W_MASS) ** 2
RATIO = st.floats(-14, 3).map(lambda power: 10**power)


@pytest.mark.parametrize(
    ("a", "reference", "digits"),
    [
        ((ELECTRON_MASS / W_MASS) ** 2, 1.49999999996969, 15),  # gauge.f.e
        (A_TAU, 1.49963568997921, 15),  # gauge.f.tau
        (0.5, 1.32944154167984, 15),  # gauge.f.a=0.5
        (3, 1.10390823712744, 15),  # gauge.f.a=3
        (100, 0.798311708854509, 15),  # gauge.f.a=100
        (0, 1.5, 16),
        (1, 1.25, 16),  # gauge.f.a=1
        (1e12, 0.75, 8),  # gauge.f.a=inf
    ],
)
def test_f_has_its_reference_values(a: float, reference: float, digits: int) -> None:
    assert loop_function(a) == approx(reference, rel=5 * 10.0**-digits)


def test_what_unitarity_leaves_keeps_its_digits() -> None:
    assert loop_difference((ELECTRON_MASS / W_MASS) ** 2) == approx(-3.0312103872e-11, rel=1e-10)  # gauge.fminus.e
    assert loop_difference(A_TAU) == approx(-0.000364310020793, rel=2e-12)  # gauge.fminus.tau
    assert loop_difference(0.0) == 0


def exact_f(a: float) -> mpmath.mpf:
    with mpmath.workdps(50):
        x = mpmath.mpf(a)
        if x == 1:
            return mpmath.mpf(5) / 4
        return 3 / (4 * (1 - x) ** 3) * (2 - 7 * x + 6 * x**2 - x**3 - 2 * x**2 * mpmath.log(x))


@given(st.one_of(RATIO, st.floats(0.2, 3), st.floats(-9, -1).map(lambda p: 1 + 10**p)))
def test_f_minus_three_halves_agrees_with_fifty_digits(a: float) -> None:
    with mpmath.workdps(50):
        exact = exact_f(a) - mpmath.mpf(3) / 2
    assert loop_difference(a) == approx(float(exact), rel=1e-14)


def test_f_is_its_feynman_integral() -> None:
    for a in (1e-3, 0.3, 1.0, 7.0, 300.0):
        value, _ = integrate.quad(
            lambda x, a=a: (x * (1 + x) + (1 - x) * a * (1 - x / 2)) / (x + a * (1 - x)), 0, 1, epsabs=0, epsrel=1e-12
        )
        assert loop_function(a) == approx(value, rel=1e-11)


@given(RATIO, RATIO)
def test_f_falls_from_three_halves_to_three_quarters(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert 0.75 <= loop_function(high) <= loop_function(low) <= 1.5


@pytest.mark.parametrize(
    ("a", "b", "reference"),
    [
        (0, 0.01, 1.5041918430108),
        (0, 0.5, 1.80685281944005),
        (0.3, 0.2, 1.42324440686338),
        (4, 0.25, 1.07554754897241),
        (0.3, 1, 1.70002388925739),
        (2, 4, 1.82621802794516),
        (0.3, 9, 0.23240734994299 + 0.5712340100712j),
        (0.01, 4, 0.39521471301579 + 0.99281026698028j),
        (0.0001, 100, 0.44152611693382 + 0.046811380828362j),
    ],
)  # gauge.I.*
def test_exact_function_has_its_reference_values(a: float, b: float, reference: complex) -> None:
    value = loop_function_exact(a, b)
    assert abs(value - reference) < 1e-14 * 2
    assert (value.imag > 0) == (math.sqrt(b) > 1 + math.sqrt(a))


def exact_i(a: float, b: float) -> mpmath.mpc:
    """The closed form in its own variables (four-factor logarithm, two arctangents), to eighty digits."""
    with mpmath.workdps(80):
        x, y = mpmath.mpf(a), mpmath.mpf(b)
        big = 1 - x - y
        lam = big**2 - 4 * x * y
        c0 = (1 + (x + y) / 2) / y
        c1, c2 = 1 - 3 * x / 2 - y / 2 - c0 * big, x * (1 - c0)
        s = mpmath.sqrt(abs(lam))
        if lam > 0:
            j = mpmath.log(abs((2 * y + big - s) * (big + s) / ((2 * y + big + s) * (big - s)))) / s
            j += 2j * mpmath.pi / s if y > (1 + mpmath.sqrt(x)) ** 2 else 0
        else:
            j = 2 / s * (mpmath.atan((2 * y + big) / s) - mpmath.atan(big / s))
        return c0 - c1 / (2 * y) * mpmath.log(x) + (c2 - c1 * big / (2 * y)) * j


def draw(kind: str, n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(sum(map(ord, kind)))
    a, b = 10 ** rng.uniform(-14, 3, n), 10 ** rng.uniform(-12, 6, n)
    near = 1 + rng.choice([-1, 1], n) * 10 ** rng.uniform(-15, -0.5, n)
    if kind == "threshold":
        b = (1 + np.sqrt(a)) ** 2 * near
    elif kind == "pseudothreshold":
        b = (1 - np.sqrt(a)) ** 2 * near
    elif kind == "seam of the closed form":
        b = 0.2 * (1 + np.sqrt(a)) ** 2 * near
    elif kind == "seam of the light lepton":
        a = 0.02 * near
    elif kind == "equal masses in the loop":
        a = near
    return a, np.maximum(b, 1e-14)


@pytest.mark.parametrize("kind", ["everywhere", "threshold", "pseudothreshold", "seam of the closed form", "seam of the light lepton", "equal masses in the loop"])  # fmt: skip
def test_exact_function_agrees_with_eighty_digits(kind: str) -> None:
    a, b = draw(kind, 400)
    values = loop_function_exact(a, b)
    worst = max(
        abs(complex((mpmath.mpc(value) - exact) / exact))
        for value, exact in ((v, exact_i(x, y)) for v, x, y in zip(values, a, b, strict=True))
    )
    assert worst < 2e-13


@given(RATIO)
def test_massless_neutrino_gives_f(a: float) -> None:
    assert loop_function_exact(a, 0) == approx(loop_function(a), rel=2e-14)


def test_massless_lepton_is_the_limit_of_a_light_one() -> None:
    b = np.array([1e-3, 0.1, 0.25, 0.9, 1.5, 30.0])
    assert allclose(loop_function_exact(0, b), loop_function_exact(1e-15, b), rtol=1e-12)


def test_slope_at_zero_neutrino_mass() -> None:
    # gauge.I1.tau, and 5/12 for a massless lepton
    for a, slope in ((A_TAU, 0.414765910369), (0.3, 0.216840641040), (0.0, 5 / 12)):
        step = 1e-5
        difference = (loop_function_exact(a, step) - loop_function_exact(a, 0)).real / step
        second = (loop_function_exact(a, 2 * step) - loop_function_exact(a, 0)).real / (2 * step)
        assert 2 * difference - second == approx(slope, rel=1e-8)


def test_heavy_neutrino_limit_is_one_half() -> None:
    assert loop_function_exact(1e-10, 1e6).real == approx(0.5, abs=1e-4)


@given(RATIO, st.floats(1e-3, 0.5))
def test_imaginary_part_opens_at_the_threshold_and_is_positive(a: float, distance: float) -> None:
    threshold = (1 + math.sqrt(a)) ** 2
    assert loop_function_exact(a, threshold * (1 - distance)).imag == 0
    assert loop_function_exact(a, threshold * (1 + distance)).imag > 0


@pytest.mark.parametrize(("a", "b"), [(0.3, 0.2), (4, 0.25), (0.001, 0.5)])
def test_real_part_follows_from_the_imaginary_one_by_the_dispersion_relation(a: float, b: float) -> None:
    threshold = (1 + math.sqrt(a)) ** 2

    def integrand(
        t: float,
    ) -> float:  # b' = threshold / (1 - t^2) takes the root at the threshold and the far end to finite values
        beyond = threshold / (1 - t**2)
        jacobian = 2 * t * threshold / (1 - t**2) ** 2
        return float(loop_function_exact(a, beyond).imag / (beyond - b) * jacobian)

    value, _ = integrate.quad(integrand, 1e-9, 1 - 1e-12, epsabs=0, epsrel=1e-9, limit=400)
    assert loop_function_exact(a, b).real == approx(0.5 + value / math.pi, rel=1e-6)


def test_diverges_at_the_threshold_itself() -> None:
    assert np.isinf(loop_function_exact(1.0, 4.0))
    assert np.isinf(loop_function_exact(0.0, 1.0))


def test_shapes_broadcast_and_scalars_stay_scalars() -> None:
    assert loop_function_exact(np.ones((3, 1)), np.ones(4)).shape == (3, 4)
    assert isinstance(loop_function_exact(0.3, 0.2), complex)
    assert isinstance(loop_function(0.3), float)
    assert loop_function(np.zeros((2, 2))).shape == (2, 2)


@pytest.mark.parametrize(("a", "b", "message"), [(-0.1, 0, "a must not be negative, got -0.1"), (0.1, -5, "b must not be negative"), (math.nan, 0, "a must be finite"), (0, math.inf, "b must be finite")])  # fmt: skip
def test_refuses_masses_that_are_none(a: float, b: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        loop_function_exact(a, b)
    if b == 0:
        with pytest.raises(ValueError, match=message):
            loop_function(a)
