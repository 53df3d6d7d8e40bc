"""Limits: published numbers reproduced, statistics ordered as they must be, coverage, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr
from tests.arguments import Keywords, Positional
from tests.experiments.counted import counted

import nuem
from nuem.experiments import Experiment, experiment, limit, predict
from nuem.experiments.bounds.sensitivity import on_off_moment
from nuem.experiments.predicting.derivation import derive
from nuem.inference import Component, Poisson
from nuem.sources import Reactor
from nuem.typing import FloatArray
from nuem.units import day, hour, keV, kg, muB
from nuem.vertex import Vertex


def test_xenonnt_reproduces_the_published_moment_within_the_choice_of_statistic() -> None:
    one_sided, two_sided = (limit("xenonnt", statistic=name).value for name in ("one-sided", "two-sided"))
    assert one_sided == pytest.approx(5.71218e-12, rel=1e-4, abs=0)
    assert two_sided == pytest.approx(7.12195e-12, rel=1e-4, abs=0)
    assert one_sided < 6.4e-12 * muB < two_sided
    published = limit("xenonnt").published
    assert published is not None
    assert published.value == 6.4e-12


def test_xenonnt_calibrated_with_toys_falls_between_the_one_sided_and_the_two_sided_limit() -> None:
    toys = limit("xenonnt", statistic="feldman-cousins", toys=500).value
    assert 5.5e-12 < toys < 7.1e-12


def test_solar_neutrinos_are_a_fifth_of_the_xenonnt_background() -> None:
    assert predict("xenonnt").counts().sum() == pytest.approx(80, abs=2)
    assert counted(experiment("xenonnt")).sum() == 433


def test_gemma_2007_is_reproduced_within_a_fifth() -> None:
    for statistic in ("one-sided", "two-sided"):
        assert limit("gemma_2007", statistic=statistic).value == pytest.approx(5.8e-11, rel=0.2, abs=0)


def test_gemma_final_has_the_published_order_of_magnitude() -> None:
    assert 2.9e-11 < limit("gemma", statistic="one-sided").value < 2 * 2.9e-11


def test_sensitivity_formula_gives_the_reference_number() -> None:
    # The reference was made with the quantile rounded to 1.28155.
    gemma: Keywords = {"flux": 2.7e13, "material": "Ge", "mass": 1.5 * kg, "on": 18134 * hour, "off": 4487 * hour}
    limits: Keywords = {"background": 2.5 / (keV * kg * day), "recoils": (2.8 * keV, 55 * keV)}
    assert on_off_moment(**gemma, **limits, cl=float(ndtr(1.28155))) == pytest.approx(
        3.8772424574876576e-11, rel=1e-9, abs=0
    )


def test_surrogate_with_free_electrons_meets_the_sensitivity_formula() -> None:
    surrogate = limit("gemma", statistic="one-sided", electrons="free").value
    assert surrogate == pytest.approx(3.877e-11, rel=0.02, abs=0)


@pytest.mark.parametrize(
    "bad",
    [{"recoils": (-1.0, 0.05)}, {"recoils": (60 * keV, 0.05)}, {"mass": 0.0}, {"cl": 0.3}, {"background": np.nan}],
)
def test_sensitivity_formula_refuses_an_impossible_set_up(bad: Keywords) -> None:
    good: Keywords = {
        "flux": 2.7e13,
        "material": "Ge",
        "mass": 1.5 * kg,
        "on": hour,
        "off": hour,
        "background": 1e-9,
        "recoils": (1e-3, 0.05),
    }
    with pytest.raises(ValueError, match=next(iter(bad))):
        on_off_moment(**{**good, **bad})


def table(known: Experiment) -> FloatArray:
    """Counts of the first background."""
    found = known.backgrounds[0].table
    assert found is not None
    return found


def asimov(vertex: Vertex | None, exposure: float = 1.0) -> Experiment:
    """XENONnT with the counts that a vertex predicts in the place of the data."""
    known, prediction = experiment("xenonnt"), predict("xenonnt")
    background = table(known) - prediction.counts()
    data = Poisson(exposure * (background + prediction.counts(vertex)))
    return exposed(
        replace(
            known, data=data, backgrounds=(Component("background", exposure * background, None),), contains_weak=""
        ),
        exposure,
    )


def exposed(known: Experiment, factor: float) -> Experiment:
    """An experiment with another exposure."""
    channel = known.channels[0]
    target = replace(channel.target, exposure=factor * channel.target.exposure)
    return replace(known, channels=(replace(channel, target=target),))


@pytest.mark.parametrize(
    ("name", "matrix", "value"),
    [("moment", "magnetic", 1.5e-11), ("charge", "charge", -6e-13), ("charge_radius", "charge_radius", 6e-31)],
)
def test_the_best_fit_finds_the_coupling_that_made_the_data(name: str, matrix: str, value: float) -> None:
    computed = limit(asimov(Vertex("dirac", **{matrix: value * np.eye(3)})), name)
    assert computed.best_fit == pytest.approx(value, rel=1e-3, abs=0)
    assert computed.interval[0] < value < computed.interval[1]
    assert computed.goodness[0] == pytest.approx(0, abs=1e-3)


def test_the_interval_ends_where_the_likelihood_has_risen_by_the_threshold() -> None:
    computed = limit("xenonnt", "charge")
    likelihood = nuem.likelihood("xenonnt")
    at = [likelihood.profile(Vertex("dirac", charge=q * np.eye(3))) for q in (computed.best_fit, *computed.interval)]
    assert at[1] - at[0] == pytest.approx(computed.threshold, abs=1e-6)
    assert at[2] - at[0] == pytest.approx(computed.threshold, abs=1e-6)


def test_a_higher_confidence_is_a_wider_interval() -> None:
    values = [limit("xenonnt", "charge", cl=cl).value for cl in (0.68, 0.90, 0.95)]
    assert values == sorted(values)
    assert len(set(values)) == 3


def test_more_exposure_is_a_stronger_expected_limit() -> None:
    once, longer = (limit(asimov(None, factor), statistic="one-sided").value for factor in (1.0, 9.0))
    assert once / longer == pytest.approx(9**0.25, rel=0.05)


def test_an_unmixed_element_is_weaker_than_the_universal_coupling() -> None:
    assert limit("xenonnt", "charge[tau,tau]").value > limit("xenonnt", "charge").value


def test_majorana_transition_moment_is_reached_by_the_sum_of_the_mass_states_that_arrive() -> None:
    single = limit("xenonnt", "magnetic[1,2]", nature="majorana").value
    # lambda_12 is felt by nu_1 and nu_2, and hardly any nu_3 arrives: nearly the effective moment.
    assert single == pytest.approx(limit("xenonnt", "moment").value, rel=0.03, abs=0)


def test_munu_allows_two_separate_charge_radii() -> None:
    computed = limit("munu", "charge_radius")
    assert len(computed.pieces) == 2
    np.testing.assert_allclose(computed.pieces[0], [-5.7959e-31, -5.1979e-31], rtol=1e-4)
    np.testing.assert_allclose(computed.pieces[1], [-4.9509e-32, 4.3412e-32], rtol=1e-4)
    assert computed.interval == (computed.pieces[0][0], computed.pieces[1][1])
    assert computed.value == pytest.approx(5.7959e-31, rel=1e-4, abs=0)
    assert any("2 separate pieces" in note for note in computed.notes)


@pytest.mark.parametrize(
    ("name", "coupling", "low", "high"),
    [
        ("gemma", "moment", 0.0, 4.55107e-11),
        ("gemma", "charge", -1.79686e-12, 2.41992e-12),
        ("gemma", "charge_radius", -1.42120e-30, 6.18711e-31),
        ("gemma_2007", "moment", 0.0, 5.68616e-11),
        ("texono", "moment", 0.0, 1.31652e-10),
        ("nugen", "charge", -1.74060e-13, 2.23856e-13),
        ("munu", "moment", 0.0, 7.63968e-11),
        ("xenonnt", "charge_radius", -7.76833e-31, 3.47322e-31),
    ],
)
def test_limits_that_were_right_before_have_not_moved(name: str, coupling: str, low: float, high: float) -> None:
    np.testing.assert_allclose(limit(name, coupling).interval, [low, high], rtol=1e-4, atol=1e-40)


def test_a_vertex_as_coupling_is_the_factor_of_its_matrices() -> None:
    computed = limit("xenonnt", 2 * Vertex("dirac", magnetic=1e-12 * np.eye(3)))
    assert computed.coupling == "factor"
    assert computed.unit == "1"
    assert computed.value * 2e-12 == pytest.approx(limit("xenonnt").value, rel=1e-9, abs=0)
    mixed = Vertex("dirac", magnetic=1e-11 * np.eye(3)) + Vertex("dirac", charge=1e-13 * np.eye(3))
    both = limit("xenonnt", mixed)
    assert both.interval[0] < 0 < both.interval[1]
    low, high = both.interval
    likelihood = nuem.likelihood("xenonnt")
    rise = [likelihood.profile(x * mixed) - likelihood.profile(both.best_fit * mixed) for x in (low, high)]
    assert rise == pytest.approx([both.threshold] * 2, abs=1e-5)


def test_a_pattern_without_any_coupling_is_refused() -> None:
    with pytest.raises(ValueError, match="every matrix of the vertex vanishes"):
        limit("gemma", Vertex("dirac"))


def test_experiments_combined_share_fluxes_and_multiply_likelihoods() -> None:
    both = limit(["xenonnt", "gemma"], "charge")
    alone = [limit(name, "charge") for name in ("xenonnt", "gemma")]
    assert both.experiment == "xenonnt + gemma"
    assert both.kind == "combined"
    assert both.value < min(one.value for one in alone)
    assert sum(both.shares.values()) == pytest.approx(both.threshold, abs=1e-6)
    assert {"xenonnt.background", "solar.pp"} <= set(both.nuisances)


def test_an_experiment_twice_is_twice_its_exposure_with_shared_nuisances() -> None:
    known = experiment("xenonnt")
    twice = derive([known.predict().binding] * 2, "moment", cl=0.90, statistic="two-sided")
    background = replace(known.backgrounds[0], counts=2 * table(known))
    doubled = replace(known, data=Poisson(2 * counted(known)), backgrounds=(background,))
    assert twice.value == pytest.approx(limit(exposed(doubled, 2)).value, rel=1e-6, abs=0)


def test_labels_are_those_of_the_prediction() -> None:
    prediction = experiment("gemma").predict(electrons="stepping", sin2_theta_w=0.2312)
    computed = prediction.limit("charge", cl=0.95)
    assert (computed.electrons, computed.sin2_theta_w, computed.cl) == ("stepping", 0.2312, 0.95)
    assert computed.interval == limit("gemma", "charge", electrons="stepping", sin2_theta_w=0.2312, cl=0.95).interval
    assert computed.interval != limit("gemma", "charge", cl=0.95).interval


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
def test_refuses_unknown_names(arguments: Positional, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        limit(*arguments)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"cl": 90}, "cl = 90 must lie between 0 and 1"),
        ({"cl": float("nan")}, "cl must be finite"),
        ({"statistic": "bayes"}, "statistic = 'bayes' is unknown"),
        ({"coupling": "charge", "statistic": "one-sided"}, "can have both signs"),
        ({"cl": 0.5, "statistic": "one-sided"}, "above 0.5 only"),
        ({"toys": 100}, "only the statistic feldman-cousins draws pseudo-data"),
        ({"statistic": 3}, "is not a statistic"),
        ({"electrons": "hf"}, "electrons = 'hf' is unknown"),
        ({"coupling": "magnetic[1,1]", "nature": "majorana"}, "diagonal magnetic of a Majorana neutrino vanishes"),
    ],
)
def test_refuses_options_without_a_meaning(options: Keywords, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        limit("gemma", **options)


def test_a_coupling_that_the_source_does_not_feel_is_said_to_be_unconstrained() -> None:
    beside_the_core = experiment("munu").with_source(Reactor(flux=1e13))
    with pytest.raises(ValueError, match=r"do not constrain charge_radius\[mu,mu\]"):
        limit(beside_the_core, "charge_radius[mu,mu]")


def test_public_door_is_the_same_function() -> None:
    assert nuem.limit is limit
