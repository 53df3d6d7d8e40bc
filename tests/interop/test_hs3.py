"""Workspaces of HS3, read with a plain evaluation and, where it is installed, with pyhs3."""

import json

import numpy as np
import pytest
from scipy.optimize import approx_fprime

import nuem
from nuem.experiments import combine
from nuem.experiments.predicting.coupling import coupling as read_coupling
from nuem.interop import hs3
from nuem.interop.templates import templates
from nuem.typing import FloatArray, Json


def parts(names: str | list[str], coupling: str) -> tuple[Json, FloatArray, list[dict[str, float]]]:
    """The workspace, -2 ln L here at random nuisances and couplings, and the parameters there."""
    chosen = read_coupling(coupling)
    curve = combine(names).curve(coupling)
    made = json.loads(json.dumps(hs3.workspace(names, coupling)))
    unit = chosen.x(templates(names, chosen).unit)
    random = np.random.default_rng(3)
    points, values = [], []
    free = {single_curve.name for single_curve in curve.likelihood.parameters if not single_curve.pull}
    for x in (0.0, 0.4 * unit, 1.3 * unit):
        nuisances = np.clip(random.normal(0, 0.8, len(curve.likelihood.parameters)), -0.9, 2.5)
        signals = curve.signal.counts(x)
        values.append(float(curve.likelihood.at([single_curve[None] for single_curve in signals], nuisances).squeeze()))
        named = dict(zip(curve.likelihood.nuisances, nuisances, strict=True))
        named = {name: 1 + value if name in free else value for name, value in named.items()}
        points.append({hs3._name(name): value for name, value in named.items()})
        points[-1][made["analyses"][0]["parameters_of_interest"][0]] = x / unit
    return made, np.array(values), points


