"""Sources of 51Cr and tritium: lines, spectra, activities that fade."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.integrate import quad

from nuem.sources import Chromium51, Tritium, effective_distance
from nuem.sources.radioactive import mean_activity
from nuem.sources.tritium import tritium_spectrum
from nuem.units import day, g, keV, m, year


def test_chromium_has_the_lines_of_its_level_and_its_shells() -> None:
    lines = dict(Chromium51(activity=1, distance=1).beams[0].lines)
    total = sum(lines.values())
    assert total == pytest.approx(1 / (4 * math.pi), rel=1e-12)
    k_shell, l_shell, k_excited, l_excited = lines
    assert k_shell - k_excited == pytest.approx(320.08 * keV, abs=0.1 * keV)  # level of 51V
    assert l_shell - l_excited == pytest.approx(320.08 * keV, abs=0.1 * keV)
    assert l_shell - k_shell == pytest.approx((5.465 - 0.6) * keV, abs=0.1 * keV)  # binding energies of vanadium
    assert (lines[k_excited] + lines[l_excited]) / total == pytest.approx(
        0.0991, abs=0.0005
    )  # intensity of the gamma ray
    assert lines[k_shell] / lines[l_shell] == pytest.approx(lines[k_excited] / lines[l_excited], rel=0.005)


def test_an_activity_fades_with_its_half_life() -> None:
    assert mean_activity(2.0, 10.0, 0.0) == 2.0
    assert mean_activity(2.0, 10.0, 10.0) == pytest.approx(2 * 0.5 / math.log(2))
    expected = quad(lambda t: 3 * 0.5 ** (t / 27.704), 0, 50)[0] / 50
    computed = Chromium51(activity=3, distance=1, duration=50 * day).total_flux * 4 * math.pi
    assert computed == pytest.approx(expected, rel=1e-12)


def test_tritium_has_the_moments_of_an_allowed_decay() -> None:
    (beam,) = Tritium(mass=60 * g, distance=1 * m).beams
    energy = np.linspace(0, 18.591 * keV, 200_001)[1:-1]
    flux = beam.flux(energy) / beam.total_flux
    assert np.trapezoid(flux, energy) == pytest.approx(1, rel=1e-4)
    assert tritium_spectrum().mean_energy == pytest.approx(12.90 * keV, abs=0.005 * keV)
    assert np.trapezoid(flux * energy**2, energy) == pytest.approx(180.67 * keV**2, rel=2e-4)
    assert beam.antineutrino
    assert beam.flavour == "e"


def test_the_panels_of_tritium_hold_its_flux() -> None:
    (beam,) = Tritium(mass=1 * g, distance=1 * m).beams
    nodes, weights = np.polynomial.legendre.leggauss(16)
    half = np.diff(beam.breaks)[:, None] / 2
    integral = float(np.sum(half * weights * beam.flux(beam.breaks[:-1, None] + half * (nodes + 1))))
    assert integral == pytest.approx(beam.total_flux, rel=1e-5)


def test_sixty_grams_of_tritium_decay_as_published() -> None:
    source = Tritium(mass=60 * g, distance=1 * m, duration=5 * year)
    assert source.activity == pytest.approx(2.136e16, rel=3e-4)
    assert source.decays == pytest.approx(2.938e24, rel=3e-4)
    assert source.total_flux * 5 * year * 4 * math.pi * 100**2 == pytest.approx(source.decays, rel=1e-12)


def test_a_detector_around_the_source_acts_at_its_effective_distance() -> None:
    # in the centre of a sphere every path is its radius R: V/(4 pi R) = R^2/3
    assert effective_distance(4 / 3 * math.pi * 50**3, 50) == pytest.approx(50 / math.sqrt(3))
    # a thin, distant slab of area S and thickness w: mean path w S/(4 pi d^2)
    assert effective_distance(20 * 0.1, 0.1 * 20 / (4 * math.pi * 1e6)) == pytest.approx(1e3)


def test_errors_have_names_and_sources_compare() -> None:
    source = Chromium51(activity=1e17, distance=100, activity_error=0.01)
    assert source.beams[0].errors == {"activity.Cr51": 0.01}
    assert Tritium(mass=1, distance=100, activity_error=0.02).beams[0].errors == {"activity.H3": 0.02}
    assert source == Chromium51(activity=1e17, distance=100, activity_error=0.01)
    assert hash(source) == hash(Chromium51(activity=1e17, distance=100, activity_error=0.01))
    assert source != Chromium51(activity=1e17, distance=100)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Chromium51(activity=0, distance=1), "activity must be positive"),
        (lambda: Chromium51(activity=1, distance=1, duration=-1), "duration must not be negative"),
        (lambda: Chromium51(activity=1, distance=1, activity_error=2), "activity_error must lie between 0 and 1"),
        (lambda: Tritium(mass=-1, distance=1), "mass must be positive"),
        (lambda: Tritium(mass=True, distance=1), "mass"),
        (lambda: effective_distance(0, 1), "volume must be positive"),
    ],
)
def test_refuses_what_makes_no_sense(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
