"""Solar neutrinos from their birthplaces to the Earth."""

from typing import Literal

import numpy as np
import pytest
from tests.arguments import Keywords
from tests.conversion.fields_and_vertices import transition, universal

import nuem
from nuem.conversion import SolarField, solar_conversion
from nuem.conversion.earth import flavour_of_mass_states, through_layers
from nuem.flavour.mixing import Mixing
from nuem.sources import solar_probabilities
from nuem.sources.solar import boron8
from nuem.typing import ComplexArray, FloatArray
from nuem.units import deg, solar_radius
from nuem.vertex import Vertex

R = solar_radius


@pytest.mark.parametrize(
    ("field", "expected"),
    [  # sun.mean.narrow.8.3MeV, sun.mean.parabola.8.3MeV
        (SolarField("tachocline", 1e4, width=0.02 * R), 1.3965e-10),
        (SolarField("convective", 1e4), 3.1175e-10),
    ],
    ids=["narrow", "parabola"],
)
def test_the_mean_over_the_boron_spectrum_is_the_reference(mixing: Mixing, field: SolarField, expected: float) -> None:
    energy = np.linspace(8.3, 15.8, 61)
    weight = boron8()(energy)
    weight[[0, -1]] /= 2
    computed = solar_conversion(energy, mixing, transition(1e-12), field)
    assert computed.method == "closed"
    assert weight @ computed.probabilities[:, 3] / weight.sum() == pytest.approx(expected, rel=5e-3)


@pytest.mark.parametrize("vertex", [transition(1e-11), universal(1e-11)], ids=["majorana", "dirac"])
@pytest.mark.parametrize(
    "field", [SolarField("tachocline", 1e5), SolarField("tachocline", 1e5, twist=10 / R)], ids=["plain", "twisted"]
)
@pytest.mark.parametrize("at", ["earth", "surface"])
def test_closed_forms_and_the_engine_agree(
    mixing: Mixing, vertex: Vertex, field: SolarField, at: Literal["earth", "surface"]
) -> None:
    closed = solar_conversion([5.0, 12.0], mixing, vertex, field, at=at, method="closed")
    engine = solar_conversion([5.0, 12.0], mixing, vertex, field, at=at, method="engine", tol=1e-8)
    np.testing.assert_allclose(closed.probabilities, engine.probabilities, rtol=3e-4, atol=closed.error_estimate)
    np.testing.assert_allclose(closed.probabilities.sum(axis=1), 1, atol=1e-9)
    np.testing.assert_allclose(engine.probabilities.sum(axis=1), 1, atol=1e-7)


def test_flavours_inside_a_field_at_the_surface_are_not_those_at_the_earth(mixing: Mixing) -> None:
    # a uniform field of 100 kG that reaches the surface, 8 MeV: a factor of about ten
    earth = solar_conversion(8.0, mixing, transition(1e-11), 1e5, at="earth", method="closed").probabilities[0, 3]
    surface = solar_conversion(8.0, mixing, transition(1e-11), 1e5, at="surface", method="closed").probabilities[0, 3]
    by_engine = solar_conversion(8.0, mixing, transition(1e-11), 1e5, at="surface", method="engine", tol=1e-8)
    assert 2.2e-6 < earth < 2.9e-6
    assert surface == pytest.approx(by_engine.probabilities[0, 3], rel=1e-3)
    assert earth / surface > 2.5


def test_without_moments_the_neutrinos_are_those_of_the_sources(mixing: Mixing) -> None:
    energy = np.array([0.5, 3.0, 10.0])
    for component in ("pp", "B8"):
        computed = solar_conversion(energy, mixing, Vertex("majorana"), "tachocline 100 kG", component=component)
        np.testing.assert_allclose(
            computed.mass_probabilities[:, :3], solar_probabilities(energy, mixing, component=component), atol=1e-10
        )
        assert computed.flipped.max() == 0


def test_flips_grow_with_the_square_of_moment_times_field(mixing: Mixing) -> None:
    single = solar_conversion(8.0, mixing, transition(1e-12), "convective 10 kG").flipped
    assert solar_conversion(8.0, mixing, transition(2e-12), "convective 10 kG").flipped == pytest.approx(4 * single)
    assert solar_conversion(8.0, mixing, transition(1e-12), "convective 30 kG").flipped == pytest.approx(9 * single)


def test_the_sign_of_a_twist_matters(mixing: Mixing) -> None:
    right, left = (
        solar_conversion(8.0, mixing, transition(1e-12), SolarField("tachocline", 1e5, twist=sign * 20 / R)).flipped
        for sign in (1, -1)
    )
    assert abs(right / left - 1) > 0.5


