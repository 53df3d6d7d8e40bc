"""The Sun as a source: fluxes, spectra, lines, states, and refusals."""

import itertools
import math

import numpy as np
import pytest

from nuem.flavour import Mixing
from nuem.sources import SOURCES, Sun
from nuem.sources.solar import MODELS, SolarBeam, boron8
from nuem.sources.solar_matter import solar_probabilities
from nuem.sun import COMPONENTS
from nuem.units import au

ALL = Sun()
CONTINUA = [beam for beam in ALL.beams if not beam.lines]
LINES = [beam for beam in ALL.beams if beam.lines]

# Flux [cm^-2 s^-1] and relative error: Vinyoles et al., ApJ 835, 202 (2017), GS98.
B16 = {
    "pp": (5.98e10, 0.006), "pep": (1.44e8, 0.01), "hep": (7.98e3, 0.30), "Be7": (4.93e9, 0.06),
    "B8": (5.46e6, 0.12), "N13": (2.78e8, 0.15), "O15": (2.05e8, 0.17), "F17": (5.29e6, 0.20),
}  # fmt: skip


def name(beam: SolarBeam) -> str:
    return beam.name


def moment(beam: SolarBeam, power: int) -> float:
    """Integral of E^power times the flux, by 16 points between neighbouring breaks."""
    nodes, weights = np.polynomial.legendre.leggauss(16)
    half = np.diff(beam.breaks)[:, None] / 2
    energy = beam.breaks[:-1, None] + half * (nodes + 1)
    return float(np.sum(half * weights * beam.flux(energy) * energy**power))


@pytest.mark.parametrize("beam", ALL.beams, ids=name)
def test_fluxes_are_those_of_the_model(beam: SolarBeam) -> None:
    flux, error = B16[beam.name]
    assert beam.total_flux == pytest.approx(flux, rel=1e-12)
    assert beam.errors == {f"solar.{beam.name}": error}
    assert not beam.antineutrino


@pytest.mark.parametrize("beam", CONTINUA, ids=name)
def test_the_continuum_integrates_to_its_flux_between_the_breaks(beam: SolarBeam) -> None:
    assert moment(beam, 0) == pytest.approx(B16[beam.name][0], rel=2e-6)


@pytest.mark.parametrize(
    ("component", "mean", "tolerance"),
    [
        ("pp", 0.2668, 1e-3),
        ("hep", 9.628, 1e-3),
        ("N13", 0.7063, 1e-3),
        ("O15", 0.9964, 1e-3),
        ("F17", 0.9977, 1e-3),
        ("B8", 6.7, 0.02),
    ],
)
def test_mean_energies_are_known(component: str, mean: float, tolerance: float) -> None:
    (beam,) = Sun(components=[component]).beams
    assert moment(beam, 1) / moment(beam, 0) == pytest.approx(mean, rel=tolerance)


@pytest.mark.parametrize("beam", CONTINUA, ids=name)
def test_spectra_are_positive_inside_and_zero_outside(beam: SolarBeam) -> None:
    low, high = beam.breaks[[0, -1]]
    assert beam.flux(np.linspace(low, high, 1001)[1:-1]).min() > 0
    np.testing.assert_array_equal(beam.flux(np.array([-1.0, low, high, high + 1e-9, 30.0])), 0)
    assert beam.flux(high / 2).shape == ()


@pytest.mark.parametrize("beam", LINES, ids=name)
def test_lines_have_no_continuum(beam: SolarBeam) -> None:
    assert beam.breaks.size == 0
    np.testing.assert_array_equal(beam.flux(np.linspace(0, 2, 11)), 0)


def test_beryllium_has_two_lines_and_pep_one() -> None:
    (beryllium, pep) = Sun(components=["Be7", "pep"]).beams
    assert [energy for energy, _ in beryllium.lines] == [0.8613, 0.3843]
    assert beryllium.lines[0][1] / beryllium.total_flux == pytest.approx(0.8977, rel=1e-12)
    (line,) = pep.lines
    assert line == pytest.approx((1.442, 1.44e8))


