"""Published and own experiments: a set-up, its data, its response."""

from nuem.experiments.catalogue import experiment, names
from nuem.experiments.experiment import Counts, Experiment, OnOff, PublishedLimit
from nuem.experiments.load import load

__all__ = ["Counts", "Experiment", "OnOff", "PublishedLimit", "experiment", "load", "names"]
