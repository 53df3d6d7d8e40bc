"""Plasmon decay by the weak interaction against the fit of Itoh et al. (1996), as pynucastro has it: an optional comparison.

The fit takes the plasma frequency of cold electrons, without the pairs that a hot plasma makes. Where plasmon decay matters, above half of all
thermal neutrino losses, the two agree to 9 % between 3e7 and 1e9 K; in the hot, dilute corner, where heat lowers the plasma frequency, ours is
up to 26 % lower, and once pairs appear it is larger by orders of magnitude; but there pair annihilation outshines both.
"""

import warnings
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from nuem.astro.emission.plasmon_decay import emissivity
from nuem.astro.plasma import Plasma
from nuem.units import kelvin

# What stars do is far below the absolute tolerances that pytest.approx and numpy.allclose have by default.
approx = partial(pytest.approx, rel=1e-6, abs=0)

ANGLE = 0.2319  # of the fit

Losses = Callable[[float, float], tuple[float, float]]


@pytest.fixture(scope="module")
def itoh() -> Losses:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = pytest.importorskip("pynucastro.neutrino_cooling")

    def losses(density: float, temperature: float) -> tuple[float, float]:
        total, parts = module.sneut5(density, temperature, abar=4.0, zbar=2.0, full_output=True)
        return float(parts.splas), float(total)

    return losses


def ours(density: float, temperature: float) -> float:
    return float(emissivity(Plasma(density, 0.5, temperature * kelvin), sin2_theta_w=ANGLE).erg_per_g_s)


@pytest.mark.parametrize(
    ("density", "temperature", "fit", "ratio"),
    [
        (1e6, 1e8, 29229378.23357501, 1.0352),  # D.pl.RG_core.sneut5
        (1e4, 1e8, 124.28813019645774, 0.9263),  # D.pl.HB.sneut5
        (1e6, 3e7, 27631.43530935953, 1.0235),  # D.pl.WD.sneut5
    ],
)
def test_fit_and_ratio_are_those_of_reference(
    itoh: Losses, density: float, temperature: float, fit: float, ratio: float
) -> None:
    computed = itoh(density, temperature)[0]
    assert computed * density == approx(fit, rel=1e-6)
    with_reference_angle = emissivity(Plasma(density, 0.5, temperature * kelvin), sin2_theta_w=0.23122).erg_per_g_s
    assert with_reference_angle / computed == approx(ratio, rel=1e-4)


def test_agrees_where_plasmon_decay_dominates(itoh: Losses) -> None:
    for temperature in (3e7, 1e8, 3e8, 1e9):
        for density in np.geomspace(1e3, 1e10, 15):
            plasmon, total = itoh(density, temperature)
            if plasmon > 0.5 * total and plasmon > 1e-10:
                assert ours(density, temperature) / plasmon == approx(1, abs=0.09), (density, temperature)


def test_differs_in_the_hot_corner_where_it_does_not_count(itoh: Losses) -> None:
    plasmon, total = itoh(1e5, 5e8)
    assert ours(1e5, 5e8) / plasmon == approx(0.74, abs=0.02)
    assert plasmon < 0.1 * total
    plasmon, total = itoh(1e4, 3e9)
    assert ours(1e4, 3e9) / plasmon > 1e5  # pairs
    assert ours(1e4, 3e9) < 1e-2 * total
