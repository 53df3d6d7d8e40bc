"""Quenching factors and what they do to the rate of nuclear recoils: two routes, and values of other codes."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from scipy.optimize import brentq
from tests.detectors.nuclear_rate import GERMANIUM, counts, end_points, isotopes, per_gram, rate

from nuem.detectors import Efficiency, IonisationResolution, Lindhard, QuenchingPolynomial, QuenchingTable, Response
from nuem.detectors.quenching import Quenching
from nuem.numerics.table import read_table, shipped
from nuem.sources import PionDecay, Table
from nuem.units import day, eV, keV, kg

GE = isotopes(32, GERMANIUM)
EVERY = Efficiency.constant(1.0)
ALL: dict[str, Quenching] = {
    "lindhard": Lindhard("Ge", k=0.162),
    "Fef": QuenchingTable.germanium("Fef"),
    "YBe": QuenchingTable.germanium("YBe"),
}


@pytest.fixture(scope="module")
def reactor() -> Table:
    """All antineutrinos of a pressurised-water reactor, linear between the points of the table."""
    table = read_table(shipped("nuem.sources", "kopeikin2012.csv"), {"energy": "MeV", "spectrum": ""})
    return Table(energy=table["energy"], fluxes={"antinu_e": table["spectrum"]}, total=4.8e13)


def test_lindhard_has_the_reference_values() -> None:
    assert float(Lindhard("Ge", k=0.162).factor(1 * keV)) == pytest.approx(0.1754808, rel=1e-5)
    threshold = brentq(lambda t: float(Lindhard("Ge", k=0.157).visible(t)) - 1.5 * keV, 1 * keV, 20 * keV, xtol=1e-12)
    assert threshold == pytest.approx(6.770999 * keV, rel=1e-5)
    assert Lindhard("Xe").k == pytest.approx(0.133 * 54 ** (2 / 3) * 131.293**-0.5, rel=1e-5)
    assert float(Lindhard("Ge").factor(0.0)) == 0


def test_three_fifths_of_the_recoils_of_stopped_pions_pass_a_threshold() -> None:
    source = PionDecay(distance=1e3, neutrinos_per_proton=0.09, protons=1e20)
    ends = [t for energy in (29.792, 52.829) for t in end_points(GE, energy)]
    everything, passed = 0.0, 0.0
    above = Response(np.array([1.5, 1000]) * keV, EVERY, quenching=Lindhard("Ge", k=0.157))
    whole = Response(np.array([1e-6, 1000]) * keV, EVERY)
    for beam in source.beams:
        everything += counts(partial(rate, beam, GE), whole, ends, 0.5 * keV)[0]
        passed += counts(partial(rate, beam, GE), above, ends, 0.5 * keV)[0]
    assert passed / everything == pytest.approx(0.5902976, rel=1e-5)


@pytest.mark.parametrize(
    ("name", "expected", "tolerance"),
    [("lindhard", 0.04403166, 3e-5), ("Fef", 0.03605474, 3e-5), ("YBe", 0.03524202, 3e-4)],
)
def test_a_quenched_bin_of_a_reactor_agrees_with_the_reference(
    reactor: Table, name: str, expected: float, tolerance: float
) -> None:
    bin_ = Response(np.array([0.29, 0.31]) * keV, EVERY, quenching=ALL[name])
    (beam,) = reactor.beams
    computed = counts(lambda t: rate(beam, GE, t), bin_, end_points(GE, beam.breaks[-1]))[0]
    assert computed * per_gram(72.63) * kg * day == pytest.approx(expected, rel=tolerance)


def test_a_quenched_bin_equals_the_change_of_variables(reactor: Table) -> None:
    quenching, (beam,) = ALL["lindhard"], reactor.beams
    nodes, weights = np.polynomial.legendre.leggauss(12)
    energy = (0.30 + 0.01 * nodes) * keV
    recoil = np.array([brentq(lambda t, e=e: float(quenching.visible(t)) - e, 0.1 * keV, 10 * keV) for e in energy])
    slope = (quenching.visible(recoil * (1 + 1e-5)) - quenching.visible(recoil * (1 - 1e-5))) / (2e-5 * recoil)
    expected = np.sum(weights * 0.01 * keV * rate(beam, GE, recoil) / slope)
    bin_ = Response(np.array([0.29, 0.31]) * keV, EVERY, quenching=quenching)
    computed = counts(lambda t: rate(beam, GE, t), bin_, end_points(GE, beam.breaks[-1]))[0]
    assert computed == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("name", "expected"), [("Fef", {0: 16.3327, 10: 2.324763, None: 92.70483}), ("YBe", {None: 46.88239})]
)
def test_the_first_reactor_germanium_spectrum_has_the_reference_counts(
    reactor: Table, name: str, expected: dict[int | None, float]
) -> None:
    noise = IonisationResolution(noise=68.5 * eV, fano=0.105, pair_energy=2.96 * eV)
    edges = np.linspace(0.2, 1.5, 131) * keV
    response = Response(edges, EVERY, noise, quenching=ALL[name], lowest=0.02 * keV)
    assert response.recoil_range[0] == pytest.approx(0.02 * keV)
    (beam,) = reactor.beams
    computed = counts(lambda t: rate(beam, GE, t), response, end_points(GE, beam.breaks[-1]))
    computed *= per_gram(72.63) * 2.924 * kg * day
    for k, value in expected.items():
        assert (computed.sum() if k is None else computed[k]) == pytest.approx(value, rel=1e-5)


def test_resolution_acts_after_quenching() -> None:
    response = Response(
        np.array([0.5, 0.6]) * keV,
        EVERY,
        IonisationResolution(20 * eV, 0.0, 0.0),
        quenching=QuenchingPolynomial(np.array([0.2])),
    )
    plain = Response(np.array([0.5, 0.6]) * keV, EVERY, IonisationResolution(20 * eV, 0.0, 0.0))
    recoils = np.array([2.4, 2.6, 2.75, 3.1]) * keV
    np.testing.assert_allclose(response.matrix(recoils), plain.matrix(0.2 * recoils), rtol=1e-14)


def test_a_table_that_turns_back_counts_both_branches() -> None:
    humped = QuenchingTable(np.array([1, 2, 4]) * keV, np.array([0.5, 0.5, 0.1]))
    assert float(humped.visible(2 * keV)) == pytest.approx(1 * keV)
    response = Response(np.array([0.7, 0.8]) * keV, EVERY, quenching=humped)
    recoils = np.linspace(0.9, 4.1, 4001) * keV
    seen = recoils[response.matrix(recoils)[0] > 0] / keV
    assert np.count_nonzero(np.diff(seen) > 0.1) == 1
    knots = response.knots() / keV
    visible = humped.visible(knots * keV) / keV
    crossings = knots[np.isclose(visible, 0.7) | np.isclose(visible, 0.8)]
    assert len(crossings) == 4
    low, high = response.recoil_range
    assert low <= seen[0] * keV
    assert seen[-1] * keV <= high


def test_a_polynomial_that_falls_below_zero_shows_nothing() -> None:
    falling = QuenchingPolynomial(np.array([0.2, -0.01 / keV]))
    assert falling.visible(np.array([10.0, 30.0]) * keV) == pytest.approx([1 * keV, 0.0], rel=1e-12)


def test_argon_and_its_errors() -> None:
    argon = QuenchingPolynomial(
        np.array([0.246, 0.00078 / keV]), varied={"quenching.Ar": ([0.240, 0.00069 / keV], [0.252, 0.00087 / keV])}
    )
    assert float(argon.visible(50 * keV)) == pytest.approx((0.246 + 0.039) * 50 * keV, rel=1e-12)
    ((name, (low, high)),) = argon.variations.items()
    assert name == "quenching.Ar"
    assert float(low.factor(0.0)) == 0.240
    assert float(high.factor(100 * keV)) == pytest.approx(0.339)


def test_nuisances_of_the_quenching_are_nuisances_of_the_response() -> None:
    model = Lindhard("Ge", k=0.162, k_error=0.004)
    response = Response(np.array([0.2, 0.4]) * keV, EVERY, quenching=model)
    low, high = response.variations["quenching.Ge.k"]
    assert low == Response(np.array([0.2, 0.4]) * keV, EVERY, quenching=Lindhard("Ge", k=0.158))
    assert high.quenching is not None
    assert float(high.quenching.visible(1 * keV)) > float(model.visible(1 * keV))
    assert Response(np.array([0.2, 0.4]) * keV, EVERY).variations == {}


def test_tables_compare_by_their_numbers() -> None:
    assert QuenchingTable.germanium("Fef") == QuenchingTable.germanium("Fef")
    assert hash(QuenchingTable.germanium("Fef")) == hash(QuenchingTable.germanium("Fef"))
    assert QuenchingTable.germanium("Fef") != QuenchingTable.germanium("YBe")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Lindhard("Gx"), "Gx"),
        (lambda: Lindhard("Ge", k=-0.1), "k must be positive"),
        (lambda: Lindhard("Ge", k=False), "k = False"),
        (lambda: Lindhard("Ge", k=0.1, k_error=0.2), "k_error = 0.2 must be smaller than k = 0.1"),
        (lambda: QuenchingPolynomial(np.array([])), "one or more coefficients"),
        (lambda: QuenchingPolynomial(np.array([5.0])), "c_1 = 5 of the quenching polynomial is .* 1 at most"),
        (lambda: QuenchingPolynomial(np.array([True])), "coefficients"),
        (lambda: QuenchingTable(np.array([2.0, 1.0]), np.array([0.1, 0.2])), "must ascend"),
        (
            lambda: QuenchingTable(np.array([1.0, 2.0]), np.array([0.1, 1.2])),
            "quenching factor must lie between 0 and 1",
        ),
        (lambda: QuenchingTable(np.array([1.0, 2.0]), np.array([0.1])), r"\(1,\) quenching factors for 2 recoils"),
        (lambda: QuenchingTable.germanium("fef"), "quenching of germanium = 'fef' is unknown"),
    ],
)
def test_refuses_what_is_no_quenching(make: Callable[..., object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
