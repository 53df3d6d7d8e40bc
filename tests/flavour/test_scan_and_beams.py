"""Many mixings at once agree with one by one; beams of several flavours show weighted means."""

import math
from functools import partial

import numpy as np
import pytest
from scipy import integrate

from nuem import Mixing, Vertex, effective_moment
from nuem.constants import ELECTRON_MASS, MUON_MASS
from nuem.flavour import (
    BeamComponent,
    beam_effective_moment,
    beam_lambda_weight,
    effective_moments,
    majorana_vertex,
    mixing_matrices,
    pion_decay_at_rest,
)
from nuem.models import minimal_dipoles, minimal_dirac, minimal_majorana
from nuem.units import MeV, eV, km, m

# The default absolute tolerances of pytest and numpy would hide everything at the scale of these moments.
approx = partial(pytest.approx, rel=1e-6, abs=0)
allclose = partial(np.allclose, rtol=1e-5, atol=0)

RNG = np.random.default_rng(7)
PARAMETERS = {name: RNG.uniform(0, 1, 20) for name in ("sin2_theta12", "sin2_theta13", "sin2_theta23")} | {
    name: RNG.uniform(-4, 4, 20) for name in ("delta", "alpha21", "alpha31")
}
SPLITTINGS = {"dm2_21": 7.42e-5 * eV**2, "dm2_31": -2.4e-3 * eV**2, "lightest_mass": 0.01 * eV}
MIXINGS = [Mixing(**{name: values[k] for name, values in PARAMETERS.items()}, **SPLITTINGS) for k in range(20)]
UNITARY = mixing_matrices(**PARAMETERS)
DIPOLE = 1e-25 * (RNG.normal(size=(3, 3)) + 1j * RNG.normal(size=(3, 3)))


def test_matrices_are_those_of_mixing() -> None:
    assert allclose(UNITARY, [mixing.matrix for mixing in MIXINGS], rtol=0, atol=1e-15)


@pytest.mark.parametrize("antineutrino", [False, True])
@pytest.mark.parametrize("flavour", ["e", "mu", "tau"])
def test_moments_are_those_of_effective_moment(flavour: str, antineutrino: bool) -> None:
    vertex = Vertex.from_dipole("dirac", DIPOLE)
    near = effective_moments(DIPOLE, UNITARY, flavour, antineutrino=antineutrino)
    far = effective_moments(
        DIPOLE,
        UNITARY,
        flavour,
        splittings=MIXINGS[0].splittings,
        baseline=700 * km,
        energy=3.0,
        antineutrino=antineutrino,
    )
    for k, mixing in enumerate(MIXINGS):
        assert near[k] == approx(effective_moment(vertex, mixing, flavour, antineutrino=antineutrino), rel=1e-12)
        expected = effective_moment(vertex, mixing, flavour, baseline=700 * km, energy=3.0, antineutrino=antineutrino)
        assert far[k] == approx(expected, rel=1e-9)


def test_minimal_dipoles_are_those_of_the_models() -> None:
    for nature, model in (("dirac", minimal_dirac), ("majorana", minimal_majorana)):
        many = minimal_dipoles(nature, UNITARY, MIXINGS[0].masses)
        one_by_one = np.array([model(mixing).dipole for mixing in MIXINGS])
        assert allclose(many, one_by_one, rtol=1e-9, atol=1e-14 * np.abs(one_by_one).max())


def test_scan_refuses_shapes_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match=r"dipoles \(..., n, n\) and unitary"):
        effective_moments(np.eye(2), UNITARY, "e")
    with pytest.raises(ValueError, match=r"dipoles \[mu_B\] must be finite"):
        effective_moments(np.full((3, 3), np.nan), UNITARY, "e")
    with pytest.raises(ValueError, match=r"splittings must be 3 on the last axis for a baseline"):
        effective_moments(np.eye(3), UNITARY, "e", baseline=1e5, energy=1.0)
    with pytest.raises(ValueError, match=r"sin2_theta12 must lie between 0 and 1"):
        mixing_matrices(**(PARAMETERS | {"sin2_theta12": 2.0}))
    with pytest.raises(ValueError, match=r"unitary \(..., n, n\) and masses \(..., n\) are needed"):
        minimal_dipoles("dirac", UNITARY, [1.0, 2.0])


