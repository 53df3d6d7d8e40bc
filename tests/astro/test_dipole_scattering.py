"""Dipole scattering: recoil form, screened closed form against quadrature, limits."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from nuem.astro.emission.dipole_scattering import cross_section, dsigma_dt
from nuem.constants import ALPHA, BOHR_MAGNETON_SQUARED, CLASSICAL_RADIUS_SQUARED, ELECTRON_MASS, HBAR_C_EXACT

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)


def test_unscreened_is_the_recoil_spectrum() -> None:
    E, T = 2.3, np.array([1e-3, 0.1, 0.9])
    computed = dsigma_dt(2 * ELECTRON_MASS * T, E, moment=1e-11) * 2 * ELECTRON_MASS
    assert computed == approx(math.pi * CLASSICAL_RADIUS_SQUARED * 1e-22 * (1 / T - 1 / E), rel=1e-9, abs=0)
    keV_spectrum = dsigma_dt(2 * ELECTRON_MASS * 3e-3, 1.0, moment=1e-11) * 2 * ELECTRON_MASS * 1e-3
    assert keV_spectrum == approx(8.2906266948967e-48, rel=1e-9, abs=0)  # D2.sig.mu


def test_trace_has_its_reference_value() -> None:
    """dsigma/dT/(mu^2 e^2) for m = 1, E = 2.3, T = 0.9 (D.scat.trace)."""
    computed = dsigma_dt(2 * 0.9, 2.3, moment=1.0, mass=1.0) * 2
    assert computed / (4 * math.pi * ALPHA * BOHR_MAGNETON_SQUARED * HBAR_C_EXACT**2) == approx(
        0.05382051215667959, rel=1e-12
    )


@settings(max_examples=40)
@given(st.floats(-2, 3), st.floats(-4, 2), st.floats(-1, 4))
def test_total_is_the_integral_of_the_differential(log_E: float, log_k: float, log_M: float) -> None:
    E, k, M = 10**log_E, 10**log_k, 10**log_M
    end = (2 * M * E) ** 2 / (M**2 + 2 * M * E)
    low = min(end, k**2) * 1e-6

    def integrand(x: float) -> float:
        t = math.exp(x)
        return t * float(dsigma_dt(min(t, end), E, moment=1.0, mass=M, screening=k))

    expected = quad(integrand, math.log(low), math.log(end), epsabs=0, epsrel=1e-9, limit=200)[0]
    assert cross_section(E, moment=1.0, mass=M, screening=k) == approx(expected, rel=1e-5, abs=0)


def test_charge_and_moment_count_squared() -> None:
    single = cross_section(10.0, moment=1e-12, screening=0.1)
    assert cross_section(10.0, moment=2e-12, screening=0.1, charge=-3) == approx(36 * single, rel=1e-12, abs=0)


def test_strong_screening_hides_the_charge() -> None:
    small = cross_section(1.0, moment=1e-12, screening=np.array([1e2, 1e3]))
    assert small[0] / small[1] == approx(1e4, rel=1e-3)
    assert np.all(np.diff(cross_section(1.0, moment=1e-12, screening=np.geomspace(1e-3, 1e3, 30))) < 0)


def test_zero_beyond_the_largest_transfer_and_refusals() -> None:
    assert dsigma_dt(100.0, 1.0, moment=1e-12) == 0
    with pytest.raises(ValueError, match="t must be above zero"):
        dsigma_dt(0.0, 1.0, moment=1e-12)
    with pytest.raises(ValueError, match="screening must be positive"):
        cross_section(1.0, moment=1e-12, screening=0.0)
    with pytest.raises(ValueError, match="energy must be positive"):
        cross_section(-1.0, moment=1e-12, screening=1.0)
