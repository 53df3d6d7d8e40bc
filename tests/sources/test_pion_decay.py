"""Pions and muons at rest: spectra, normalisation, times, states, refusals."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from nuem.constants import MUON_MASS
from nuem.flavour import Mixing
from nuem.sources import PionDecay
from nuem.sources.pion_decay import LINE
from nuem.sources.pulse import MUON_LIFETIME, PION_LIFETIME, Pulse
from nuem.units import m, year

CSI = PionDecay(
    distance=19.3 * m,
    neutrinos_per_proton=0.0848,
    protons=3.198e23,
    pulse_mean=0.5e-6,
    pulse_width=0.15e-6,
    flux_error=0.1,
)
US = 1e-6


def test_each_flavour_has_the_fluence_of_the_protons() -> None:
    expected = 0.0848 * 3.198e23 / (4 * math.pi * 1930**2)
    assert [beam.total_flux for beam in CSI.beams] == pytest.approx([expected] * 3, rel=1e-14)
    slow = PionDecay(distance=19.3 * m, neutrinos_per_proton=0.0848, protons=3.198e23, duration=2 * year)
    assert slow.total_flux * 2 * year == pytest.approx(3 * expected, rel=1e-14)


@pytest.mark.parametrize(("k", "mean"), [(1, 3 / 10), (2, 7 / 20)])
def test_spectra_of_the_muon_are_normalised_and_have_its_mean_energies(k: int, mean: float) -> None:
    beam = CSI.beams[k]
    low, high = beam.breaks
    assert quad(beam.flux, low, high)[0] == pytest.approx(beam.total_flux, rel=1e-12)
    assert quad(lambda e: e * float(beam.flux(e)), low, high)[0] == pytest.approx(mean * MUON_MASS * beam.total_flux)
    np.testing.assert_array_equal(beam.flux(np.array([-1.0, 0.0, high, 60.0])), 0)


def test_the_three_neutrinos_and_the_electron_share_the_energy_of_the_pion() -> None:
    assert pytest.approx(29.79, abs=0.005) == LINE
    muon_recoil = 139.57039 - MUON_MASS - LINE
    assert pytest.approx(math.sqrt(muon_recoil**2 + 2 * MUON_MASS * muon_recoil), rel=1e-12) == LINE


def test_flavours_and_antineutrinos_are_those_of_positive_pions() -> None:
    assert [(beam.flavour, beam.antineutrino) for beam in CSI.beams] == [("mu", False), ("e", False), ("mu", True)]
    mixing = Mixing.nufit(ordering="inverted")
    state = CSI.beams[2].state(np.array([20.0]), mixing)[0]
    amplitude = mixing.matrix[1]
    np.testing.assert_allclose(state, np.outer(amplitude, amplitude.conj()), atol=1e-2)
    assert not np.allclose(state, CSI.beams[0].state(np.array([20.0]), mixing)[0], atol=0.05)


@pytest.mark.parametrize(("kind", "fraction"), [("prompt", 0.9986856), ("delayed", 0.2138634)])
def test_times_agree_with_the_reference(kind: str, fraction: float) -> None:
    computed = getattr(Pulse(mean=0.44 * US, width=0.15 * US), kind)([0, US])
    assert computed == pytest.approx([fraction], rel=1e-5)


def test_times_agree_with_decays_drawn_at_random() -> None:
    rng = np.random.default_rng(3)
    n = 400_000
    prompt = rng.normal(0.5 * US, 0.15 * US, n) + rng.exponential(PION_LIFETIME, n)
    delayed = prompt + rng.exponential(MUON_LIFETIME, n)
    edges = np.array([-1, 0.2, 0.5, 0.7, 1.0, 2.0, 6.0]) * US
    for times, beam in ((prompt, CSI.beams[0]), (delayed, CSI.beams[1]), (delayed, CSI.beams[2])):
        counted = np.histogram(times, edges)[0] / n
        assert beam.time_fractions is not None
        computed = beam.time_fractions(edges)
        np.testing.assert_array_less(np.abs(computed - counted), 4.5 * np.sqrt(computed * (1 - computed) / n) + 1e-9)


@pytest.mark.parametrize("width", [1e-12, 1e-9, 26e-9, 150e-9, 1e-6, 1e-4])
def test_every_pulse_keeps_all_its_neutrinos_and_a_sharp_one_is_a_plain_decay(width: float) -> None:
    pulse = Pulse(mean=1e-6, width=width)
    edges = np.concatenate([[-1e-2], np.linspace(-3, 8, 500) * US, [1e-2]])
    for kind, lifetime in ((pulse.prompt, PION_LIFETIME), (pulse.delayed, MUON_LIFETIME)):
        parts = kind(edges)
        assert parts.min() >= -1e-15
        assert parts.sum() == pytest.approx(1, abs=1e-12)
        if width == 1e-12 and kind == pulse.prompt:
            late = kind([1e-6 + lifetime, 1])
            assert late == pytest.approx([math.exp(-1)], rel=1e-4)


def test_a_convolution_by_quadrature_gives_the_delayed_times() -> None:
    pulse = Pulse(mean=0.44 * US, width=0.15 * US)

    def not_yet(start: float) -> float:
        """Probability that pion and muon are both gone at 1 us if the proton came at `start`."""
        left = max(US - start, 0.0)
        pion, muon = math.exp(-left / PION_LIFETIME), math.exp(-left / MUON_LIFETIME)
        return 1 - (MUON_LIFETIME * muon - PION_LIFETIME * pion) / (MUON_LIFETIME - PION_LIFETIME)

    def weighted(z: float) -> float:
        return math.exp(-0.5 * z**2) / math.sqrt(2 * math.pi) * not_yet(0.44 * US + 0.15 * US * z)

    # the same protons, without the neutrinos that come before time zero
    before = pulse.delayed([-1.0, 0.0])[0]
    assert pulse.delayed([0, US])[0] + before == pytest.approx(
        quad(weighted, -9, 9, epsabs=1e-13, limit=200)[0], rel=1e-9
    )


def test_a_source_without_a_pulse_is_steady() -> None:
    steady = PionDecay(distance=20 * m, neutrinos_per_proton=0.09, protons=1e23)
    assert all(beam.time_fractions is None for beam in steady.beams)
    assert "steady" in steady.description


def test_experiments_at_one_facility_share_its_flux_error() -> None:
    assert all(beam.errors == {"sns.flux": 0.1} for beam in CSI.beams)
    other = PionDecay(distance=20 * m, neutrinos_per_proton=0.3, protons=1e23, flux_error=0.1, facility="ess")
    assert other.beams[0].errors == {"ess.flux": 0.1}
    assert hash(other) != hash(CSI)
    assert PionDecay(distance=20 * m, neutrinos_per_proton=0.3, protons=1e23).beams[0].errors == {}


GOOD = {"distance": 1e3, "neutrinos_per_proton": 0.09, "protons": 1e23}
REFUSALS = [
    ({"distance": 0}, "distance must be positive"),
    ({"protons": -1}, "protons must be positive"),
    ({"neutrinos_per_proton": True}, "neutrinos_per_proton"),
    ({"duration": 0}, "duration must be positive"),
    ({"pulse_mean": 1e-6}, "give both, or neither"),
    ({"pulse_mean": 1e-6, "pulse_width": 0}, "width of the pulse must be positive"),
    ({"flux_error": 1.1}, "flux_error must lie between 0 and 1"),
    ({"facility": "SNS"}, "facility = 'SNS' must be a name in lower case"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSALS)
def test_refuses_what_makes_no_sense(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        PionDecay(**(GOOD | arguments))  # type: ignore[arg-type]


def test_time_bins_must_ascend() -> None:
    with pytest.raises(ValueError, match="edges of the time bins must ascend"):
        Pulse(mean=0, width=1e-7).prompt([1e-6, 0])
