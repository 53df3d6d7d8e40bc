"""Limits: published numbers reproduced, statistics ordered as they must be, coverage, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

import nuem
from nuem.experiments import Counts, Experiment, experiment, folded
from nuem.flavour import Mixing
from nuem.inference import limit
from nuem.inference.counts import CountsLikelihood
from nuem.inference.coupling import coupling
from nuem.inference.interval import Profile, interval
from nuem.inference.likelihood import likelihood
from nuem.inference.sensitivity import on_off_moment
from nuem.inference.signal import Signal
from nuem.sources import Reactor
from nuem.units import day, hour, keV, kg, muB
from nuem.vertex import Vertex


@pytest.fixture(scope="module")
def xenonnt():
    known = experiment("xenonnt")
    return known, folded(known)


def test_xenonnt_reproduces_the_published_moment_within_the_choice_of_statistic(xenonnt) -> None:
    known, tensor = xenonnt
    one, two = (limit(known, statistic=name, tensor=tensor).value for name in ("one-sided", "two-sided"))
    assert 5.5e-12 * muB < one < 6.4e-12 * muB < two < 7.5e-12 * muB
    assert limit(known, tensor=tensor).published.value == 6.4e-12


@pytest.mark.slow
def test_xenonnt_toys_fall_between_the_one_sided_and_the_two_sided_limit(xenonnt) -> None:
    known, tensor = xenonnt
    toys = limit(known, statistic="feldman-cousins", tensor=tensor, toys=1000).value
    assert 5.5e-12 < toys < 7.1e-12


def test_solar_neutrinos_are_a_fifth_of_the_xenonnt_background(xenonnt) -> None:
    known, tensor = xenonnt
    assert tensor.counts().sum() == pytest.approx(80, abs=2)
    assert known.data.observed.sum() == 433


def test_gemma_2007_is_reproduced_within_a_fifth() -> None:
    for statistic in ("one-sided", "two-sided"):
        assert limit("gemma_2007", statistic=statistic).value == pytest.approx(5.8e-11, rel=0.2, abs=0)


def test_gemma_final_has_the_published_order_of_magnitude() -> None:
    assert 2.9e-11 < limit("gemma", statistic="one-sided").value < 2 * 2.9e-11


def test_sensitivity_formula_gives_the_reference_number() -> None:
    # The reference was made with the quantile rounded to 1.28155.
    gemma = {"flux": 2.7e13, "material": "Ge", "mass": 1.5 * kg, "on": 18134 * hour, "off": 4487 * hour}
    limits = {"background": 2.5 / (keV * kg * day), "low": 2.8 * keV, "high": 55 * keV}
    assert on_off_moment(**gemma, **limits, cl=float(ndtr(1.28155))) == pytest.approx(
        3.8772424574876576e-11, rel=1e-9, abs=0
    )


def test_surrogate_with_free_electrons_meets_the_sensitivity_formula() -> None:
    surrogate = limit("gemma", statistic="one-sided", electrons="free").value
    assert surrogate == pytest.approx(3.877e-11, rel=0.02, abs=0)


@pytest.mark.parametrize("bad", [{"low": -1.0}, {"low": 60 * keV}, {"mass": 0.0}, {"cl": 0.3}, {"background": np.nan}])
def test_sensitivity_formula_refuses_an_impossible_set_up(bad: dict) -> None:
    good = {
        "flux": 2.7e13,
        "material": "Ge",
        "mass": 1.5 * kg,
        "on": hour,
        "off": hour,
        "background": 1e-9,
        "low": 1e-3,
        "high": 0.05,
    }
    with pytest.raises(ValueError, match=next(iter(bad))):
        on_off_moment(**{**good, **bad})


def asimov(known: Experiment, tensor, vertex: Vertex | None) -> Experiment:
    """The experiment with the counts that a vertex predicts in the place of the data."""
    background = known.data.background - tensor.counts()
    expected = background + tensor.counts(vertex)
    return replace(known, data=Counts(expected, background, None, contains_weak=False))


@pytest.mark.parametrize(
    ("name", "matrix", "value"),
    [("moment", "magnetic", 1.5e-11), ("charge", "charge", -6e-13), ("charge_radius", "charge_radius", 6e-31)],
)
def test_the_best_fit_finds_the_coupling_that_made_the_data(xenonnt, name: str, matrix: str, value: float) -> None:
    known, tensor = xenonnt
    made = asimov(known, tensor, Vertex("dirac", **{matrix: value * np.eye(3)}))
    found = limit(made, name, tensor=tensor)
    assert found.best_fit == pytest.approx(value, rel=1e-3, abs=0)
    assert found.interval[0] < value < found.interval[1]
    assert found.goodness[0] == pytest.approx(0, abs=1e-3)


def test_the_interval_ends_where_the_likelihood_has_risen_by_the_threshold(xenonnt) -> None:
    known, tensor = xenonnt
    profile = Profile(likelihood(known, tensor), Signal.of(tensor, coupling("charge"), Mixing.nufit()))
    low, high = interval(profile, 2.7)
    assert profile(low) == pytest.approx(2.7, abs=1e-3)
    assert profile(high) == pytest.approx(2.7, abs=1e-3)


def test_a_higher_confidence_is_a_wider_interval(xenonnt) -> None:
    known, tensor = xenonnt
    values = [limit(known, "charge", cl=cl, tensor=tensor).value for cl in (0.68, 0.90, 0.95)]
    assert values == sorted(values)
    assert len(set(values)) == 3


def test_more_exposure_is_a_stronger_expected_limit(xenonnt) -> None:
    known, tensor = xenonnt
    once = asimov(known, tensor, None)
    thrice = Counts(9 * once.data.observed, 9 * once.data.background)
    longer = replace(once, data=thrice, exposure=9 * known.exposure)
    ratio = limit(once, statistic="one-sided", tensor=tensor).value / limit(longer, statistic="one-sided").value
    assert ratio == pytest.approx(9**0.25, rel=0.05)


def test_an_unmixed_element_is_weaker_than_the_universal_coupling(xenonnt) -> None:
    known, tensor = xenonnt
    assert limit(known, "charge[tau,tau]", tensor=tensor).value > limit(known, "charge", tensor=tensor).value


def test_majorana_transition_moment_is_reached_by_the_sum_of_the_mass_states_that_arrive(xenonnt) -> None:
    known, tensor = xenonnt
    single = limit(known, "magnetic[1,2]", nature="majorana", tensor=tensor).value
    # lambda_12 is felt by nu_1 and nu_2, and hardly any nu_3 arrives: nearly the effective moment.
    assert single == pytest.approx(limit(known, "moment", tensor=tensor).value, rel=0.03, abs=0)


@pytest.mark.slow
def test_toy_calibrated_interval_covers_as_often_as_it_says(xenonnt) -> None:
    from nuem.inference.toys import critical_value

    known, tensor = xenonnt
    data = asimov(known, tensor, None)
    signal = Signal.of(tensor, coupling("moment"), Mixing.nufit())
    truth = 0.4  # (1e-11 mu_B)^2, near the limit
    profile = Profile(likelihood(data, tensor), signal)
    threshold = critical_value(profile, truth, cl=0.90, number=800, seed=3)
    covered = []
    fit = likelihood(data, tensor)
    for toy in fit.toys(signal.counts(truth), np.zeros(9), 400, 99):
        assert isinstance(toy, CountsLikelihood)
        values = toy.profile(signal.counts(np.append(np.linspace(0, 3, 121), truth)))[0]
        covered.append(values[-1] - values.min() <= threshold)
    assert np.mean(covered) == pytest.approx(0.90, abs=0.05)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("nonsense",), "experiment = 'nonsense' is unknown; choose one of xenonnt"),
        (("xenon",), r"did you mean 'xenonnt'\?"),
        (("gemma", "spin"), "coupling = 'spin' is unknown"),
        (("gemma", "magnetic[1,e]"), "mixes the mass and the flavour basis"),
        (("gemma", "magnetic[1,9]"), "mass states run from 1 to 3"),
        (("gemma", "colour[1,2]"), "form factor = 'colour' is unknown"),
        (("gemma", "charge[e,x]"), "flavour = 'x' is unknown"),
        (("missing/file.toml",), "cannot read missing/file.toml"),
    ],
)
def test_refuses_unknown_names(arguments: tuple, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        limit(*arguments)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"cl": 90}, "cl = 90 must lie between 0 and 1"),
        ({"cl": float("nan")}, "cl must be finite"),
        ({"statistic": "bayes"}, "statistic = 'bayes' is unknown"),
        ({"coupling": "charge", "statistic": "one-sided"}, "can have both signs"),
        ({"electrons": "hf"}, "electrons = 'hf' is unknown"),
        ({"coupling": "magnetic[1,1]", "nature": "majorana"}, "diagonal magnetic of a Majorana neutrino vanishes"),
    ],
)
def test_refuses_options_without_a_meaning(options: dict, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        limit("gemma", **options)


def test_a_coupling_that_the_source_does_not_feel_is_said_to_be_unconstrained() -> None:
    beside_the_core = replace(experiment("munu"), source=Reactor(flux=1e13))
    with pytest.raises(ValueError, match=r"do not constrain charge_radius\[mu,mu\]"):
        limit(beside_the_core, "charge_radius[mu,mu]")


def test_public_door_is_the_same_function() -> None:
    assert nuem.limit is limit
