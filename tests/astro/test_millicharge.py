"""Charged neutrinos: the published pulsar bound, Gaussian units, delays."""

import math
from functools import partial

import numpy as np
import pytest

from nuem.astro.stars.arrival_times import delay, delay_bound
from nuem.astro.stars.pulsar import spin_down, spin_down_bound
from nuem.constants import ALPHA, BOHR_MAGNETON, ELECTRON_MASS
from nuem.units import eV, kpc

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

STAR = {"field": 1e14, "period": 10.0, "mass": 1.4 * 1.98841e33}


def test_pulsars_have_the_published_bound() -> None:
    assert spin_down_bound() == approx(1.3e-19, rel=0.02)
    assert spin_down(1.0, **STAR) == approx(7.6e18, rel=0.01)


def test_spin_down_is_the_angular_momentum_of_the_charges_in_gaussian_units() -> None:
    """q B r^2/2c for each, averaged over a sphere, against I = 2 M R^2/5; any radius."""
    charge, light, R, N = 4.80320471e-10, 2.99792458e10, 1.2e6, 1e58
    kick = N * charge * STAR["field"] / light * (2 * R**2 / 3) / 2
    rotation = 2 / 5 * STAR["mass"] * R**2 * 2 * math.pi / STAR["period"]
    assert spin_down(1.0, **STAR) == approx(kick / rotation, rel=1e-8)


def test_one_gauss_is_that_of_heaviside_and_lorentz() -> None:
    """1 G = 0.01953527712 eV^2 with e = sqrt(4 pi alpha); with e = sqrt(alpha) it would be 3.545 times as much (A.const.gauss_*)."""
    force = 2 * ELECTRON_MASS * BOHR_MAGNETON / eV**2  # e B [eV^2], the same in both
    assert force / math.sqrt(4 * math.pi * ALPHA) == approx(0.0195352771227337, rel=1e-9)
    assert force / math.sqrt(ALPHA) == approx(0.0692507543298603, rel=1e-9)


def test_bound_is_where_the_change_is_what_is_allowed() -> None:
    charge = spin_down_bound(**STAR, allowed=0.1)
    assert spin_down(charge, **STAR) == approx(0.1, rel=1e-12)
    assert spin_down(-charge, **STAR) == approx(0.1, rel=1e-12)


def test_delay_is_the_longer_path_of_a_circle() -> None:
    charge, energy, field, distance = 1e-16, 10.0, 1e-6, 10 * kpc
    radius = energy * 1e6 / (299.792458 * charge * field)  # p/qB with p in eV, B in gauss, r in cm
    arc = 2 * radius * math.asin(distance / (2 * radius))
    expected = (arc - distance) / 2.99792458e10
    assert delay(charge, energy, field=field, distance=distance) == approx(expected, rel=1e-4)


def test_delay_goes_as_charge_and_energy_squared() -> None:
    common = {"field": 1e-6, "distance": 10 * kpc}
    late = delay(np.array([1e-17, 2e-17]), 10.0, **common)
    assert late[1] == approx(4 * late[0])
    assert delay(1e-17, 20.0, **common) == approx(late[0] / 4)


def test_delay_bound_spreads_as_long_as_allowed() -> None:
    common = {"field": 1e-6, "distance": 10 * kpc}
    charge = delay_bound(slow=10.0, fast=20.0, spread=5.0, **common)
    assert delay(charge, 10.0, **common) - delay(charge, 20.0, **common) == approx(5.0, rel=1e-9)
    assert 1e-18 < charge < 1e-16


def test_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="field must be positive"):
        spin_down(1e-19, field=0.0, period=1.0, mass=1.0)
    with pytest.raises(ValueError, match="small deflections"):
        delay(1e-10, 1.0, field=1e-6, distance=10 * kpc)
    with pytest.raises(ValueError, match="energies must ascend"):
        delay_bound(slow=20.0, fast=10.0, spread=1.0, field=1e-6, distance=kpc)
