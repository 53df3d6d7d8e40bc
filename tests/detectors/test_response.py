"""Efficiency, resolution and bins against direct quadrature and against their limits."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm
from tests.arguments import Keywords

from nuem.detectors import (
    Efficiency,
    IonisationResolution,
    Lindhard,
    QuenchingPolynomial,
    Resolution,
    ResolutionTable,
    Response,
    Sigmoid,
)
from nuem.units import eV, keV

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


def test_a_recoil_on_an_edge_belongs_to_the_bin_above() -> None:
    response = Response(EDGES, Efficiency.constant(1.0))
    assert response.matrix(EDGES).T.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]


def test_a_width_never_falls_below_a_hundredth_of_its_constant() -> None:
    width = Resolution(constant=-0.1 * keV, linear=0.1)
    assert width.sigma(np.array([0.0, 1.0]) * keV) == pytest.approx([1e-3 * keV, 1e-3 * keV], rel=1e-12, abs=0)


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
    terms: Keywords = {"constant": 3 * keV, "sqrt_term": 0.0, "linear": 0.4}
    assert float(Resolution(**terms).sigma(10 * keV)) == pytest.approx(7 * keV)
    assert float(Resolution(**terms, quadrature=True).sigma(10 * keV)) == pytest.approx(5 * keV)


@pytest.mark.parametrize("quenching", [None, Lindhard("Ge")])
@pytest.mark.parametrize("resolution", [RESOLUTION, IonisationResolution(0.07 * keV, 0.11, 2.96 * eV), None])
def test_no_recoil_is_counted_more_than_once_and_none_outside_the_range(
    quenching: Lindhard | None, resolution: IonisationResolution | Resolution | None
) -> None:
    response = Response(EDGES, EFFICIENCY, resolution, quenching=quenching)
    low, high = response.recoil_range
    recoils = np.concatenate([np.geomspace(1e-4, 1e3, 2000) * keV, np.linspace(low, high, 500)])
    matrix = response.matrix(recoils)
    assert matrix.min() >= 0
    assert matrix.sum(axis=0).max() <= 1 + 1e-12
    assert matrix[:, recoils > high].max(initial=0) < 1e-12
    assert matrix[:, recoils < low].max(initial=0) < 1e-12
    assert low > 0


@pytest.mark.parametrize("top", [6.0, 60.0, 6e5, np.inf])
def test_the_lowest_recoil_does_not_depend_on_the_last_edge(top: float) -> None:
    edges, every = np.array([1.0, 2.0, top]) * keV, Efficiency.constant(1.0)
    for resolution in (RESOLUTION, Resolution(constant=0.3 * keV)):
        response = Response(edges, every, resolution)
        short = Response(EDGES, every, resolution)
        assert response.recoil_range[0] == pytest.approx(short.recoil_range[0], rel=5e-3)
    by_noise = Response(edges, every, Resolution(constant=0.3 * keV))
    assert by_noise.recoil_range[0] == pytest.approx(1e-3 * keV, rel=5e-3)


def test_bins_that_begin_at_zero_see_recoils_down_to_zero() -> None:
    edges = np.array([0.0, 1.0]) * keV
    assert Response(edges, Efficiency.constant(1.0), RESOLUTION).recoil_range[0] == 0
    assert Response(edges, Efficiency.constant(1.0)).recoil_range[0] == 0
    limited = Response(edges, Efficiency.constant(1.0), RESOLUTION, lowest=0.1 * keV)
    assert limited.recoil_range[0] == pytest.approx(0.1 * keV)
    assert limited.matrix(np.array([0.09, 0.11]) * keV)[0, 0] == 0


def test_an_overflow_bin_takes_everything_above_its_edge() -> None:
    every = Efficiency.constant(1.0)
    recoils = np.array([1.5, 3.0, 500.0, 1e5]) * keV
    for resolution in (RESOLUTION, None):
        overflow = Response(np.array([1.0, 2.0, np.inf]) * keV, every, resolution)
        wide = Response(np.array([1.0, 2.0, 1e8]) * keV, every, resolution)
        np.testing.assert_allclose(overflow.matrix(recoils), wide.matrix(recoils), atol=1e-12)
        assert overflow.recoil_range[1] == np.inf
    with pytest.raises(ValueError, match="the efficiency table covers"):
        Response(np.array([1.0, 10.0, np.inf]) * keV, EFFICIENCY, RESOLUTION)


def test_an_efficiency_belongs_to_the_energy_that_is_named() -> None:
    half = QuenchingPolynomial(np.array([0.5]))
    recoils = np.array([3.0, 4.0, 8.0]) * keV
    full = Response(EDGES, Efficiency.constant(1.0), RESOLUTION, quenching=half).matrix(recoils)
    of_visible = Response(EDGES, EFFICIENCY, RESOLUTION, "visible", half).matrix(recoils)
    of_recoil = Response(EDGES, EFFICIENCY, RESOLUTION, "recoil", half).matrix(recoils)
    np.testing.assert_allclose(of_visible, full * EFFICIENCY(recoils / 2), rtol=1e-12)
    np.testing.assert_allclose(of_recoil, full * EFFICIENCY(recoils), rtol=1e-12)


def test_a_table_of_widths_is_linear_and_keeps_its_ends() -> None:
    table = ResolutionTable(np.array([1.0, 3.0]) * keV, np.array([0.1, 0.3]) * keV)
    np.testing.assert_allclose(table.sigma(np.array([0.5, 2.0, 9.0]) * keV) / keV, [0.1, 0.2, 0.3], rtol=1e-12)


def test_pairs_fluctuate_by_the_fano_factor() -> None:
    width = IonisationResolution(noise=68.5 * eV, fano=0.105, pair_energy=2.96 * eV)
    assert float(width.sigma(1.297 * keV)) / eV == pytest.approx(np.sqrt(68.5**2 + 0.105 * 2.96 * 1297), rel=1e-12)


def test_a_sigmoid_is_clipped_between_nothing_and_everything() -> None:
    kept = Sigmoid(1.32045, 0.285979, 10.8646, -0.333322)
    assert kept.knots() == pytest.approx([7.07], abs=0.01)
    x = np.linspace(0, 60, 241)
    formula = 1.32045 / (1 + np.exp(-0.285979 * (x - 10.8646))) - 0.333322
    np.testing.assert_allclose(kept(x), np.clip(formula, 0, 1), atol=1e-14)


def test_responses_compare_by_their_numbers() -> None:
    single, same = (Response(EDGES, EFFICIENCY, RESOLUTION) for _ in range(2))
    assert single == same
    assert hash(single) == hash(same)
    assert single != Response(EDGES, EFFICIENCY)
    assert single != "a response"


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
        (
            lambda: Response(EDGES, EFFICIENCY, None, "true"),  # type: ignore[arg-type]
            r"efficiency_of = 'true' is unknown",
        ),
        (lambda: Response(EDGES, EFFICIENCY, lowest=-1.0), r"lowest recoil must be positive, got -1"),
        (lambda: Resolution(constant=True), r"constant"),
        (lambda: ResolutionTable(np.array([1.0, 2.0]), np.array([0.1])), r"ascending energies and a width for each"),
        (
            lambda: ResolutionTable(np.array([1.0, 2.0]), np.array([0.1, 0.0])),
            r"width of the resolution must be positive",
        ),
        (lambda: IonisationResolution(0, 0.1, 1e-6), r"noise must be positive"),
        (lambda: Sigmoid(1.0, -1.0, 5.0), r"steepness of the efficiency must be positive"),
    ],
)
def test_refuses_what_no_detector_does(make: Callable[..., object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()


def test_a_width_with_a_negative_constant_stays_positive() -> None:
    water = Resolution(constant=-0.0839, sqrt_term=0.349 * np.sqrt(keV), linear=0.0397)
    assert water.sigma(4.0) == pytest.approx(-0.0839 + 0.349 * 2 + 0.0397 * 4, rel=1e-12)
    assert np.all(water.sigma(np.linspace(0, 1, 101)) > 0)
    with pytest.raises(ValueError, match="only together with a term that grows"):
        Resolution(constant=-1 * keV)


@pytest.mark.parametrize("sigmas", [10, 20, 30])
def test_tails_of_the_resolution_keep_their_digits(sigmas: int) -> None:
    response = Response(np.array([20, 30]) * keV, Efficiency.constant(1.0), Resolution(constant=0.1 * keV))
    recoil = np.array([20 - 0.1 * sigmas, 30 + 0.1 * sigmas]) * keV
    np.testing.assert_allclose(response.matrix(recoil)[0], norm.sf(sigmas), atol=0, rtol=1e-9)