@pytest.mark.parametrize("vertex", [transition(1e-11), universal(1e-11)], ids=["majorana", "dirac"])
@pytest.mark.parametrize("twist", [-20 / R, 100 / R])
def test_a_field_that_turns_where_neutrinos_are_born_is_followed_by_both_routes(
    mixing: Mixing, vertex: Vertex, twist: float
) -> None:
    """Levels follow a field in the frame that turns with it, where gaps are larger or smaller by the twist."""

    def field(r: FloatArray) -> ComplexArray:
        return np.asarray(1e5 * np.exp(-(r / R - 0.05) / 0.1 + 1j * twist * r))

    closed, engine = (
        solar_conversion(5.0, mixing, vertex, field, method=method, tol=1e-8).flipped
        for method in ("auto" if vertex.nature == "dirac" else "closed", "engine")
    )
    assert closed == pytest.approx(engine, rel=1e-3)
    if vertex.nature == "dirac":
        return
    plain = solar_conversion(5.0, mixing, transition(1e-11), lambda r: np.abs(field(r)), method="closed").flipped
    # one nu_e after the other through 6 x 6: 1.694e-6 with a twist of 200/R, 1.838e-6 without
    assert (closed < 0.97 * plain) if twist > 0 else (closed > 1.005 * plain)


def test_a_twist_that_meets_a_gap_is_left_to_the_engine(mixing: Mixing) -> None:
    def field(r: FloatArray) -> ComplexArray:
        return np.asarray(1e5 * np.exp(-(r / R - 0.05) / 0.1 - 1000j * r / R))

    assert solar_conversion(5.0, mixing, transition(1e-11), field, tol=1e-6).method == "engine"
    reversing = solar_conversion(5.0, mixing, transition(1e-11), lambda r: np.abs(field(r)) * np.cos(9 * r / R))
    assert reversing.method == "closed"  # a field that passes through zero turns nothing


def test_a_rough_field_goes_to_the_engine(mixing: Mixing) -> None:
    cells = np.random.default_rng(1).choice([-1.0, 1.0], 4000)

    def rough(radius: FloatArray) -> FloatArray:
        return 1e5 * cells[np.minimum((radius / R * 4000).astype(int), 3999)] * (radius < 0.9 * R) * (radius > 0.85 * R)

    breaks = solar_conversion(8.0, mixing, transition(1e-11), rough, tol=1e-6)
    assert breaks.method == "engine"


@pytest.mark.parametrize(("antineutrino", "expected"), [(False, 0.31679651), (True, 0.28769481)])
def test_the_mantle_at_night_is_the_reference(
    mixing: Mixing, antineutrino: bool, expected: float
) -> None:  # sun.earth.mantle
    crossed = through_layers(np.array([8.0]), mixing, [4.5 * 0.49], antineutrino=antineutrino)
    assert crossed[0, 0, 1] == pytest.approx(expected, rel=1e-4)


def test_night_acts_oppositely_on_neutrinos_and_antineutrinos_and_half_as_much_over_a_year(mixing: Mixing) -> None:
    energy = np.array([8.0])
    for antineutrino, sign in ((False, 1), (True, -1)):
        day, night, mean = (
            flavour_of_mass_states(energy, mixing, when, antineutrino=antineutrino)[0, 0, 1]
            for when in (False, 130 * deg, "mean")
        )
        assert np.sign(night - day) == sign
        assert (mean - day) / (night - day) == pytest.approx(0.5, abs=0.06)
    assert flavour_of_mass_states(energy, mixing, 40 * deg, antineutrino=True)[0, 0, 1] == pytest.approx(
        abs(mixing.matrix[0, 1]) ** 2
    )


def test_night_lowers_the_antineutrinos_by_some_per_cent(mixing: Mixing) -> None:
    day = solar_conversion(8.0, mixing, transition(1e-11), "tachocline 100 kG").probabilities[0, 3]
    night = solar_conversion(8.0, mixing, transition(1e-11), "tachocline 100 kG", night=150 * deg).probabilities[0, 3]
    assert -0.05 < night / day - 1 < -0.025


def test_probabilities_are_in_the_order_of_propagate(mixing: Mixing) -> None:
    majorana = solar_conversion(8.0, mixing, transition(1e-11), "tachocline 100 kG")
    assert majorana.states == ("e", "mu", "tau", "anti-e", "anti-mu", "anti-tau")
    dirac = nuem.solar_conversion(8.0, mixing, universal(1e-12), "tachocline 100 kG")
    assert dirac.states[3:] == ("1R", "2R", "3R")
    assert "tachocline, 100000 gauss (assumed)" in repr(dirac)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"magnetic_field": None}, "a magnetic field is needed"),
        ({"magnetic_field": "tachocline"}, "has no strength"),
        ({"magnetic_field": "corona 1 kG"}, "unknown"),
        ({"energy": 25.0}, "between 0 and 20"),
        ({"energy": -1.0}, "must be positive"),
        ({"component": "CNO"}, "component = 'CNO' is unknown"),
        ({"at": "moon"}, "at = 'moon' is unknown"),
        ({"at": "surface", "night": "mean"}, "night is for"),
        ({"night": True}, "boolean"),
        ({"night": "noon"}, "night = 'noon'"),
        ({"method": "magic"}, "method = 'magic'"),
    ],
)
def test_wrong_input_is_refused_with_its_value(
    mixing: Mixing, arguments: dict[str, None] | dict[str, bool] | dict[str, float] | dict[str, str], message: str
) -> None:
    given: Keywords = {"energy": 8.0, "magnetic_field": "tachocline 100 kG", **arguments}
    energy, field = given.pop("energy"), given.pop("magnetic_field")
    with pytest.raises(ValueError, match=message):
        solar_conversion(energy, mixing, transition(1e-11), field, **given)
