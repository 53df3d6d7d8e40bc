"""The spectrum at a value of a coupling is the one whose likelihood the profile gives."""

from dataclasses import replace

import numpy as np
import pytest

from nuem.experiments import experiment, predict
from nuem.experiments.predicting.coupling import coupling


@pytest.mark.parametrize(("name", "value"), [("moment", 0.0), ("moment", 1.2e-11), ("charge_radius", -2e-31)])
def test_its_deviance_is_the_minimum_of_the_profile(name: str, value: float) -> None:
    known = replace(experiment("xenonnt"), flux_errors=False)  # so that no pull adds to the deviance
    prediction = predict(known)
    computed = prediction.fitted(name, value)
    assert computed.observed is not None
    seen, mean = computed.observed, computed.total
    deviance = 2 * np.sum(mean - seen + seen * np.log(np.where(seen > 0, seen, 1) / mean))
    chosen = coupling(name)
    expected = prediction.curve(chosen).profile(np.array([chosen.x(value)]))[0][0]
    assert deviance == pytest.approx(float(expected), rel=1e-9)
    slope = computed.components["background"] @ (1 - seen / mean)  # the free background stands at its best
    assert abs(slope) < 1e-3


def test_the_signal_vanishes_without_a_coupling() -> None:
    computed = predict("xenonnt").fitted("moment", 0.0)
    assert np.all(computed.components["signal"] == 0)
    assert set(computed.components) == {"weak", "signal", "background"}


def test_refuses_an_experiment_without_a_spectrum() -> None:
    with pytest.raises(ValueError, match="gemma has no counts in bins"):
        predict("gemma").fitted("moment", 1e-11)
