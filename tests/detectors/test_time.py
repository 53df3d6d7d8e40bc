"""Bins of time: what a pulsed beam leaves in each, with and without an efficiency that fades."""

import numpy as np
import pytest
from scipy.integrate import quad

from nuem.detectors import Efficiency, FadingEfficiency, InTime, PhotoElectrons, Response, TimeBins
from nuem.sources import PionDecay
from nuem.units import keV, m

US = 1e-6
EDGES = np.array([0.0, 0.3, 0.6, 1.5, 6.0]) * US
SOURCE = PionDecay(distance=20 * m, neutrinos_per_proton=0.09, protons=1e20, pulse_mean=0.5 * US, pulse_width=0.15 * US)


def density(beam_number: int, time: float) -> float:
    """Arrivals per second, from the fractions in a narrow bin."""
    fractions = SOURCE.beams[beam_number].time_fractions
    assert fractions is not None
    return float(fractions([time - 5e-11, time + 5e-11])[0] / 1e-10)


@pytest.mark.parametrize("beam_number", [0, 1])
def test_an_efficiency_weights_the_arrivals(beam_number: int) -> None:
    fading = FadingEfficiency(0.52 * US, 0.3 / US)
    computed = TimeBins(EDGES, fading).counted(SOURCE.beams[beam_number].time_fractions)
    for low, high, value in zip(EDGES[:-1], EDGES[1:], computed, strict=True):
        points = [t * US for t in (0.4, 0.52, 0.7, 1.0) if low < t * US < high]
        expected = quad(
            lambda t: density(beam_number, t) * float(fading(t)), low, high, points=points or None, limit=300
        )[0]
        assert value == pytest.approx(expected, rel=2e-5, abs=1e-7)


def test_bins_of_time_add_up_to_the_whole_window() -> None:
    for beam in SOURCE.beams:
        fine, whole = (TimeBins(edges).counted(beam.time_fractions) for edges in (EDGES, EDGES[[0, -1]]))
        assert fine.sum() == pytest.approx(whole[0], rel=1e-12)
        half = TimeBins(EDGES, Efficiency(np.array([0.0, 1.0]), np.array([0.5, 0.5])))
        np.testing.assert_allclose(half.counted(beam.time_fractions), fine / 2, rtol=1e-12)


def test_a_response_in_time_is_that_of_the_energy_with_more_bins() -> None:
    energy = Response(np.array([1.0, 2.0, 5.0]) * keV, Efficiency.constant(1.0))
    both = InTime(energy, TimeBins(EDGES))
    recoil = np.array([1.5, 3.0]) * keV
    np.testing.assert_array_equal(both.matrix(recoil), energy.matrix(recoil))
    assert both.bins == 8
    assert both.recoil_range == energy.recoil_range
    assert both == InTime(energy, TimeBins(EDGES))
    assert hash(both) == hash(InTime(energy, TimeBins(EDGES)))


def test_nuisances_pass_through() -> None:
    kept = Efficiency(
        np.array([0, 9.0]), np.array([1.0, 1.0]), {"eff": (Efficiency.constant(0.9), Efficiency.constant(1))}
    )
    both = InTime(PhotoElectrons(np.array([1.0, 5.0]), 5 / keV, efficiency=kept), TimeBins(EDGES))
    low, high = both.variations["eff"]
    assert low.times == both.times
    assert low.matrix(np.array([keV])) < high.matrix(np.array([keV]))


def test_a_steady_source_has_no_bins_of_time() -> None:
    with pytest.raises(ValueError, match="a steady source has no arrival times"):
        TimeBins(EDGES).counted(None)
    with pytest.raises(ValueError, match="must ascend"):
        TimeBins(EDGES[::-1])
