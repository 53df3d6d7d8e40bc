"""Efficiency, resolution and bins against direct quadrature and against their limits."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from nuem.detectors import Efficiency, Resolution, Response
from nuem.units import keV

EDGES = np.array([1.0, 1.5, 2.5, 6.0]) * keV
EFFICIENCY = Efficiency(np.array([0.5, 1.2, 2.0, 10.0]) * keV, np.array([0.0, 0.5, 0.8, 0.7]))
RESOLUTION = Resolution(sqrt_term=0.31 * keV, linear=0.0037)


@pytest.mark.parametrize("true", [0.8 * keV, 1.3 * keV, 2.5 * keV, 7.0 * keV])
def test_matrix_equals_the_smearing_integral(true: float) -> None:
    response = Response(EDGES, EFFICIENCY, RESOLUTION)
    sigma = float(RESOLUTION.sigma(true))
    for b, (low, high) in enumerate(pairwise(EDGES)):
        knots = [k for k in EFFICIENCY.energy if low < k < high]
        expected = quad(
            lambda seen: float(EFFICIENCY(seen)) * norm.pdf(seen, true, sigma),
            low,
            high,
            points=knots or None,
            epsabs=1e-14,
        )[0]
        assert response.matrix(np.array([true]))[b, 0] == pytest.approx(expected, rel=1e-9, abs=1e-14)


def test_all_bins_together_keep_every_event_when_the_efficiency_is_one() -> None:
    response = Response(np.linspace(0, 100, 11) * keV, Efficiency.constant(1.0), RESOLUTION)
    assert response.matrix(np.array([50 * keV])).sum() == pytest.approx(1.0, abs=1e-12)


def test_without_resolution_a_recoil_falls_into_its_own_bin() -> None:
    response = Response(EDGES, EFFICIENCY)
    counted = response.matrix(np.array([0.9, 1.1, 1.5, 5.9, 6.1]) * keV)
    assert np.count_nonzero(counted, axis=0).tolist() == [0, 1, 1, 1, 0]
    assert counted[0, 1] == pytest.approx(float(EFFICIENCY(1.1 * keV)))


def test_a_narrow_resolution_tends_to_none() -> None:
    narrow = Response(EDGES, EFFICIENCY, Resolution(constant=1e-4 * keV))
    recoils = np.array([1.2, 2.0, 4.0]) * keV
    np.testing.assert_allclose(narrow.matrix(recoils), Response(EDGES, EFFICIENCY).matrix(recoils), atol=1e-4)


def test_efficiency_of_the_recoil_multiplies_the_smeared_event() -> None:
    by_recoil = Response(EDGES, EFFICIENCY, RESOLUTION, "recoil")
    full = Response(EDGES, Efficiency.constant(1.0), RESOLUTION)
    recoils = np.array([1.2, 3.0]) * keV
    np.testing.assert_allclose(by_recoil.matrix(recoils), full.matrix(recoils) * EFFICIENCY(recoils), rtol=1e-12)


def test_terms_of_the_resolution_add_linearly_or_in_quadrature() -> None:
    terms = {"constant": 3 * keV, "sqrt_term": 0.0, "linear": 0.4}
    assert float(Resolution(**terms).sigma(10 * keV)) == pytest.approx(7 * keV)
    assert float(Resolution(**terms, quadrature=True).sigma(10 * keV)) == pytest.approx(5 * keV)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (
            lambda: Efficiency(np.array([1, 2]) * keV, np.array([0.5, 1.2])),
            r"efficiency must lie between 0 and 1, got 1.2",
        ),
        (lambda: Efficiency(np.array([2, 1]) * keV, np.array([0.5, 0.6])), r"must ascend; 1 keV follows 2 keV"),
        (lambda: Efficiency(np.array([1, np.nan]) * keV, np.array([0.5, 0.6])), r"must be finite"),
        (lambda: Efficiency(np.array([1.0]), np.array([0.5])), r"two or more pairs"),
        (lambda: Resolution(), r"smears nothing"),
        (lambda: Resolution(linear=-0.1), r"must not be negative, got -0.1"),
        (lambda: Response(EDGES[::-1], EFFICIENCY), r"bin edges must ascend"),
        (lambda: Response(EDGES - 2 * keV, EFFICIENCY), r"must not be negative"),
        (lambda: Response(np.array([1.0, 20.0]) * keV, EFFICIENCY), r"covers 0.5 to 10 keV, the bins 1 to 20 keV"),
        (lambda: Response(EDGES, EFFICIENCY, None, "true"), r"efficiency_of = 'true' is unknown"),
    ],
)
def test_refuses_what_no_detector_does(make, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()
