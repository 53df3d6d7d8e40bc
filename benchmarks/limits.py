"""Likelihoods and limits: one vertex, many at once, whole limits, pseudo-data, scans."""

from collections.abc import Iterator
from functools import partial
from time import perf_counter

import numpy as np

import nuem
from benchmarks.timing import Row, best, per_byte
from nuem.experiments import Prediction, experiment
from nuem.experiments.predicting.binding import bind
from nuem.experiments.predicting.coupling import coupling
from nuem.inference import FeldmanCousins
from nuem.inference.searches.minuit import minimise_one
from nuem.inference.statistics.feldman_cousins import critical_value
from nuem.vertex import Vertex

MANY, TOYS, SCAN = 100_000, 10_000, 10_000
COUPLINGS = [
    "moment",
    *(
        f"{name}{element}"
        for name in ("charge", "charge_radius", "anapole")
        for element in ("", "[e,e]", "[mu,mu]", "[e,mu]")
    ),
]
SIZES = {"magnetic": 1e-12, "electric": 1e-12, "charge": 1e-13, "charge_radius": 1e-31, "anapole": 1e-32}
RANDOM = np.random.default_rng(1)


def rows() -> Iterator[Row]:
    """All comparisons of this file."""
    prediction = nuem.experiments.predict("xenonnt")
    fold = best(lambda: _fold(prediction), repeat=2)
    yield from likelihood(prediction, fold)
    yield from limits(prediction, fold)
    yield from limits_with_templates()
    yield from pseudo_data(prediction)
    yield scan(prediction)


def likelihood(prediction: Prediction, fold: float) -> Iterator[Row]:
    """-2 ln L of XENONnT for an arbitrary complex vertex, against folding again."""
    deviance, vertex = prediction.likelihood, _vertex()
    once = best(lambda: deviance(vertex), number=2000)
    yield Row("likelihood of XENONnT for any complex vertex (naive: fold again)", once, fold, "< 20 us")
    fitted = best(lambda: deviance.profile(vertex), number=50)
    yield Row("the same with nine nuisances profiled", fitted)
    matrices = {name: _hermitian(size) for name, size in SIZES.items()}
    anew = best(lambda: deviance(Vertex("dirac", **matrices)), number=500)
    yield Row("a new vertex and its likelihood (naive: fold again)", anew, fold, "< 60 us")
    many = _vertex(MANY)
    together = best(lambda: deviance(many), repeat=3)
    bins = len(prediction.experiment.edges) - 1
    check = f"{together / MANY / bins / 1e-9:.0f} ns a bin, < 50"
    size = sum(getattr(many, name).nbytes for name in SIZES)
    yield Row(
        "1e5 vertices at once (naive: one by one)", together, once * MANY, "< 0.3 s", check,
        size * per_byte(), "the matrices read once",
    )  # fmt: skip


def limits(prediction: Prediction, fold: float) -> Iterator[Row]:
    """Whole 90 % limits after folding, against folding at every step of a root finder (some 30 of them)."""
    for name in ("moment", "charge"):
        fast = best(partial(prediction.limit, name))
        yield Row(f"90 % limit on the {name} after folding (naive: fold 30 times)", fast, fold * 30, "< 20 ms")


def limits_with_templates() -> Iterator[Row]:
    """The slowest limit of each experiment whose signal or background is interpolated, against iminuit at every step of a root finder."""
    for name in ("xenonnt_cevns", "coherent_csi", "coherent_lar", "dresden2", "superk_iv"):
        yield _slowest_limit(name)


def _slowest_limit(experiment_name: str) -> Row:
    prediction = nuem.experiments.predict(experiment_name)
    times = {name: best(partial(prediction.limit, name), repeat=3) for name in COUPLINGS}
    slowest = max(times, key=times.__getitem__)
    curve = prediction.curve(coupling(slowest))
    likelihood, x = curve.likelihood, curve.below(2.7)[-1][1]
    start, expectation = np.zeros(len(likelihood.parameters)), curve.expectation.at(np.array([x]))
    step = best(lambda: minimise_one(likelihood.data, expectation, likelihood.pulls, start), repeat=2)
    return Row(
        f"90 % limit of {experiment_name}, {slowest} (naive: iminuit 30 times)", times[slowest], 30 * step, "< 50 ms"
    )


def pseudo_data(prediction: Prediction) -> Iterator[Row]:
    """A critical value of Feldman and Cousins, against fitting each of the pseudo-data with iminuit."""
    curve = prediction.curve(coupling("moment"))
    x = curve.below(2.7)[-1][1]
    fast = best(lambda: critical_value(curve, x, cl=0.9, number=TOYS, seed=1), repeat=2)
    yield Row("1e4 toys at one value (naive: iminuit for each, scaled)", fast, _by_minuit(prediction) * TOYS, "< 8 s")
    whole = best(lambda: prediction.limit("moment", statistic=FeldmanCousins(toys=2000)), repeat=1)
    yield Row("a Feldman-Cousins limit with 2000 toys at each value", whole)


def scan(prediction: Prediction) -> Row:
    """Limits on 1e4 random dipole matrices, against one after the other."""
    many = Vertex("dirac", magnetic=_hermitian(1e-12, SCAN))
    single = best(lambda: prediction.limit(many[0]))
    fast = best(lambda: prediction.factors(many), repeat=1)
    return Row("limits on 1e4 dipole matrices (naive: one by one, scaled)", fast, single * SCAN, "< 5 s")


def _fold(prediction: Prediction) -> object:
    return bind(experiment("xenonnt"), prediction.mixing, prediction.electrons, prediction.sin2_theta_w)


def _by_minuit(prediction: Prediction) -> float:
    """Time of one fit of coupling and nuisances by iminuit."""
    from iminuit import Minuit

    curve = prediction.curve(coupling("moment"))
    data, signal = curve.likelihood, curve.signal
    minuit = Minuit(
        lambda p: float(data.at(signal.counts(float(p[0])), np.asarray(p[1:]))),
        np.zeros(1 + len(data.parameters)),
        grad=lambda p: data.gradient(signal.counts(float(p[0])), signal.slopes(float(p[0])), np.asarray(p[1:])),
    )
    minuit.limits[0] = (0, None)
    start = perf_counter()
    minuit.migrad()
    return perf_counter() - start


def _hermitian(size: float, number: int | None = None) -> np.ndarray:
    shape = (3, 3) if number is None else (number, 3, 3)
    matrix = RANDOM.normal(size=shape) + 1j * RANDOM.normal(size=shape)
    return size * (matrix + matrix.conj().swapaxes(-1, -2))


def _vertex(number: int | None = None) -> Vertex:
    return Vertex("dirac", **{name: _hermitian(size, number) for name, size in SIZES.items()})
