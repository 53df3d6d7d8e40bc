"""Laws that every response keeps: probabilities, ranges, smoothness between its knots on its own scale."""

from functools import partial

import numpy as np
import pytest

from nuem import detectors
from nuem.detectors import (
    DetectorResponse,
    Efficiency,
    IonisationResolution,
    Lindhard,
    PhotoElectrons,
    QuenchingPolynomial,
    QuenchingTable,
    Resolution,
    Response,
    Sigmoid,
    Templates,
)
from nuem.numerics.quadrature import graded, panels
from nuem.typing import FloatArray
from nuem.units import eV, keV

KEPT = Efficiency(np.array([0, 0.4, 2, 40]) * keV, np.array([0.0, 0.5, 0.9, 0.7]))
EDGES = np.array([0.4, 0.6, 1.5, 4.0]) * keV
NOISE = IonisationResolution(60 * eV, 0.11, 2.96 * eV)
ARGON = QuenchingPolynomial(np.array([0.246, 0.00078 / keV]))


def steps(response: DetectorResponse, parts: int, low: FloatArray) -> FloatArray:
    """The scale of a response at the lower ends of steps, or half of it near zero, in a number of parts."""
    return np.minimum(response.scale(low), 0.5 * low) / parts


def make() -> dict[str, DetectorResponse]:
    """One of each kind, made anew."""
    return {
        "sharp": Response(EDGES, KEPT),
        "smeared": Response(EDGES, KEPT, Resolution(sqrt_term=0.31 * keV, linear=0.0037)),
        "noisy": Response(EDGES, KEPT, NOISE, "recoil"),
        "quenched": Response(EDGES, KEPT, NOISE, quenching=Lindhard("Ge"), lowest=0.1 * keV),
        "quenched by a table": Response(EDGES, KEPT, NOISE, "visible", QuenchingTable.germanium("YBe")),
        "quenched and sharp": Response(EDGES, KEPT, quenching=ARGON),
        "gamma": PhotoElectrons(
            np.array([4.0, 9.0, 30.0]), 13.35 / keV, "gamma", 9.56 / keV, Sigmoid(1.3, 0.3, 11.0, -0.3), ARGON
        ),
        "poisson": PhotoElectrons(np.array([2, 5, 20]), 8 / keV, quenching=Lindhard("Ar")),
        "templates": Templates(np.array([1, 2, 7]) * keV, np.array([[0, 0.1], [0.3, 0.2], [0.1, 0.9]])),
    }


ALL = make()


def test_the_list_has_every_class() -> None:
    classes = {name for name in detectors.__all__ if hasattr(getattr(detectors, name), "matrix")}
    assert classes - {"DetectorResponse", "InTime"} == {type(response).__name__ for response in ALL.values()}


@pytest.mark.parametrize("name", ALL)
def test_bins_share_no_more_than_one_event(name: str) -> None:
    response = ALL[name]
    low, high = response.recoil_range
    recoil = np.geomspace(max(low, 1e-3 * keV), high, 3000)
    matrix = response.matrix(recoil)
    assert matrix.shape == (response.bins, 3000) == (len(response.edges) - 1, 3000)
    assert matrix.min() >= 0
    assert matrix.sum(axis=0).max() <= 1 + 1e-9
    assert matrix.sum(axis=0).max() > 0.1


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_counted_outside_the_range(name: str) -> None:
    response = ALL[name]
    low, high = response.recoil_range
    outside = np.concatenate([low * np.array([0.3, 0.9, 0.9999]), high * np.array([1.0001, 1.1, 2, 5])])
    assert response.matrix(outside).max() < 1e-8


@pytest.mark.parametrize("name", ALL)
def test_a_quadrature_on_the_knots_and_the_scale_has_converged(name: str) -> None:
    response = ALL[name]
    low, high = response.recoil_range
    knots = response.knots()
    edges = np.union1d(knots[(knots > low) & (knots < high)], [low, high])
    sums = []
    for parts in (1, 3):
        fine = graded(edges, partial(steps, response, parts))
        nodes, widths = panels(fine, 8)
        assert nodes.size < 4000 * parts
        sums.append(response.matrix(nodes.ravel()) @ widths.ravel())
    np.testing.assert_allclose(sums[0], sums[1], rtol=2e-7)


@pytest.mark.parametrize(
    "name", [name for name, unit_quenching in ALL.items() if getattr(unit_quenching, "quenching", None)]
)
def test_the_scale_of_a_quenched_response_is_its_width_over_the_slope(name: str) -> None:
    response = ALL[name]
    assert isinstance(response, Response | PhotoElectrons)
    assert response.quenching is not None
    recoil = np.array([1.003, 3.003]) * keV
    slope = np.gradient(response.quenching.visible(np.linspace(0.9, 1.1, 3)[:, None] * recoil), axis=0)[1] / (
        0.1 * recoil
    )
    step = response.scale(recoil) * slope
    if isinstance(response, PhotoElectrons) or response.resolution is None:
        assert np.all(step > 0.02 * keV)
    else:
        np.testing.assert_allclose(step, 1.5 * response.resolution.sigma(response.quenching.visible(recoil)), rtol=0.05)


@pytest.mark.parametrize("name", ALL)
def test_responses_made_alike_are_equal_and_hash_alike(name: str) -> None:
    other = make()
    assert other[name] == ALL[name]
    assert hash(other[name]) == hash(ALL[name])
    assert [first for first, response in other.items() if response == ALL[name]] == [name]
    assert ALL[name].axis
    assert ALL[name].unit > 0