def test_spectra_at_rest_hold_one_neutrino_and_the_energy_of_the_muon() -> None:
    prompt, electron, muon = pion_decay_at_rest()
    assert prompt.energy[0] == approx(29.79 * MeV, abs=0.005)
    for part, mean in ((electron, 3 / 10), (muon, 7 / 20)):
        assert part.flux.sum() == approx(1)
        assert np.sum(part.flux * part.energy) == approx(mean * MUON_MASS)
        assert part.energy.max() < MUON_MASS / 2


def test_beam_shows_the_mean_square_of_its_flavours() -> None:
    vertex, mixing = Vertex.from_dipole("dirac", DIPOLE), MIXINGS[0]
    e, mu = (effective_moment(vertex, mixing, flavour) for flavour in ("e", "mu"))
    both = beam_effective_moment(vertex, mixing, pion_decay_at_rest())
    assert both == approx(math.sqrt((2 * mu**2 + e**2) / 3), rel=1e-12)
    assert beam_effective_moment(vertex, mixing, pion_decay_at_rest(delayed=0)) == approx(mu, rel=1e-12)
    assert beam_effective_moment(vertex, mixing, pion_decay_at_rest(prompt=0), baseline=30 * m) == approx(
        math.sqrt((mu**2 + e**2) / 2), rel=1e-2
    )


def test_recoil_window_weights_with_the_integrated_cross_section() -> None:
    vertex, mixing = Vertex.from_flavour("dirac", MIXINGS[0], magnetic=1e-11 * np.diag([1, 0, 0])), MIXINGS[0]
    low, high = 10 * MeV, 50 * MeV

    def rate(energy: float) -> float:
        end = min(high, 2 * energy**2 / (ELECTRON_MASS + 2 * energy))
        return float(integrate.quad(lambda t: 1 / t - 1 / energy, low, end)[0]) if end > low else 0.0

    edge = MUON_MASS / 2
    electron = integrate.quad(lambda x: 12 * x**2 * (1 - x) * rate(x * edge), 0, 1, limit=200)[0]
    muon = integrate.quad(lambda x: 2 * x**2 * (3 - 2 * x) * rate(x * edge), 0, 1, limit=200)[0]
    share = electron / (electron + muon + rate(29.792))
    found = beam_effective_moment(vertex, mixing, pion_decay_at_rest(), threshold=low, maximum=high)
    assert found == approx(1e-11 * math.sqrt(share), rel=1e-3)


def test_a_beam_has_a_form_in_lambda() -> None:
    vector = DIPOLE[0]
    vertex, beam = majorana_vertex(vector), pion_decay_at_rest()
    for where in ({}, {"baseline": 3 * km}, {"baseline": 30 * m, "threshold": 10.0, "maximum": 50.0}):
        form = beam_lambda_weight(MIXINGS[0], beam, **where)
        expected = beam_effective_moment(vertex, MIXINGS[0], beam, **where)
        assert math.sqrt((vector.conj() @ form @ vector).real) == approx(expected, rel=1e-10)


def test_beams_refuse() -> None:
    vertex = Vertex.from_dipole("dirac", DIPOLE)
    with pytest.raises(ValueError, match=r"two lists of one length, got shapes \(2,\) and \(1,\)"):
        BeamComponent("e", np.array([1.0, 2.0]), np.array([1.0]))
    with pytest.raises(ValueError, match=r"energy must be positive"):
        BeamComponent("e", np.array([0.0]), np.array([1.0]))
    with pytest.raises(ValueError, match=r"the beam has no flux"):
        beam_effective_moment(vertex, MIXINGS[0], [])
    with pytest.raises(ValueError, match=r"the beam has no flux above a recoil of 60 MeV"):
        beam_effective_moment(vertex, MIXINGS[0], pion_decay_at_rest(), threshold=60.0)
    with pytest.raises(ValueError, match=r"prompt must not be negative"):
        pion_decay_at_rest(prompt=-1)
