"""Profiled -2 ln L against pyhf, an independent implementation of the same templates and factors."""

from typing import Any

import numpy as np
import pytest

from nuem.inference import Component, Curve, Dataset, Likelihood, Poisson, Signal, Systematic, TwoSided, Variation
from nuem.typing import Json

SIGNAL = np.array([6.0, 4.0, 2.5, 1.0])
BACKGROUND = np.array([20.0, 16.0, 12.0, 10.0])
LINE = np.array([1.0, 6.0, 1.0, 0.2])
UP, DOWN = BACKGROUND * [1.1, 1.05, 0.98, 0.9], BACKGROUND * [0.93, 0.96, 1.01, 1.06]
SIGNAL_UP, SIGNAL_DOWN = SIGNAL * [1.2, 1.1, 1.0, 0.9], SIGNAL * [0.85, 0.93, 1.02, 1.05]
OBSERVED = np.array([27.0, 25.0, 15.0, 9.0])
FACTORS = (0.8, 1.3)


def ours() -> Curve:
    components = (
        Component("background", BACKGROUND, 0.0, variations=(Variation("tilt", DOWN, UP),)),
        Component("line", LINE, None),
    )
    data = Dataset(
        "x",
        Poisson(OBSERVED),
        ({},),
        components,
        ("scale",),
        (Systematic("efficiency", ("signal", "background"), *FACTORS),),
    )
    variants = np.stack([SIGNAL, SIGNAL_DOWN, SIGNAL_UP])[:, None]
    return Curve(Likelihood([data]), Signal([np.stack([0 * variants, variants])], 0.0))


def theirs() -> tuple[Any, Any]:
    pyhf = pytest.importorskip("pyhf")
    norm = {"name": "efficiency", "type": "normsys", "data": {"lo": FACTORS[0], "hi": FACTORS[1]}}

    def shape(name: str, low: np.ndarray, high: np.ndarray) -> Json:
        return {"name": name, "type": "histosys", "data": {"lo_data": low.tolist(), "hi_data": high.tolist()}}

    samples = [
        {
            "name": "signal",
            "data": SIGNAL.tolist(),
            "modifiers": [
                {"name": "x", "type": "normfactor", "data": None},
                norm,
                shape("scale", SIGNAL_DOWN, SIGNAL_UP),
            ],
        },
        {"name": "background", "data": BACKGROUND.tolist(), "modifiers": [norm, shape("tilt", DOWN, UP)]},
        {"name": "line", "data": LINE.tolist(), "modifiers": [{"name": "line", "type": "normfactor", "data": None}]},
    ]
    pyhf.set_backend("numpy", pyhf.optimize.minuit_optimizer(tolerance=1e-6, strategy=2))
    return pyhf, pyhf.Model({"channels": [{"name": "x", "samples": samples}]}, poi_name="x", clip_sample_data=0.0)


@pytest.mark.filterwarnings("ignore")
def test_the_profile_is_that_of_pyhf_up_to_a_constant() -> None:
    pyhf, model = theirs()
    data = [*OBSERVED.tolist(), *model.config.auxdata]
    bounds = [(0.0, 50.0) if name in ("x", "line") else (-8.0, 8.0) for name in model.config.par_names]
    grid = np.linspace(0.0, 4.0, 9)
    other = [
        float(pyhf.infer.mle.fixed_poi_fit(x, data, model, par_bounds=bounds, return_fitted_val=True)[1]) for x in grid
    ]
    mine = ours().profile(grid)[0]
    difference = mine - np.array(other)
    np.testing.assert_allclose(difference, difference[0], atol=2e-6)
    end = TwoSided().allowed(ours(), 0.9).pieces[-1][1]
    best = pyhf.infer.mle.fit(data, model, par_bounds=bounds, return_fitted_val=True)[1]
    there = pyhf.infer.mle.fixed_poi_fit(end, data, model, par_bounds=bounds, return_fitted_val=True)[1]
    assert float(there) - float(best) == pytest.approx(2.705543, abs=1e-4)


@pytest.mark.filterwarnings("ignore")
def test_templates_are_clipped_as_pyhf_clips_samples() -> None:
    _, model = theirs()
    curve = ours()
    names = curve.likelihood.nuisances
    low = 0
    for tilt in (0.3, -14.0, 12.0, 60.0):
        for scale in (-0.7, -9.0, 25.0):
            values = {"tilt": tilt, "scale": scale, "efficiency": -0.4, "line": 0.3, "x": 1.7}
            nuisances = np.array([values[name] for name in names])
            values["line"] = 1.3  # relative to its nominal value there, its change here
            theirs_expected = model.expected_actualdata([values[name] for name in model.config.par_names])
            expected = curve.likelihood.expected(curve.signal.counts(1.7), nuisances)
            np.testing.assert_allclose(expected, theirs_expected, rtol=1e-6, atol=1e-5)
            signal = curve.signal.counts(np.array([1.7]))[0]
            low += int(curve.likelihood.models[0].touches(signal, nuisances[None], 1e-7)[0])
    assert low > 3
