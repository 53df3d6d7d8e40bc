"""The counts that an experiment has published."""

from nuem.experiments import Experiment
from nuem.experiments.setups.setup import Setup
from nuem.inference import Poisson
from nuem.typing import FloatArray


def counted(experiment: Experiment | Setup) -> FloatArray:
    """Events in each bin."""
    assert isinstance(experiment.data, Poisson)
    return experiment.data.observed
