from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuem.constants import ELECTRON_MASS
from nuem.scattering.kinematics import allowed, maximum_recoil, minimum_energy, scattering_cosine

# Cross sections are far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

energies = st.floats(1e-3, 1e4)
masses = st.floats(0.1, 3e5)


# kin.*
@pytest.mark.parametrize(
    ("energy", "recoil"),
    [(0.01, 0.00037664857906), (0.862, 0.664916643473), (1, 0.796495753214), (3, 2.76455274194)],
)
def test_maximum_recoil_has_the_reference_value(energy: float, recoil: float) -> None:
    assert maximum_recoil(energy) == approx(recoil, rel=1e-11)


@pytest.mark.parametrize(
    ("recoil", "energy"), [(0.00035, 0.00963308866791), (0.0028, 0.0281835496154), (0.1, 0.21748118551)]
)
def test_minimum_energy_has_the_reference_value(recoil: float, energy: float) -> None:
    assert minimum_energy(recoil) == approx(energy, rel=1e-11)


@given(energies, masses)
def test_minimum_energy_inverts_maximum_recoil(energy: float, mass: float) -> None:
    assert minimum_energy(maximum_recoil(energy, mass=mass), mass=mass) == approx(energy, rel=1e-12)


@given(energies, masses)
def test_the_recoil_goes_forward_at_the_end_point(energy: float, mass: float) -> None:
    assert scattering_cosine(maximum_recoil(energy, mass=mass), energy, mass=mass) == approx(1, abs=1e-9)


def test_a_soft_recoil_goes_sideways() -> None:
    assert scattering_cosine(0.0, 1.0) == 0


@given(energies, st.floats(0.01, 0.99))
def test_the_cosine_conserves_energy_and_momentum(energy: float, fraction: float) -> None:
    recoil = fraction * maximum_recoil(energy)
    cosine = scattering_cosine(recoil, energy)
    momentum = np.sqrt(recoil * (recoil + 2 * ELECTRON_MASS))
    outgoing = np.hypot(energy - momentum * cosine, momentum * np.sqrt(1 - cosine**2))
    assert outgoing == approx(energy - recoil, rel=1e-6)


def test_allowed_ends_at_the_end_point() -> None:
    assert allowed([0.0, float(maximum_recoil(1.0)), 0.8], 1.0).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: maximum_recoil(-1.0), "energy must not be negative"),
        (lambda: maximum_recoil(np.nan), "energy .*finite"),
        (lambda: maximum_recoil(1.0, mass=0.0), "mass must be positive"),
        (lambda: minimum_energy(-1e-3), "recoil must not be negative"),
        (lambda: scattering_cosine(0.9, 1.0), "end point is at 0.796"),
    ],
)
def test_unphysical_numbers_are_refused(call: Callable[..., object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
