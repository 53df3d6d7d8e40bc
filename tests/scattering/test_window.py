from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from tests.arguments import Keywords

from nuem.scattering.electron import dsigma_dT
from nuem.scattering.kinematics import maximum_recoil
from nuem.scattering.neutrino_couplings import Couplings
from nuem.scattering.window import cross_section

# Cross sections are far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)


# es.tot.*
@pytest.mark.parametrize(
    ("flavour", "antineutrino", "energy", "value"),
    [
        ("e", True, 1, 3.3960184439e-45),
        ("e", True, 10, 4.01595037228e-44),
        ("mu", False, 1, 1.43648787177e-45),
        ("mu", True, 0.862, 1.14991835748e-45),
        ("mu", True, 1, 1.34470576383e-45),
    ],
)
def test_the_total_has_the_reference_value(flavour: str, antineutrino: bool, energy: float, value: float) -> None:
    assert cross_section(energy, flavour=flavour, antineutrino=antineutrino) == approx(value, rel=3e-11)


def test_the_total_grows_linearly_at_high_energy() -> None:
    # es.hiE.nue
    assert cross_section(1e9) / 1e9 == approx(9.727102662e-45, rel=1e-8)


def test_the_magnetic_window_has_the_reference_value() -> None:
    # em.magint
    window: Keywords = {"low": 0.0028, "high": 0.055}
    magnetic = cross_section(3, **window, couplings=Couplings(moment=1e-11)) - cross_section(3, **window)
    assert magnetic == approx(7.38501193659e-47, rel=1e-9)


@given(
    st.floats(0.1, 50), st.floats(1e-3, 0.8), st.floats(1e-3, 1.5), st.sampled_from(["e", "mu", "tau"]), st.booleans(),
    st.floats(-1e-12, 1e-12), st.floats(-1e-32, 1e-32), st.floats(0, 1e-10),
)  # fmt: skip
def test_the_closed_form_is_the_integral(
    energy: float,
    start: float,
    fraction: float,
    flavour: str,
    antineutrino: bool,
    charge: float,
    radius: float,
    moment: float,
) -> None:
    end = float(maximum_recoil(energy))
    low, high = start * end, (start + fraction) * end
    couplings = Couplings(moment=moment, charge=charge, charge_radius=radius)
    coupling: Keywords = {"flavour": flavour, "antineutrino": antineutrino, "couplings": couplings}
    expected = quad(
        lambda x: np.exp(x) * dsigma_dT(np.exp(x), energy, **coupling), np.log(low), np.log(min(high, end)), epsabs=0
    )[0]
    computed = cross_section(energy, low=low, high=high, **coupling)
    assert computed == approx(expected, rel=1e-8)


def test_a_narrow_window_does_not_cancel() -> None:
    low = 0.0028
    high = low * (1 + 1e-9)
    coupling: Keywords = {"couplings": Couplings(charge=1e-12, moment=1e-11, charge_radius=1e-33)}
    computed = cross_section(3.0, low=low, high=high, **coupling) / (high - low)
    assert computed == approx(float(dsigma_dT(low, 3.0, **coupling)), rel=1e-8)


def test_nothing_is_above_the_end_point() -> None:
    assert cross_section(0.01, low=0.001, couplings=Couplings(moment=1e-11)) == 0
    assert cross_section([0.01, 1.0], low=0.001).tolist()[0] == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cross_section(1.0, couplings=Couplings(moment=1e-11)), "low must be positive"),
        (lambda: cross_section(1.0, couplings=Couplings(charge=1e-12)), "low must be positive"),
        (lambda: cross_section(1.0, low=0.2, high=0.1), "high = 0.1 must not be below low"),
        (lambda: cross_section(1.0, high=np.nan), r"high \[MeV\] must be finite, got nan"),
        (lambda: cross_section(-1.0), "energy must be positive"),
    ],
)
def test_wrong_input_is_refused(call: Callable[..., object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
