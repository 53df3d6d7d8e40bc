"""Couplings that are far excluded: every search ends at the lowest -2 ln L, and none jumps back to a small one."""

import numpy as np
import pytest

from nuem.experiments import names, predict
from nuem.experiments.predicting.coupling import coupling
from nuem.inference import Curve
from nuem.inference.searches.newton import minimise

FAR = {"moment": (-12, -6), "charge": (-13, -6), "charge_radius": (-32, -27), "anapole": (-33, -28)}
POINTS = 25
HIGH = 30.0  # rise of -2 ln L beyond which a coupling is excluded by everything
NOT_MONOTONIC = ("xlzd_nr_40", "xlzd_nr_200", "juno_solar")
"""Of a charge that interferes: with hardly any flux left, a larger one may fit better."""
ROUNDING = 1e-4  # relative: fluxes that nearly vanish multiply signals a billion times the data


def matrix_of(label: str) -> str:
    """The form factor of a coupling."""
    return label.split("[")[0]


def curves(name: str) -> list[tuple[str, Curve, np.ndarray]]:
    """-2 ln L along every coupling that an experiment feels, and points of both signs, from the inside out."""
    prediction = predict(name)
    result = []
    for matrix, (low, high) in FAR.items():
        for element in ("", "[e,e]", "[mu,mu]"):
            if matrix == "moment" and element:
                continue
            chosen = coupling(matrix + element)
            sizes = np.geomspace(10.0**low, 10.0**high, POINTS)
            for sign in (1.0, -1.0) if chosen.interferes else (1.0,):
                x = np.array([chosen.x(sign * float(size)) for size in sizes])
                result.append((chosen.name, prediction.curve(chosen), x))
    return result


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", names())
def test_far_excluded_couplings_stay_excluded(name: str) -> None:
    for label, curve, x in curves(name):
        value, nuisances = curve.profile(x)
        rise = value - curve.best.minimum
        assert np.all(rise > -1e-6), label
        linear = curve.likelihood.linear
        near = np.full(len(x), True) if linear else rise < 8.0
        for shift in (1, -1):
            beside = np.clip(np.arange(len(x)) + shift, 0, len(x) - 1)
            again = curve.profile(x[near], nuisances[beside][near])[0]
            if (
                linear
            ):  # one minimum alone: a search from the neighbour's place ends where that from the nominal one did
                np.testing.assert_allclose(again, value, rtol=ROUNDING, atol=1e-6, err_msg=label)
            else:  # with templates no neighbour leads lower, where that matters
                assert np.all(again > value[near] - 1e-5), label
        if linear and (label == "moment" or (matrix_of(label) == "charge" and name not in NOT_MONOTONIC)):
            beyond = value[np.flatnonzero(rise < HIGH)[-1] + 1 :] if (rise < HIGH).any() else value
            assert np.all(np.diff(beyond) > -ROUNDING * beyond[:-1]), label


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("name", "matrix", "values"),
    [
        ("superk_iv", "moment", (8e-10, 1.2e-9, 1.6e-9, 3e-9)),
        ("superk_iv", "charge", (-2.4e-9, 3e-9, 4.64e-9)),
        ("xenonnt_cevns", "moment", (6e-9, 2.15e-8, 1e-7)),
        ("xenonnt_cevns", "charge_radius", (-1.14e-29, 5.99e-30, 1e-28)),
    ],
)
def test_far_out_the_lowest_of_several_minima_is_found(name: str, matrix: str, values: tuple[float, ...]) -> None:
    """8B replaced by hep neutrinos, or xenon without yields: from wherever a search begins, it ends no lower."""
    chosen = coupling(matrix)
    curve = predict(name).curve(chosen)
    pulls, random = curve.likelihood.pulls, np.random.default_rng(1)
    for value in values:
        x = np.array([chosen.x(value)])
        lowest = curve.profile(x)[0][0]
        begin = np.clip(random.normal(0, 6, (60, len(pulls.low))), pulls.low, pulls.high) * (pulls.weights > 0)
        searched = minimise(curve.likelihood.data, curve.expectation.at(np.tile(x, 60)), pulls, begin)[0]
        assert lowest - curve.best.minimum < searched.min() - curve.best.minimum + 0.01, (value, searched.min())


def test_a_moment_that_hep_neutrinos_alone_can_have_fits_better_than_a_smaller_one() -> None:
    """Far above what the data exclude -2 ln L falls again: 8B can vanish at 26 sigma, and the uncertain hep flux carry all recoils."""
    moment = coupling("moment")
    curve = predict("superk_iv").curve(moment)
    value, nuisances = curve.profile(np.array([moment.x(size) for size in (1.2e-9, 3e-9, 1e-8)]))
    rise = value - curve.best.minimum
    assert rise[1] < rise[2] < rise[0]
    assert rise[1] > 1000
    fluxes = {name: nuisances[:, curve.likelihood.nuisances.index(name)] for name in ("solar.B8", "solar.hep")}
    np.testing.assert_allclose(1 + 0.038 * fluxes["solar.B8"][1:], 0, atol=1e-6)
    assert fluxes["solar.hep"][0] > 20 > fluxes["solar.hep"][1] > 2


def test_a_level_that_vanishing_signals_reach_excludes_no_coupling() -> None:
    """At 4.5 standard deviations yields of xenon may take every recoil below the threshold, so no charge is too large."""
    charge = coupling("charge")
    curve = predict("xenonnt_cevns").curve(charge)
    assert curve.below(20.0) == ((-np.inf, np.inf),)
    assert all(np.isfinite(end) for piece in curve.below(6.0) for end in piece)
