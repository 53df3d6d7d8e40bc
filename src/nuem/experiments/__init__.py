"""Published and own experiments: a set-up, its data, its response; and what they say about the vertex."""

from typing import TYPE_CHECKING

from nuem.experiments.bins import Bins
from nuem.experiments.channel import Channel
from nuem.experiments.combination import Combination, ExpectedLimit, combine
from nuem.experiments.compare import compare_models
from nuem.experiments.fit_profile import Contour, ProfileCurve
from nuem.experiments.fit_reading import fit_file
from nuem.experiments.fit_result import Fit
from nuem.experiments.global_fit import fit
from nuem.experiments.limit_result import Limit
from nuem.experiments.model_scan import ModelScan, scan_model
from nuem.experiments.natures import Natures, compare_natures
from nuem.experiments.predictable import Experiment
from nuem.experiments.prediction import Prediction
from nuem.experiments.predictions import likelihood, predict, spectrum
from nuem.experiments.reading import load
from nuem.experiments.scan import limits
from nuem.experiments.setup import PublishedLimit, SourceOff, Unmeasured
from nuem.experiments.shipped import experiment, names
from nuem.experiments.single_limit import limit
from nuem.experiments.target import Target
from nuem.experiments.translate import DipoleLimits, limit_dipoles
from nuem.lazy import door

__all__ = [
    "Bins",
    "Channel",
    "Combination",
    "Contour",
    "DipoleLimits",
    "ExpectedLimit",
    "Experiment",
    "Fit",
    "Limit",
    "ModelScan",
    "Natures",
    "Prediction",
    "ProfileCurve",
    "PublishedLimit",
    "SourceOff",
    "Target",
    "Unmeasured",
    "combine",
    "compare_models",
    "compare_natures",
    "experiment",
    "fit",
    "fit_file",
    "likelihood",
    "limit",
    "limit_dipoles",
    "limits",
    "load",
    "names",
    "predict",
    "scan_model",
    "spectrum",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