def code4p(eta: float, nominal: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    up, down = high - nominal, low - nominal
    if abs(eta) > 1:
        return eta * up if eta > 0 else -eta * down
    return eta * (up - down) / 2 + (up + down) / 16 * (15 * eta**2 - 10 * eta**4 + 3 * eta**6)


def code4(eta: float, low: float, high: float) -> float:
    if abs(eta) > 1:
        return float(high**eta if eta > 0 else low**-eta)
    powers = np.arange(7)
    rows = [x**powers for x in (0.0, 1.0, -1.0)]
    rows += [powers * x ** np.maximum(powers - 1, 0) for x in (1.0, -1.0)]
    rows += [powers * (powers - 1) * x ** np.maximum(powers - 2, 0) for x in (1.0, -1.0)]
    up, down = np.log(high), np.log(low)
    ends = [1.0, high, low, high * up, -low * down, high * up**2, low * down**2]
    return float(eta**powers @ np.linalg.solve(np.array(rows), ends))


def deviance(made: Json, values: dict[str, float]) -> float:
    """-2 ln L of a workspace, up to a constant."""
    values = dict(values)
    for entry in made["functions"]:
        values[entry["name"]] = eval(entry["expression"], {}, values)
    total, pulled = 0.0, {entry["mean"] for entry in made["distributions"] if entry["type"] == "gaussian_dist"}
    observed = {entry["name"]: np.array(entry["contents"]) for entry in made["data"]}
    for dist in (entry for entry in made["distributions"] if entry["type"] == "histfactory_dist"):
        n = observed[dist["name"] + "_data"]
        expected = np.zeros_like(n, dtype=float)
        for sample in dist["samples"]:
            nominal = np.array(sample["data"]["contents"])
            counts, factor = nominal.copy(), 1.0
            for each in sample["modifiers"]:
                if each["type"] == "histosys":
                    low, high = (np.array(each["data"][side]["contents"]) for side in ("lo", "hi"))
                    counts = counts + code4p(values[each["parameter"]], nominal, low, high)
                    pulled.add(each["parameter"])
                elif each["type"] == "normsys":
                    factor *= code4(values[each["parameter"]], each["data"]["lo"], each["data"]["hi"])
                    pulled.add(each["parameter"])
                else:
                    assert each["type"] == "normfactor"
                    factor *= values[each["parameter"]]
            expected = expected + factor * counts
        total += 2 * np.sum(expected - n * np.log(expected))
    return total + sum(values[name] ** 2 for name in pulled)


@pytest.mark.parametrize(
    ("names", "coupling"),
    [
        ("xenonnt", "charge_radius"),
        ("xenonnt_cevns", "moment"),
        (["xenonnt", "lz_ws2022"], "moment"),
        ("pandax4t_run1", "charge"),
        ("lz_ws2024", "moment"),
        ("dune_nd", "moment"),
    ],
)
def test_a_plain_reading_gives_the_same_likelihood(names: str | list[str], coupling: str) -> None:
    made, computed, points = parts(names, coupling)
    theirs = np.array([deviance(made, entry) for entry in points])
    np.testing.assert_allclose(computed - theirs, computed[0] - theirs[0], atol=1e-9)


@pytest.mark.filterwarnings("ignore:coherent_lar. changes of shape:UserWarning")
@pytest.mark.parametrize("name", ["xenonnt", "xenonnt_cevns", "coherent_csi", "coherent_lar"])
def test_its_profile_is_ours_and_so_is_the_limit(name: str) -> None:
    chosen, curve = read_coupling("moment"), combine(name).curve("moment")
    made = json.loads(json.dumps(hs3.workspace(name, "moment")))
    unit = chosen.x(templates(name, chosen).unit)
    end = chosen.x(nuem.limit(name, "moment").value)
    x = np.array([curve.best.x, 0.0, 0.5 * end, end])
    computed, nuisances = curve.profile(x)
    free = [not one.pull for one in curve.likelihood.parameters]
    names = [hs3._name(one) for one in curve.likelihood.nuisances]
    theirs = []
    for at, values in zip(x, nuisances, strict=True):

        def there(values: FloatArray, at: float = float(at)) -> float:
            named = dict(zip(names, np.where(free, 1 + values, values).tolist(), strict=True))
            return deviance(made, {**named, "moment_squared": at / unit})

        theirs.append(there(values))
        slopes = approx_fprime(values, there, 1e-5)
        inside = values > np.array([one.low for one in curve.likelihood.parameters]) + 1e-3
        assert np.all(np.abs(slopes[inside]) < 1e-2)
    np.testing.assert_allclose(computed - theirs, computed[0] - theirs[0], rtol=0, atol=1e-6)
    assert theirs[3] - theirs[0] == pytest.approx(2.705543454, abs=1e-5)


@pytest.mark.parametrize(
    ("names", "coupling"),
    [("xenonnt", "charge_radius"), ("xenonnt_cevns", "moment"), (["xenonnt", "lz_ws2022"], "moment")],
)
def test_pyhs3_reads_it_and_gives_the_same_likelihood(names: str | list[str], coupling: str) -> None:
    pyhs3 = pytest.importorskip("pyhs3")
    made, computed, points = parts(names, coupling)
    pytensor, graph = pytest.importorskip("pytensor"), pytest.importorskip("pytensor.graph.traversal")
    symbol = pyhs3.Workspace(**made).model("limit", progress=False).log_prob
    inputs = [entry for entry in graph.explicit_graph_inputs([symbol]) if not hasattr(entry, "data")]
    log_likelihood = pytensor.function(inputs, symbol)
    theirs = np.array([-2 * float(log_likelihood(*(point[entry.name] for entry in inputs))) for point in points])
    np.testing.assert_allclose(computed - theirs, computed[0] - theirs[0], atol=1e-9)


def test_every_name_is_an_identifier_and_every_reference_is_found() -> None:
    made = hs3.workspace("munu", "moment")
    axes = {entry["name"] for entry in made["domains"][0]["axes"]}
    assert axes == {entry["name"] for entry in made["parameter_points"][0]["parameters"]}
    assert all(name.isidentifier() for name in axes)
    names = {entry["name"] for entry in made["distributions"]}
    assert set(made["likelihoods"][0]["distributions"]) <= names
    for dist in made["distributions"]:
        for sample in dist["samples"]:
            for each in sample["modifiers"]:
                assert set(each.get("parameters", [each.get("parameter")])) <= axes
