"""Fields, energies and detectors of solar neutrinos as people give them: in any unit, or refused by name."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.conversion.fields_and_vertices import R, transition

from nuem import Mixing, Vertex, solar_conversion
from nuem.conversion import SolarField, antineutrino_spectrum, flavour_ratios, random_field_flips
from nuem.conversion.antineutrinos import ProtonTarget
from nuem.units import kpc, pc

units = pytest.importorskip("astropy.units")


def antineutrinos(mixing: Mixing, field: Any, energy: Any = 8.0) -> np.ndarray:
    return solar_conversion(energy, mixing, transition(1e-11), field).probabilities[:, 3]


def tachocline(r: np.ndarray) -> Any:
    return 10 * units.T * np.exp(-(((r - 0.713 * R) / (0.05 * R)) ** 2))


def test_a_field_in_tesla_is_the_same_field_in_gauss(mixing: Mixing) -> None:
    expected = antineutrinos(mixing, "tachocline 100 kG")
    for given in (SolarField("tachocline", 10 * units.T), ("tachocline", 10 * units.T), "tachocline 10 T", tachocline):
        assert antineutrinos(mixing, given) == pytest.approx(expected, rel=1e-9)
    assert SolarField("tachocline", 1e5, width=350e3 * units.km).width == 3.5e10
    assert antineutrinos(mixing, "100 kG") == antineutrinos(mixing, 1e5)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (lambda r: np.where(r > 0.5 * R, np.nan, 1e5), "magnetic_field .gauss. must be finite, got nan"),
        (lambda r: np.inf * np.ones_like(r), "must be finite, got inf"),
        (lambda r: None, "magnetic_field .gauss. = None is not a number"),
        (lambda r: "100 kG", "is not a number but text"),
        (lambda r: np.ones(3), r"gives values of shape \(3,\)"),
        (lambda r: 1e5 if r < R else 0.0, "must be a function of an array of distances"),
        (lambda r: units.m * r, "a quantity in m was given where one in gauss"),
        ("corona 1 kG", "'corona' is unknown"),
        (-1e5, "strength must not be negative"),
    ],
)
def test_a_field_that_is_none_is_refused(mixing: Mixing, field: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        antineutrinos(mixing, field)


@pytest.mark.parametrize("energy", [[], [[5.0, 8.0]]])
def test_energies_are_a_number_or_a_row(mixing: Mixing, energy: Any) -> None:
    with pytest.raises(ValueError, match="a number or a row of numbers"):
        antineutrinos(mixing, "tachocline 100 kG", energy)


def test_energies_come_in_any_order_and_unit(mixing: Mixing) -> None:
    forth = antineutrinos(mixing, "tachocline 100 kG", [5.0, 8.0, 12.0])
    assert antineutrinos(mixing, "tachocline 100 kG", np.array([12e3, 5e3, 8e3]) * units.keV) == pytest.approx(
        forth[[2, 0, 1]], rel=1e-9
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m: solar_conversion(8.0, transition(1e-11), m, 1e5), "takes energy, mixing and vertex, in this order"),  # type: ignore[arg-type]
        (lambda m: flavour_ratios("pion", m, [0.1, 0.2]), "flips must be one number or 3"),
        (lambda m: antineutrino_spectrum(ProtonTarget("x", "x", -1.0, 1.0, 8.0, None, ""), m, transition(1e-11), 1e5), "protons must be positive"),
        (lambda m: ProtonTarget("x", "x", 1e31, 1.0, 8.0, 2.0, ""), "limit must lie between 0 and 1"),
        (lambda m: random_field_flips(Vertex("dirac"), field=-1.0, coherence=pc, distance=kpc), "field must not be negative"),
        (lambda m: random_field_flips(Vertex("dirac"), field=1e-6, coherence=pc, distance=-kpc), "distance must be positive"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(mixing: Mixing, call: Callable[[Mixing], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call(mixing)


def test_random_fields_come_in_any_unit() -> None:
    vertex = Vertex("dirac", magnetic=1e-12 * np.eye(3))
    flips = random_field_flips(vertex, field=1e-10 * units.T, coherence=10 * units.pc, distance=1 * units.kpc)
    assert flips == pytest.approx(random_field_flips(vertex, field=1e-6, coherence=10 * pc, distance=kpc), rel=1e-9)
