"""Beams of several flavours show the weighted mean of their squared moments."""

import math
from functools import partial

import numpy as np
import pytest
from scipy import integrate

from nuem import Mixing, Vertex, effective_moment
from nuem.constants import ELECTRON_MASS, MUON_MASS
from nuem.flavour import majorana_vertex
from nuem.sources import BeamComponent, beam_effective_moment, beam_lambda_weight, pion_decay_at_rest
from nuem.units import MeV, km, m

# The default absolute tolerances of pytest would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)

MIXING = Mixing.nufit()
RNG = np.random.default_rng(7)
DIPOLE = 1e-11 * (RNG.normal(size=(3, 3)) + 1j * RNG.normal(size=(3, 3)))


def test_spectra_at_rest_hold_one_neutrino_and_the_energy_of_the_muon() -> None:
    prompt, electron, muon = pion_decay_at_rest()
    assert prompt.energy[0] == approx(29.79 * MeV, abs=0.005)
    for part, mean in ((electron, 3 / 10), (muon, 7 / 20)):
        assert part.flux.sum() == approx(1)
        assert np.sum(part.flux * part.energy) == approx(mean * MUON_MASS)
        assert part.energy.max() < MUON_MASS / 2


def test_beam_shows_the_mean_square_of_its_flavours() -> None:
    vertex, mixing = Vertex.from_dipole("dirac", DIPOLE), MIXING
    e, mu = (effective_moment(vertex, mixing, flavour) for flavour in ("e", "mu"))
    both = beam_effective_moment(vertex, mixing, pion_decay_at_rest())
    assert both == approx(math.sqrt((2 * mu**2 + e**2) / 3), rel=1e-12)
    assert beam_effective_moment(vertex, mixing, pion_decay_at_rest(delayed=0)) == approx(mu, rel=1e-12)
    assert beam_effective_moment(vertex, mixing, pion_decay_at_rest(prompt=0), baseline=30 * m) == approx(
        math.sqrt((mu**2 + e**2) / 2), rel=1e-2
    )


def test_recoil_window_weights_with_the_integrated_cross_section() -> None:
    vertex, mixing = Vertex.from_flavour("dirac", MIXING, magnetic=1e-11 * np.diag([1, 0, 0])), MIXING
    low, high = 10 * MeV, 50 * MeV

    def rate(energy: float) -> float:
        end = min(high, 2 * energy**2 / (ELECTRON_MASS + 2 * energy))
        return float(integrate.quad(lambda t: 1 / t - 1 / energy, low, end)[0]) if end > low else 0.0

    edge = MUON_MASS / 2
    electron = integrate.quad(lambda x: 12 * x**2 * (1 - x) * rate(x * edge), 0, 1, limit=200)[0]
    muon = integrate.quad(lambda x: 2 * x**2 * (3 - 2 * x) * rate(x * edge), 0, 1, limit=200)[0]
    fraction = electron / (electron + muon + rate(29.792))
    computed = beam_effective_moment(vertex, mixing, pion_decay_at_rest(), threshold=low, maximum=high)
    assert computed == approx(1e-11 * math.sqrt(fraction), rel=1e-3)


def test_a_beam_has_a_form_in_lambda() -> None:
    vector = DIPOLE[0]
    vertex, beam = majorana_vertex(vector), pion_decay_at_rest()
    for where in ({}, {"baseline": 3 * km}, {"baseline": 30 * m, "threshold": 10.0, "maximum": 50.0}):
        form = beam_lambda_weight(MIXING, beam, **where)
        expected = beam_effective_moment(vertex, MIXING, beam, **where)
        assert math.sqrt((vector.conj() @ form @ vector).real) == approx(expected, rel=1e-10)


def test_beams_refuse() -> None:
    vertex = Vertex.from_dipole("dirac", DIPOLE)
    with pytest.raises(ValueError, match=r"two lists of one length, got shapes \(2,\) and \(1,\)"):
        BeamComponent("e", np.array([1.0, 2.0]), np.array([1.0]))
    with pytest.raises(ValueError, match=r"energy must be positive"):
        BeamComponent("e", np.array([0.0]), np.array([1.0]))
    with pytest.raises(ValueError, match=r"the beam has no flux"):
        beam_effective_moment(vertex, MIXING, [])
    with pytest.raises(ValueError, match=r"the beam has no flux above a recoil of 60 MeV"):
        beam_effective_moment(vertex, MIXING, pion_decay_at_rest(), threshold=60.0)
    with pytest.raises(ValueError, match=r"prompt must not be negative"):
        pion_decay_at_rest(prompt=-1)
