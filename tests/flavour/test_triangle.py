"""Triangle inequalities: Majorana keeps them, Dirac need not; the distance to them is the least chi^2."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from nuem import Mixing, Sterile, Vertex, averaged_effective_moment, effective_moment
from nuem.flavour import triangle_excess, triangle_test
from nuem.units import eV, km

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)

MIXING = Mixing.nufit()


def dipole(seed: int, n: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return 1e-25 * (rng.normal(size=(n, n)) + 1j * rng.normal(size=(n, n)))


def moments(vertex: Vertex, mixing: Mixing = MIXING, **where: Any) -> list[float]:
    return [float(effective_moment(vertex, mixing, flavour, **where)) for flavour in ("e", "mu", "tau")]


@settings(max_examples=100)
@given(st.integers(0, 10**6), st.floats(0, 1e4), st.booleans())
def test_three_majorana_neutrinos_keep_the_inequality_at_any_distance(
    seed: int, length: float, antineutrino: bool
) -> None:
    raw = dipole(seed)
    vertex = Vertex.from_dipole("majorana", raw - raw.T)
    values = np.array(moments(vertex, baseline=length * km, energy=3.0, antineutrino=antineutrino))
    assert triangle_excess(values) <= 1e-13 * np.sum(values**2)
    average = [averaged_effective_moment(vertex, np.abs(row) ** 2) for row in MIXING.matrix]
    assert triangle_excess(average) <= 0


def test_the_slack_is_the_opposite_element() -> None:
    raw = dipole(1)
    vertex = Vertex.from_dipole("majorana", raw - raw.T)
    e, mu, tau = np.array(moments(vertex)) ** 2
    seen = vertex.in_flavour_basis(MIXING).dipole
    assert mu + tau - e == approx(2 * abs(seen[1, 2]) ** 2, rel=1e-10)


def test_dirac_neutrinos_break_it_about_half_of_the_time() -> None:
    lone = Vertex.from_flavour("dirac", MIXING, magnetic=1e-11 * np.diag([1.0, 0, 0]))
    assert triangle_excess(moments(lone)) == approx(1e-22)
    broken = np.mean(
        [
            triangle_excess(moments(Vertex("dirac", magnetic=(raw := dipole(seed)) + raw.conj().T))) > 0
            for seed in range(400)
        ]
    )
    assert 0 < broken < 1


def test_a_sterile_majorana_neutrino_can_break_it() -> None:
    mixing = Mixing(
        sin2_theta12=0.3, sin2_theta13=0.02, sin2_theta23=0.5, delta=1.0, dm2_21=7e-5 * eV**2, dm2_31=2.5e-3 * eV**2,
        sterile=(Sterile(dm2=1 * eV**2, sin2_theta=(0.0, 0.0, 0.0)),),
    )  # fmt: skip
    raw = np.zeros((4, 4))
    raw[0, 3] = 1e-11
    vertex = Vertex.from_flavour("majorana", mixing, dipole=raw - raw.T)
    assert triangle_excess(moments(vertex, mixing)) > 0


@settings(max_examples=40)
@given(st.lists(st.floats(0, 5), min_size=3, max_size=3), st.lists(st.floats(0.05, 2), min_size=3, max_size=3))
def test_significance_is_the_least_chi_squared(values: list[float], sigma: list[float]) -> None:
    m, s = 1e-11 * np.array(values), 1e-11 * np.array(sigma)
    computed = triangle_test(m, s)
    if triangle_excess(m) <= 0:
        assert computed.significance == 0
        return
    assert triangle_excess(computed.nearest) <= 1e-9 * max(computed.nearest) ** 2 + 1e-40
    a = int(np.argmax(m))
    b, c = (k for k in range(3) if k != a)

    def chi2(x: np.ndarray) -> float:  # the cone by its radius and angle
        point = np.zeros(3)
        point[[a, b, c]] = x[0], x[0] * np.cos(x[1]), x[0] * np.sin(x[1])
        return float(np.sum(((np.array(values) - point) / sigma) ** 2))

    best = min(
        minimize(chi2, (max(values), angle), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12}).fun
        for angle in (0.01, 0.5, 1.0, 1.5)
    )
    assert computed.significance == approx(np.sqrt(best), rel=1e-4, abs=1e-5)


def test_significance_of_a_lone_moment() -> None:
    # m_b = m_c = 0: the nearest point shares mu_a with the wider of the others.
    computed = triangle_test([1.0, 0.0, 0.0], [0.1, 0.1, 0.2])
    assert computed.significance == approx(1 / np.hypot(0.1, 0.2))
    assert computed.nearest == approx((0.8, 0.0, 0.8))
    assert computed.flavour == "e"


def test_significance_knows_no_units_and_no_order() -> None:
    first, second = (
        triangle_test([3, 1, 1], [0.2, 0.2, 0.3]),
        triangle_test([1e-25, 3e-25, 1e-25], [0.3e-25, 0.2e-25, 0.2e-25]),
    )
    assert first.significance == approx(second.significance, rel=1e-9)
    assert second.flavour == "mu"


@pytest.mark.parametrize(
    ("values", "errors", "message"),
    [
        ([1, 2], [1, 2], r"three each, of e, mu and tau; got shapes \(2,\) and \(2,\)"),
        ([1, 2, -1], [1, 1, 1], "moments must not be negative, got -1 mu_B at position 2"),
        ([1, 2, 1], [1, 0, 1], "errors must be positive, got 0 mu_B at position 1"),
        ([1, np.nan, 1], [1, 1, 1], r"must be finite"),
    ],
)
def test_refuses_what_cannot_be_tested(values: list[float], errors: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        triangle_test(values, errors)
    with pytest.raises(ValueError, match=r"three on the last axis"):
        triangle_excess([1.0, 2.0])