def test_boron_passes_through_the_table() -> None:
    assert boron8()([2.0, 6.4, 10.0]) == pytest.approx([0.0404473, 0.131102, 0.0783875], rel=1e-5)
    assert boron8().integral() == pytest.approx(1, abs=1e-14)


@pytest.mark.parametrize("model", MODELS)
def test_every_model_keeps_the_luminosity(model: str) -> None:
    # Energy [MeV] that the Sun gains with each neutrino, Bahcall, PRC 65, 025801 (2002), and its luminosity at 1 au [MeV/cm2/s].
    gain = {
        "pp": 13.098,
        "pep": 11.917,
        "hep": 3.737,
        "Be7": 12.60,
        "B8": 6.63,
        "N13": 3.457,
        "O15": 21.572,
        "F17": 2.363,
    }
    beams = Sun(model=model).beams
    assert sum(gain[beam.name] * beam.total_flux for beam in beams) == pytest.approx(8.498e11, rel=0.012)


def test_flux_falls_as_the_square_of_the_distance() -> None:
    near, far = Sun(distance=au / 2), Sun(distance=2 * au)
    assert near.total_flux == pytest.approx(16 * far.total_flux, rel=1e-12)
    energy = np.array([0.1, 0.3])
    np.testing.assert_allclose(near.beams[0].flux(energy), 16 * far.beams[0].flux(energy), rtol=1e-12)
    assert near.beams[3].lines[0][1] == pytest.approx(16 * far.beams[3].lines[0][1], rel=1e-12)


@pytest.mark.parametrize("beam", ALL.beams, ids=name)
def test_the_state_is_an_incoherent_mixture_of_mass_states(beam: SolarBeam) -> None:
    mixing = Mixing.nufit()
    energy = np.array([[0.3, 0.8], [1.2, 10.0]])
    state = beam.state(energy, mixing)
    assert state.shape == (2, 2, 3, 3)
    np.testing.assert_allclose(np.trace(state, axis1=-2, axis2=-1), 1, atol=1e-12)
    diagonal = np.diagonal(state, axis1=-2, axis2=-1)
    np.testing.assert_array_equal(diagonal.real, solar_probabilities(energy, mixing, component=beam.name))
    np.testing.assert_array_equal(state - diagonal[..., None] * np.eye(3), 0)


def test_components_can_be_chosen() -> None:
    assert tuple(beam.name for beam in ALL.beams) == COMPONENTS
    for chosen in itertools.permutations(["pp", "B8"]):
        assert tuple(beam.name for beam in Sun(components=chosen).beams) == chosen


def test_says_what_it_is() -> None:
    sun = SOURCES["sun"](components=["pp", "Be7"])
    assert sun.name == "sun"
    assert sun.emitted == "e"
    assert sun.description.startswith("solar neutrinos at 1 au by day, model b16-gs98, pp, Be7, 6.47e+10 /cm2/s")
    assert sun.references == ("Vinyoles:2016djt", "Bahcall:1997eg")
    assert ALL.references[-1] == "Winter:2004kf"
    assert hash(sun) == hash(Sun(components=["pp", "Be7"]))


REFUSALS = [
    ({"model": "b16"}, "model = 'b16' is unknown; choose one of b16-gs98"),
    ({"components": ["pp", "Be8"]}, "component = 'Be8' is unknown"),
    ({"components": ["pp", "pp"]}, "none of them twice"),
    ({"components": []}, "at least one component"),
    ({"components": "pp"}, "must be a list of names"),
    ({"distance": 0}, "distance must be positive"),
    ({"distance": -au}, "distance must be positive"),
    ({"distance": math.nan}, "must be finite"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSALS)
def test_refuses_what_makes_no_sense(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Sun(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("energy", [np.nan, np.inf])
def test_refuses_an_energy_that_is_not_finite(energy: float) -> None:
    with pytest.raises(ValueError, match="energy"):
        ALL.beams[0].flux(energy)
