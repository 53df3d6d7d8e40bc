"""Published and own experiments: a set-up, its data, its response."""

from nuem.experiments.expected import background_without_weak, folded, spectrum
from nuem.experiments.load import load
from nuem.experiments.setup import Counts, Experiment, OnOff, PublishedLimit
from nuem.experiments.shipped import experiment, names

__all__ = [
    "Counts",
    "Experiment",
    "OnOff",
    "PublishedLimit",
    "background_without_weak",
    "experiment",
    "folded",
    "load",
    "names",
    "spectrum",
]
